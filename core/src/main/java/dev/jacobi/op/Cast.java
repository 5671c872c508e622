package dev.jacobi.op;

import dev.jacobi.scalar.Words;
import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.Graph;
import dev.jacobi.tensor.Storage;
import dev.jacobi.tensor.Tensor;
import dev.jacobi.tensor.TensorType;

/// The same numbers as another kind, by Java's conversions: fractions are cut toward zero,
/// floating values out of range go to the nearest end, NaN becomes 0. Not zero is true.
public record Cast(DType to) implements Linear {
    @Override public Words words() {
        return Words.of("x as another kind", "the same numbers as another kind").derivative("g as the kind of x").kinks("whole numbers are cut toward zero; NaN becomes 0");
    }


    @Override public TensorType[] types(Tensor[] inputs) {
        return new TensorType[] {new TensorType(to, inputs[0].shape())};
    }

    @Override public void run(Tensor[] inputs, Tensor[] outputs) {
        Storage x = inputs[0].dense();
        Storage y = outputs[0].storage();
        int n = inputs[0].size();
        if (!x.dtype().isFloating() && !to.isFloating()) {
            for (int i = 0; i < n; i++) y.setWhole(i, x.whole(i));                 // long to int keeps the low bits
        } else {
            for (int i = 0; i < n; i++) y.set(i, x.number(i));
        }
    }

    @Override public void vjp(Pullback p) {
        if (p.wants(0) && to.isFloating()) p.give(0, p.upstream().to(p.input(0).dtype()));
    }

    @Override public Tensor[] vmap(int size, Tensor[] inputs, boolean[] batched) { return Graph.applyAll(this, inputs); }
}
