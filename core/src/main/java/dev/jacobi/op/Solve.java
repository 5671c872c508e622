package dev.jacobi.op;

import dev.jacobi.kernel.PartialPivots;
import dev.jacobi.scalar.Words;
import dev.jacobi.tensor.Graph;
import dev.jacobi.tensor.Tensor;
import dev.jacobi.tensor.TensorType;

/// X with A·X = B over the last two axes: (…, n, n), (…, n, m) to (…, n, m). By elimination with partial pivoting, in double
/// precision; a pivot that is exactly 0 is an error.
public record Solve() implements General {

    @Override public Words words() {
        return Words.of("A⁻¹ B", "solves A X = B").derivative("B̄ = A⁻ᵀ g, Ā = -B̄ Xᵀ").kinks("A singular matrix is an error that names the pivot.");
    }

    @Override public TensorType[] types(Tensor[] inputs) {
        Matrices.requireSquare("solve", inputs[0]);
        TriangularSolve.requireSystem("solve", inputs[0], inputs[1]);
        return new TensorType[] {inputs[1].type()};
    }

    @Override public void run(Tensor[] inputs, Tensor[] outputs) {
        for (int k = 0; k < Matrices.count(inputs[0]); k++) {
            PartialPivots lu = factors("solve", inputs[0], k);
            Matrices.write(lu.solve(Matrices.rows(inputs[1], k)), outputs[0], k);
        }
    }

    /// The elimination of one matrix.
    ///
    /// @throws IllegalArgumentException naming the pivot, if it has no inverse
    static PartialPivots factors(String asked, Tensor a, int which) {
        PartialPivots lu = new PartialPivots(Matrices.rows(a, which));
        if (lu.zeroPivot() >= 0) {
            throw new IllegalArgumentException(asked + " needs a matrix of full rank, but pivot " + lu.zeroPivot()
                    + " (counted from 0) of its elimination is 0" + Matrices.of(which, a)
                    + "; svd shows how far from it, or add a little to the diagonal");
        }
        return lu;
    }

    @Override public void vjp(Pullback p) {
        Tensor gradient = Graph.apply(this, p.input(0).transpose(), p.upstream());
        if (p.wants(1)) p.give(1, gradient);
        if (p.wants(0)) p.give(0, gradient.matmul(p.output(0).transpose()).neg());
    }

    @Override public Tensor[] vmap(int size, Tensor[] inputs, boolean[] batched) {
        return Batching.byLeadingAxis(this, size, inputs, batched);
    }
}
