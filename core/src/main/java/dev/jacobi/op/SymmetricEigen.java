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

/// Eigenvalues (…, n) of the symmetric part of matrices (…, n, n), ascending, and eigenvectors, the columns of (…, n, n).
/// Of each vector and its negative, the one is given whose largest element is positive, the first of equals. By Jacobi's
/// rotations, in double precision.
public record SymmetricEigen() implements General {

    @Override public Words words() {
        return Words.of("(x + xᵀ)/2 = V Λ Vᵀ", "eigenvalues and eigenvectors of a symmetric matrix")
                .derivative("V (diag(g_λ) + (Vᵀ g_V) ∘ F) Vᵀ with F_ij = 1/(λ_j - λ_i)")
                .kinks("Vectors of equal values have no derivative: an error that names them. Their values have.");
    }

    @Override public TensorType[] types(Tensor[] inputs) {
        Tensor a = inputs[0];
        Matrices.requireSquare("eigh", a);
        Shape s = a.shape();
        return new TensorType[] {new TensorType(a.dtype(), s.part(0, s.rank() - 1)), a.type()};
    }

    @Override public void run(Tensor[] inputs, Tensor[] outputs) {
        for (int k = 0; k < Matrices.count(inputs[0]); k++) {
            double[][] a = Matrices.symmetricPart(inputs[0], k);
            int n = a.length;
            int exponent = Scaling.exponent(a);
            Scaling.scale(a, -exponent);
            double[][] v = Scaling.isFinite(a) ? JacobiRotations.symmetric(a) : null;
            if (v == null) throw Matrices.notFinite("eigh", k, inputs[0]);
            int[] order = IntStream.range(0, n).boxed().sorted(Comparator.comparingDouble(i -> a[i][i])).mapToInt(i -> i).toArray();
            double[] values = new double[n];
            double[][] vectors = new double[n][];
            for (int i = 0; i < n; i++) {
                values[i] = Math.scalb(a[order[i]][order[i]], exponent);
                vectors[i] = v[order[i]];
                Matrices.turn(vectors[i], vectors[i]);
            }
            Matrices.write(values, outputs[0], k);
            Matrices.writeTransposed(vectors, outputs[1], k);
        }
    }

    /// M. Giles, "Collected matrix derivative results for forward and reverse mode algorithmic differentiation", 2008.
    @Override public void vjp(Pullback p) {
        if (!p.wants(0)) return;
        Tensor values = p.output(0);
        Tensor v = p.output(1);
        Tensor gValues = p.upstream(0);
        Tensor gVectors = p.upstream(1);
        Tensor inner = gValues == null ? null : Matrices.onDiagonal(gValues);
        if (gVectors != null) {
            Tensor turns = v.transpose().matmul(gVectors).mul(Graph.apply(new InverseGaps("eigh", false), values));
            inner = inner == null ? turns : inner.add(turns);
        }
        if (inner == null) return;
        Tensor g = v.matmul(inner).matmul(v.transpose());
        p.give(0, g.add(g.transpose()).mul(0.5));
    }

    @Override public Tensor[] vmap(int size, Tensor[] inputs, boolean[] batched) { return Graph.applyAll(this, inputs); }
}
