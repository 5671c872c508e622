package dev.jacobi.op;

import dev.jacobi.kernel.Reductions;
import dev.jacobi.tensor.Graph;
import dev.jacobi.tensor.Tensor;
import dev.jacobi.tensor.TensorType;

/// Adds along some axes, or takes the mean. `F32` adds up in `F64` and rounds once.
public record Sum(Axes axes, boolean mean) implements Linear {

    @Override public String name() { return mean ? "mean" : "sum"; }

    @Override public TensorType[] types(Tensor[] inputs) {
        Tensor x = inputs[0];
        if (mean && !x.dtype().isFloating()) {
            throw new IllegalArgumentException("mean needs a floating tensor, but got " + x.dtype()
                    + "; convert it with to(DType.F32)");
        }
        return new TensorType[] {new TensorType(x.dtype(), axes.removedFrom(x.shape()))};
    }

    @Override public void run(Tensor[] inputs, Tensor[] outputs) {
        Reduction r = Reduction.of(inputs[0], axes);
        double divisor = mean ? r.count() : 1;
        Reductions.sum(r.array(), r.outer(), r.count(), r.inner(), divisor, outputs[0].storage().array());
    }

    @Override public void vjp(Pullback p) {
        if (!p.wants(0)) return;
        Tensor x = p.input(0);
        Tensor g = p.upstream();
        if (mean) g = g.div(axes.elements(x.shape()));
        p.give(0, g.reshape(axes.keptIn(x.shape())).expand(x.shape()));
    }

    @Override public Tensor[] vmap(int size, Tensor[] inputs, boolean[] batched) { return Graph.applyAll(this, inputs); }
}
