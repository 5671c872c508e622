package dev.jacobi.tensor;

import dev.jacobi.op.Axes;
import dev.jacobi.op.LogSoftmax;
import dev.jacobi.op.Softmax;

/// Elements made comparable with those beside them: softmax and its relatives.
public abstract sealed class NormalizationOperations extends ReductionOperations permits ProductOperations {
    NormalizationOperations() {}

    /// eˣ divided by its sum along some axes, or over everything: positive numbers that add up to 1.
    public Tensor softmax(int... axes) {
        return Rows.transform(self(), Axes.of(self().shape(), axes), rows -> Graph.apply(new Softmax(), rows));
    }

    /// The logarithm of [#softmax], also where that is 0.
    public Tensor logSoftmax(int... axes) {
        return Rows.transform(self(), Axes.of(self().shape(), axes), rows -> Graph.apply(new LogSoftmax(), rows));
    }
}
