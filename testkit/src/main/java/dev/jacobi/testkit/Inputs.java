package dev.jacobi.testkit;

import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.RandomKey;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;

/// Tensors to try ops on: no two elements alike, none near 0 or ±1 or a whole number.
final class Inputs {
    static final Tensor X = Tensor.of(Shape.of(2, 3), 0.3, -1.7, 2.2, -0.6, 1.4, -2.8);
    static final Tensor Y = Tensor.of(Shape.of(2, 3), 1.2, 0.7, -1.9, 2.4, -0.4, 1.6);
    static final Tensor POSITIVE = Tensor.of(Shape.of(2, 3), 0.3, 1.7, 2.2, 0.6, 1.4, 2.8);
    static final Tensor ROW = Tensor.of(0.9, -0.3, 1.1);
    static final Tensor NUMBER = Tensor.scalar(0.45);

    private Inputs() {}

    static Tensor normal(int... sizes) { return RandomKey.of(20).fold(Shape.of(sizes).hashCode()).normal(Shape.of(sizes), DType.F64); }

    static Tensor empty(int... sizes) { return Tensor.zeros(Shape.of(sizes), DType.F64); }
}
