package dev.jacobi.op;

import dev.jacobi.kernel.Householder;
import dev.jacobi.kernel.Scaling;
import dev.jacobi.scalar.Words;
import dev.jacobi.tensor.Graph;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import dev.jacobi.tensor.TensorType;

/// A = Q·R over the last two axes, (…, m, n) with m ≥ n: the columns of Q (…, m, n) are orthonormal, R (…, n, n) is
/// upper triangular with a positive diagonal, which makes both unique. Where the columns depend on each other a
/// diagonal element is 0, the gradient divides by it, and is NaN. By Householder's reflections, in double precision.
public record Qr() implements General {
    @Override public Words words() {
        return Words.of("x = Q R", "Q with orthonormal columns, R upper triangular with a positive diagonal")
                .derivative("by triangular solves (Walter and Lehmann, 2018)");
    }


    @Override public TensorType[] types(Tensor[] inputs) {
        Tensor a = inputs[0];
        Shape s = a.shape();
        Matrices.requireMatrix("qr", a);
        if (s.size(-2) < s.size(-1)) {
            throw new IllegalArgumentException("the op qr needs a matrix (m, n) with m of at least n, but got " + a.type()
                    + "; the method qr() of a tensor takes a wide one");
        }
        int n = s.size(-1);
        return new TensorType[] {a.type(), new TensorType(a.dtype(), s.with(-2, n))};
    }

    @Override public void run(Tensor[] inputs, Tensor[] outputs) {
        int n = inputs[0].size(-1);
        for (int k = 0; k < Matrices.count(inputs[0]); k++) {
            double[][] columns = Matrices.transposed(Matrices.rows(inputs[0], k), n);
            int exponent = Scaling.exponent(columns);
            Scaling.scale(columns, -exponent);
            Householder h = new Householder(columns);
            double[][] q = new double[n][];
            double[][] r = new double[n][n];
            for (int i = 0; i < n; i++) {
                q[i] = h.q(i);
                for (int j = i; j < n; j++) r[i][j] = Math.scalb(h.r(i, j), exponent);
            }
            Matrices.writeTransposed(q, outputs[0], k);
            Matrices.write(r, outputs[1], k);
        }
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
        p.give(0, Graph.apply(new TriangularSolve(Triangle.UPPER, "the gradient of qr"), r, right.transpose()).transpose());
    }

    /// The lower triangle, and its mirror image above the diagonal.
    private static Tensor mirrored(Tensor m) {
        Tensor below = Triangle.UNIT_LOWER.of(m);
        return Triangle.LOWER.of(m).add(below.transpose());
    }

    @Override public Tensor[] vmap(int size, Tensor[] inputs, boolean[] batched) {
        return Batching.byLeadingAxis(this, size, inputs, batched);
    }
}
