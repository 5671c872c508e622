package dev.jacobi.nn;

import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.RandomKey;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;

/// What recurrent layers have in common: weights whose columns are gates beside each other.
final class Gates {
    private Gates() {}

    static void require(String asked, int gates, Tensor weight, Tensor recurrent, Tensor bias) {
        boolean ranks = weight.rank() >= 2 && recurrent.rank() >= 2 && bias.rank() >= 1;
        if (!ranks || recurrent.size(-1) != (long) gates * recurrent.size(-2) || weight.size(-1) != recurrent.size(-1)
                || bias.size(-1) != recurrent.size(-1)) {
            String columns = gates == 1 ? "out" : gates + "*out";
            throw new IllegalArgumentException(asked + " needs a weight (in, " + columns + "), a recurrent weight (out, " + columns
                    + ") and a bias (" + columns + "), but got " + weight.shape() + ", " + recurrent.shape() + " and " + bias.shape());
        }
    }

    static void requireSizes(String asked, int gates, int in, int out) {
        int most = Integer.MAX_VALUE / gates;
        if (in < 1 || out < 1 || out > most) {
            throw new IllegalArgumentException(asked + " needs at least one input, and from 1 to " + most + " outputs, but got " + in
                    + " and " + out);
        }
    }

    /// Fresh weights, each gate spread as if it were a layer of its own.
    static Tensor weight(int in, int out, int gates, Initialization initialization, RandomKey key) {
        return key.normal(Shape.of(in, gates * out), DType.F32).mul(initialization.weightDeviation(in, out));
    }

    static Tensor bias(int size, Initialization initialization, RandomKey key) {
        return key.normal(Shape.of(size), DType.F32).mul(initialization.biasDeviation());
    }

    /// A state of zeros.
    static Tensor zeros(Shape batch, Tensor recurrent) {
        return Tensor.zeros(batch.append(Shape.of(recurrent.size(-2))), recurrent.dtype());
    }
}
