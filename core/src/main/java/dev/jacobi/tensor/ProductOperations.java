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
        if (a.rank() > 2 && other.rank() == 2) {
            // one matrix for the whole batch: all rows together are one product, and so is the gradient of that matrix
            int last = a.size(-1);
            Shape outer = a.shape().part(0, a.rank() - 1);
            return a.reshape(outer.size(), last).matmul(other).reshape(outer.append(Shape.of(other.size(1))));
        }
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

    /// A sum of products by the names of its axes: each operand has one letter an axis, a letter that the result lacks is
    /// summed over, and a letter that comes twice in an operand is its diagonal.
    ///
    /// ```text
    /// "ij,jk->ik"     a matrix product              "ii->"        a trace
    /// "bij,bjk->bik"  one for each of a batch       "i,j->ij"     an outer product
    /// "...ij->...ji"  transposes, however many      "ij,ij"       without ->: the letters that come once, in
    ///                 axes there are before                       alphabetical order; here none, so a number
    /// ```
    ///
    /// An axis of size 1 goes with any size, as in all operations. More than two operands are brought together two at a
    /// time, each time the two that cost the fewest multiplications. The rule is that of NumPy.
    ///
    /// @throws IllegalArgumentException for an equation that can't be read, sizes that differ, or tensors of different kinds
    public static Tensor einsum(String equation, Tensor... operands) {
        for (Tensor t : operands) {
            t.requireFloating("einsum");
            if (t.dtype() != operands[0].dtype()) {
                throw new IllegalArgumentException("einsum needs tensors of one dtype, but got " + operands[0].dtype() + " and " + t.dtype()
                        + "; convert one with to(DType." + operands[0].dtype() + ")");
            }
        }
        return Einsum.of(equation, operands);
    }
}
