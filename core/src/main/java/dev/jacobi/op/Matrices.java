package dev.jacobi.op;

import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Storage;
import dev.jacobi.tensor.Tensor;

/// The matrices of a batch (…, m, n), one after the other as rows of doubles: factorizations compute in double precision
/// whatever the dtype, and round once.
final class Matrices {
    private Matrices() {}

    static void requireMatrix(String op, Tensor a) {
        if (!a.dtype().isFloating() || a.rank() < 2) {
            throw new IllegalArgumentException(op + " needs a floating matrix (…, m, n), but got " + a.type()
                    + (a.rank() < 2 ? "; reshape it" : "; convert it with to(DType.F64)"));
        }
    }

    static void requireSquare(String op, Tensor a) {
        requireMatrix(op, a);
        if (a.size(-1) != a.size(-2)) {
            throw new IllegalArgumentException(op + " needs a square matrix (…, n, n), but got " + a.type()
                    + "; leastSquares, qr and svd take other matrices");
        }
    }

    /// How many matrices there are.
    static int count(Tensor a) { return a.shape().part(0, a.rank() - 2).size(); }

    static double[][] rows(Tensor a, int which) {
        Storage s = a.dense();
        int m = a.size(-2);
        int n = a.size(-1);
        double[][] r = new double[m][n];
        int at = which * m * n;
        for (double[] row : r) for (int j = 0; j < n; j++) row[j] = s.number(at++);
        return r;
    }

    /// The rows of (A + Aᵀ)/2.
    static double[][] symmetricPart(Tensor a, int which) {
        double[][] r = rows(a, which);
        for (int i = 0; i < r.length; i++) {
            for (int j = 0; j < i; j++) r[i][j] = r[j][i] = r[i][j] == r[j][i] ? r[i][j] : 0.5 * r[i][j] + 0.5 * r[j][i];
        }
        return r;
    }

    static double[][] transposed(double[][] a, int columns) {
        double[][] r = new double[columns][a.length];
        for (int i = 0; i < a.length; i++) for (int j = 0; j < columns; j++) r[j][i] = a[i][j];
        return r;
    }

    static void write(double[][] rows, Tensor output, int which) {
        Storage s = output.storage();
        int at = which * output.size(-2) * output.size(-1);
        for (double[] row : rows) for (double x : row) s.set(at++, x);
    }

    static void writeTransposed(double[][] columns, Tensor output, int which) {
        Storage s = output.storage();
        int n = output.size(-1);
        int at = which * output.size(-2) * n;
        for (int i = 0; i < output.size(-2); i++) for (int j = 0; j < n; j++) s.set(at++, columns[j][i]);
    }

    static void write(double[] vector, Tensor output, int which) {
        for (int i = 0; i < vector.length; i++) output.storage().set(which * vector.length + i, vector[i]);
    }

    /// Which matrix a message speaks of.
    static String of(int which, Tensor a) {
        return a.rank() == 2 ? " in " + a.type() : " in matrix " + which + " of the batch " + a.type();
    }

    static IllegalArgumentException notFinite(String op, int which, Tensor a) {
        return new IllegalArgumentException(op + " needs finite numbers, but met an infinite one or NaN" + of(which, a)
                + "; whyNaN tells where it comes from");
    }

    /// Turns a vector around if the largest element, the first of equals, of what decides is negative.
    static boolean turn(double[] vector, double[] decides) {
        double largest = 0;
        for (double x : decides) if (Math.abs(x) > Math.abs(largest)) largest = x;
        if (largest < 0) negate(vector);
        return largest < 0;
    }

    static void negate(double[] vector) { for (int i = 0; i < vector.length; i++) vector[i] = 0 - vector[i]; }

    /// The relative size of a rounding error in numbers of this kind.
    static double unit(DType dtype) { return dtype == DType.F32 ? 0x1p-23 : 0x1p-52; }

    // ---- masks, for rules

    /// True on the diagonal.
    static Tensor diagonal(int n) {
        Tensor index = Tensor.range(n);
        return index.unsqueeze(1).eq(index.unsqueeze(0));
    }

    /// The elements where a mask is true, zeros elsewhere.
    static Tensor where(Tensor mask, Tensor a) { return mask.where(a, Tensor.zeros(a.shape(), a.dtype())); }

    /// Vectors (…, n) on the diagonals of matrices (…, n, n).
    static Tensor onDiagonal(Tensor vectors) {
        int n = vectors.size(-1);
        return where(diagonal(n), vectors.unsqueeze(-2).expand(vectors.shape().append(Shape.of(n))));
    }
}
