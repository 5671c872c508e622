package dev.jacobi.op;

import dev.jacobi.kernel.Copies;
import dev.jacobi.tensor.Graph;
import dev.jacobi.tensor.Layout;
import dev.jacobi.tensor.Tensor;
import dev.jacobi.tensor.TensorType;
import org.jspecify.annotations.Nullable;

/// The same values, but a constant to every derivative.
public record StopGradient() implements General {
    @Override public TensorType[] types(Tensor[] inputs) { return new TensorType[] {inputs[0].type()}; }

    @Override public void run(Tensor[] inputs, Tensor[] outputs) {
        Tensor x = inputs[0];
        Layout from = x.strides();
        Copies.copyStrided(x.storage().array(), from.offset(), x.shape().toArray(), from.strides(), outputs[0].storage().array());
    }

    @Override public void vjp(Pullback p) { }

    @Override public @Nullable Tensor[] jvp(Tensor[] inputs, Tensor[] outputs, @Nullable Tensor[] tangents) {
        return new Tensor[1];
    }

    @Override public Tensor[] vmap(int size, Tensor[] inputs, boolean[] batched) { return Graph.applyAll(this, inputs); }
}
