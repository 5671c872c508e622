package dev.jacobi.op;

import dev.jacobi.kernel.JacobiRotations;
import dev.jacobi.kernel.Scaling;
import dev.jacobi.scalar.Words;
import dev.jacobi.tensor.Graph;
import dev.jacobi.tensor.Tensor;
import dev.jacobi.tensor.TensorType;

/// The inverse by Moore and Penrose of any matrix, (…, m, n) to (…, n, m), m ≥ n, by singular values in double precision. Those
/// not above a part of the largest count as 0.
///
/// @param cutoff that part
public record PseudoInverse(double cutoff) implements General {

    @Override public Words words() {
        return Words.of("A⁺", "the matrix that undoes A as far as that can be done")
                .derivative("-A⁺ᵀ g A⁺ᵀ + (1 - A A⁺) gᵀ A⁺ A⁺ᵀ + A⁺ᵀ A⁺ gᵀ (1 - A⁺ A)")
                .kinks("The derivative is along matrices of the same rank: where the rank changes there is none.");
    }

    @Override public TensorType[] types(Tensor[] inputs) {
        Tensor a = inputs[0];
        Matrices.requireMatrix("pseudoInverse", a);
        if (a.size(-2) < a.size(-1)) {
            throw new IllegalArgumentException("the op pseudoInverse needs a matrix (m, n) with m of at least n, but got " + a.type()
                    + "; the method pseudoInverse() of a tensor takes a wide one");
        }
        int n = a.size(-1);
        return new TensorType[] {new TensorType(a.dtype(), a.shape().with(-1, a.size(-2)).with(-2, n))};
    }

    @Override public void run(Tensor[] inputs, Tensor[] outputs) {
        int n = inputs[0].size(-1);
        int m = inputs[0].size(-2);
        for (int k = 0; k < Matrices.count(inputs[0]); k++) {
            double[][] us = Matrices.transposed(Matrices.rows(inputs[0], k), n);
            int exponent = Scaling.exponent(us);
            Scaling.scale(us, -exponent);
            double[][] v = Scaling.isFinite(us) ? JacobiRotations.oneSided(us) : null;
            if (v == null) throw Matrices.notFinite("pseudoInverse", k, inputs[0]);
            double[] squares = new double[n];
            double largest = 0;
            for (int i = 0; i < n; i++) {
                for (double x : us[i]) squares[i] = Math.fma(x, x, squares[i]);
                largest = Math.max(largest, squares[i]);
            }
            double[][] r = new double[n][m];
            for (int i = 0; i < n; i++) {
                if (squares[i] == 0 || Math.sqrt(squares[i]) <= cutoff * Math.sqrt(largest)) continue;
                for (int row = 0; row < n; row++) {
                    double f = v[i][row] / squares[i];
                    for (int j = 0; j < m; j++) r[row][j] = Math.fma(f, us[i][j], r[row][j]);
                }
            }
            Scaling.scale(r, -exponent);
            Matrices.write(r, outputs[0], k);
        }
    }

    /// G. Golub and V. Pereyra, "The differentiation of pseudo-inverses and nonlinear least squares problems whose variables
    /// separate", 1973.
    @Override public void vjp(Pullback p) {
        if (!p.wants(0)) return;
        Tensor a = p.input(0);
        Tensor inverse = p.output(0);
        Tensor turned = inverse.transpose();
        Tensor g = p.upstream().transpose();
        Tensor whole = turned.matmul(p.upstream()).matmul(turned).neg();
        Tensor columns = g.sub(a.matmul(inverse.matmul(g))).matmul(inverse).matmul(turned);
        Tensor before = turned.matmul(inverse).matmul(g);
        Tensor rows = before.sub(before.matmul(inverse).matmul(a));
        p.give(0, whole.add(columns).add(rows));
    }

    @Override public Tensor[] vmap(int size, Tensor[] inputs, boolean[] batched) { return Graph.applyAll(this, inputs); }
}
