package dev.jacobi.op;

import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;

/// A reduction as kernels see it: a dense array (outer, count, inner) whose middle
/// axis goes. Axes that don't lie beside each other are brought to the end first.
record Reduction(Object array, int outer, int count, int inner) {

    static Reduction of(Tensor x, Axes axes) {
        Shape shape = x.shape();
        int rank = shape.rank();
        int count = axes.elements(shape);
        if (axes.count() == 0) return new Reduction(x.dense().array(), shape.size(), 1, 1);
        int first = axes.get(0) + rank;
        int last = axes.get(axes.count() - 1) + rank;
        if (last - first + 1 == axes.count()) {
            return new Reduction(x.dense().array(), shape.part(0, first).size(), count, shape.part(last + 1, rank).size());
        }
        Tensor moved = x.bare().permute(axes.toTheEnd(rank));
        return new Reduction(moved.dense().array(), axes.removedFrom(shape).size(), count, 1);
    }
}
