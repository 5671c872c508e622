package dev.jacobi.op;

import dev.jacobi.kernel.Reductions;
import dev.jacobi.scalar.Words;
import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.Graph;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Storage;
import dev.jacobi.tensor.Tensor;
import dev.jacobi.tensor.TensorType;

/// The largest or the smallest element along some axes; NaN wins, in the gradient as well. Ties share the gradient equally.
public record Extreme(Axes axes, boolean largest) implements General {

    @Override public String name() { return largest ? "max" : "min"; }

    @Override public Words words() {
        return Words.of(name() + "(x)", "The " + (largest ? "largest" : "smallest") + " element along some axes; NaN wins.")
                .derivative("g at the winner").kinks("ties share equally");
    }

    @Override public TensorType[] types(Tensor[] inputs) {
        Tensor x = inputs[0];
        if (x.dtype() == DType.BOOL) {
            throw new IllegalArgumentException(name() + " needs numbers, but got BOOL; ask for any() or all()");
        }
        for (int i = 0; i < axes.count(); i++) {
            if (x.size(axes.get(i)) == 0) {
                throw new IllegalArgumentException(name() + " needs at least one element, but axis "
                        + x.shape().axis(axes.get(i)) + " of " + x.shape() + " is empty");
            }
        }
        return new TensorType[] {new TensorType(x.dtype(), axes.removedFrom(x.shape()))};
    }

    @Override public void run(Tensor[] inputs, Tensor[] outputs) {
        Reduction r = Reduction.of(inputs[0], axes);
        if (!inputs[0].dtype().isFloating()) {
            wholeNumbers(r, outputs[0].storage());
            return;
        }
        Object y = outputs[0].storage().array();
        if (largest) Reductions.max(r.array(), r.outer(), r.count(), r.inner(), y);
        else Reductions.min(r.array(), r.outer(), r.count(), r.inner(), y);
    }

    private void wholeNumbers(Reduction r, Storage y) {
        Storage x = Storage.wrap(r.array());
        for (int o = 0; o < r.outer(); o++) {
            for (int i = 0; i < r.inner(); i++) {
                int at = o * r.count() * r.inner() + i;
                long best = x.whole(at);
                for (int k = 1; k < r.count(); k++) {
                    long v = x.whole(at + k * r.inner());
                    best = largest ? Math.max(best, v) : Math.min(best, v);
                }
                y.setWhole(o * r.inner() + i, best);
            }
        }
    }

    @Override public void vjp(Pullback p) { share(p, axes); }

    /// The upstream gradient in equal parts to all elements that are equal to the output, or NaN.
    static void share(Pullback p, Axes axes) {
        if (!p.wants(0)) return;
        Tensor x = p.input(0);
        Shape kept = axes.keptIn(x.shape());
        Tensor won = x.eq(p.output(0).reshape(kept)).maximum(x.isNaN());
        Tensor winners = Graph.apply(new Sum(axes, false), won.to(x.dtype())).reshape(kept);
        Tensor share = p.upstream().reshape(kept).div(winners).expand(x.shape());
        p.give(0, won.where(share, Tensor.zeros(x.shape(), x.dtype())));
    }

    @Override public Tensor[] vmap(int size, Tensor[] inputs, boolean[] batched) { return Graph.applyAll(this, inputs); }
}
