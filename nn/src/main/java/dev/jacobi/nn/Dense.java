package dev.jacobi.nn;

import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.RandomKey;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;

/// A fully connected layer: every output is a weighted sum of all inputs, plus a bias.
///
/// A sample is a row, and so is its output: y = x W + b, with x (…, in), W (in, out),
/// b (out) and y (…, out). A batch of rows needs no transpose, forward or backward.
///
/// @param weight (in, out): column j holds the weights of output j
/// @param bias (out)
public record Dense(Tensor weight, Tensor bias) implements Layer {

    /// Checks the last axes only: gradients pass through here too, and those of a batch of
    /// samples carry axes in front.
    ///
    /// @throws IllegalArgumentException if the shapes don't belong together
    public Dense {
        if (weight.rank() < 2 || bias.rank() < 1 || weight.size(-1) != bias.size(-1)) {
            boolean turned = weight.rank() >= 2 && bias.rank() >= 1 && weight.size(-2) == bias.size(-1);
            throw new IllegalArgumentException("a Dense layer needs a weight (in, out) and a bias (out), but got "
                    + weight.shape() + " and " + bias.shape() + (turned ? "; did you mean weight.transpose()?" : ""));
        }
    }

    /// A layer with fresh `F32` weights.
    ///
    /// @param in number of inputs
    /// @param out number of outputs
    /// @throws IllegalArgumentException if one of them isn't positive
    public static Dense of(int in, int out, Initialization initialization, RandomKey key) {
        if (in <= 0 || out <= 0) {
            throw new IllegalArgumentException("a Dense layer needs at least one input and one output, but got "
                    + in + " and " + out);
        }
        Tensor weight = key.fold(0).normal(Shape.of(in, out), DType.F32).mul(initialization.weightDeviation(in, out));
        Tensor bias = key.fold(1).normal(Shape.of(out), DType.F32).mul(initialization.biasDeviation());
        return new Dense(weight, bias);
    }

    /// Number of inputs.
    public int in() { return weight.size(-2); }

    /// Number of outputs.
    public int out() { return weight.size(-1); }

    /// The outputs: (…, in) to (…, out).
    @Override public Tensor apply(Tensor x, Pass pass) { return x.matmul(weight).add(bias); }

    @Override public String specification() { return "dense " + in() + " " + out(); }
}
