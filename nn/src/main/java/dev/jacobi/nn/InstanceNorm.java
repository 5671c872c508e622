package dev.jacobi.nn;

import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;

/// Instance normalization (Ulyanov, Vedaldi and Lempitsky 2016): gives each channel of each sample the same mean and spread.
///
/// y = scale · (x − mean) / √(variance + 10⁻⁵) + shift, with the mean and the variance (divided by n) over all axes after that
/// of the channels; x is (batch, channels, …). The same in training and in use; see [Tensor#instanceNorm].
///
/// @param scale (channels)
/// @param shift (channels)
public record InstanceNorm(Tensor scale, Tensor shift) implements Layer {

    /// @throws IllegalArgumentException if the shapes don't belong together
    public InstanceNorm {
        if (scale.rank() < 1 || shift.rank() < 1 || scale.size(-1) != shift.size(-1)) {
            throw new IllegalArgumentException("instance normalization needs a scale and a shift (channels), but got " + scale.shape()
                    + " and " + shift.shape());
        }
    }

    /// A fresh `F32` layer: scale 1, shift 0.
    ///
    /// @throws IllegalArgumentException if the number of channels isn't positive
    public static InstanceNorm of(int channels) {
        if (channels <= 0) throw new IllegalArgumentException("instance normalization needs at least one channel, but got " + channels);
        return new InstanceNorm(Tensor.ones(Shape.of(channels), DType.F32), Tensor.zeros(Shape.of(channels), DType.F32));
    }

    /// The outputs, of the shape of x.
    ///
    /// @throws IllegalArgumentException if axis 1 isn't that of the channels
    @Override public Tensor apply(Tensor x, Pass pass) { return x.instanceNorm(scale, shift, BatchNorm.EPSILON); }

    @Override public String specification() { return "instancenorm " + scale.size(-1); }
}
