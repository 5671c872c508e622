package dev.jacobi.op;

import dev.jacobi.kernel.Orders;
import dev.jacobi.scalar.Words;
import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.Storage;
import dev.jacobi.tensor.Tensor;
import dev.jacobi.tensor.TensorType;

/// Where the first elements along the last axis stand, in their order; equals keep theirs. It has no gradient.
///
/// @param descending from the largest to the smallest
/// @param nanFirst whether NaN comes before all others, or after them
/// @param count how many are asked for, at most as many as there are
public record ArgSort(boolean descending, boolean nanFirst, int count) implements Places {

    @Override public Words words() {
        return Words.of("argSort(x)", "Where the elements along an axis stand, in ascending or descending order, or the first of them; equals keep theirs.")
                .derivative("none: a place is a whole number");
    }

    @Override public TensorType[] types(Tensor[] inputs) {
        Tensor x = inputs[0];
        if (x.rank() == 0 || count < 0 || count > x.size(-1)) {
            throw new IllegalArgumentException("argSort needs an axis with at least as many elements as are asked for, but got " + x.type()
                    + " and " + count + "; unsqueeze(0) gives a number an axis");
        }
        return new TensorType[] {new TensorType(DType.I64, x.shape().with(-1, count))};
    }

    @Override public void run(Tensor[] inputs, Tensor[] outputs) {
        Storage x = inputs[0].dense();
        long[] y = outputs[0].storage().i64();
        int n = inputs[0].size(-1);
        if (y.length == 0) return;
        Orders order = new Orders(n, count);
        for (int row = 0; row < y.length / count; row++) {
            for (int i = 0; i < n; i++) order.add(i, key(x, row * n + i, descending, nanFirst));
            order.write(y, row * count);
        }
    }

    /// The whole number by which an element is put in ascending order.
    static long key(Storage x, int at, boolean descending, boolean nanFirst) {
        if (!x.dtype().isFloating()) return descending ? ~x.whole(at) : x.whole(at);
        double v = x.number(at);
        if (Double.isNaN(v)) return nanFirst ? Long.MIN_VALUE : Long.MAX_VALUE;
        return descending ? ~Orders.key(v) : Orders.key(v);
    }
}
