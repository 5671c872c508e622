package dev.jacobi.tensor;

import dev.jacobi.op.MatMul;

/// Products of vectors and matrices.
public abstract sealed class ProductOperations extends NormalizationOperations permits WindowOperations {
    ProductOperations() {}

    /// Matrix product by NumPy's rule for `@`: vectors count as one row or one column, batch axes broadcast.
    public Tensor matmul(Tensor other) {
        Tensor a = self();
        if (a.rank() == 0 || other.rank() == 0) {
            throw new IllegalArgumentException("matmul needs vectors or matrices, but got " + a.shape() + " and " + other.shape()
                    + "; use mul for numbers");
        }
        if (a.rank() == 2 && other.rank() == 2) return Graph.apply(new MatMul(), a, other);
        Tensor p = a.rank() == 1 ? a.unsqueeze(0) : a;
        Tensor q = other.rank() == 1 ? other.unsqueeze(1) : other;
        Shape batch = Shape.broadcast("matmul", p.shape().part(0, p.rank() - 2), q.shape().part(0, q.rank() - 2));
        p = p.expand(batch.append(p.shape().part(p.rank() - 2, p.rank())));
        q = q.expand(batch.append(q.shape().part(q.rank() - 2, q.rank())));
        Tensor c = Graph.apply(new MatMul(), p, q);
        if (other.rank() == 1) c = c.squeeze(-1);
        if (a.rank() == 1) c = c.squeeze(other.rank() == 1 ? -1 : -2);
        return c;
    }

    /// The inner product of two vectors: a number.
    public Tensor dot(Tensor other) {
        if (self().rank() != 1 || other.rank() != 1) {
            throw new IllegalArgumentException("dot needs two vectors, but got " + self().shape() + " and " + other.shape()
                    + "; use matmul");
        }
        return matmul(other);
    }

    /// The outer product of two vectors: every element of one times every element of the other.
    public Tensor outer(Tensor other) {
        if (self().rank() != 1 || other.rank() != 1) {
            throw new IllegalArgumentException("outer needs two vectors, but got " + self().shape() + " and " + other.shape());
        }
        return unsqueeze(1).mul(other.unsqueeze(0));
    }
}
