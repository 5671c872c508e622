package dev.jacobi.nn;

import dev.jacobi.tensor.Tensor;

/// The gated linear unit (Dauphin and others 2017): the first half along an axis times the logistic function of the second half.
/// The axis comes out half as long.
///
/// @param axis −1 is the last one; for the channels of pictures, (batch, channels, height, width), it is 1 or −3
public record Glu(int axis) implements Layer {

    /// Along the last axis.
    public Glu() { this(-1); }

    /// @throws IllegalArgumentException if there is no such axis, or it can't be halved
    @Override public Tensor apply(Tensor x, Pass pass) { return x.glu(axis); }

    @Override public String specification() { return axis == -1 ? "glu" : "glu axis " + axis; }
}
