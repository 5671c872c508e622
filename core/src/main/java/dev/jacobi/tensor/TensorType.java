package dev.jacobi.tensor;

/// What is known of a tensor before its value: the kind of its numbers and its shape.
public record TensorType(DType dtype, Shape shape) {
    @Override public String toString() { return dtype + shape.toString(); }
}
