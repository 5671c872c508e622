package dev.jacobi.nn;

import dev.jacobi.op.Along;
import dev.jacobi.op.Window;
import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.RandomKey;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;

/// A convolution: every filter looks at every window of an image, through all of its channels, or those of its group.
///
/// An image is (channels, space), with one, two or three axes of space: a series, a picture, a volume. Output f at
/// position i is y(f, i) = bias(f) + Σ weight(f, c, r) · x(c, i·stride + r·dilation − padding), along each axis, where x
/// is 0 outside of the image; the window isn't flipped. So x (…, channels, space) gives y (…, filters, positions), with
/// (n + 2·padding − (size − 1)·dilation − 1) / stride + 1 positions along an axis of n, rounded down.
///
/// With groups, channels and filters are divided into as many parts, and each filter sees the channels of its part only.
///
/// @param weight (filters, channels / groups, window)
/// @param bias (filters)
/// @param window of the size of the filters, with stride, padding and dilation; padding is smaller than the window
/// @param groups a divisor of the filters; as many as there are channels make it depthwise
public record Convolution(Tensor weight, Tensor bias, Window window, int groups) implements Layer {

    /// Checks the last axes only: gradients of a batch of samples carry axes in front.
    ///
    /// @throws IllegalArgumentException if the shapes don't belong together
    public Convolution {
        int rank = window.axes().size() + 2;
        if (weight.rank() < rank || bias.rank() < 1 || weight.size(-rank) != bias.size(-1) || groups < 1 || bias.size(-1) % groups != 0) {
            throw new IllegalArgumentException("a convolution needs a weight (filters, channels / groups, window), a bias (filters) and a "
                    + "number of groups that divides the filters, but got " + weight.shape() + ", " + bias.shape() + " and "
                    + groups + (groups == 1 ? " group" : " groups") + " for the window " + window);
        }
        requireFits("a convolution", weight, window);
    }

    /// A layer with one stride and one padding for all axes, in one group.
    ///
    /// @throws IllegalArgumentException if the shapes don't belong together
    public Convolution(Tensor weight, Tensor bias, int stride, int padding) {
        this(weight, bias, Window.ofFilters(weight).stride(stride).pad(padding), 1);
    }

    /// A layer for pictures with fresh `F32` weights and a square window, in steps of 1.
    ///
    /// @param channels of an input image
    /// @param filters channels of an output image
    /// @param window its rows, and its columns
    /// @param padding half of an odd window, rounded down, keeps the size of the image
    /// @throws IllegalArgumentException if a size isn't positive
    public static Convolution of(int channels, int filters, int window, int padding, Initialization initialization, RandomKey key) {
        return of(channels, filters, Window.of(window, window).pad(padding), 1, initialization, key);
    }

    /// A layer with fresh `F32` weights.
    ///
    /// @param channels of an input image
    /// @param filters channels of an output image
    /// @param window its sizes say how many axes of an image are space
    /// @param groups a divisor of both
    /// @throws IllegalArgumentException if a size isn't positive, or the groups don't divide the channels and the filters
    public static Convolution of(int channels, int filters, Window window, int groups, Initialization initialization, RandomKey key) {
        requireGroups("a convolution", channels, filters, groups);
        Shape shape = Shape.of(filters, channels / groups).append(sizes(window));
        long seen = sizes(window).size();
        Tensor weight = key.fold(0).normal(shape, DType.F32).mul(initialization.weightDeviation(shape.size(1) * seen, filters * seen));
        Tensor bias = key.fold(1).normal(Shape.of(filters), DType.F32).mul(initialization.biasDeviation());
        return new Convolution(weight, bias, window, groups);
    }

    static Shape sizes(Window window) { return Shape.of(window.axes().stream().mapToInt(Along.Steps::size).toArray()); }

    static void requireGroups(String asked, int channels, int filters, int groups) {
        if (channels < 1 || filters < 1 || groups < 1 || channels % groups != 0 || filters % groups != 0) {
            throw new IllegalArgumentException(asked + " needs at least one channel, one filter and one group, and groups that divide "
                    + "both, but got " + channels + ", " + filters + " and " + groups);
        }
    }

    /// Whether a window is larger than its padding.
    static boolean sees(Window window) {
        long longest = 0;
        int most = 0;
        for (Along.Steps a : window.axes()) {
            longest = Math.max(longest, (a.size() - 1L) * a.dilation() + 1);
            most = Math.max(most, Math.max(a.before(), a.after()));
        }
        return most < longest;
    }

    static void requireFits(String asked, Tensor weight, Window window) {
        int n = window.axes().size();
        Shape filters = weight.shape().part(weight.rank() - n, weight.rank());
        if (!filters.equals(sizes(window))) {
            throw new IllegalArgumentException(asked + " needs a window of the size of its filters, but got the window " + window
                    + " and the weight " + weight.shape() + "; Window.ofFilters makes it");
        }
        if (!sees(window)) {
            throw new IllegalArgumentException(asked + " needs a padding that is smaller than the window, but got the window " + window
                    + "; pad less");
        }
    }

    /// The outputs: (…, channels, space) to (…, filters, positions).
    ///
    /// @throws IllegalArgumentException if x has other channels, or the window is larger than the padded image
    @Override public Tensor apply(Tensor x, Pass pass) {
        return x.conv(weight, window, groups).add(bias.reshape(Shape.of(bias.size()).append(Shape.ones(window.axes().size()))));
    }

    @Override public String specification() {
        int rank = window.axes().size() + 2;
        return "conv" + (rank - 2) + "d " + (long) weight.size(1 - rank) * groups + " " + bias.size(-1) + " " + WindowText.of(window)
                + (groups == 1 ? "" : " groups " + groups);
    }
}
