package dev.jacobi.op;

import dev.jacobi.kernel.Running;
import dev.jacobi.scalar.Words;
import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.Graph;
import dev.jacobi.tensor.Storage;
import dev.jacobi.tensor.Tensor;
import dev.jacobi.tensor.TensorType;

/// The sums of all elements up to each, along the last axis. What an addition rounds away is carried along; whole
/// numbers wrap. Its adjoint is the same from the other end.
public record CumSum() implements Linear {

    @Override public Words words() {
        return Words.of("cumSum(x)", "The sum of all elements up to each, along an axis.")
                .derivative("the sum of all g from each on");
    }

    @Override public TensorType[] types(Tensor[] inputs) {
        Tensor x = inputs[0];
        if (x.rank() == 0 || x.dtype() == DType.BOOL) {
            throw new IllegalArgumentException("cumSum needs numbers along an axis, but got " + x.type() + "; convert it with to(DType.I64) to count");
        }
        return new TensorType[] {x.type()};
    }

    @Override public void run(Tensor[] inputs, Tensor[] outputs) {
        Tensor x = inputs[0];
        int n = x.size(-1);
        if (x.dtype().isFloating()) {
            Running.sum(x.dense().array(), n == 0 ? 0 : x.size() / n, n, outputs[0].storage().array());
            return;
        }
        Storage from = x.dense();
        Storage to = outputs[0].storage();
        long sum = 0;
        for (int i = 0; i < x.size(); i++) {
            sum = (i % n == 0 ? 0 : sum) + from.whole(i);
            to.setWhole(i, sum);
        }
    }

    @Override public void vjp(Pullback p) {
        if (p.wants(0)) p.give(0, Graph.apply(this, p.upstream().flip(-1)).flip(-1));
    }

    @Override public Tensor[] vmap(int size, Tensor[] inputs, boolean[] batched) { return Graph.applyAll(this, inputs); }
}
