package dev.jacobi.op;

import dev.jacobi.scalar.Words;
import dev.jacobi.tensor.Graph;
import dev.jacobi.tensor.Tensor;
import dev.jacobi.tensor.TensorType;

/// The matrix whose product with this one is the identity, (…, n, n). By elimination with partial pivoting, in double precision; a
/// pivot that is exactly 0 is an error.
///
/// @param asked what was asked for, for that message
public record Inverse(String asked) implements General {

    @Override public Words words() {
        return Words.of("A⁻¹", "the matrix that undoes A").derivative("-A⁻ᵀ g A⁻ᵀ").kinks("A singular matrix is an error that names the pivot.");
    }

    @Override public TensorType[] types(Tensor[] inputs) {
        Matrices.requireSquare("inverse", inputs[0]);
        return new TensorType[] {inputs[0].type()};
    }

    @Override public void run(Tensor[] inputs, Tensor[] outputs) {
        int n = inputs[0].size(-1);
        double[][] identity = new double[n][n];
        for (int i = 0; i < n; i++) identity[i][i] = 1;
        for (int k = 0; k < Matrices.count(inputs[0]); k++) {
            Matrices.write(Solve.factors(asked, inputs[0], k).solve(identity), outputs[0], k);
        }
    }

    @Override public void vjp(Pullback p) {
        if (!p.wants(0)) return;
        Tensor turned = p.output(0).transpose();
        p.give(0, turned.matmul(p.upstream()).matmul(turned).neg());
    }

    @Override public Tensor[] vmap(int size, Tensor[] inputs, boolean[] batched) { return Graph.applyAll(this, inputs); }
}
