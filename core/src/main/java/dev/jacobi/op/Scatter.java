package dev.jacobi.op;

import dev.jacobi.kernel.Copies;
import dev.jacobi.scalar.Words;
import dev.jacobi.tensor.Graph;
import dev.jacobi.tensor.Layout;
import dev.jacobi.tensor.Tensor;
import dev.jacobi.tensor.TensorType;
import java.util.BitSet;

/// A tensor with other values at the places that an index names along an axis (counted from the end). Each place may be
/// named once: which of two values wins would be an accident, and the gradient of the other one, zero, would be hidden.
///
/// Inputs: the tensor, the values, the index; the values have the shape that a [Gather] by the index gives.
///
/// @param batch as in [Gather]
public record Scatter(int axis, int batch) implements Linear {

    /// One index for all.
    public Scatter(int axis) { this(axis, 0); }

    @Override public Words words() {
        return Words.of("x with x[k[t]] = v[t]", "other values at the places that an index names along an axis")
                .derivative("to v: g at the named places; to x: g, zero at the named places")
                .kinks("a place named twice, or out of range, is an error");
    }

    @Override public TensorType[] types(Tensor[] inputs) {
        Tensor x = inputs[0];
        Tensor values = inputs[1];
        TensorType picked = new Gather(axis, batch).types(new Tensor[] {x, inputs[2]})[0];
        if (!values.type().equals(picked)) {
            throw new IllegalArgumentException("scatter along axis " + x.shape().axis(axis) + " of " + x.type() + " by an index "
                    + inputs[2].shape() + " needs values " + picked + ", but got " + values.type() + "; expand or convert them");
        }
        return new TensorType[] {x.type()};
    }

    @Override public void run(Tensor[] inputs, Tensor[] outputs) {
        Tensor x = inputs[0];
        Gather.Places p = new Gather(axis, batch).places("scatter", inputs[2], x.shape());
        requireEachOnce(p.index(), x.size(axis));
        Object target = outputs[0].storage().array();
        Layout from = x.strides();
        Copies.copyStrided(x.storage().array(), from.offset(), x.shape().toArray(), from.strides(), target);
        Object values = inputs[1].dense().array();
        int v = 0;
        for (int o = 0; o < p.outer(); o++) {
            for (int k : p.index()) {
                System.arraycopy(values, v, target, (o * p.axis() + k) * p.inner(), p.inner());
                v += p.inner();
            }
        }
    }

    /// @param index places; those of different parts of a batch differ by a multiple of the size
    private static void requireEachOnce(int[] index, int size) {
        BitSet named = new BitSet();
        for (int k : index) {
            if (named.get(k)) {
                throw new IllegalArgumentException("scatter sets each place once, but the index names " + k % size
                        + " twice; use scatterAdd to add both values, or name it once");
            }
            named.set(k);
        }
    }

    @Override public void vjp(Pullback p) {
        Tensor g = p.upstream();
        Tensor values = p.input(1);
        if (p.wants(0)) p.give(0, Graph.apply(this, g, Tensor.zeros(values.shape(), values.dtype()), p.input(2)));
        if (p.wants(1)) p.give(1, Graph.apply(new Gather(axis, batch), g, p.input(2)));
    }

    @Override public Tensor[] vmap(int size, Tensor[] inputs, boolean[] batched) {
        Tensor[] all = Batching.expanded(size, inputs, batched);
        if (batch > 0 || batched[2]) return Graph.applyAll(new Scatter(axis, batch + 1), all);
        all[2] = inputs[2];                                                  // one index for all members
        return Graph.applyAll(this, all);
    }
}
