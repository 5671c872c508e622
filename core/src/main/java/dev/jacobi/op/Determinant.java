package dev.jacobi.op;

import dev.jacobi.kernel.CompletePivots;
import dev.jacobi.scalar.Words;
import dev.jacobi.tensor.Graph;
import dev.jacobi.tensor.Tensor;
import dev.jacobi.tensor.TensorType;

/// The determinant over the last two axes, (…, n, n) to (…), by elimination with complete pivoting in double precision. It is a
/// polynomial, so its gradient, the [Cofactors], exists everywhere, singular matrices included.
public record Determinant() implements General {

    @Override public Words words() {
        return Words.of("det A", "the volume that the matrix makes of a unit cube, with a sign").derivative("g · cofactors(A)");
    }

    @Override public TensorType[] types(Tensor[] inputs) {
        Tensor a = inputs[0];
        Matrices.requireSquare("det", a);
        return new TensorType[] {new TensorType(a.dtype(), a.shape().part(0, a.rank() - 2))};
    }

    @Override public void run(Tensor[] inputs, Tensor[] outputs) {
        for (int k = 0; k < Matrices.count(inputs[0]); k++) {
            outputs[0].storage().set(k, new CompletePivots(Matrices.rows(inputs[0], k)).determinant());
        }
    }

    @Override public void vjp(Pullback p) {
        if (p.wants(0)) p.give(0, Graph.apply(new Cofactors(), p.input(0)).mul(p.upstream().unsqueeze(-1).unsqueeze(-1)));
    }

    @Override public Tensor[] vmap(int size, Tensor[] inputs, boolean[] batched) { return Graph.applyAll(this, inputs); }

    /// The cofactor matrix: element (i, j) is the determinant without row i and column j, with its sign. Where the matrix
    /// has an inverse, det(A)·A⁻ᵀ; but no inverse is needed.
    public record Cofactors() implements General {

        @Override public Words words() {
            return Words.of("cof A", "the derivative of the determinant by each element").derivative("D² det(A)[g]");
        }

        @Override public TensorType[] types(Tensor[] inputs) {
            Matrices.requireSquare("cofactors", inputs[0]);
            return new TensorType[] {inputs[0].type()};
        }

        @Override public void run(Tensor[] inputs, Tensor[] outputs) {
            for (int k = 0; k < Matrices.count(inputs[0]); k++) {
                Matrices.write(new CompletePivots(Matrices.rows(inputs[0], k)).cofactors(), outputs[0], k);
            }
        }

        @Override public void vjp(Pullback p) {
            if (p.wants(0)) p.give(0, Graph.apply(new ChangeOfCofactors(), p.input(0), p.upstream()));
        }

        @Override public Tensor[] vmap(int size, Tensor[] inputs, boolean[] batched) { return Graph.applyAll(this, inputs); }
    }

    /// How the cofactors of A change when A changes along G: the second derivative of the determinant, a symmetric
    /// form, so the adjoint is the op itself. Right for every matrix; its own derivative by A is written with the inverse and
    /// needs one.
    public record ChangeOfCofactors() implements General {

        @Override public Words words() {
            return Words.of("D² det(A)[G]", "the change of the cofactors of A along G").derivative("Ḡ = D² det(A)[g], Ā = D³ det(A)[G, g]")
                    .kinks("The third derivative of a determinant is an error where the matrix is singular.");
        }

        @Override public TensorType[] types(Tensor[] inputs) {
            Matrices.requireSquare("cofactors", inputs[0]);
            TriangularSolve.requireSystem("cofactors", inputs[0], inputs[1]);
            return new TensorType[] {inputs[0].type()};
        }

        @Override public void run(Tensor[] inputs, Tensor[] outputs) {
            for (int k = 0; k < Matrices.count(inputs[0]); k++) {
                CompletePivots pivots = new CompletePivots(Matrices.rows(inputs[0], k));
                Matrices.write(pivots.changeOfCofactors(Matrices.rows(inputs[1], k)), outputs[0], k);
            }
        }

        /// With B = A⁻¹, X = B·G and Y = B·W the form is det(A)·(tr X·tr Y − tr XY).
        @Override public void vjp(Pullback p) {
            Tensor a = p.input(0);
            Tensor w = p.upstream();
            if (p.wants(1)) p.give(1, Graph.apply(this, a, w));
            if (!p.wants(0)) return;
            Tensor b = Graph.apply(new Inverse("the third derivative of det"), a);
            Tensor x = b.matmul(p.input(1));
            Tensor y = b.matmul(w);
            Tensor tx = x.trace().unsqueeze(-1).unsqueeze(-1);
            Tensor ty = y.trace().unsqueeze(-1).unsqueeze(-1);
            Tensor form = tx.mul(ty).sub(x.matmul(y).trace().unsqueeze(-1).unsqueeze(-1));
            Tensor sum = b.mul(form).sub(x.matmul(b).mul(ty)).sub(y.matmul(b).mul(tx))
                    .add(x.matmul(y).add(y.matmul(x)).matmul(b));
            p.give(0, sum.transpose().mul(a.det().unsqueeze(-1).unsqueeze(-1)));
        }

        @Override public Tensor[] vmap(int size, Tensor[] inputs, boolean[] batched) {
            return Batching.byLeadingAxis(this, size, inputs, batched);
        }
    }
}
