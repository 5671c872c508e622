package dev.jacobi.op;

import dev.jacobi.scalar.Words;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Storage;
import dev.jacobi.tensor.Tensor;
import dev.jacobi.tensor.TensorType;

/// One element of each row: (…, n) by an index of shape (…) gives (…). The logit of the right class.
public record Pick() implements Linear {

    @Override public Words words() {
        return Words.of("x[i, k[i]]", "One element of each row, which an index names: the logit of the right class.")
                .derivative("g, to the place it came from");
    }

    @Override public TensorType[] types(Tensor[] inputs) {
        Tensor x = inputs[0];
        Tensor index = inputs[1];
        if (x.rank() == 0 || !index.dtype().isInteger() || !x.shape().part(0, x.rank() - 1).equals(index.shape())) {
            throw new IllegalArgumentException("pickEach needs rows (…, n) and a whole number for each, (…), but got " + x.type()
                    + " and " + index.type() + "; labels are made with Tensor.ofInts or to(DType.I32)");
        }
        return new TensorType[] {new TensorType(x.dtype(), index.shape())};
    }

    @Override public void run(Tensor[] inputs, Tensor[] outputs) {
        Storage x = inputs[0].dense();
        Storage index = inputs[1].dense();
        int n = inputs[0].size(-1);
        for (int row = 0; row < outputs[0].size(); row++) {
            long k = index.whole(row);
            if (k < 0 || k >= n) {
                throw new IllegalArgumentException("class " + k + " was asked for in row " + row + ", but there are " + n
                        + " classes, 0 to " + (n - 1));
            }
            System.arraycopy(x.array(), row * n + (int) k, outputs[0].storage().array(), row, 1);
        }
    }

    @Override public void vjp(Pullback p) {
        if (!p.wants(0)) return;
        p.give(0, p.upstream(), new Placement.Gathered(-1, p.input(1).rank()), p.input(1));
    }

    @Override public Tensor[] vmap(int size, Tensor[] inputs, boolean[] batched) {
        return Batching.byLeadingAxis(this, size, inputs, batched);
    }
}
