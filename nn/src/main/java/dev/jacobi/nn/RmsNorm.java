package dev.jacobi.nn;

import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;

/// RMS normalization (Zhang and Sennrich 2019): gives every row the same length, whatever its batch.
///
/// y = scale · x / √(mean(x²) + 10⁻⁵), with the mean along the last axis: (…, size) to (…, size). The same in training and in
/// use; see [Tensor#rmsNorm].
///
/// @param scale (size)
public record RmsNorm(Tensor scale) implements Layer {

    /// @throws IllegalArgumentException if the scale has no axis
    public RmsNorm {
        if (scale.rank() < 1) throw new IllegalArgumentException("RMS normalization needs a scale (size), but got " + scale.shape());
    }

    /// A fresh `F32` layer: scale 1.
    ///
    /// @throws IllegalArgumentException if the size isn't positive
    public static RmsNorm of(int size) {
        if (size <= 0) throw new IllegalArgumentException("RMS normalization needs a size of at least 1, but got " + size);
        return new RmsNorm(Tensor.ones(Shape.of(size), DType.F32));
    }

    /// The outputs, of the shape of x.
    ///
    /// @throws IllegalArgumentException if rows have another size
    @Override public Tensor apply(Tensor x, Pass pass) { return x.rmsNorm(scale, BatchNorm.EPSILON); }

    @Override public String specification() { return "rmsnorm " + scale.size(-1); }
}
