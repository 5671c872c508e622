package dev.jacobi.op;

import dev.jacobi.kernel.Reductions;
import dev.jacobi.scalar.Arithmetic;
import dev.jacobi.scalar.Words;
import dev.jacobi.tensor.Graph;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import dev.jacobi.tensor.TensorType;

/// Takes the mean along some axes away from each element, without losing what is small beside it: of elements
/// that are all alike exactly 0 remains. It is its own adjoint.
///
/// A number near the mean is taken out first, and may be rounded; the mean of the rest, which is small, makes up for it.
public record Center(Axes axes) implements Linear {
    private static final Elementwise SUB = Elementwise.of(new Arithmetic.Sub());
    /// So near to the mean, for its size, an element stands for it: a mean of equal elements may be rounded, they aren't.
    private static final double NEAR = 1e-6;

    @Override public Words words() {
        return Words.of("x - mean(x)", "What each element differs from the mean; 0 for elements that are all alike.")
                .derivative("g - mean(g)");
    }

    @Override public TensorType[] types(Tensor[] inputs) {
        if (!inputs[0].dtype().isFloating()) {
            throw new IllegalArgumentException("center needs a floating tensor, but got " + inputs[0].dtype()
                    + "; convert it with to(DType.F64)");
        }
        return new TensorType[] {inputs[0].type()};
    }

    @Override public void run(Tensor[] inputs, Tensor[] outputs) {
        Tensor x = inputs[0].bare();
        if (x.size() == 0) return;
        if (axes.areLast()) {
            int n = axes.elements(x.shape());
            Reductions.center(x.dense().array(), x.size() / n, n, NEAR, outputs[0].storage().array());
            return;
        }
        Shape kept = axes.keptIn(x.shape());
        Tensor mean = Graph.apply(new Sum(axes, true), x).reshape(kept);
        Tensor first = x;
        for (int i = 0; i < axes.count(); i++) first = first.slice(axes.get(i), 0, 1);
        Tensor near = first.sub(mean).abs().le(mean.abs().mul(NEAR)).where(first, mean);
        SUB.run(new Tensor[] {x, near.expand(x.shape())}, outputs);
        Tensor rest = Graph.apply(new Sum(axes, true), outputs[0]).reshape(kept);
        SUB.run(new Tensor[] {outputs[0], rest.expand(x.shape())}, outputs);               // in place
    }

    @Override public void vjp(Pullback p) {
        if (p.wants(0)) p.give(0, Graph.apply(this, p.upstream()));
    }

    @Override public Tensor[] vmap(int size, Tensor[] inputs, boolean[] batched) { return Graph.applyAll(this, inputs); }
}
