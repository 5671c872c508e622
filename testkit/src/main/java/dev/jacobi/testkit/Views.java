package dev.jacobi.testkit;

import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/// The same values lying in memory in other ways, and what a tensor looks like bit for bit.
final class Views {
    private Views() {}

    /// Ways to lay out a tensor that keep its values.
    static final Map<String, UnaryOperator<Tensor>> SAME_VALUES = new LinkedHashMap<>();

    static {
        SAME_VALUES.put("at every second place, last axis first", Views::scattered);
        SAME_VALUES.put("inside a larger tensor", Views::inside);
        SAME_VALUES.put("backward", Views::backward);
    }

    private static Tensor reversed(Tensor t) {
        int[] order = new int[t.rank()];
        for (int i = 0; i < order.length; i++) order[i] = t.rank() - 1 - i;
        return t.permute(order);
    }

    private static Tensor scattered(Tensor t) {
        double[] values = reversed(t).toDoubles();
        double[] wide = new double[2 * values.length];
        for (int i = 0; i < values.length; i++) wide[2 * i + 1] = values[i];
        Tensor view = Tensor.wrap(wide, Shape.of(values.length, 2)).to(t.dtype()).pick(1, 1);
        return reversed(view.reshape(reversed(t).shape()));
    }

    private static Tensor inside(Tensor t) {
        Tensor r = copy(t);
        for (int axis = 0; axis < t.rank(); axis++) r = copy(r.pad(axis, 2, 1));
        for (int axis = 0; axis < t.rank(); axis++) r = r.slice(axis, 2, 2 + t.size(axis));
        return r;
    }

    private static Tensor backward(Tensor t) {
        Tensor r = t;
        for (int axis = 0; axis < t.rank(); axis++) r = r.flip(axis);
        r = copy(r);
        for (int axis = 0; axis < t.rank(); axis++) r = r.flip(axis);
        return r;
    }

    /// Other values: the first along an axis repeated without a copy.
    static Tensor repeated(Tensor t, int axis) {
        return t.rank() == 0 || t.size() == 0 ? t : t.slice(axis, 0, 1).expand(t.shape());
    }

    /// The same values, dense.
    static Tensor copy(Tensor t) { return Tensor.of(t.shape(), t.toDoubles()).to(t.dtype()); }

    /// Whether two tensors agree in type, shape and every bit; any NaN is like another.
    static boolean sameBits(Tensor a, Tensor b) {
        if (!a.type().equals(b.type())) return false;
        double[] x = a.toDoubles();
        double[] y = b.toDoubles();
        for (int i = 0; i < x.length; i++) if (Double.doubleToLongBits(x[i]) != Double.doubleToLongBits(y[i])) return false;
        return true;
    }
}
