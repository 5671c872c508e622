package dev.jacobi.op;

import dev.jacobi.scalar.Words;
import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.Storage;
import dev.jacobi.tensor.Tensor;
import dev.jacobi.tensor.TensorType;

/// How many elements of a row in ascending order are less than each of some values, (…, n) and (…, m) to (…, m): the first
/// place at which the value could be put in. By halving; NaN comes after all others. It has no gradient.
public record SearchSorted() implements Places {

    @Override public Words words() {
        return Words.of("searchSorted(x, y)", "How many elements of a row in ascending order are less than each value.")
                .derivative("none: a place is a whole number");
    }

    @Override public TensorType[] types(Tensor[] inputs) {
        Tensor x = inputs[0];
        Tensor y = inputs[1];
        Elementwise.sameDType("searchSorted", x, y);
        if (x.rank() == 0 || x.rank() != y.rank() || !x.shape().part(0, x.rank() - 1).equals(y.shape().part(0, y.rank() - 1))) {
            throw new IllegalArgumentException("searchSorted needs rows (..., n) and values for each, (..., m), but got "
                    + x.shape() + " and " + y.shape() + "; expand one to the other");
        }
        return new TensorType[] {new TensorType(DType.I64, y.shape())};
    }

    @Override public void run(Tensor[] inputs, Tensor[] outputs) {
        Storage x = inputs[0].dense();
        Storage values = inputs[1].dense();
        long[] y = outputs[0].storage().i64();
        int n = inputs[0].size(-1);
        int m = inputs[1].size(-1);
        for (int i = 0; i < y.length; i++) {
            int from = i / m * n;
            long key = ArgSort.key(values, i, false, false);
            int low = 0;
            int high = n;
            while (low < high) {
                int middle = low + high >>> 1;
                if (ArgSort.key(x, from + middle, false, false) < key) low = middle + 1;
                else high = middle;
            }
            y[i] = low;
        }
    }

    @Override public Tensor[] vmap(int size, Tensor[] inputs, boolean[] batched) {
        return Batching.byLeadingAxis(this, size, inputs, batched);
    }
}
