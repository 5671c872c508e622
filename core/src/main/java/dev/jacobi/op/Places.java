package dev.jacobi.op;

import dev.jacobi.tensor.Graph;
import dev.jacobi.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/// An op that says where elements stand, as whole numbers: no gradient flows through it. A [Gather] of the places
/// makes values of them, and takes their gradients back. It names its axes from the end.
interface Places extends General {
    @Override default void vjp(Pullback p) { }

    @Override default @Nullable Tensor[] jvp(Tensor[] inputs, Tensor[] outputs, @Nullable Tensor[] tangents) {
        return new Tensor[outputs.length];
    }

    @Override default Tensor[] vmap(int size, Tensor[] inputs, boolean[] batched) { return Graph.applyAll(this, inputs); }
}
