package dev.jacobi.nn;

import dev.jacobi.op.Window;
import dev.jacobi.tensor.Tensor;

/// The largest number of each window of an image, channel by channel: (…, space) to (…, positions), over one, two or three
/// axes, as many as the window has. Padding is never the largest.
/// Where several are the largest, the first one, row by row, has all of the gradient.
///
/// @param window with stride, padding and dilation; `roundedUp` gives the rest at the end a window, too
public record MaxPool(Window window) implements Layer {

    /// Square windows of pictures.
    ///
    /// @param window rows, and columns, of a window
    /// @param stride rows and columns from window to window
    /// @throws IllegalArgumentException if one of them isn't positive
    public MaxPool(int window, int stride) { this(Window.of(window, window).stride(stride)); }

    /// Square windows of pictures, beside each other.
    ///
    /// @throws IllegalArgumentException if the size isn't positive
    public static MaxPool of(int window) { return new MaxPool(window, window); }

    /// @throws IllegalArgumentException if the window is larger than the padded image, or one sees padding only
    @Override public Tensor apply(Tensor x, Pass pass) { return x.maxPool(window); }

    @Override public String specification() { return "maxpool " + WindowText.of(window); }
}
