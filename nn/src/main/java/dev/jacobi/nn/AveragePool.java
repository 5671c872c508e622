package dev.jacobi.nn;

import dev.jacobi.op.Window;
import dev.jacobi.tensor.Tensor;

/// The mean of each window of an image, channel by channel: (…, space) to (…, positions), over one, two or three axes, as
/// many as the window has.
///
/// @param window with stride, padding and dilation; `roundedUp` gives the rest at the end a window, too
/// @param counted whether padding counts as zeros, as in PyTorch unless told; otherwise a mean is that of what the window sees
public record AveragePool(Window window, boolean counted) implements Layer {

    /// Square windows of pictures.
    ///
    /// @param window rows, and columns, of a window
    /// @param stride rows and columns from window to window
    /// @throws IllegalArgumentException if one of them isn't positive
    public AveragePool(int window, int stride) { this(Window.of(window, window).stride(stride), false); }

    /// Square windows of pictures, beside each other.
    ///
    /// @throws IllegalArgumentException if the size isn't positive
    public static AveragePool of(int window) { return new AveragePool(window, window); }

    /// @throws IllegalArgumentException if the window is larger than the padded image, or one sees padding only
    @Override public Tensor apply(Tensor x, Pass pass) { return counted ? x.averagePoolWithPadding(window) : x.averagePool(window); }

    @Override public String specification() { return "averagepool " + WindowText.of(window) + (counted ? " counted" : ""); }
}
