package dev.jacobi.tensor;

import dev.jacobi.op.Conv2d;
import dev.jacobi.op.Gather;
import dev.jacobi.op.WindowArgMax;

/// What looks at a window at a time: convolutions and pooling.
public abstract sealed class WindowOperations extends ProductOperations permits LinearAlgebraOperations {
    WindowOperations() {}

    /// Convolution of images (…, channels, height, width) with filters (filters, channels, rows, columns), with
    /// the same stride and zero padding for rows and columns: (…, filters, …). The window isn't flipped.
    ///
    /// @throws IllegalArgumentException if the channels differ or the window is larger than the padded image
    public Tensor conv2d(Tensor weight, int stride, int pad) {
        Tensor x = self();
        Conv2d op = new Conv2d(new Conv2d.Pair(stride, stride), new Conv2d.Pair(pad, pad));
        int images = x.rank() - 3;
        if (images == 1 || images < 0) return Graph.apply(op, x, weight);
        Shape shape = x.shape();
        Tensor y = Graph.apply(op, x.reshape(Shape.of(shape.part(0, images).size()).append(shape.part(images, x.rank()))), weight);
        return y.reshape(shape.part(0, images).append(y.shape().part(1, 4)));
    }

    /// As [#conv2d(Tensor, int, int)] in steps of 1 without padding.
    public Tensor conv2d(Tensor weight) { return conv2d(weight, 1, 0); }

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
}
