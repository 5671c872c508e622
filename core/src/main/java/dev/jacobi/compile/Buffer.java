package dev.jacobi.compile;

import dev.jacobi.op.Copying;
import dev.jacobi.tensor.Storage;
import dev.jacobi.tensor.Tensor;
import dev.jacobi.tensor.TensorType;

/// Dense tensors whose numbers change from run to run.
final class Buffer {
    private Buffer() {}

    static Tensor of(TensorType type) {
        return Tensor.overBuffer(Storage.allocate(type.dtype(), type.shape().size()), type.shape(), null);
    }

    /// A buffer that holds the numbers of a tensor.
    static Tensor copyOf(Tensor t) {
        Tensor own = of(t.type());
        Copying.into(own, t);
        return own;
    }
}
