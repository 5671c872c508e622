package dev.jacobi.nn;

import dev.jacobi.op.Along;
import dev.jacobi.op.Window;
import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.RandomKey;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import java.util.Collections;
import java.util.List;

/// A transposed convolution, a way to larger images: every element of the input spreads over a window of the output, weighed
/// by the filters. What [Convolution] does to a gradient on the way back.
///
/// x (…, channels, space) gives y (…, filters, larger space), with
/// (n − 1)·stride + (size − 1)·dilation + 1 − 2·padding + output padding elements along an axis of n.
///
/// @param weight (channels, filters / groups, window)
/// @param bias (filters)
/// @param window of the size of the filters, with stride, padding and dilation; padding is smaller than the window
/// @param groups a divisor of the channels; each filter sees the channels of its part only
/// @param outputPadding for each axis, or one for all, or none for 0: elements at the end that a convolution back leaves out
///     because its stride doesn't fit; less than the stride
public record TransposedConvolution(Tensor weight, Tensor bias, Window window, int groups, List<Integer> outputPadding) implements Layer {

    /// Checks the last axes only: gradients of a batch of samples carry axes in front.
    ///
    /// @throws IllegalArgumentException if the shapes don't belong together
    public TransposedConvolution {
        int n = window.axes().size();
        if (weight.rank() < n + 2 || bias.rank() < 1 || groups < 1 || weight.size(-n - 2) % groups != 0
                || (long) weight.size(-n - 1) * groups != bias.size(-1)) {
            throw new IllegalArgumentException("a transposed convolution needs a weight (channels, filters / groups, window), a bias (filters) "
                    + "and a number of groups that divides the channels, but got " + weight.shape() + ", " + bias.shape() + " and "
                    + groups + (groups == 1 ? " group" : " groups") + " for the window " + window);
        }
        Convolution.requireFits("a transposed convolution", weight, window);
        outputPadding = outputPadding.size() > 1 ? List.copyOf(outputPadding)
                : Collections.nCopies(n, outputPadding.isEmpty() ? 0 : outputPadding.getFirst());
        boolean fits = outputPadding.size() == n;
        for (int i = 0; fits && i < n; i++) fits = outputPadding.get(i) >= 0 && outputPadding.get(i) < window.axes().get(i).stride();
        if (!fits) {
            throw new IllegalArgumentException("a transposed convolution needs an output padding from 0 that is less than the stride, one "
                    + "for all axes or one for each, but got " + outputPadding + " for the window " + window);
        }
    }

    /// A layer in one group without output padding.
    ///
    /// @throws IllegalArgumentException if the shapes don't belong together
    public TransposedConvolution(Tensor weight, Tensor bias, Window window) { this(weight, bias, window, 1, List.of()); }

    /// A layer with fresh `F32` weights. How widely they are spread follows from the number of inputs that an output sums up on
    /// average, which is the fewer the larger the stride.
    ///
    /// @param channels of an input image
    /// @param filters channels of an output image
    /// @param window its sizes say how many axes of an image are space
    /// @param groups a divisor of both
    /// @param outputPadding as that of the layer
    /// @throws IllegalArgumentException if a size isn't positive, or the groups don't divide the channels and the filters
    public static TransposedConvolution of(int channels, int filters, Window window, int groups, List<Integer> outputPadding,
            Initialization initialization, RandomKey key) {
        Convolution.requireGroups("a transposed convolution", channels, filters, groups);
        Shape sizes = Convolution.sizes(window);
        long strides = 1;
        for (Along.Steps a : window.axes()) strides = Math.min(strides * a.stride(), sizes.size());
        long in = Math.max(1, (long) channels / groups * sizes.size() / strides);
        Tensor weight = key.fold(0).normal(Shape.of(channels, filters / groups).append(sizes), DType.F32)
                .mul(initialization.weightDeviation(in, (long) filters / groups * sizes.size()));
        Tensor bias = key.fold(1).normal(Shape.of(filters), DType.F32).mul(initialization.biasDeviation());
        return new TransposedConvolution(weight, bias, window, groups, outputPadding);
    }

    /// The outputs: (…, channels, space) to (…, filters, larger space).
    ///
    /// @throws IllegalArgumentException if x has other channels, or nothing is left within the padding
    @Override public Tensor apply(Tensor x, Pass pass) {
        int[] extra = outputPadding.stream().mapToInt(Integer::intValue).toArray();
        return x.convTransposed(weight, window, groups, extra)
                .add(bias.reshape(Shape.of(bias.size()).append(Shape.ones(window.axes().size()))));
    }

    @Override public String specification() {
        int n = window.axes().size();
        String extra = WindowText.setting(outputPadding);
        return "convtransposed" + n + "d " + weight.size(-n - 2) + " " + bias.size(-1) + " " + WindowText.of(window)
                + (extra.equals("0") ? "" : " outputpadding " + extra) + (groups == 1 ? "" : " groups " + groups);
    }
}
