package dev.jacobi.op;

import dev.jacobi.scalar.Words;
import dev.jacobi.tensor.Graph;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Storage;
import dev.jacobi.tensor.Tensor;
import dev.jacobi.tensor.TensorType;

/// A = Q·R over the last two axes, (…, m, n) with m ≥ n: the columns of Q (…, m, n) are orthonormal, R (…, n, n) is
/// upper triangular with a positive diagonal, which makes both unique. Where the columns depend on each other a
/// diagonal element is 0, the gradient divides by it, and is NaN. By Householder's reflections, in double precision.
public record Qr() implements General {
    @Override public Words words() {
        return Words.of("x = Q R", "Q with orthonormal columns, R upper triangular with a positive diagonal").derivative("by triangular solves (Walter and Lehmann, 2018)");
    }


    @Override public TensorType[] types(Tensor[] inputs) {
        Tensor a = inputs[0];
        Shape s = a.shape();
        if (!a.dtype().isFloating() || s.rank() < 2 || s.size(-2) < s.size(-1)) {
            throw new IllegalArgumentException("qr needs a floating matrix (m, n) with m of at least n, but got " + a.type()
                    + "; transpose a wide one");
        }
        int n = s.size(-1);
        return new TensorType[] {a.type(), new TensorType(a.dtype(), s.with(-2, n))};
    }

    @Override public void run(Tensor[] inputs, Tensor[] outputs) {
        Storage a = inputs[0].dense();
        Storage q = outputs[0].storage();
        Storage r = outputs[1].storage();
        int m = inputs[0].size(-2);
        int n = inputs[0].size(-1);
        int batch = inputs[0].shape().part(0, inputs[0].rank() - 2).size();
        for (int b = 0; b < batch; b++) {
            double[][] columns = new double[n][m];
            int exponent = exponent(a, b * m * n, m * n);
            for (int i = 0; i < m; i++) {
                for (int j = 0; j < n; j++) columns[j][i] = Math.scalb(a.number((b * m + i) * n + j), -exponent);
            }
            double[] diagonal = new double[n];
            for (int k = 0; k < n; k++) diagonal[k] = reflect(columns, k);
            double[][] basis = new double[n][m];
            for (int j = 0; j < n; j++) {
                basis[j][j] = diagonal[j] < 0 ? -1 : 1;
                for (int k = j; k >= 0; k--) apply(columns[k], k, basis[j]);
                for (int i = 0; i < m; i++) q.set((b * m + i) * n + j, basis[j][i]);
            }
            for (int i = 0; i < n; i++) {
                double sign = diagonal[i] < 0 ? -1 : 1;
                for (int j = 0; j < n; j++) {
                    r.set((b * n + i) * n + j, j < i ? 0 : Math.scalb(sign * (j == i ? diagonal[i] : columns[j][i]), exponent));
                }
            }
        }
    }

    /// The power of two by which the largest element is brought near 1, so that no square overflows or vanishes.
    private static int exponent(Storage a, int from, int count) {
        double largest = 0;
        for (int i = from; i < from + count; i++) largest = Math.max(largest, Math.abs(a.number(i)));
        return largest == 0 || !Double.isFinite(largest) ? 0 : Math.getExponent(largest);
    }

    /// Turns column k onto its axis, and the columns after it along. Column k keeps the reflector, from row k down.
    ///
    /// @return the diagonal element of R
    private static double reflect(double[][] columns, int k) {
        double[] v = columns[k];
        double size = 0;
        for (int i = k; i < v.length; i++) size = StrictMath.hypot(size, v[i]);
        double diagonal = v[k] > 0 ? -size : size;
        v[k] -= diagonal;
        for (int j = k + 1; j < columns.length; j++) apply(v, k, columns[j]);
        return diagonal;
    }

    /// x − 2·v·(vᵀx)/(vᵀv), over the rows from k down.
    private static void apply(double[] v, int k, double[] x) {
        double square = 0;
        double product = 0;
        for (int i = k; i < v.length; i++) {
            square = Math.fma(v[i], v[i], square);
            product = Math.fma(v[i], x[i], product);
        }
        if (square == 0) return;                                            // nothing to turn
        double factor = -2 * product / square;
        for (int i = k; i < v.length; i++) x[i] = Math.fma(factor, v[i], x[i]);
    }

    /// With M = R·R̄ᵀ − Q̄ᵀ·Q: Ā = (Q̄ + Q·symmetric(M))·R⁻ᵀ, where symmetric(M) mirrors the lower triangle (Walter and
    /// Lehmann, "Algorithmic differentiation of linear algebra functions", 2018).
    @Override public void vjp(Pullback p) {
        if (!p.wants(0)) return;
        Tensor q = p.output(0);
        Tensor r = p.output(1);
        Tensor gq = p.upstream(0);
        Tensor gr = p.upstream(1);
        Tensor m = Tensor.zeros(r.shape(), r.dtype());
        if (gr != null) m = r.matmul(gr.transpose());
        if (gq != null) m = m.sub(gq.transpose().matmul(q));
        Tensor right = q.matmul(mirrored(m));
        if (gq != null) right = right.add(gq);
        p.give(0, Graph.apply(new TriangularSolve(false), r, right.transpose()).transpose());
    }

    /// The lower triangle, and its mirror image above the diagonal.
    private static Tensor mirrored(Tensor m) {
        Tensor index = Tensor.range(m.size(-1));
        return index.unsqueeze(1).ge(index.unsqueeze(0)).where(m, m.transpose());
    }

    @Override public Tensor[] vmap(int size, Tensor[] inputs, boolean[] batched) {
        return Batching.byLeadingAxis(this, size, inputs, batched);
    }
}
