package dev.jacobi.oracle;

import static org.bytedeco.pytorch.global.torch.from_blob;

import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch.ScalarType;

/// Numbers to libtorch and back.
final class Torch {
    private Torch() {}

    /// The same numbers in `F64`, or whole ones as they are.
    static org.bytedeco.pytorch.Tensor of(Tensor t) {
        long[] sizes = Arrays.stream(t.shape().toArray()).asLongStream().toArray();
        if (t.dtype().isInteger()) {
            return from_blob(new LongPointer(t.to(DType.I64).toLongs()), sizes, new TensorOptions(ScalarType.Long)).clone();
        }
        return from_blob(new DoublePointer(t.toDoubles()), sizes, new TensorOptions(ScalarType.Double)).clone();
    }

    static double[] numbers(org.bytedeco.pytorch.Tensor t) {
        double[] r = new double[Math.toIntExact(t.numel())];
        if (t._is_zerotensor()) return r;                                        // it has no memory
        t.contiguous().data_ptr_double().get(r);
        return r;
    }

    static TensorVector vector(List<org.bytedeco.pytorch.Tensor> tensors) {
        return new TensorVector(tensors.toArray(org.bytedeco.pytorch.Tensor[]::new));
    }
}
