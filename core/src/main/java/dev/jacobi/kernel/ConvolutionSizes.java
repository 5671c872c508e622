package dev.jacobi.kernel;

/// The sizes of a convolution over depth, rows and columns, and where its window stands: along each axis, output position y
/// covers the input elements `y·stride − pad + r·dilation` for r below `window`. What lies outside the input is padding.
/// A convolution over fewer axes has [Axis#NONE] for the others.
///
/// Groups share nothing: group g of the filters sees group g of the channels only. So the groups of an image lie, and are
/// treated, as further images, each with filters of its own.
///
/// @param images   number of images
/// @param groups   number of groups
/// @param channels input channels of a group
/// @param filters  output channels of a group
public record ConvolutionSizes(int images, int groups, int channels, int filters, Axis depth, Axis rows, Axis columns) {
    /// Elements behind a copy of an image, for loops that read more than they need.
    static final int SLACK = 64;

    /// One axis.
    ///
    /// @param input    elements of the input
    /// @param window   elements under the window
    /// @param stride   from one position of the window to the next
    /// @param pad      elements of padding before the input
    /// @param dilation from one element under the window to the next
    /// @param output   positions of the window, at least 1
    public record Axis(int input, int window, int stride, int pad, int dilation, int output) {
        /// The axis of a convolution that has none.
        public static final Axis NONE = new Axis(1, 1, 1, 0, 1, 1);

        /// From the first element under the window to the last.
        int spread() { return (window - 1) * dilation; }

        /// Columns that the window stands in at the same place are kept together: so many kinds there are.
        int phases() { return output == 1 ? 1 : stride; }

        /// Elements of the padded input that the window comes to.
        int covered() { return (output - 1) * stride + spread() + 1; }
    }

    /// Elements of the padded copy of an image that [ConvF32#forward] and [ConvF32#weightGradient] make; 2³¹ stands for more.
    public long inputCopy() { return SLACK + product(channels, depth.covered(), rows.covered(), columns.covered() + columns.phases() - 1L); }

    /// Elements of the copy of an upstream image that [ConvF32#inputGradient] makes; 2³¹ stands for more.
    public long upstreamCopy() {
        return SLACK + product(filters, (long) depth.input + depth.spread(), (long) rows.input + rows.spread(), (long) columns.input + columns.spread());
    }

    private static long product(long... sizes) {
        long r = 1;
        for (long s : sizes) r = s == 0 ? 0 : Math.min(r * Math.min(s, 1L << 31), 1L << 31);
        return r;
    }

    /// Multiplications, those with padding counted.
    long multiplications() { return (long) images * groups * filters * positions() * reach(); }

    /// Elements under the window in one channel.
    int taps() { return depth.window * rows.window * columns.window; }

    /// Elements under the window, over all channels of a group.
    int reach() { return channels * taps(); }

    /// Elements of a channel of the input.
    int plane() { return depth.input * rows.input * columns.input; }

    /// Positions of the window.
    int positions() { return depth.output * rows.output * columns.output; }
}
