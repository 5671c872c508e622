package dev.jacobi.explain.formula;

import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import dev.jacobi.tensor.TensorType;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// What a function of the language was called with.
///
/// @param values the tensors
/// @param numbers those written in the formula, by parameter
/// @param symbolic whether only types are worked out
record Arguments(List<Tensor> values, Map<String, double[]> numbers, boolean symbolic) {

    int count() { return values.size(); }

    /// A tensor of numbers; a comparison counts as 0 and 1.
    Tensor value(int index) { return counted(values.get(index)); }

    static Tensor counted(Tensor t) { return t.to(DType.F64); }

    /// A tensor of truth values; a number is true unless it is 0.
    Tensor condition(int index) {
        Tensor t = values.get(index);
        return t.dtype() == DType.BOOL ? t : t.ne(0);
    }

    /// A tensor of whole numbers, as indexes are.
    Tensor indexes(int index) {
        Tensor t = value(index);
        if (t.hasValue()) {
            for (double d : t.toDoubles()) {
                if (d != Math.rint(d) || Math.abs(d) > 1L << 53) {
                    throw new IllegalArgumentException("indexes are whole numbers, but got " + d);
                }
            }
        }
        return t.to(DType.I64);
    }

    private double[] numbers(String name) {
        double[] r = numbers.get(name);
        if (r == null) throw new AssertionError("no number " + name);
        return r;
    }

    double number(String name) { return numbers(name)[0]; }

    int whole(String name) { return whole(name, number(name)); }

    /// Several whole numbers: axes, sizes.
    int[] wholes(String name) { return Arrays.stream(numbers(name)).mapToInt(d -> whole(name, d)).toArray(); }

    static int whole(String name, double d) {
        if (d != (int) d) throw new IllegalArgumentException(name + " is a whole number, but got " + d);
        return (int) d;
    }

    boolean flag(String name) { return number(name) != 0; }

    /// A tensor made of nothing but a shape, which is checked before memory is taken.
    Tensor make(Shape shape, Function<Shape, Tensor> maker) {
        Limits.check(shape);
        return symbolic ? Tensor.withoutValue(new TensorType(DType.F64, shape)) : maker.apply(shape);
    }
}
