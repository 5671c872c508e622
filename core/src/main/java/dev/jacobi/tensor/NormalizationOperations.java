package dev.jacobi.tensor;

import dev.jacobi.op.Axes;
import dev.jacobi.op.LogSoftmax;
import dev.jacobi.op.Softmax;
import java.util.stream.IntStream;

/// Elements made comparable with those beside them: softmax and its relatives, normalizations, attention; and dropout.
///
/// An epsilon is added to a variance before its root is taken; 10⁻⁵ is usual. It decides what becomes of equal elements:
/// they give 0, and no slope is above 1/√epsilon. Elements are squared, so in `F32` they should stay below 10¹⁹.
public abstract sealed class NormalizationOperations extends SequenceOperations permits ProductOperations {
    NormalizationOperations() {}

    /// eˣ divided by its sum along some axes, or over everything: positive numbers that add up to 1. Infinite elements share
    /// everything; where all are −∞ (all masked) the result and its gradient are 0.
    public Tensor softmax(int... axes) {
        return Rows.transform(self(), Axes.of(self().shape(), axes), rows -> Graph.apply(new Softmax(), rows));
    }

    /// The logarithm of [#softmax], also where that is 0.
    public Tensor logSoftmax(int... axes) {
        return Rows.transform(self(), Axes.of(self().shape(), axes), rows -> Graph.apply(new LogSoftmax(), rows));
    }

    // ---- by their length

    /// The cosine of the angle between rows, the vectors along the last axis: (…, size) and (…, size) give (…). A row of
    /// zeros has no direction: there the cosine and its gradient are 0; see [#normalize].
    ///
    /// @throws IllegalArgumentException unless the shapes broadcast
    public Tensor cosineSimilarity(Tensor other) { return normalize(-1).mul(other.normalize(-1)).sum(-1); }

    /// RMS normalization (Zhang and Sennrich 2019): scale · x / √(mean(x²) + epsilon), over the last axes, those of the scale.
    ///
    /// @param scale of the shape of the last axes
    /// @throws IllegalArgumentException if that doesn't fit, or for an epsilon that isn't positive
    public Tensor rmsNorm(Tensor scale, double epsilon) {
        int[] axes = lastAxes("rmsNorm", scale, scale);
        return overRoot(self(), self().square().mean(axes), kept(axes), epsilon).mul(scale);
    }

    // ---- by mean and variance

    /// (x − mean) / √(variance + epsilon) along some axes, or over everything; the variance is divided by n. Large offsets cost
    /// no digits, see [#center]. Equal elements give 0, with the gradient 0 for equal upstreams.
    ///
    /// @throws IllegalArgumentException for an epsilon that isn't positive
    public Tensor standardize(double epsilon, int... axes) {
        requireFloating("standardize");
        Tensor centered = center(axes);
        return overRoot(centered, centered.square().mean(axes), kept(axes), epsilon);
    }

    /// Layer normalization (Ba, Kiros and Hinton 2016): scale · [#standardize] + shift over the last axes, those of the scale.
    ///
    /// @param scale of the shape of the last axes
    /// @param shift of the same shape
    /// @throws IllegalArgumentException if the shapes don't fit, or for an epsilon that isn't positive
    public Tensor layerNorm(Tensor scale, Tensor shift, double epsilon) {
        return standardize(epsilon, lastAxes("layerNorm", scale, shift)).mul(scale).add(shift);
    }

    /// Batch normalization (Ioffe and Szegedy 2015) by the statistics of this batch: scale · [#standardize] + shift, channel by
    /// channel, over all axes but that of the channels.
    ///
    /// @param scale (channels); x is (batch, channels, …)
    /// @param shift (channels)
    /// @throws IllegalArgumentException if the shapes don't fit, there are fewer than 2 numbers a channel, or for an epsilon
    ///     that isn't positive
    public Tensor batchNorm(Tensor scale, Tensor shift, double epsilon) {
        requireChannels("batchNorm", scale, shift);
        int[] axes = IntStream.range(0, self().rank()).filter(a -> a != 1).toArray();
        if (Axes.of(self().shape(), axes).elements(self().shape()) < 2) {
            throw new IllegalArgumentException("batchNorm needs at least 2 numbers a channel for their variance, but got " + self().shape()
                    + "; use larger batches, or give a mean and a variance");
        }
        Tensor centered = center(axes);
        return centered.byStatistics(centered.square().mean(axes), scale, shift, epsilon);
    }

    /// Batch normalization by given statistics: scale · (x − mean) / √(variance + epsilon) + shift, channel by channel.
    ///
    /// @param mean (channels); x is (batch, channels, …)
    /// @param variance (channels)
    /// @param scale (channels)
    /// @param shift (channels)
    /// @throws IllegalArgumentException if the shapes don't fit, or for an epsilon that isn't positive
    public Tensor batchNorm(Tensor mean, Tensor variance, Tensor scale, Tensor shift, double epsilon) {
        requireChannels("batchNorm", scale, shift);
        requireChannels("batchNorm", mean, variance);
        return sub(mean.reshape(besideChannels())).byStatistics(variance, scale, shift, epsilon);
    }

    /// scale · x / √(variance + epsilon) + shift, channel by channel.
    final Tensor byStatistics(Tensor variance, Tensor scale, Tensor shift, double epsilon) {
        return byChannel(scale.div(root(variance, epsilon)), shift);
    }

    /// Group normalization (Wu and He 2018): the channels of each sample in groups, each group [#standardize]d by itself.
    /// With one group it is the layer normalization of a whole sample, with as many as channels the instance normalization.
    ///
    /// @param groups a divisor of the number of channels; x is (batch, channels, …)
    /// @throws IllegalArgumentException if it isn't one, or for an epsilon that isn't positive
    public Tensor groupNorm(int groups, double epsilon) {
        Shape shape = self().shape();
        if (shape.rank() < 2 || groups < 1 || shape.size(1) % groups != 0) {
            throw new IllegalArgumentException("groupNorm needs (batch, channels, ...) with channels in equal groups, but got " + shape
                    + " and " + groups + (groups == 1 ? " group" : " groups") + "; use a divisor of the number of channels");
        }
        int each = shape.size(1) / groups * shape.part(2, shape.rank()).size();
        return reshape(shape.size(0), groups, each).standardize(epsilon, -1).reshape(shape);
    }

    /// scale · [#groupNorm(int, double)] + shift, channel by channel.
    ///
    /// @param scale (channels)
    /// @param shift (channels)
    /// @throws IllegalArgumentException if the shapes or the groups don't fit, or for an epsilon that isn't positive
    public Tensor groupNorm(int groups, Tensor scale, Tensor shift, double epsilon) {
        requireChannels("groupNorm", scale, shift);
        return groupNorm(groups, epsilon).byChannel(scale, shift);
    }

    /// Instance normalization (Ulyanov, Vedaldi and Lempitsky 2016): scale · [#standardize] + shift, where each channel of each
    /// sample is by itself.
    ///
    /// @param scale (channels); x is (batch, channels, …)
    /// @param shift (channels)
    /// @throws IllegalArgumentException if the shapes don't fit, or for an epsilon that isn't positive
    public Tensor instanceNorm(Tensor scale, Tensor shift, double epsilon) {
        requireChannels("instanceNorm", scale, shift);
        return groupNorm(scale.size(), epsilon).byChannel(scale, shift);
    }

    private Shape kept(int... axes) { return Axes.of(self().shape(), axes).keptIn(self().shape()); }

    private static Tensor overRoot(Tensor x, Tensor square, Shape kept, double epsilon) {
        return x.mul(root(square, epsilon).reciprocal().reshape(kept));
    }

    private static Tensor root(Tensor square, double epsilon) {
        if (!(epsilon > 0 && epsilon < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("a normalization needs an epsilon above 0, and finite, but got " + epsilon + "; 1e-5 is usual");
        }
        return square.add(epsilon).sqrt();
    }

    /// The axes that a scale and a shift have in common with the end of this shape.
    private int[] lastAxes(String op, Tensor scale, Tensor shift) {
        Shape shape = self().shape();
        int n = scale.rank();
        if (n == 0 || n > shape.rank() || !shape.part(shape.rank() - n, shape.rank()).equals(scale.shape()) || !shift.shape().equals(scale.shape())) {
            throw new IllegalArgumentException(op + " needs a scale" + (scale == shift ? "" : " and a shift") + " of the shape of the last axes of "
                    + shape + ", but got " + scale.shape() + (scale == shift ? "" : " and " + shift.shape())
                    + "; Tensor.ones and Tensor.zeros change nothing");
        }
        return IntStream.range(-n, 0).toArray();
    }

    private void requireChannels(String op, Tensor scale, Tensor shift) {
        Shape shape = self().shape();
        Shape channels = shape.rank() < 2 ? Shape.of() : Shape.of(shape.size(1));
        if (channels.rank() == 0 || !scale.shape().equals(channels) || !shift.shape().equals(channels)) {
            throw new IllegalArgumentException(op + " needs (batch, channels, ...) and a number for each channel, (channels), but got "
                    + shape + ", " + scale.shape() + " and " + shift.shape() + "; the channels are axis 1");
        }
    }

    /// A shape in which one number a channel stands beside this tensor.
    private Shape besideChannels() { return Shape.of(self().size(1)).append(Shape.ones(self().rank() - 2)); }

    /// scale · x + shift, channel by channel.
    final Tensor byChannel(Tensor scale, Tensor shift) {
        Shape beside = besideChannels();
        return mul(scale.reshape(beside)).add(shift.reshape(beside));
    }

    // ---- attention and dropout

    /// Scaled dot-product attention (Vaswani and others 2017), softmax(q·kᵀ/√size)·v: for each query the mean of the values,
    /// weighed by how well their keys fit. [Attention] has more to choose: masks, causality, dropout.
    ///
    /// This tensor holds the queries, (…, queries, size); the result is (…, queries, features).
    ///
    /// @param keys (…, keys, size)
    /// @param values (…, keys, features)
    /// @throws IllegalArgumentException if the shapes don't fit
    public Tensor attention(Tensor keys, Tensor values) { return new Attention().of(self(), keys, values); }

    /// Every element set to 0 with the given probability p, and divided by 1 − p otherwise, so that its mean stays what it is
    /// (Srivastava and others 2014). p = 0 changes nothing, p = 1 leaves only zeros, also of infinite elements.
    ///
    /// @param key decides what is dropped
    /// @throws IllegalArgumentException unless the probability lies from 0 to 1
    public Tensor dropout(double probability, RandomKey key) {
        if (!(probability >= 0 && probability <= 1)) {
            throw new IllegalArgumentException("dropout needs a probability from 0 to 1, but got " + probability);
        }
        requireFloating("dropout");
        if (probability == 0) return self();
        Tensor kept = key.bernoulli(1 - probability, self().shape());
        Tensor nothing = Tensor.zeros(self().shape(), self().dtype());
        return kept.where(probability == 1 ? self() : div(1 - probability), nothing);
    }
}
