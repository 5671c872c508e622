package dev.jacobi.op;

import dev.jacobi.kernel.ExactSum;
import dev.jacobi.scalar.Words;
import dev.jacobi.tensor.Graph;
import dev.jacobi.tensor.Tensor;
import dev.jacobi.tensor.TensorType;

/// Adds along some axes without any error but that of one rounding at the end, whatever the order and the signs.
public record SumExact(Axes axes) implements Linear {

    @Override public Words words() {
        return Words.of("sumExact(x)", "The sum along some axes, or of everything, correctly rounded: no digit is lost on the way.")
                .derivative("g, to each");
    }

    @Override public TensorType[] types(Tensor[] inputs) {
        Tensor x = inputs[0];
        if (!x.dtype().isFloating()) {
            throw new IllegalArgumentException("sumExact needs a floating tensor, but got " + x.dtype()
                    + "; the sum of whole numbers is exact as long as it doesn't overflow");
        }
        return new TensorType[] {new TensorType(x.dtype(), axes.removedFrom(x.shape()))};
    }

    @Override public void run(Tensor[] inputs, Tensor[] outputs) {
        Reduction r = Reduction.of(inputs[0], axes);
        ExactSum.sum(r.array(), r.outer(), r.count(), r.inner(), outputs[0].storage().array());
    }

    @Override public void vjp(Pullback p) {
        if (!p.wants(0)) return;
        Tensor x = p.input(0);
        p.give(0, p.upstream().reshape(axes.keptIn(x.shape())).expand(x.shape()));
    }

    @Override public Tensor[] vmap(int size, Tensor[] inputs, boolean[] batched) {
        return Graph.applyAll(this, inputs);
    }
}
