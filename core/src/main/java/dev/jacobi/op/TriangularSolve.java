package dev.jacobi.op;

import dev.jacobi.scalar.Words;
import dev.jacobi.tensor.Graph;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Storage;
import dev.jacobi.tensor.Tensor;
import dev.jacobi.tensor.TensorType;

/// X with R·X = B (or Rᵀ·X = B) for an upper triangular R, over the last two axes: (…, n, n), (…, n, m) to (…, n, m).
/// What lies below the diagonal of R is not read. Computed in double precision.
public record TriangularSolve(boolean transposed) implements General {
    @Override public Words words() {
        return Words.of("R^-1 x", "the solution of a triangular system").derivative("by the transposed system");
    }


    @Override public TensorType[] types(Tensor[] inputs) {
        Shape r = inputs[0].shape();
        Shape b = inputs[1].shape();
        Elementwise.sameFloating("triangularSolve", inputs[0], inputs[1]);
        int rank = r.rank();
        if (rank < 2 || b.rank() != rank || r.size(-1) != r.size(-2) || b.size(-2) != r.size(-1)
                || !r.part(0, rank - 2).equals(b.part(0, rank - 2))) {
            throw new IllegalArgumentException("triangularSolve needs (…, n, n) and (…, n, m), but got " + r + " and " + b);
        }
        return new TensorType[] {inputs[1].type()};
    }

    @Override public void run(Tensor[] inputs, Tensor[] outputs) {
        Storage r = inputs[0].dense();
        Storage b = inputs[1].dense();
        Storage y = outputs[0].storage();
        int n = inputs[1].size(-2);
        int m = inputs[1].size(-1);
        int batch = inputs[1].shape().part(0, inputs[1].rank() - 2).size();
        double[] x = new double[n];
        for (int k = 0; k < batch; k++) {
            for (int column = 0; column < m; column++) {
                for (int step = 0; step < n; step++) {
                    int i = transposed ? step : n - 1 - step;
                    double sum = b.number((k * n + i) * m + column);
                    for (int before = 0; before < step; before++) {
                        int j = transposed ? before : n - 1 - before;
                        int at = transposed ? j * n + i : i * n + j;
                        sum = Math.fma(-r.number(k * n * n + at), x[j], sum);
                    }
                    x[i] = sum / r.number(k * n * n + i * n + i);
                    y.set((k * n + i) * m + column, x[i]);
                }
            }
        }
    }

    /// B̄ = R⁻ᵀ·X̄ and R̄ = −upper(B̄·Xᵀ); transposed: B̄ = R⁻¹·X̄ and R̄ = −upper(X·B̄ᵀ).
    @Override public void vjp(Pullback p) {
        Tensor r = p.input(0);
        Tensor x = p.output(0);
        Tensor gradient = Graph.apply(new TriangularSolve(!transposed), r, p.upstream());
        if (p.wants(1)) p.give(1, gradient);
        if (p.wants(0)) {
            Tensor product = transposed ? x.matmul(gradient.transpose()) : gradient.matmul(x.transpose());
            p.give(0, upper(product).neg());
        }
    }

    /// The matrix with zeros below the diagonal.
    static Tensor upper(Tensor a) {
        Tensor index = Tensor.range(a.size(-1));
        return index.unsqueeze(1).le(index.unsqueeze(0)).where(a, Tensor.zeros(a.shape(), a.dtype()));
    }

    @Override public Tensor[] vmap(int size, Tensor[] inputs, boolean[] batched) {
        return Batching.byLeadingAxis(this, size, inputs, batched);
    }
}
