package dev.jacobi.op;

import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.Graph;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Storage;
import dev.jacobi.tensor.Tensor;
import dev.jacobi.tensor.TensorType;
import org.jspecify.annotations.Nullable;

/// Where along the last axis the largest element stands: the first of equals, or the first NaN. It has no gradient.
public record ArgMax() implements General {

    @Override public TensorType[] types(Tensor[] inputs) {
        Shape shape = inputs[0].shape();
        if (shape.size(-1) == 0) {
            throw new IllegalArgumentException("argMax needs at least one element along its axis, but got the shape " + shape);
        }
        return new TensorType[] {new TensorType(DType.I64, shape.part(0, shape.rank() - 1))};
    }

    @Override public void run(Tensor[] inputs, Tensor[] outputs) {
        Storage x = inputs[0].dense();
        long[] y = outputs[0].storage().i64();
        int n = inputs[0].size(-1);
        if (!x.dtype().isFloating()) {
            for (int row = 0; row < y.length; row++) y[row] = largestWhole(x, row * n, n);
            return;
        }
        for (int row = 0; row < y.length; row++) {
            int best = 0;
            double most = x.number(row * n);
            for (int i = 1; i < n && !Double.isNaN(most); i++) {
                double v = x.number(row * n + i);
                if (v > most || Double.isNaN(v)) {
                    most = v;
                    best = i;
                }
            }
            y[row] = best;
        }
    }

    /// Long numbers have more digits than a double.
    private static int largestWhole(Storage x, int from, int n) {
        int best = 0;
        for (int i = 1; i < n; i++) if (x.whole(from + i) > x.whole(from + best)) best = i;
        return best;
    }

    @Override public void vjp(Pullback p) { }

    @Override public @Nullable Tensor[] jvp(Tensor[] inputs, Tensor[] outputs, @Nullable Tensor[] tangents) {
        return new Tensor[1];
    }

    @Override public Tensor[] vmap(int size, Tensor[] inputs, boolean[] batched) { return Graph.applyAll(this, inputs); }
}
