package dev.jacobi.op;

import dev.jacobi.scalar.Words;
import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.Storage;
import dev.jacobi.tensor.Tensor;
import dev.jacobi.tensor.TensorType;

/// Where along the last axis the largest or the smallest of all elements up to each stands: the first of equals, or the
/// first NaN. It has no gradient.
public record ArgCumExtreme(boolean largest) implements Places {

    @Override public String name() { return largest ? "argCumMax" : "argCumMin"; }

    @Override public Words words() {
        return Words.of(name() + "(x)", "Where the " + (largest ? "largest" : "smallest")
                + " of all elements up to each stands: the first of equals, or the first NaN.").derivative("none: a place is a whole number");
    }

    @Override public TensorType[] types(Tensor[] inputs) {
        Tensor x = inputs[0];
        if (x.rank() == 0) {
            throw new IllegalArgumentException(name() + " needs an axis, but got a single number, " + x.type() + "; unsqueeze(0) gives it one");
        }
        return new TensorType[] {new TensorType(DType.I64, x.shape())};
    }

    @Override public void run(Tensor[] inputs, Tensor[] outputs) {
        Storage x = inputs[0].dense();
        long[] y = outputs[0].storage().i64();
        int n = inputs[0].size(-1);
        for (int from = 0; from < y.length; from += n) {
            long least = ArgSort.key(x, from, largest, true);                // the best comes first
            int best = 0;
            for (int i = 0; i < n; i++) {
                long key = ArgSort.key(x, from + i, largest, true);
                if (key < least) {
                    least = key;
                    best = i;
                }
                y[from + i] = best;
            }
        }
    }
}
