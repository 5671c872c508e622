package dev.jacobi.testkit;

import dev.jacobi.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/// Matrices worked out by the definitions of a textbook, to hold factorizations against.
final class PlainMatrices {
    private PlainMatrices() {}

    static Plain identity(int n) { return Plain.make(Shape.of(n, n), at -> at[0] == at[1] ? 1 : 0); }

    static Plain transposed(Plain a) { return Plain.make(Shape.of(a.size(1), a.size(0)), at -> a.at(at[1], at[0])); }

    static Plain product(Plain a, Plain b) {
        return Plain.make(Shape.of(a.size(0), b.size(1)), at -> a.row(at[0]).each(b.column(at[1]), (x, y) -> x * y).sum());
    }

    static Plain sum(Plain a, Plain b) { return a.each(b, Double::sum); }

    static double trace(Plain a) {
        double sum = 0;
        for (int i = 0; i < a.size(0); i++) sum += a.at(i, i);
        return sum;
    }

    /// e to the symmetric part, by its series.
    static Plain exponential(Plain a) {
        Plain s = symmetricPart(a);
        Plain term = identity(a.size(0));
        Plain sum = term;
        for (int n = 1; n < 60; n++) {
            double inverse = 1.0 / n;
            term = product(term, s).each(x -> x * inverse);
            sum = sum(sum, term);
        }
        return sum;
    }

    /// The nearest orthogonal matrix, by Newton's iteration.
    static Plain orthogonalFactor(Plain a) {
        Plain x = a;
        for (int i = 0; i < 60; i++) x = sum(x, transposed(inverse(x))).each(v -> v / 2);
        return x;
    }

    /// The square root of AᵀA, by the iteration of Denman and Beavers.
    static Plain orthogonalSquareRoot(Plain a) {
        Plain y = product(transposed(a), a);
        Plain z = identity(y.size(0));
        for (int i = 0; i < 40; i++) {
            Plain next = sum(y, inverse(z)).each(v -> v / 2);
            z = sum(z, inverse(y)).each(v -> v / 2);
            y = next;
        }
        return y;
    }

    static Plain symmetricPart(Plain a) { return sum(a, transposed(a)).each(x -> x / 2); }

    /// Without a row and a column.
    static Plain without(Plain a, int row, int column) {
        return Plain.make(Shape.of(a.size(0) - 1, a.size(1) - 1),
                at -> a.at(at[0] < row ? at[0] : at[0] + 1, at[1] < column ? at[1] : at[1] + 1));
    }

    /// Along the first row, cofactor by cofactor.
    static double determinant(Plain a) {
        if (a.size(0) == 0) return 1;
        double sum = 0;
        for (int j = 0; j < a.size(1); j++) sum += (j % 2 == 0 ? 1 : -1) * a.at(0, j) * determinant(without(a, 0, j));
        return sum;
    }

    /// By Cramer's rule.
    static Plain inverse(Plain a) {
        double det = determinant(a);
        return Plain.make(a.shape(), at -> ((at[0] + at[1]) % 2 == 0 ? 1 : -1) * determinant(without(a, at[1], at[0])) / det);
    }

    /// The orthonormal columns of Gram and Schmidt, each made orthogonal twice.
    static Plain orthonormal(Plain a) {
        List<Plain> done = new ArrayList<>();
        for (int j = 0; j < a.size(1); j++) {
            Plain v = a.column(j);
            for (int twice = 0; twice < 2; twice++) {
                for (Plain q : done) {
                    double along = q.each(v, (x, y) -> x * y).sum();
                    v = v.each(q, (x, y) -> x - along * y);
                }
            }
            double size = Math.sqrt(v.each(x -> x * x).sum());
            done.add(v.each(x -> x / size));
        }
        return Plain.make(a.shape(), at -> done.get(at[1]).at(at[0]));
    }

    /// The triangle of Cholesky, element by element.
    static Plain cholesky(Plain a) {
        double[] l = new double[a.values().length];
        int n = a.size(0);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = a.at(i, j);
                for (int k = 0; k < j; k++) sum -= l[i * n + k] * l[j * n + k];
                l[i * n + j] = i == j ? Math.sqrt(sum) : sum / l[j * n + j];
            }
        }
        return new Plain(a.shape(), l);
    }

    /// The same for each matrix of a batch (b, m, n).
    static Plain each(Plain batch, UnaryOperator<Plain> f) {
        List<Plain> parts = new ArrayList<>();
        Shape one = batch.shape().part(1, batch.shape().rank());
        for (int b = 0; b < batch.size(0); b++) {
            int from = b;
            parts.add(f.apply(Plain.make(one, at -> batch.at(from, at[0], at[1]))));
        }
        double[] all = new double[parts.stream().mapToInt(p -> p.values().length).sum()];
        int at = 0;
        for (Plain p : parts) for (double x : p.values()) all[at++] = x;
        return new Plain(parts.getFirst().shape().prepend(batch.size(0)), all);
    }
}
