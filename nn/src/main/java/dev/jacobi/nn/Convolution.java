package dev.jacobi.nn;

import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.RandomKey;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;

/// A convolution: every filter looks at every window of an image, through all of its channels.
///
/// An image is (channels, height, width). Output f at the window that starts at (i, j) is
/// y(f, i, j) = bias(f) + Σ weight(f, c, r, s) · x(c, i·stride + r − padding, j·stride + s − padding), where x is 0
/// outside of the image; the window isn't flipped. So x (…, channels, h, w) gives
/// y (…, filters, (h + 2·padding − rows) / stride + 1, (w + 2·padding − columns) / stride + 1), rounded down.
///
/// @param weight (filters, channels, rows, columns)
/// @param bias (filters)
/// @param stride rows and columns from window to window
/// @param padding rows and columns of zeros on each side, so few that every window sees some of the image
public record Convolution(Tensor weight, Tensor bias, int stride, int padding) implements Layer {

    /// Checks the last axes only: gradients of a batch of samples carry axes in front.
    ///
    /// @throws IllegalArgumentException if the shapes don't belong together
    public Convolution {
        if (weight.rank() < 4 || bias.rank() < 1 || weight.size(-4) != bias.size(-1)) {
            throw new IllegalArgumentException("a convolution needs a weight (filters, channels, rows, columns) and a bias "
                    + "(filters), but got " + weight.shape() + " and " + bias.shape());
        }
        if (stride < 1 || padding < 0 || padding >= Math.max(weight.size(-2), weight.size(-1))) {
            throw new IllegalArgumentException("a convolution needs a stride of at least 1 and a padding from 0 that is smaller "
                    + "than the window, but got the stride " + stride + ", the padding " + padding + " and the weight " + weight.shape());
        }
    }

    /// A layer with fresh `F32` weights and a square window, in steps of 1.
    ///
    /// @param channels of an input image
    /// @param filters channels of an output image
    /// @param window its rows, and its columns
    /// @param padding half of an odd window, rounded down, keeps the size of the image
    /// @throws IllegalArgumentException if a size isn't positive
    public static Convolution of(int channels, int filters, int window, int padding, Initialization initialization, RandomKey key) {
        if (channels <= 0 || filters <= 0 || window <= 0) {
            throw new IllegalArgumentException("a convolution needs at least one channel, one filter and a window of 1, but got "
                    + channels + ", " + filters + " and " + window);
        }
        return fresh(Shape.of(filters, channels, window, window), 1, padding, initialization, key);
    }

    static Convolution fresh(Shape shape, int stride, int padding, Initialization initialization, RandomKey key) {
        long window = (long) shape.size(2) * shape.size(3);
        Tensor weight = key.fold(0).normal(shape, DType.F32)
                .mul(initialization.weightDeviation(shape.size(1) * window, shape.size(0) * window));
        Tensor bias = key.fold(1).normal(Shape.of(shape.size(0)), DType.F32).mul(initialization.biasDeviation());
        return new Convolution(weight, bias, stride, padding);
    }

    /// The outputs: (…, channels, h, w) to (…, filters, h′, w′).
    @Override public Tensor apply(Tensor x, Pass pass) {
        return x.conv2d(weight, stride, padding).add(bias.reshape(bias.size(), 1, 1));
    }

    @Override public String specification() {
        return "conv2d " + weight.size(-3) + " " + weight.size(-4) + " " + weight.size(-2) + "x" + weight.size(-1)
                + " stride " + stride + " padding " + padding;
    }
}
