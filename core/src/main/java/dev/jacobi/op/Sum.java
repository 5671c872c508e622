package dev.jacobi.op;

import dev.jacobi.kernel.Reductions;
import dev.jacobi.scalar.Words;
import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.Graph;
import dev.jacobi.tensor.Storage;
import dev.jacobi.tensor.Tensor;
import dev.jacobi.tensor.TensorType;

/// Adds along some axes, or takes the mean. `F32` adds up in `F64` and rounds once; whole numbers wrap as Java's do.
public record Sum(Axes axes, boolean mean) implements Linear {

    @Override public String name() { return mean ? "mean" : "sum"; }

    @Override public Words words() {
        return mean ? Words.of("mean(x)", "The mean along some axes, or of everything.").derivative("g / n, to each")
                : Words.of("sum(x)", "The sum along some axes, or of everything; whole numbers wrap.").derivative("g, to each");
    }

    @Override public TensorType[] types(Tensor[] inputs) {
        Tensor x = inputs[0];
        if (mean && !x.dtype().isFloating()) {
            throw new IllegalArgumentException("mean needs a floating tensor, but got " + x.dtype()
                    + "; convert it with to(DType.F32)");
        }
        if (x.dtype() == DType.BOOL) {
            throw new IllegalArgumentException("sum needs numbers, but got BOOL; convert it with to(DType.I64) to count");
        }
        return new TensorType[] {new TensorType(x.dtype(), axes.removedFrom(x.shape()))};
    }

    @Override public void run(Tensor[] inputs, Tensor[] outputs) {
        Reduction r = Reduction.of(inputs[0], axes);
        if (!inputs[0].dtype().isFloating()) {
            wholeSums(r, outputs[0].storage());
            return;
        }
        double divisor = mean ? r.count() : 1;
        Reductions.sum(r.array(), r.outer(), r.count(), r.inner(), divisor, outputs[0].storage().array());
    }

    private static void wholeSums(Reduction r, Storage y) {
        Storage x = Storage.wrap(r.array());
        for (int o = 0; o < r.outer(); o++) {
            for (int i = 0; i < r.inner(); i++) {
                long sum = 0;
                for (int k = 0; k < r.count(); k++) sum += x.whole((o * r.count() + k) * r.inner() + i);
                y.setWhole(o * r.inner() + i, sum);
            }
        }
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
