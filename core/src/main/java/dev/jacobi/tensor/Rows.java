package dev.jacobi.tensor;

import dev.jacobi.op.Axes;
import java.util.function.UnaryOperator;

/// Brings functions of the last axis to any axes: those are moved to the end and counted as one.
final class Rows {
    private Rows() {}

    /// A function that makes one number of each row.
    static Tensor reduce(Tensor x, Axes axes, UnaryOperator<Tensor> f) {
        return f.apply(rows(x, axes)).reshape(axes.removedFrom(x.shape()));
    }

    /// A function that makes a row of each row; the result has the shape of x.
    static Tensor transform(Tensor x, Axes axes, UnaryOperator<Tensor> f) {
        int rank = x.rank();
        int[] order = axes.toTheEnd(rank);
        Tensor moved = x.permute(order);
        int[] back = new int[rank];
        for (int i = 0; i < rank; i++) back[order[i]] = i;
        return f.apply(rows(x, axes)).reshape(moved.shape()).permute(back);
    }

    /// A function along the last axis, which may change its size, along another.
    static Tensor along(Tensor x, int axis, UnaryOperator<Tensor> f) { return f.apply(x.moveAxis(axis, -1)).moveAxis(-1, axis); }

    private static Tensor rows(Tensor x, Axes axes) {
        Shape outer = axes.removedFrom(x.shape());
        return x.permute(axes.toTheEnd(x.rank())).reshape(outer.append(Shape.of(axes.elements(x.shape()))));
    }
}
