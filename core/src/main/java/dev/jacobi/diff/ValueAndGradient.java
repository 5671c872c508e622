package dev.jacobi.diff;

import dev.jacobi.tensor.Tensor;

/// A function's value and its gradient at one place; the gradient has the type of the place.
public record ValueAndGradient<T>(Tensor value, T gradient) {}
