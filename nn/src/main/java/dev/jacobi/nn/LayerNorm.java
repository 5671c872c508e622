package dev.jacobi.nn;

import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;

/// Layer normalization (Ba, Kiros and Hinton 2016): gives every row the same mean and spread, whatever its batch.
///
/// y = scale · (x − mean) / √(variance + 10⁻⁵) + shift, with the mean and the variance (divided by n) of each
/// row along the last axis: (…, size) to (…, size). The same in training and in use.
///
/// @param scale (size)
/// @param shift (size)
public record LayerNorm(Tensor scale, Tensor shift) implements Layer {

    /// @throws IllegalArgumentException if the shapes don't belong together
    public LayerNorm {
        if (scale.rank() < 1 || shift.rank() < 1 || scale.size(-1) != shift.size(-1)) {
            throw new IllegalArgumentException("layer normalization needs a scale and a shift (size), but got " + scale.shape()
                    + " and " + shift.shape());
        }
    }

    /// A fresh `F32` layer: scale 1, shift 0.
    ///
    /// @throws IllegalArgumentException if the size isn't positive
    public static LayerNorm of(int size) {
        if (size <= 0) throw new IllegalArgumentException("layer normalization needs a size of at least 1, but got " + size);
        return new LayerNorm(Tensor.ones(Shape.of(size), DType.F32), Tensor.zeros(Shape.of(size), DType.F32));
    }

    /// The outputs, of the shape of x.
    ///
    /// @throws IllegalArgumentException if rows have another size
    @Override public Tensor apply(Tensor x, Pass pass) {
        if (x.rank() < 1 || x.size(-1) != scale.size(-1)) {
            throw new IllegalArgumentException("layer normalization needs (..., " + scale.size(-1) + "), but got " + x.shape());
        }
        return x.layerNorm(scale, shift, BatchNorm.EPSILON);
    }

    @Override public String specification() { return "layernorm " + scale.size(-1); }
}
