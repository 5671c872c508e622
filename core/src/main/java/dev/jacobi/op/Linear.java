package dev.jacobi.op;

import dev.jacobi.tensor.Graph;
import dev.jacobi.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/// An op whose output is linear in all its floating inputs together: sums, gathers,
/// concatenations. Inputs of whole numbers, such as indexes, are not varied.
///
/// Its [#vjp] is its adjoint; its jvp is the op itself, applied to the changes.
public non-sealed interface Linear extends Op {

    @Override default @Nullable Tensor[] jvp(Tensor[] inputs, Tensor[] outputs, @Nullable Tensor[] tangents) {
        Tensor[] changes = inputs.clone();
        boolean any = false;
        for (int i = 0; i < changes.length; i++) {
            if (!inputs[i].dtype().isFloating()) continue;
            Tensor d = tangents[i];
            any |= d != null;
            changes[i] = d != null ? d : Tensor.zeros(inputs[i].shape(), inputs[i].dtype());
        }
        return any ? Graph.applyAll(this, changes) : new Tensor[outputs.length];
    }

    @Override default Tensor[] vmap(int size, Tensor[] inputs, boolean[] batched) {
        return Batching.byLoop(this, size, inputs, batched);
    }
}
