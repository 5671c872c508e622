package dev.jacobi.tensor;

import dev.jacobi.op.Qr;

/// Matrices taken apart.
public abstract sealed class LinearAlgebraOperations extends WindowOperations permits Tensor {
    LinearAlgebraOperations() {}

    /// What [#qr] returns: Q·R is the matrix, Q has orthonormal columns, R is upper triangular.
    public record QR(Tensor q, Tensor r) {}

    /// Takes a matrix (…, m, n), m ≥ n, apart into Q (…, m, n) and R (…, n, n) with a positive diagonal.
    public QR qr() {
        Tensor[] r = Graph.applyAll(new Qr(), self());
        return new QR(r[0], r[1]);
    }
}
