package dev.jacobi.op;

import dev.jacobi.tensor.Tensor;
import dev.jacobi.tensor.TensorType;
import org.jspecify.annotations.Nullable;

/// The beginning of a graph: the value that a transformation varies. Where it was
/// taken from a tensor of an outer transformation, it passes the gradient on.
public record Variable() implements Op {
    @Override public TensorType[] types(Tensor[] inputs) { return new TensorType[] {inputs[0].type()}; }

    @Override public void run(Tensor[] inputs, Tensor[] outputs) {
        throw new AssertionError("a variable is not computed");
    }

    @Override public void vjp(Pullback p) {
        if (p.inputCount() > 0 && p.wants(0)) p.give(0, p.upstream());
    }

    @Override public @Nullable Tensor[] jvp(Tensor[] inputs, Tensor[] outputs, @Nullable Tensor[] tangents) {
        return tangents;
    }

    @Override public Tensor[] vmap(int size, Tensor[] inputs, boolean[] batched) { return inputs; }
}
