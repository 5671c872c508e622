package dev.jacobi.cli;

import dev.jacobi.tensor.Tensor;
import dev.jacobi.tensor.Tree;
import java.util.function.Function;

/// Entries of a gradient by definition: how much a result changes when one number is a little
/// larger and a little smaller, divided by the step. Knows nothing of derivatives.
final class CentralDifferences<T> {
    private static final double STEP = 1e-5;

    private final Function<T, Tensor> function;
    private final T at;

    CentralDifferences(Function<T, Tensor> function, T at) {
        this.function = function;
        this.at = at;
    }

    /// The gradient by one entry, counted row by row, of the tensor at this path.
    double at(String path, int entry) {
        return (moved(path, entry, STEP) - moved(path, entry, -STEP)) / (2 * STEP);
    }

    private double moved(String path, int entry, double by) {
        Tensor parameter = Tree.named(at).get(path);
        if (parameter == null) throw new IllegalArgumentException("there is no parameter " + path);
        double[] values = parameter.toDoubles();
        values[entry] += by;
        Tensor changed = Tensor.wrap(values, parameter.shape());
        return function.apply(Tree.map(at, t -> t == parameter ? changed : t)).item();
    }
}
