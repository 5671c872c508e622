package dev.jacobi.op;

import dev.jacobi.kernel.PartialPivots;
import dev.jacobi.scalar.Words;
import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.Graph;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import dev.jacobi.tensor.TensorType;

/// P·A = L·U by elimination with partial pivoting, over the last two axes, in double precision: a unit lower triangle, an upper
/// triangle, and as `I32` (…, n) which row of A became each row of L·U.
public record Lu() implements General {

    @Override public Words words() {
        return Words.of("P A = L U", "a lower triangle times an upper one, of the rows in another order")
                .derivative("Pᵀ L⁻ᵀ (strictly lower(Lᵀ g_L) + upper(g_U Uᵀ)) U⁻ᵀ").kinks("The gradient at a singular matrix is an error.");
    }

    @Override public TensorType[] types(Tensor[] inputs) {
        Tensor a = inputs[0];
        Matrices.requireSquare("lu", a);
        return new TensorType[] {a.type(), a.type(), new TensorType(DType.I32, a.shape().part(0, a.rank() - 1))};
    }

    @Override public void run(Tensor[] inputs, Tensor[] outputs) {
        int n = inputs[0].size(-1);
        for (int k = 0; k < Matrices.count(inputs[0]); k++) {
            PartialPivots lu = new PartialPivots(Matrices.rows(inputs[0], k));
            double[][] l = new double[n][n];
            double[][] u = new double[n][n];
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) (j < i ? l : u)[i][j] = lu.at(i, j);
                l[i][i] = 1;
                outputs[2].storage().setWhole(k * n + i, lu.row(i));
            }
            Matrices.write(l, outputs[0], k);
            Matrices.write(u, outputs[1], k);
        }
    }

    @Override public void vjp(Pullback p) {
        if (!p.wants(0)) return;
        Tensor l = p.output(0);
        Tensor u = p.output(1);
        Tensor gl = p.upstream(0);
        Tensor gu = p.upstream(1);
        Tensor m = Tensor.zeros(l.shape(), l.dtype());
        if (gl != null) m = m.add(Triangle.UNIT_LOWER.of(l.transpose().matmul(gl)));
        if (gu != null) m = m.add(Triangle.UPPER.of(gu.matmul(u.transpose())));
        Tensor left = Graph.apply(new TriangularSolve(Triangle.UNIT_UPPER, "the gradient of lu"), l.transpose(), m);
        Tensor both = Graph.apply(new TriangularSolve(Triangle.UPPER, "the gradient of lu"), u, left.transpose()).transpose();
        Shape shape = l.shape();
        int n = shape.size(-1);
        // back to the rows of A: row i of L·U goes to the row that it came from
        Tensor from = p.output(2).unsqueeze(-1).eq(Tensor.range(n)).to(l.dtype());                    // (…, n, n), P itself
        p.give(0, from.transpose().matmul(both));
    }

    @Override public Tensor[] vmap(int size, Tensor[] inputs, boolean[] batched) { return Graph.applyAll(this, inputs); }
}
