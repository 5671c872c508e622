package dev.jacobi.nn;

import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.Held;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import java.util.stream.IntStream;

/// Batch normalization (Ioffe and Szegedy 2015): gives every channel the mean and the spread that suit training.
///
/// y = scale · (x − mean) / √(variance + 10⁻⁵) + shift, channel by channel; x is (batch, channels) or (batch, channels, …).
/// In training, mean and variance are those of the batch, over all axes but that of the channels, and gradients go
/// through them. In use they are the running ones, which training gathers: running ← 0.9 · running + 0.1 · now,
/// where the variance now is divided by n − 1, as in PyTorch.
///
/// @param scale (channels)
/// @param shift (channels)
/// @param mean (channels), the running mean
/// @param variance (channels), the running variance
public record BatchNorm(Tensor scale, Tensor shift, Held mean, Held variance) implements Layer {
    static final double EPSILON = 1e-5;
    private static final double MOMENTUM = 0.1;

    /// @throws IllegalArgumentException if the shapes don't belong together
    public BatchNorm {
        for (Tensor t : new Tensor[] {scale, shift, mean.tensor(), variance.tensor()}) {
            if (t.rank() < 1 || scale.rank() < 1 || t.size(-1) != scale.size(-1)) {
                throw new IllegalArgumentException("batch normalization needs four tensors (channels), but got " + scale.shape() + ", "
                        + shift.shape() + ", " + mean.tensor().shape() + " and " + variance.tensor().shape());
            }
        }
    }

    /// A fresh `F32` layer: scale 1, shift 0, running mean 0 and variance 1.
    ///
    /// @throws IllegalArgumentException if the number of channels isn't positive
    public static BatchNorm of(int channels) {
        if (channels <= 0) throw new IllegalArgumentException("batch normalization needs at least one channel, but got " + channels);
        Tensor one = Tensor.ones(Shape.of(channels), DType.F32);
        Tensor zero = Tensor.zeros(Shape.of(channels), DType.F32);
        return new BatchNorm(one, zero, new Held(zero.alias()), new Held(one.alias()));
    }

    /// The outputs, of the shape of x.
    ///
    /// @throws IllegalArgumentException if axis 1 isn't that of the channels, or to train with a single number a channel
    @Override public Tensor apply(Tensor x, Pass pass) {
        int channels = scale.size(-1);
        if (x.rank() < 2 || x.size(1) != channels) {
            throw new IllegalArgumentException("batch normalization needs (batch, " + channels + ") or (batch, " + channels
                    + ", ...), but got " + x.shape());
        }
        Shape beside = Shape.of(channels).append(Shape.ones(x.rank() - 2));
        if (!pass.isTraining()) {
            return x.batchNorm(mean.tensor(), variance.tensor(), scale, shift, EPSILON);
        }
        int[] axes = IntStream.range(0, x.rank()).filter(a -> a != 1).toArray();
        int count = x.size() / channels;
        if (count < 2) {
            throw new IllegalArgumentException("batch normalization trains on at least 2 numbers a channel, but got " + x.shape()
                    + "; use larger batches");
        }
        Tensor batchMean = x.mean(axes);
        Tensor centered = x.sub(batchMean.reshape(beside));
        Tensor batchVariance = centered.square().mean(axes);
        pass.gather(mean, running(mean, batchMean));
        pass.gather(variance, running(variance, batchVariance.mul(count / (count - 1.0))));
        Tensor factor = scale.div(batchVariance.add(EPSILON).sqrt());
        return centered.mul(factor.reshape(beside)).add(shift.reshape(beside));
    }

    private static Tensor running(Held old, Tensor now) { return old.tensor().mul(1 - MOMENTUM).add(now.mul(MOMENTUM)); }

    @Override public String specification() { return "batchnorm " + scale.size(-1); }
}
