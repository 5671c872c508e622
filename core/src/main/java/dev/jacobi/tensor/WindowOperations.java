package dev.jacobi.tensor;

import dev.jacobi.op.Along;
import dev.jacobi.op.Conv;
import dev.jacobi.op.Gather;
import dev.jacobi.op.Window;
import dev.jacobi.op.WindowArgMax;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/// What looks at a window at a time: convolutions and pooling.
public abstract sealed class WindowOperations extends ProductOperations permits LinearAlgebraOperations {
    WindowOperations() {}

    /// Convolution: every filter looks at every window of an image, through all of the channels. Images are
    /// (…, channels, space), filters (filters, channels, window), with one, two or three axes of space; the result is
    /// (…, filters, positions). Output f at position i is Σ weight(f, c, r) · x(c, i·stride + r·dilation − padding) over
    /// the channels c and the places r in the window, along each axis; x is 0 outside. The window isn't flipped.
    ///
    /// ```java
    /// Tensor y = x.conv(weight, Window.ofFilters(weight).stride(2, 1).pad(1).dilation(2));
    /// ```
    ///
    /// @throws IllegalArgumentException if the channels differ, the window isn't of the size of the filters, or it is larger than
    ///     the padded image
    public Tensor conv(Tensor weight, Window window) { return conv(weight, window, 1); }

    /// As [#conv(Tensor, Window)] with channels and filters divided into groups: filters (filters, channels / groups,
    /// window), of which each sees only the channels of its group. With as many groups as channels it is depthwise.
    ///
    /// @throws IllegalArgumentException as there, or if the groups don't divide the filters
    public Tensor conv(Tensor weight, Window window, int groups) {
        Conv op = new Conv(window, groups);
        return images(window.axes().size() + 1, x -> Graph.apply(op, x, weight));
    }

    /// Convolution of series (…, channels, width) with filters (filters, channels, columns): see [#conv(Tensor, Window)].
    public Tensor conv1d(Tensor weight, int stride, int pad) { return conv("conv1d", 1, weight, stride, pad); }

    /// Convolution of images (…, channels, height, width) with filters (filters, channels, rows, columns), with
    /// the same stride and zero padding for rows and columns: (…, filters, …). The window isn't flipped.
    ///
    /// @throws IllegalArgumentException if the channels differ or the window is larger than the padded image
    public Tensor conv2d(Tensor weight, int stride, int pad) { return conv("conv2d", 2, weight, stride, pad); }

    /// As [#conv2d(Tensor, int, int)] in steps of 1 without padding.
    public Tensor conv2d(Tensor weight) { return conv2d(weight, 1, 0); }

    /// Convolution of volumes (…, channels, depth, height, width) with filters (filters, channels, layers, rows, columns):
    /// see [#conv(Tensor, Window)].
    public Tensor conv3d(Tensor weight, int stride, int pad) { return conv("conv3d", 3, weight, stride, pad); }

    private Tensor conv(String name, int axes, Tensor weight, int stride, int pad) {
        if (weight.rank() != axes + 2) {
            throw new IllegalArgumentException(name + " needs filters of " + (axes + 2) + " axes, (filters, channels, window), but got "
                    + weight.shape() + "; conv takes any number of axes from 1 to 3");
        }
        return conv(weight, Window.ofFilters(weight).stride(stride).pad(pad));
    }

    /// Transposed convolution: the adjoint of [#conv(Tensor, Window, int)] with the same filters, so what takes its
    /// gradient back to the input, and a way to larger images. Images (…, channels, space) and filters (channels,
    /// filters / groups, window) give (…, filters, larger space): along each axis
    /// (n − 1)·stride + (size − 1)·dilation + 1 − padding before and after + output padding.
    ///
    /// @param outputPadding one for all axes or one for each, none for 0: elements at the end that the convolution
    ///     leaves out where its stride doesn't fit; less than the stride
    /// @throws IllegalArgumentException if the channels differ, the window isn't of the size of the filters, nothing is left
    ///     within the padding, or for another output padding
    public Tensor convTransposed(Tensor weight, Window window, int groups, int... outputPadding) {
        Conv conv = new Conv(window, groups);
        int n = window.axes().size();
        int[] extra = outputPadding.length > 1 ? outputPadding : new int[n];
        if (outputPadding.length == 1) Arrays.fill(extra, outputPadding[0]);
        return images(n + 1, x -> Graph.apply(conv.transposed(x.shape(), weight.shape(), extra), x, weight));
    }

    /// As [#convTransposed(Tensor, Window, int, int...)] in one group without output padding.
    public Tensor convTransposed(Tensor weight, Window window) { return convTransposed(weight, window, 1); }

    /// What a function makes of this as (images, …), where `kept` axes follow, with the axes of the images as they were.
    private Tensor images(int kept, UnaryOperator<Tensor> function) {
        Shape shape = self().shape();
        int images = shape.rank() - kept;
        if (images == 1 || images < 0) return function.apply(self());
        Tensor y = function.apply(reshape(Shape.of(shape.part(0, images).size()).append(shape.part(images, shape.rank()))));
        return y.reshape(shape.part(0, images).append(y.shape().part(1, y.rank())));
    }

    /// The largest element of each window of images (…, height, width): (…, (height − window) / stride + 1, (width −
    /// window) / stride + 1), rounded down. Among equals, the first has all of the gradient.
    ///
    /// @throws IllegalArgumentException if the window is larger than the image
    public Tensor maxPool2d(int window, int stride) {
        Tensor winners = Graph.apply(new WindowArgMax(window, stride), self());
        int images = self().rank() - 2;
        Shape shape = self().shape();
        Tensor rows = reshape(shape.part(0, images).append(Shape.of(shape.part(images, images + 2).size())));
        return Graph.apply(new Gather(-1, images), rows, winners);
    }

    /// The mean of each window of images (…, height, width), of a shape as [#maxPool2d] gives: a convolution with
    /// a filter of equal weights.
    ///
    /// @throws IllegalArgumentException if the window is larger than the image
    public Tensor averagePool2d(int window, int stride) {
        requireFloating("average pooling");
        Shape shape = self().shape();
        int images = shape.rank() - 2;
        if (images < 0 || window < 1 || stride < 1 || window > Math.min(shape.size(-2), shape.size(-1))) {
            throw new IllegalArgumentException("average pooling needs images (..., height, width), a window that fits into them and "
                    + "a stride of at least 1, but got " + shape + ", " + window + " and " + stride);
        }
        Tensor filter = Tensor.full(Shape.of(1, 1, window, window), 1.0 / ((double) window * window), self().dtype());
        Tensor y = reshape(Shape.of(shape.part(0, images).size(), 1).append(shape.part(images, shape.rank()))).conv2d(filter, stride, 0);
        return y.reshape(shape.part(0, images).append(y.shape().part(2, 4)));
    }

    /// The largest element that each window of images (…, space) sees, over one, two or three axes: `Window.of(3).stride(2).pad(1)`.
    /// Padding is never the largest; NaN is. Among equals, the first has all of the gradient, row by row.
    ///
    /// @throws IllegalArgumentException if a window doesn't fit, or sees padding only
    public Tensor maxPool(Window window) {
        Along.Steps first = window.axes().getFirst();
        return hasKernel(window) ? maxPool2d(first.size(), first.stride()) : Pooling.max(self(), window.axes());
    }

    /// Whether a window is square, over two axes, without padding or gaps.
    private static boolean hasKernel(Window window) {
        Along.Steps first = window.axes().getFirst();
        return window.equals(Window.of(first.size(), first.size()).stride(first.stride()));
    }

    /// The mean of what each window of images (…, space) sees, over one, two or three axes. What lies in the padding isn't counted;
    /// see [#averagePoolWithPadding].
    ///
    /// @throws IllegalArgumentException if a window doesn't fit, or sees padding only
    public Tensor averagePool(Window window) {
        Along.Steps first = window.axes().getFirst();
        return hasKernel(window) ? averagePool2d(first.size(), first.stride()) : Pooling.average(self(), window.axes(), false);
    }

    /// As [#averagePool(Window)], with the padding counted as zeros: every window divides by its size. PyTorch's default.
    public Tensor averagePoolWithPadding(Window window) {
        return hasKernel(window) ? averagePool(window) : Pooling.average(self(), window.axes(), true);
    }

    /// Max pooling to so many windows along each of the last axes, spread evenly: window i of n sees from ⌊i·length/n⌋ up to, not including,
    /// ⌈(i + 1)·length/n⌉. With 1 everywhere it is global.
    ///
    /// @throws IllegalArgumentException for a number below 1, or an empty axis
    public Tensor adaptiveMaxPool(int... windows) { return Pooling.max(self(), parts(windows)); }

    /// The mean of the windows of [#adaptiveMaxPool].
    ///
    /// @throws IllegalArgumentException for a number below 1, or an empty axis
    public Tensor adaptiveAveragePool(int... windows) { return Pooling.average(self(), parts(windows), false); }

    private static List<Along.Parts> parts(int[] windows) { return Arrays.stream(windows).mapToObj(Along.Parts::new).toList(); }
}
