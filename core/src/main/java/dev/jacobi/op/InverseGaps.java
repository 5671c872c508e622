package dev.jacobi.op;

import dev.jacobi.scalar.Words;
import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.Graph;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Storage;
import dev.jacobi.tensor.Tensor;
import dev.jacobi.tensor.TensorType;

/// 1/(xⱼ − xᵢ), or of the squares, for all pairs of different elements of vectors (…, n), and 0 on the diagonal: (…, n, n). Two
/// equal elements are an error: it is the rules of decompositions that ask, and vectors of equal values have no derivative.
///
/// @param asked who asks, for the error
public record InverseGaps(String asked, boolean squares) implements General {

    @Override public Words words() {
        return Words.of("1 / (x_j - x_i)", "how the vectors of a decomposition turn into each other").derivative("-g y^2, to both").kinks("equal elements are an error");
    }

    @Override public TensorType[] types(Tensor[] inputs) {
        Shape s = inputs[0].shape();
        return new TensorType[] {new TensorType(inputs[0].dtype(), s.append(Shape.of(s.size(-1))))};
    }

    @Override public void run(Tensor[] inputs, Tensor[] outputs) {
        Storage x = inputs[0].dense();
        Storage y = outputs[0].storage();
        int n = inputs[0].size(-1);
        double unit = inputs[0].dtype() == DType.F32 ? 0x1p-22 : 0x1p-50;
        for (int k = 0; k < inputs[0].size() / Math.max(1, n); k++) {
            double largest = 0;
            for (int i = 0; i < n; i++) largest = Math.max(largest, Math.abs(x.number(k * n + i)));       // they are known to a rounding error of it
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    double a = x.number(k * n + i);
                    double b = x.number(k * n + j);
                    if (i != j && Math.abs(b - a) <= unit * largest) {
                        throw new IllegalArgumentException("the gradient of the vectors of " + asked + " needs different values, but number " + Math.min(i, j) + " and "
                                + Math.max(i, j) + " are " + a + " and " + b + ", not known to differ; use the values alone, or add a little to the matrix");
                    }
                    y.set((k * n + i) * n + j, i == j ? 0 : squares ? 1 / ((b - a) * (b + a)) : 1 / (b - a));
                }
            }
        }
    }

    @Override public void vjp(Pullback p) {
        if (!p.wants(0)) return;
        Tensor y = p.output(0);
        Tensor m = p.upstream().mul(y).mul(y).neg();
        Tensor g = m.sum(-2).sub(m.sum(-1));
        p.give(0, squares ? g.mul(p.input(0)).mul(2) : g);
    }

    @Override public Tensor[] vmap(int size, Tensor[] inputs, boolean[] batched) { return Graph.applyAll(this, inputs); }
}
