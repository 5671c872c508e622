package dev.jacobi.op;

import dev.jacobi.scalar.Words;
import dev.jacobi.tensor.Graph;
import dev.jacobi.tensor.Tensor;
import dev.jacobi.tensor.TensorType;
import org.jspecify.annotations.Nullable;

/// The same values, but a constant to every derivative.
public record StopGradient() implements General {
    @Override public Words words() { return Words.of("x", "the same values, a constant to every derivative").derivative("none"); }

    @Override public TensorType[] types(Tensor[] inputs) { return new TensorType[] {inputs[0].type()}; }

    @Override public void run(Tensor[] inputs, Tensor[] outputs) {
        Copying.into(outputs[0], inputs[0]);
    }

    @Override public void vjp(Pullback p) { }

    @Override public @Nullable Tensor[] jvp(Tensor[] inputs, Tensor[] outputs, @Nullable Tensor[] tangents) {
        return new Tensor[1];
    }

    @Override public Tensor[] vmap(int size, Tensor[] inputs, boolean[] batched) { return Graph.applyAll(this, inputs); }
}
