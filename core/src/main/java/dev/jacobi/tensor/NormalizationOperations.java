package dev.jacobi.tensor;

import dev.jacobi.op.Axes;
import dev.jacobi.op.LogSoftmax;
import dev.jacobi.op.Softmax;

/// Elements made comparable with those beside them: softmax and its relatives, normalizations.
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

    /// x divided by its Euclidean norm along some axes, or over everything: the same direction with length 1. Where all
    /// elements are 0 there is no direction: the result is 0, and so is the gradient. No epsilon is added, so that also the
    /// shortest vectors get length 1; near 0 the gradient is as steep as it should be, 1/norm.
    public Tensor normalize(int... axes) {
        Tensor length = self().norm(axes);
        Tensor none = length.eq(0);
        Shape kept = Axes.of(self().shape(), axes).keptIn(self().shape());
        Tensor divisor = none.where(Tensor.ones(length.shape(), length.dtype()), length).reshape(kept);
        return none.reshape(kept).where(Tensor.zeros(self().shape(), self().dtype()), self().div(divisor));
    }

    /// The cosine of the angle between rows, the vectors along the last axis: (…, size) and (…, size) give (…). A row of
    /// zeros has no direction: there the cosine and its gradient are 0; see [#normalize].
    ///
    /// @throws IllegalArgumentException unless the shapes broadcast
    public Tensor cosineSimilarity(Tensor other) { return normalize(-1).mul(other.normalize(-1)).sum(-1); }
}
