package dev.jacobi.op;

import dev.jacobi.kernel.TriangularSystem;
import dev.jacobi.scalar.Words;
import dev.jacobi.tensor.Graph;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import dev.jacobi.tensor.TensorType;

/// X with R·X = B for a triangular R, over the last two axes: (…, n, n), (…, n, m) to (…, n, m). The rest of R isn't
/// read. Computed in double precision.
///
/// @param triangle what is read of R
/// @param asked what was asked for, for the message where a diagonal element is 0
public record TriangularSolve(Triangle triangle, String asked) implements General {

    @Override public Words words() {
        return Words.of("R⁻¹ B", "solves R X = B for a triangular R").derivative("B̄ = R⁻ᵀ g, R̄ = -(B̄ Xᵀ) on the triangle");
    }

    @Override public TensorType[] types(Tensor[] inputs) {
        requireSystem("triangularSolve", inputs[0], inputs[1]);
        return new TensorType[] {inputs[1].type()};
    }

    static void requireSystem(String op, Tensor a, Tensor b) {
        Shape s = a.shape();
        Shape t = b.shape();
        Elementwise.sameFloating(op, a, b);
        int rank = s.rank();
        if (rank < 2 || t.rank() != rank || s.size(-1) != s.size(-2) || t.size(-2) != s.size(-1)
                || !s.part(0, rank - 2).equals(t.part(0, rank - 2))) {
            throw new IllegalArgumentException(op + " needs (…, n, n) and (…, n, m), but got " + s + " and " + t);
        }
    }

    @Override public void run(Tensor[] inputs, Tensor[] outputs) {
        Tensor r = inputs[0];
        for (int k = 0; k < Matrices.count(r); k++) {
            double[][] rows = Matrices.rows(r, k);
            double[][] x = Matrices.rows(inputs[1], k);
            for (int i = 0; i < rows.length && !triangle.isUnit(); i++) {
                if (rows[i][i] == 0) {
                    throw new IllegalArgumentException(asked + " needs a diagonal without zeros, but element " + i
                            + " (counted from 0) of it is 0" + Matrices.of(k, r)
                            + "; svd shows how far from it, or add a little to the diagonal");
                }
            }
            if (triangle.isLower()) TriangularSystem.lower(rows, triangle.isUnit(), x);
            else TriangularSystem.upper(rows, triangle.isUnit(), x);
            Matrices.write(x, outputs[0], k);
        }
    }

    @Override public void vjp(Pullback p) {
        Tensor gradient = Graph.apply(new TriangularSolve(triangle.transposed(), asked), p.input(0).transpose(), p.upstream());
        if (p.wants(1)) p.give(1, gradient);
        if (p.wants(0)) p.give(0, triangle.of(gradient.matmul(p.output(0).transpose())).neg());
    }

    @Override public Tensor[] vmap(int size, Tensor[] inputs, boolean[] batched) {
        return Batching.byLeadingAxis(this, size, inputs, batched);
    }
}
