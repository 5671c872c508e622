package dev.jacobi.op;

import dev.jacobi.kernel.CompletePivots;
import dev.jacobi.scalar.Words;
import dev.jacobi.tensor.Graph;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import dev.jacobi.tensor.TensorType;

/// The sign of the determinant and the logarithm of its size, (…, n, n) to twice (…), also where the determinant is too large or
/// too small for a number. Of a singular matrix: 0 and −∞, and no gradient.
public record LogDeterminant() implements General {

    @Override public Words words() {
        return Words.of("log |det A|", "the logarithm of the determinant's size, and its sign").derivative("g · A⁻ᵀ")
                .kinks("The sign is a constant; the gradient at a singular matrix is an error that names the pivot.");
    }

    @Override public TensorType[] types(Tensor[] inputs) {
        Tensor a = inputs[0];
        Matrices.requireSquare("slogdet", a);
        TensorType type = new TensorType(a.dtype(), a.shape().part(0, a.rank() - 2));
        return new TensorType[] {type, type};
    }

    @Override public void run(Tensor[] inputs, Tensor[] outputs) {
        int count = Matrices.count(inputs[0]);
        int n = inputs[0].size(-1);
        double[] pivots = new double[Math.multiplyExact(count, n)];
        for (int k = 0; k < count; k++) {
            CompletePivots p = new CompletePivots(Matrices.rows(inputs[0], k));
            outputs[0].storage().set(k, p.sign());
            System.arraycopy(p.pivots(), 0, pivots, k * n, n);
        }
        double[] logs = Tensor.wrap(pivots, Shape.of(count, n)).log().sum(1).toDoubles();
        for (int k = 0; k < count; k++) outputs[1].storage().set(k, logs[k]);
    }

    @Override public void vjp(Pullback p) {
        Tensor g = p.upstream(1);
        if (g == null || !p.wants(0)) return;
        Tensor inverse = Graph.apply(new Inverse("the gradient of slogdet"), p.input(0));
        p.give(0, inverse.transpose().mul(g.unsqueeze(-1).unsqueeze(-1)));
    }

    @Override public Tensor[] vmap(int size, Tensor[] inputs, boolean[] batched) { return Graph.applyAll(this, inputs); }
}
