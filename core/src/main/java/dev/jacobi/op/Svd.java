package dev.jacobi.op;

import dev.jacobi.kernel.JacobiRotations;
import dev.jacobi.kernel.Scaling;
import dev.jacobi.scalar.Words;
import dev.jacobi.tensor.Graph;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import dev.jacobi.tensor.TensorType;
import java.util.Comparator;
import java.util.stream.IntStream;

/// The thin singular value decomposition A = U·diag(S)·Vᵀ of matrices (…, m, n), m ≥ n: U (…, m, n), S (…, n) descending, V (…, n, n).
/// The largest element of each column of V is positive, the first of equals. By one-sided rotations after Jacobi, in double precision.
/// Columns of U for singular values of 0 are 0.
public record Svd() implements General {

    @Override public Words words() {
        return Words.of("x = U S Vᵀ", "singular values, descending, and singular vectors")
                .derivative("U (diag(g_S) + (F ∘ (Uᵀg_U - g_UᵀU)) S + S (F ∘ (Vᵀg_V - g_VᵀV))) Vᵀ + (1 - UUᵀ) g_U S⁻¹ Vᵀ, F_ij = 1/(s_j² - s_i²)")
                .kinks("Vectors of equal values have no derivative: an error that names them. Their values have.");
    }

    @Override public TensorType[] types(Tensor[] inputs) {
        Tensor a = inputs[0];
        Matrices.requireMatrix("svd", a);
        Shape s = a.shape();
        if (s.size(-2) < s.size(-1)) {
            throw new IllegalArgumentException("the op svd needs a matrix (m, n) with m of at least n, but got " + a.type()
                    + "; the method svd() of a tensor takes a wide one");
        }
        int n = s.size(-1);
        Shape batch = s.part(0, s.rank() - 2);
        return new TensorType[] {a.type(), new TensorType(a.dtype(), batch.append(Shape.of(n))), new TensorType(a.dtype(), batch.append(Shape.of(n, n)))};
    }

    @Override public void run(Tensor[] inputs, Tensor[] outputs) {
        int n = inputs[0].size(-1);
        for (int k = 0; k < Matrices.count(inputs[0]); k++) {
            double[][] columns = Matrices.transposed(Matrices.rows(inputs[0], k), n);
            int exponent = Scaling.exponent(columns);
            Scaling.scale(columns, -exponent);
            double[][] v = Scaling.isFinite(columns) ? JacobiRotations.oneSided(columns) : null;
            if (v == null) throw Matrices.notFinite("svd", k, inputs[0]);
            double[] sizes = new double[n];
            for (int i = 0; i < n; i++) {
                double square = 0;
                for (double x : columns[i]) square = Math.fma(x, x, square);
                sizes[i] = Math.sqrt(square);
            }
            int[] order = IntStream.range(0, n).boxed().sorted(Comparator.comparingDouble(i -> -sizes[i])).mapToInt(i -> i).toArray();
            double[] values = new double[n];
            double[][] left = new double[n][];
            double[][] right = new double[n][];
            for (int i = 0; i < n; i++) {
                int from = order[i];
                values[i] = Math.scalb(sizes[from], exponent);
                left[i] = columns[from];
                right[i] = v[from];
                for (int r = 0; r < left[i].length; r++) left[i][r] = sizes[from] == 0 ? 0 : left[i][r] / sizes[from];
                if (Matrices.turn(right[i], right[i])) Matrices.negate(left[i]);
            }
            Matrices.writeTransposed(left, outputs[0], k);
            Matrices.write(values, outputs[1], k);
            Matrices.writeTransposed(right, outputs[2], k);
        }
    }

    /// J. Townsend, "Differentiating the singular value decomposition", 2016.
    @Override public void vjp(Pullback p) {
        if (!p.wants(0)) return;
        Tensor u = p.output(0);
        Tensor s = p.output(1);
        Tensor v = p.output(2);
        Tensor gu = p.upstream(0);
        Tensor gs = p.upstream(1);
        Tensor gv = p.upstream(2);
        Tensor row = s.unsqueeze(-2);
        Tensor column = s.unsqueeze(-1);
        Tensor inner = Matrices.onDiagonal(gs != null ? gs : Tensor.zeros(s.shape(), s.dtype()));
        if (gu != null || gv != null) {
            Tensor gaps = Graph.apply(new InverseGaps("svd", true), s);
            if (gu != null) inner = inner.add(gaps.mul(twice(u, gu)).mul(row));
            if (gv != null) inner = inner.add(column.mul(gaps.mul(twice(v, gv))));
        }
        Tensor g = u.matmul(inner).matmul(v.transpose());
        if (gu != null && u.size(-2) > u.size(-1)) {
            Tensor outside = gu.sub(u.matmul(u.transpose().matmul(gu)));
            g = g.add(outside.div(row).matmul(v.transpose()));
        }
        p.give(0, g);
    }

    /// VᵀG − GᵀV.
    private static Tensor twice(Tensor v, Tensor g) {
        Tensor m = v.transpose().matmul(g);
        return m.sub(m.transpose());
    }

    @Override public Tensor[] vmap(int size, Tensor[] inputs, boolean[] batched) { return Graph.applyAll(this, inputs); }
}
