package dev.jacobi.testkit;

import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;

/// Numbers with a shape and nothing else: what references compute with. Every element is worked out by itself from
/// its index, so that it is plain to see what it should be.
public record Plain(Shape shape, double[] values) {

    /// The numbers of a tensor.
    public static Plain of(Tensor t) { return new Plain(t.shape(), t.toDoubles()); }

    /// Numbers made from their indexes.
    public static Plain make(Shape shape, ToDoubleFunction<int[]> at) {
        double[] values = new double[shape.size()];
        int[] index = new int[shape.rank()];
        for (int i = 0; i < values.length; i++) {
            values[i] = at.applyAsDouble(index.clone());
            for (int axis = index.length - 1; axis >= 0 && ++index[axis] == shape.size(axis); axis--) index[axis] = 0;
        }
        return new Plain(shape, values);
    }

    /// One number.
    public static Plain number(double value) { return new Plain(Shape.of(), new double[] {value}); }

    /// The number at an index.
    public double at(int... index) { return values[place(index)]; }

    /// Where the number at an index stands among the values.
    public int place(int... index) {
        int position = 0;
        for (int axis = 0; axis < index.length; axis++) position = position * shape.size(axis) + index[axis];
        return position;
    }

    /// Size along an axis.
    public int size(int axis) { return shape.size(axis); }

    /// A function of each number.
    public Plain each(DoubleUnaryOperator f) {
        double[] r = new double[values.length];
        for (int i = 0; i < r.length; i++) r[i] = f.applyAsDouble(values[i]);
        return new Plain(shape, r);
    }

    /// A function of each number and of the other's number at the same place; the other may lack leading axes.
    public Plain each(Plain other, DoubleBinaryOperator f) {
        double[] r = new double[values.length];
        for (int i = 0; i < r.length; i++) r[i] = f.applyAsDouble(values[i], other.values[i % other.values.length]);
        return new Plain(shape, r);
    }

    /// All numbers brought together, in their order.
    public double fold(double start, DoubleBinaryOperator f) {
        double r = start;
        for (double v : values) r = f.applyAsDouble(r, v);
        return r;
    }

    /// Row i of a matrix.
    public Plain row(int i) { return make(Shape.of(size(1)), at -> at(i, at[0])); }

    /// Column j of a matrix.
    public Plain column(int j) { return make(Shape.of(size(0)), at -> at(at[0], j)); }

    /// A number made of each row of a matrix.
    public Plain rows(ToDoubleFunction<Plain> f) { return make(Shape.of(size(0)), at -> f.applyAsDouble(row(at[0]))); }

    /// A number made of each column of a matrix.
    public Plain columns(ToDoubleFunction<Plain> f) { return make(Shape.of(size(1)), at -> f.applyAsDouble(column(at[0]))); }

    /// The sum of all.
    public double sum() { return fold(0, Double::sum); }
}
