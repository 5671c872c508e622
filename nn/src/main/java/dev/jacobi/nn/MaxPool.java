package dev.jacobi.nn;

import dev.jacobi.tensor.Tensor;

/// The largest number of each window of an image, channel by channel: (…, h, w) to
/// (…, (h − window) / stride + 1, (w − window) / stride + 1), rounded down.
/// Where several are the largest, the first one, row by row, has all of the gradient.
///
/// @param window rows, and columns, of a window
/// @param stride rows and columns from window to window
public record MaxPool(int window, int stride) implements Layer {

    /// @throws IllegalArgumentException if one of them isn't positive
    public MaxPool {
        if (window < 1 || stride < 1) {
            throw new IllegalArgumentException("max pooling needs a window and a stride of at least 1, but got " + window + " and " + stride);
        }
    }

    /// Windows beside each other.
    public static MaxPool of(int window) { return new MaxPool(window, window); }

    /// @throws IllegalArgumentException if the window is larger than the image
    @Override public Tensor apply(Tensor x, Pass pass) { return x.maxPool2d(window, stride); }

    @Override public String specification() { return "maxpool " + window + "x" + window + " stride " + stride; }
}
