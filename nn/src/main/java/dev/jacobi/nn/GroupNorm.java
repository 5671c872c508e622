package dev.jacobi.nn;

import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;

/// Group normalization (Wu and He 2018): gives the channels of each sample, in groups, the same mean and spread, whatever its
/// batch.
///
/// y = scale · (x − mean) / √(variance + 10⁻⁵) + shift, with the mean and the variance (divided by n) of each group of
/// channels of a sample, scale and shift channel by channel; x is (batch, channels, …). The same in training and in use; see
/// [Tensor#groupNorm(int, Tensor, Tensor, double)].
///
/// @param groups a divisor of the number of channels
/// @param scale (channels)
/// @param shift (channels)
public record GroupNorm(int groups, Tensor scale, Tensor shift) implements Layer {

    /// @throws IllegalArgumentException if the shapes don't belong together, or the groups would not be equal
    public GroupNorm {
        if (scale.rank() < 1 || shift.rank() < 1 || scale.size(-1) != shift.size(-1) || groups < 1 || scale.size(-1) % groups != 0) {
            throw new IllegalArgumentException("group normalization needs a scale and a shift (channels), and equal groups of channels, but got "
                    + scale.shape() + ", " + shift.shape() + " and " + groups + (groups == 1 ? " group" : " groups"));
        }
    }

    /// A fresh `F32` layer: scale 1, shift 0.
    ///
    /// @throws IllegalArgumentException if the number of channels isn't positive, or the groups would not be equal
    public static GroupNorm of(int groups, int channels) {
        if (channels <= 0) throw new IllegalArgumentException("group normalization needs at least one channel, but got " + channels);
        return new GroupNorm(groups, Tensor.ones(Shape.of(channels), DType.F32), Tensor.zeros(Shape.of(channels), DType.F32));
    }

    /// The outputs, of the shape of x.
    ///
    /// @throws IllegalArgumentException if axis 1 isn't that of the channels
    @Override public Tensor apply(Tensor x, Pass pass) { return x.groupNorm(groups, scale, shift, BatchNorm.EPSILON); }

    @Override public String specification() { return "groupnorm " + scale.size(-1) + " groups " + groups; }
}
