package dev.jacobi.op;

import dev.jacobi.scalar.Words;
import dev.jacobi.tensor.Graph;
import dev.jacobi.tensor.Storage;
import dev.jacobi.tensor.Tensor;
import dev.jacobi.tensor.TensorType;
import java.util.Arrays;

/// The element that would stand at a place along the last axis if it were in ascending order: 0 for the smallest.
/// NaN wins, in the gradient as well. Ties share the gradient equally.
public record OrderStatistic(int place) implements General {

    @Override public Words words() {
        return Words.of("sort(x)[k]", "The element that stands at a place when they are in ascending order; NaN wins.")
                .derivative("g at the element").kinks("ties share equally");
    }

    @Override public TensorType[] types(Tensor[] inputs) {
        Tensor x = inputs[0];
        if (!x.dtype().isFloating() || x.rank() == 0 || place < 0 || place >= x.size(-1)) {
            throw new IllegalArgumentException("an order statistic needs a floating tensor and a place along its axis, but got the place "
                    + place + " of " + x.type() + "; places run from 0 to one less than the size");
        }
        return new TensorType[] {new TensorType(x.dtype(), x.shape().part(0, x.rank() - 1))};
    }

    @Override public void run(Tensor[] inputs, Tensor[] outputs) {
        Storage x = inputs[0].dense();
        Storage y = outputs[0].storage();
        int n = inputs[0].size(-1);
        double[] row = new double[n];
        for (int r = 0; r < outputs[0].size(); r++) {
            for (int i = 0; i < n; i++) row[i] = x.number(r * n + i);
            Arrays.sort(row);                                                // NaN comes last
            y.set(r, Double.isNaN(row[n - 1]) ? Double.NaN : row[place]);
        }
    }

    @Override public void vjp(Pullback p) { Extreme.share(p, Axes.of(p.input(0).shape(), -1)); }

    @Override public Tensor[] vmap(int size, Tensor[] inputs, boolean[] batched) { return Graph.applyAll(this, inputs); }
}
