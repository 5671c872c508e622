package dev.jacobi.diff;

import dev.jacobi.tensor.Tensor;

/// A number to differentiate, and something else from the same pass: logits, new statistics.
public record WithAuxiliary<A>(Tensor value, A auxiliary) {

    /// What `valueAndGradWithAuxiliary` returns.
    public record Gradient<T, A>(Tensor value, T gradient, A auxiliary) {}
}
