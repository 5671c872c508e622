package dev.jacobi.tensor;

import dev.jacobi.op.Cholesky;
import dev.jacobi.op.Determinant;
import dev.jacobi.op.Inverse;
import dev.jacobi.op.LogDeterminant;
import dev.jacobi.op.Lu;
import dev.jacobi.op.Op;
import dev.jacobi.op.PseudoInverse;
import dev.jacobi.op.Qr;
import dev.jacobi.op.Solve;
import dev.jacobi.op.Svd;
import dev.jacobi.op.SymmetricEigen;
import dev.jacobi.op.Triangle;
import dev.jacobi.op.TriangularSolve;
import java.util.List;

/// Matrices solved, measured and taken apart. All of these work over the last two axes; the axes before are a batch of matrices.
/// They compute in double precision, `F32` as well, and round once; the order of every sum is fixed.
public abstract sealed class LinearAlgebraOperations extends WindowOperations permits Tensor {
    LinearAlgebraOperations() {}

    // ---- determinants and inverses

    /// The determinant: (…, n, n) to (…). Its gradient, the cofactor matrix, and its second derivative are right for singular matrices
    /// as well; the third needs an inverse.
    ///
    /// @throws IllegalArgumentException unless the matrices are square and floating
    public Tensor det() { return Graph.apply(new Determinant(), self()); }

    /// What [#slogdet] returns: the sign of the determinant (−1, 0 or 1) and the logarithm of its size.
    public record SignAndLog(Tensor sign, Tensor log) {}

    /// The sign of the determinant, a constant to every derivative, and the logarithm of its size: right also where the
    /// determinant itself would overflow or vanish. Of a singular matrix 0 and −∞; the gradient of the logarithm is an error
    /// there.
    ///
    /// @throws IllegalArgumentException unless the matrices are square and floating
    public SignAndLog slogdet() {
        Tensor[] r = Graph.applyAll(new LogDeterminant(), self());
        return new SignAndLog(r[0], r[1]);
    }

    /// A⁻¹ for each (n, n). To solve a system, [#solve] is faster and more accurate.
    ///
    /// @throws IllegalArgumentException for a singular matrix, naming the pivot that is 0; unless the matrices are square and floating
    public Tensor inverse() { return Graph.apply(new Inverse("inverse"), self()); }

    /// X with A·X = B, where this is A (…, n, n): B is (…, n, m), or a vector (n). Batch axes broadcast.
    ///
    /// @throws IllegalArgumentException for a singular matrix, naming the pivot that is 0; if the shapes don't fit
    public Tensor solve(Tensor b) { return solved("solve", new Solve(), b); }

    /// X with R·X = B, where this is R (…, n, n), of which only a triangle is read; B is (…, n, m), or a vector (n). To solve with
    /// Rᵀ, transpose R and take the other triangle. Batch axes broadcast.
    ///
    /// @throws IllegalArgumentException for a 0 on the diagonal, naming its place; if the shapes don't fit
    public Tensor triangularSolve(Tensor b, Triangle triangle) {
        return solved("triangularSolve", new TriangularSolve(triangle, "triangularSolve"), b);
    }

    private Tensor solved(String name, Op op, Tensor b) {
        Tensor a = self();
        if (a.rank() < 2 || b.rank() == 0 || a.size(-1) != a.size(-2) || b.size(b.rank() == 1 ? 0 : -2) != a.size(-1)) {
            throw new IllegalArgumentException(name + " needs a square matrix (…, n, n) and a right side (…, n, m) or (n), but got "
                    + a.shape() + " and " + b.shape() + "; leastSquares takes other matrices");
        }
        if (b.rank() == 1) return solved(name, op, b.unsqueeze(1)).squeeze(-1);
        Shape batch = Shape.broadcast(name, a.shape().part(0, a.rank() - 2), b.shape().part(0, b.rank() - 2));
        return Graph.apply(op, a.expand(batch.append(a.shape().part(a.rank() - 2, a.rank()))),
                b.expand(batch.append(b.shape().part(b.rank() - 2, b.rank()))));
    }

    // ---- factors

    /// The lower triangular L with L·Lᵀ = A and a positive diagonal. Of A the symmetric part (A + Aᵀ)/2 is read, so the gradient is
    /// symmetric.
    ///
    /// @throws IllegalArgumentException for a matrix that isn't positive definite, naming the pivot
    public Tensor cholesky() { return Graph.apply(new Cholesky(), self()); }

    /// X with A·X = B, where this is the factor L of A by [#cholesky].
    public Tensor choleskySolve(Tensor b) {
        return self().transpose().triangularSolve(triangularSolve(b, Triangle.LOWER), Triangle.UPPER);
    }

    /// What [#qr] returns: Q·R is the matrix, Q has orthonormal columns, R is upper triangular.
    public record QR(Tensor q, Tensor r) {}

    /// Takes a matrix (…, m, n) apart into Q (…, m, k) and R (…, k, n), k being the smaller of m and n, with a positive diagonal of
    /// R. The gradient is an error where the first k columns depend on each other.
    ///
    /// @throws IllegalArgumentException unless this is a floating matrix
    public QR qr() {
        Tensor a = self();
        int m = a.rank() < 2 ? 0 : a.size(-2);
        if (a.rank() < 2 || m >= a.size(-1)) {
            Tensor[] r = Graph.applyAll(new Qr(), a);
            return new QR(r[0], r[1]);
        }
        QR square = a.slice(-1, 0, m).qr();
        Tensor rest = square.q.transpose().matmul(a.slice(-1, m, a.size(-1)));
        return new QR(square.q, Tensor.concat(-1, List.of(square.r, rest)));
    }

    // ---- sums and products

    /// The sum of the diagonal: (…, m, n) to (…).
    ///
    /// @throws IllegalArgumentException for fewer than two axes
    public Tensor trace() {
        Tensor a = self();
        if (a.rank() < 2) throw new IllegalArgumentException("trace needs a matrix (…, m, n), but got " + a.shape() + "; reshape it");
        Tensor diagonal = Tensor.range(a.size(-2)).unsqueeze(1).eq(Tensor.range(a.size(-1)).unsqueeze(0));
        return diagonal.where(a, Tensor.zeros(a.shape(), a.dtype())).sum(-2, -1);
    }

    /// What [#eigh] returns: V·diag(values)·Vᵀ is the matrix; the vectors are the columns.
    public record Eigen(Tensor values, Tensor vectors) {}

    /// Eigenvalues (…, n), ascending, and eigenvectors (…, n, n) of the symmetric part (A + Aᵀ)/2 of matrices (…, n, n). Of each vector and
    /// its negative, the one whose largest element is positive. Vectors of equal values have no gradient: asking for it is an error.
    ///
    /// @throws IllegalArgumentException unless the matrices are square and finite
    public Eigen eigh() {
        Tensor[] r = Graph.applyAll(new SymmetricEigen(), self());
        return new Eigen(r[0], r[1]);
    }

    /// What [#svd] returns: U·diag(S)·Vᵀ is the matrix.
    public record SVD(Tensor u, Tensor s, Tensor v) {}

    /// The thin singular value decomposition of matrices (…, m, n), k being the smaller of m and n: U (…, m, k), S (…, k) descending, V (…,
    /// n, k). Of each pair of vectors and its negative, the one is given whose largest element on the shorter side is positive. Vectors of
    /// equal values have no gradient: asking for it is an error; [#singularValues] always have one.
    ///
    /// @throws IllegalArgumentException unless the numbers are finite
    public SVD svd() {
        boolean wide = self().rank() >= 2 && self().size(-2) < self().size(-1);
        Tensor[] r = Graph.applyAll(new Svd(), wide ? self().transpose() : self());
        return wide ? new SVD(r[2], r[1], r[0]) : new SVD(r[0], r[1], r[2]);
    }

    /// The singular values (…, k) of matrices (…, m, n), descending.
    ///
    /// @throws IllegalArgumentException unless the numbers are finite
    public Tensor singularValues() { return svd().s(); }

    /// The x with the smallest |A·x − b| for matrices A (…, m, n) of full rank, by QR; of the many for m < n, the shortest. A vector b (m) or
    /// matrix (…, m, k) gives a vector (n) or matrix (…, n, k).
    ///
    /// @throws IllegalArgumentException if the shapes don't fit, or A isn't of full rank
    public Tensor leastSquares(Tensor b) {
        Tensor a = self();
        if (a.rank() < 2 || b.rank() == 0 || b.size(b.rank() == 1 ? 0 : -2) != a.size(-2)) {
            throw new IllegalArgumentException("leastSquares needs a matrix (…, m, n) and a right side (m) or (…, m, k), but got " + a.shape() + " and " + b.shape());
        }
        Tensor right = b.rank() == 1 ? b.unsqueeze(-1) : b;
        Tensor x;
        if (a.size(-2) >= a.size(-1)) {
            QR f = a.qr();
            x = f.r().triangularSolve(f.q().transpose().matmul(right), Triangle.UPPER);
        } else {
            QR f = a.transpose().qr();
            x = f.q().matmul(f.r().transpose().triangularSolve(right, Triangle.LOWER));
        }
        return b.rank() == 1 ? x.squeeze(-1) : x;
    }

    /// What [#lu] returns: row i of L·U is row `rows[i]` of the matrix.
    public record LU(Tensor l, Tensor u, Tensor rows) {}

    /// Takes matrices (…, n, n) apart into a unit lower and an upper triangle, the rows in the order `rows` (…, n) of `I32`. A singular matrix has
    /// zeros on the diagonal of U; its gradient is an error that names the first.
    ///
    /// @throws IllegalArgumentException unless the matrices are square and floating
    public LU lu() {
        Tensor[] r = Graph.applyAll(new Lu(), self());
        return new LU(r[0], r[1], r[2]);
    }

    /// The inverse of Moore and Penrose: (…, m, n) to (…, n, m). Singular values of at most a rounding error of the largest (its size times
    /// the longer side) count as 0. The gradient is that along matrices of the same rank; equal singular values are no trouble.
    ///
    /// @throws IllegalArgumentException unless this is a matrix of finite numbers
    public Tensor pseudoInverse() {
        Tensor a = self();
        double unit = a.dtype() == DType.F32 ? 0x1p-23 : 0x1p-52;
        return a.rank() < 2 ? pseudoInverse(0) : pseudoInverse(unit * Math.max(a.size(-2), a.size(-1)));
    }

    /// As [#pseudoInverse()], with singular values of at most this part of the largest as 0.
    public Tensor pseudoInverse(double cutoff) {
        boolean wide = self().rank() >= 2 && self().size(-2) < self().size(-1);
        PseudoInverse op = new PseudoInverse(cutoff);
        return wide ? Graph.apply(op, self().transpose()).transpose() : Graph.apply(op, self());
    }

    /// The largest singular value of matrices (…, m, n): how much they stretch a vector at most. Ties share the gradient.
    ///
    /// @throws IllegalArgumentException unless this is a matrix of finite numbers that isn't empty
    public Tensor spectralNorm() { return singularValues().max(-1); }

    /// The sum of the singular values of matrices (…, m, n).
    ///
    /// @throws IllegalArgumentException unless this is a matrix of finite numbers
    public Tensor nuclearNorm() { return singularValues().sum(-1); }

    /// The matrix multiplied by itself so many times, by repeated squaring; for a negative exponent, its inverse.
    ///
    /// @throws IllegalArgumentException unless the matrices are square and floating
    public Tensor matrixPower(int exponent) {
        Tensor a = self();
        if (!a.dtype().isFloating() || a.rank() < 2 || a.size(-1) != a.size(-2)) {
            throw new IllegalArgumentException("matrixPower needs a floating square matrix (…, n, n), but got " + a.type());
        }
        Tensor square = exponent < 0 ? inverse() : a;
        Tensor r = null;
        for (long left = Math.abs((long) exponent); left > 0; left /= 2) {
            if (left % 2 == 1) r = r == null ? square : r.matmul(square);
            if (left > 1) square = square.matmul(square);
        }
        if (r != null) return r;
        Tensor index = Tensor.range(a.size(-1));
        return index.unsqueeze(1).eq(index).to(a.dtype()).expand(a.shape());
    }

    /// Kronecker's product (…, m, n) by (…, p, q) to (…, m·p, n·q): every element of one times all of the other. Batch axes broadcast.
    ///
    /// @throws IllegalArgumentException for fewer than two axes
    public Tensor kron(Tensor other) {
        Tensor a = self();
        if (a.rank() < 2 || other.rank() < 2) {
            throw new IllegalArgumentException("kron needs matrices (…, m, n) and (…, p, q), but got " + a.shape() + " and " + other.shape() + "; reshape them");
        }
        Tensor r = a.unsqueeze(-1).unsqueeze(-3).mul(other.unsqueeze(-2).unsqueeze(-4));               // (…, m, p, n, q)
        return r.reshape(r.shape().part(0, r.rank() - 4).append(Shape.of(a.size(-2) * other.size(-2), a.size(-1) * other.size(-1))));
    }
}
