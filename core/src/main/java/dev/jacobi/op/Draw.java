package dev.jacobi.op;

import dev.jacobi.scalar.Words;
import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.Storage;
import dev.jacobi.tensor.Tensor;
import dev.jacobi.tensor.TensorType;

/// A class for each row of logits (…, classes), given a number from [0, 1) for each: by Gumbel's trick, the largest of the
/// logits with noise added. A row that is no distribution is refused rather than drawn from. It has no gradient.
public record Draw() implements Places {

    @Override public Words words() {
        return Words.of("argMax(x - log(-log(1 - u)))", "A class drawn by logits x, u being random.").derivative("none: a class is a whole number");
    }

    @Override public TensorType[] types(Tensor[] inputs) {
        Tensor x = inputs[0];
        if (x.rank() == 0 || x.size(-1) == 0 || !x.dtype().isFloating()) {
            throw new IllegalArgumentException("categorical needs floating logits (..., classes) of at least one class, but got " + x.type()
                    + "; make them with to(DType.F64)");
        }
        if (!inputs[1].type().equals(new TensorType(DType.F64, x.shape()))) {
            throw new IllegalArgumentException("categorical needs a random F64 number for each logit, but got " + inputs[1].type() + " for "
                    + x.type() + "; RandomKey draws them");
        }
        return new TensorType[] {new TensorType(DType.I64, x.shape().part(0, x.rank() - 1))};
    }

    @Override public void run(Tensor[] inputs, Tensor[] outputs) {
        Storage x = inputs[0].dense();
        Storage noise = inputs[1].bare().subFrom(1).log().neg().log().neg().dense();
        long[] y = outputs[0].storage().i64();
        int n = inputs[0].size(-1);
        for (int row = 0; row < y.length; row++) {
            int best = -1;
            double most = Double.NEGATIVE_INFINITY;
            boolean valid = true;
            for (int k = 0; k < n; k++) {
                double logit = x.number(row * n + k);
                valid &= logit < Double.POSITIVE_INFINITY;                          // false for NaN, too
                double v = logit + noise.number(row * n + k);
                if (v > most) {
                    most = v;
                    best = k;
                }
            }
            if (!valid || best < 0) {
                throw new IllegalArgumentException("categorical needs logits below infinity, not all -infinity, but row " + row
                        + " has " + (valid ? "nothing that is possible" : "NaN or infinity") + "; logits of probabilities are their logarithms");
            }
            y[row] = best;
        }
    }

    @Override public Tensor[] vmap(int size, Tensor[] inputs, boolean[] batched) { return Batching.byLeadingAxis(this, size, inputs, batched); }
}
