package dev.jacobi.nn;

import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;

/// All numbers of a sample in a row: (batch, …) to (batch, size), as between convolutions and dense layers.
public record Flatten() implements Layer {

    /// @throws IllegalArgumentException if there is no batch axis
    @Override public Tensor apply(Tensor x, Pass pass) {
        if (x.rank() < 1) throw new IllegalArgumentException("flatten needs (batch, ...), but got " + x.shape());
        return x.reshape(Shape.of(x.size(0), x.shape().part(1, x.rank()).size()));
    }

    @Override public String specification() { return "flatten"; }
}
