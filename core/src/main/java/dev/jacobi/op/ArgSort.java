package dev.jacobi.op;

import dev.jacobi.kernel.Orders;
import dev.jacobi.scalar.Words;
import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.Storage;
import dev.jacobi.tensor.Tensor;
import dev.jacobi.tensor.TensorType;

/// Where the elements along the last axis stand, in their order; equals keep theirs. It has no gradient.
///
/// @param descending from the largest to the smallest
/// @param nanFirst whether NaN comes before all others, or after them
public record ArgSort(boolean descending, boolean nanFirst) implements Places {

    @Override public Words words() {
        return Words.of("argSort(x)", "Where the elements along an axis stand, in ascending or descending order; equals keep theirs.")
                .derivative("none: a place is a whole number");
    }

    @Override public TensorType[] types(Tensor[] inputs) {
        Tensor x = inputs[0];
        if (x.rank() == 0) {
            throw new IllegalArgumentException("argSort needs an axis, but got a single number, " + x.type() + "; unsqueeze(0) gives it one");
        }
        return new TensorType[] {new TensorType(DType.I64, x.shape())};
    }

    @Override public void run(Tensor[] inputs, Tensor[] outputs) {
        Storage x = inputs[0].dense();
        long[] y = outputs[0].storage().i64();
        int n = inputs[0].size(-1);
        Orders order = new Orders(n);
        for (int from = 0; from < y.length; from += n) {
            for (int i = 0; i < n; i++) order.set(i, key(x, from + i));
            order.sort(y, from);
        }
    }

    /// The whole number by which an element is put in ascending order.
    long key(Storage x, int at) {
        if (!x.dtype().isFloating()) return descending ? ~x.whole(at) : x.whole(at);
        double v = x.number(at);
        if (Double.isNaN(v)) return nanFirst ? Long.MIN_VALUE : Long.MAX_VALUE;
        return descending ? ~Orders.key(v) : Orders.key(v);
    }
}
