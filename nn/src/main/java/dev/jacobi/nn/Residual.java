package dev.jacobi.nn;

import dev.jacobi.tensor.Tensor;

/// What a layer adds to its input: x + body(x), so that gradients find a short way back (He and others 2016).
///
/// @param body gives the shape that it takes
public record Residual(Layer body) implements Layer {

    /// The outputs, of the shape of x.
    ///
    /// @throws IllegalArgumentException if the body gives another shape
    @Override public Tensor apply(Tensor x, Pass pass) {
        Tensor y = body.apply(x, pass);
        if (!y.shape().equals(x.shape())) {
            throw new IllegalArgumentException("a residual layer needs a body that keeps the shape, but " + body.specification()
                    + " makes " + y.shape() + " of " + x.shape());
        }
        return x.add(y);
    }

    @Override public String specification() { return "residual " + Sequential.inside(body); }
}
