package dev.jacobi.op;

import dev.jacobi.kernel.CholeskyFactor;
import dev.jacobi.scalar.Words;
import dev.jacobi.tensor.Graph;
import dev.jacobi.tensor.Tensor;
import dev.jacobi.tensor.TensorType;

/// The lower triangular L with a positive diagonal and L·Lᵀ = (A + Aᵀ)/2, over the last two axes. In double precision; a
/// pivot that isn't above 0 is an error.
public record Cholesky() implements General {

    @Override public Words words() {
        return Words.of("A = L Lᵀ", "takes the symmetric part of a positive definite matrix apart")
                .derivative("the symmetric part of L⁻ᵀ Φ(Lᵀ g) L⁻¹, where Φ takes the lower triangle and half of the diagonal")
                .kinks("A matrix that isn't positive definite is an error that names the pivot.");
    }

    @Override public TensorType[] types(Tensor[] inputs) {
        Matrices.requireSquare("cholesky", inputs[0]);
        return new TensorType[] {inputs[0].type()};
    }

    @Override public void run(Tensor[] inputs, Tensor[] outputs) {
        for (int k = 0; k < Matrices.count(inputs[0]); k++) {
            double[][] a = Matrices.symmetricPart(inputs[0], k);
            int pivot = CholeskyFactor.factor(a);
            if (pivot >= 0) {
                throw new IllegalArgumentException("cholesky needs a positive definite matrix, but pivot " + pivot
                        + " (counted from 0) is " + a[pivot][pivot] + Matrices.of(k, inputs[0])
                        + "; add to the diagonal, or use eigh for a symmetric matrix of any sign");
            }
            Matrices.write(a, outputs[0], k);
        }
    }

    /// I. Murray, "Differentiation of the Cholesky decomposition", 2016.
    @Override public void vjp(Pullback p) {
        if (!p.wants(0)) return;
        Tensor l = p.output(0);
        Tensor m = Triangle.LOWER.of(l.transpose().matmul(p.upstream()));
        Tensor turned = l.transpose();
        TriangularSolve solve = new TriangularSolve(Triangle.UPPER, "the gradient of cholesky");
        // Φ(M) + Φ(M)ᵀ is M mirrored, as M has half of what both have on the diagonal
        Tensor mirrored = Triangle.UNIT_LOWER.of(m);
        mirrored = mirrored.add(mirrored.transpose()).add(Matrices.where(Matrices.diagonal(m.size(-1)), m));
        Tensor half = Graph.apply(solve, turned, mirrored).transpose();
        p.give(0, Graph.apply(solve, turned, half).mul(0.5));
    }

    @Override public Tensor[] vmap(int size, Tensor[] inputs, boolean[] batched) { return Graph.applyAll(this, inputs); }
}
