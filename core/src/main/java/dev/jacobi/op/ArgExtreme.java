package dev.jacobi.op;

import dev.jacobi.scalar.Words;
import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Storage;
import dev.jacobi.tensor.Tensor;
import dev.jacobi.tensor.TensorType;

/// Where along the last axis the largest or the smallest element stands: the first of equals, or the first NaN.
/// It has no gradient.
public record ArgExtreme(boolean largest) implements Places {

    @Override public String name() { return largest ? "argMax" : "argMin"; }

    @Override public Words words() {
        return Words.of(name() + "(x)", "Where along an axis the " + (largest ? "largest" : "smallest")
                + " element stands: the first of equals, or the first NaN.").derivative("none: a place is a whole number");
    }

    @Override public TensorType[] types(Tensor[] inputs) {
        Shape shape = inputs[0].shape();
        if (shape.size(-1) == 0) {
            throw new IllegalArgumentException(name() + " needs at least one element along its axis, but got the shape " + shape
                    + "; leave out what is empty");
        }
        return new TensorType[] {new TensorType(DType.I64, shape.part(0, shape.rank() - 1))};
    }

    @Override public void run(Tensor[] inputs, Tensor[] outputs) {
        Storage x = inputs[0].dense();
        long[] y = outputs[0].storage().i64();
        int n = inputs[0].size(-1);
        boolean floating = x.dtype().isFloating();
        for (int row = 0; row < y.length; row++) y[row] = floating ? best(x, row * n, n) : bestWhole(x, row * n, n);
    }

    private int best(Storage x, int from, int n) {
        int best = 0;
        double most = x.number(from);
        for (int i = 1; i < n && !Double.isNaN(most); i++) {
            double v = x.number(from + i);
            if ((largest ? v > most : v < most) || Double.isNaN(v)) {
                most = v;
                best = i;
            }
        }
        return best;
    }

    /// Long numbers have more digits than a double.
    private int bestWhole(Storage x, int from, int n) {
        int best = 0;
        for (int i = 1; i < n; i++) {
            long v = x.whole(from + i);
            long most = x.whole(from + best);
            if (largest ? v > most : v < most) best = i;
        }
        return best;
    }
}
