package dev.jacobi.op;

import dev.jacobi.kernel.Gathers;
import dev.jacobi.scalar.Words;
import dev.jacobi.tensor.Graph;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Storage;
import dev.jacobi.tensor.Tensor;
import dev.jacobi.tensor.TensorType;

/// Picks along one axis (counted from the end) the elements that an index tensor names:
/// (outer, axis, inner) by an index of shape I gives (outer, I, inner). The lookup of an embedding.
///
/// @param batch how many leading axes both have in common: there, each part of the index picks from its own
///     part of the other, (batch, outer, axis, inner) by (batch, I) to (batch, outer, I, inner)
public record Gather(int axis, int batch) implements Linear {
    @Override public Words words() {
        return Words.of("x[i]", "the elements that an index names along an axis").derivative("g added at the places named").kinks("an index out of range is an error");
    }


    /// One index for all.
    public Gather(int axis) { this(axis, 0); }

    @Override public TensorType[] types(Tensor[] inputs) {
        Tensor x = inputs[0];
        Tensor index = inputs[1];
        if (!index.dtype().isInteger()) {
            throw new IllegalArgumentException("gather needs an index of whole numbers, but got " + index.dtype()
                    + "; make it with Tensor.ofInts or to(DType.I32)");
        }
        int at = x.shape().axis(axis);
        if (batch > Math.min(at, index.rank()) || !x.shape().part(0, batch).equals(index.shape().part(0, batch))) {
            throw new IllegalArgumentException("gather needs an index with the same first " + batch + " axes, but got "
                    + x.shape() + " and " + index.shape() + "; expand one to the other");
        }
        Shape picked = index.shape().part(batch, index.rank());
        Shape shape = x.shape().part(0, at).append(picked).append(x.shape().part(at + 1, x.rank()));
        return new TensorType[] {new TensorType(x.dtype(), shape)};
    }

    @Override public void run(Tensor[] inputs, Tensor[] outputs) {
        Places p = places("gather", inputs[1], inputs[0].shape());
        Gathers.gather(inputs[0].dense().array(), p.outer, p.axis, p.inner, p.index, outputs[0].storage().array());
    }

    /// The adjoint: adds the values at the places that the index names.
    void accumulate(Tensor value, Tensor index, Shape shape, Object target) {
        Places p = places("scatterAdd", index, shape);
        Gathers.scatterAdd(value.dense().array(), p.outer, p.axis, p.inner, p.index, target);
    }

    @Override public void vjp(Pullback p) {
        if (p.wants(0)) p.give(0, p.upstream(), new Placement.Gathered(axis, batch), p.input(1));
    }

    @Override public Tensor[] vmap(int size, Tensor[] inputs, boolean[] batched) {
        if (batch == 0 && !batched[1]) return Graph.applyAll(this, inputs);
        if (batch == 0 && !batched[0]) {
            // all look things up in one table, which need not be copied for each
            Tensor picked = Graph.apply(this, inputs);                       // (outer, size, I, inner)
            return new Tensor[] {picked.moveAxis(inputs[0].shape().axis(axis), 0)};
        }
        return Graph.applyAll(new Gather(axis, batch + 1), Batching.expanded(size, inputs, batched));
    }

    /// A lookup as the kernels see it: (outer, axis, inner), and indexes inside the axis.
    record Places(int outer, int axis, int inner, int[] index) {}

    /// With a batch the parts lie one after the other along a single axis.
    Places places(String op, Tensor index, Shape x) {
        int at = x.axis(axis);
        int n = x.size(at);
        int inner = x.part(at + 1, x.rank()).size();
        int outer = x.part(batch, at).size();
        int[] k = checked(op, index, n);
        if (batch == 0) return new Places(outer, n, inner, k);
        int parts = x.part(0, batch).size();
        int each = index.shape().part(batch, index.rank()).size();
        int[] all = new int[parts * outer * each];
        for (int row = 0, i = 0; row < parts * outer; row++) {
            int first = row / outer * each;
            for (int j = 0; j < each; j++) all[i++] = row * n + k[first + j];
        }
        return new Places(1, parts * outer * n, inner, all);
    }

    /// The index as non-negative ints inside the axis.
    private static int[] checked(String op, Tensor index, int size) {
        Storage s = index.dense();
        int[] r = new int[index.size()];
        for (int i = 0; i < r.length; i++) {
            long k = s.whole(i);
            long j = k < 0 ? k + size : k;
            if (j < 0 || j >= size) {
                throw new IllegalArgumentException(op + " was asked for index " + k + " of an axis of size " + size
                        + (size == 0 ? ", which has no elements" : "; indexes run from 0 to " + (size - 1) + " (or -" + size + " to -1)"));
            }
            r[i] = (int) j;
        }
        return r;
    }
}
