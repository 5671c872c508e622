package dev.jacobi.op;

import dev.jacobi.kernel.MatMulF32;
import dev.jacobi.kernel.MatMulF64;
import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.Layout;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;

/// Hands matrices to the kernel as they lie: dense, transposed, or repeated over
/// the batch; anything else is copied together first.
final class Products {
    private Products() {}

    static void matmul(Tensor a, Tensor b, Tensor c) {
        Matrices p = Matrices.of(a);
        Matrices q = Matrices.of(b);
        int r = c.rank();
        int m = c.size(r - 2);
        int n = c.size(r - 1);
        int k = a.size(r - 1);
        int batch = c.shape().part(0, r - 2).size();
        if (c.dtype() == DType.F32) {
            MatMulF32.matmul(batch, m, n, k, (float[]) p.array, p.offset, p.batchStride, p.transposed,
                    (float[]) q.array, q.offset, q.batchStride, q.transposed, c.storage().f32());
        } else {
            MatMulF64.matmul(batch, m, n, k, (double[]) p.array, p.offset, p.batchStride, p.transposed,
                    (double[]) q.array, q.offset, q.batchStride, q.transposed, c.storage().f64());
        }
    }

    private record Matrices(Object array, int offset, int batchStride, boolean transposed) {

        static Matrices of(Tensor t) {
            Shape shape = t.shape();
            int r = shape.rank();
            int rows = shape.size(r - 2);
            int columns = shape.size(r - 1);
            Layout layout = t.layout();
            if (layout != null) {
                int rowStride = layout.strides()[r - 2];
                int columnStride = layout.strides()[r - 1];
                boolean straight = (columnStride == 1 || columns == 1) && (rowStride == columns || rows == 1);
                boolean turned = (rowStride == 1 || rows == 1) && (columnStride == rows || columns == 1);
                int batchStride = straight || turned ? batchStride(shape, layout.strides()) : -1;
                if (batchStride >= 0) {
                    return new Matrices(t.storage().array(), layout.offset(), batchStride, !straight);
                }
            }
            return new Matrices(t.dense().array(), 0, rows * columns, false);
        }

        /// The one step between the matrices of a batch, or -1 where there is no single one.
        private static int batchStride(Shape shape, int[] strides) {
            int step = 0;
            long next = 0;
            boolean found = false;
            for (int i = shape.rank() - 3; i >= 0; i--) {
                int n = shape.size(i);
                if (n == 1) continue;
                if (!found) step = strides[i];
                else if (strides[i] != next) return -1;
                found = true;
                next = (long) strides[i] * n;
            }
            return step;
        }
    }
}
