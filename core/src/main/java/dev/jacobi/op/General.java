package dev.jacobi.op;

import dev.jacobi.diff.Transposition;
import dev.jacobi.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/// An op that states its forward and its vjp, over any number of inputs and outputs.
/// An output nobody used has no upstream gradient: it is absent, not zeros.
public non-sealed interface General extends Op {

    /// Pushes changes forward as the vjp of the vjp: the vjp is linear in the upstream
    /// gradient, and its adjoint is the jvp.
    @Override default @Nullable Tensor[] jvp(Tensor[] inputs, Tensor[] outputs, @Nullable Tensor[] tangents) {
        return Transposition.jvp(this, inputs, outputs, tangents);
    }

    @Override default Tensor[] vmap(int size, Tensor[] inputs, boolean[] batched) {
        return Batching.byLoop(this, size, inputs, batched);
    }
}
