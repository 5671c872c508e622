package dev.jacobi.op;

import dev.jacobi.kernel.Copies;
import dev.jacobi.tensor.Layout;
import dev.jacobi.tensor.Tensor;

/// Moves the values of one tensor into the buffer of another, for ops that compute with tensors.
public final class Copying {
    private Copying() {}

    /// Writes `value` into the dense storage of `target`, which has the same type.
    public static void into(Tensor target, Tensor value) {
        Layout from = value.strides();
        Copies.copyStrided(value.storage().array(), from.offset(), value.shape().toArray(), from.strides(), target.storage().array());
    }
}
