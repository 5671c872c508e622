package dev.jacobi.tensor;

/// A tensor in a parameter tree that is carried along and not trained: running
/// statistics, counters, frozen weights. It gets no gradient.
public record Held(Tensor tensor) {}
