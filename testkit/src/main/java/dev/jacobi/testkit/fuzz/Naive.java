package dev.jacobi.testkit.fuzz;

import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import java.util.Comparator;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/// A tensor of the naive interpreter: boxed numbers, each worked out by itself from its index. It is slow, it shares nothing
/// with the engine, and it is meant to be seen through at a glance.
record Naive(Shape shape, Dual[] cells) {

    /// The numbers of a tensor, and their change along another.
    static Naive of(Tensor value, Tensor slope) {
        double[] v = value.toDoubles();
        double[] d = slope.toDoubles();
        Dual[] cells = new Dual[v.length];
        for (int i = 0; i < cells.length; i++) cells[i] = new Dual(v[i], d[i]);
        return new Naive(value.shape(), cells);
    }

    static Naive make(Shape shape, Function<int[], Dual> at) {
        Dual[] cells = new Dual[shape.size()];
        int[] index = new int[shape.rank()];
        for (int i = 0; i < cells.length; i++) {
            cells[i] = at.apply(index.clone());
            for (int axis = index.length - 1; axis >= 0 && ++index[axis] == shape.size(axis); axis--) index[axis] = 0;
        }
        return new Naive(shape, cells);
    }

    Dual at(int... index) {
        int position = 0;
        for (int axis = 0; axis < index.length; axis++) position = position * shape.size(axis) + index[axis];
        return cells[position];
    }

    int rank() { return shape.rank(); }

    int size(int axis) { return shape.size(axis); }

    Naive each(UnaryOperator<Dual> f) { return make(shape, at -> f.apply(at(at))); }

    /// NumPy's broadcasting: axes are counted from the end, those of size 1 repeat.
    Naive with(Naive other, BinaryOperator<Dual> f) {
        int rank = Math.max(rank(), other.rank());
        int[] sizes = new int[rank];
        for (int i = 1; i <= rank; i++) {
            int a = i <= rank() ? shape.size(-i) : 1;
            int b = i <= other.rank() ? other.shape.size(-i) : 1;
            sizes[rank - i] = a == 1 ? b : a;
        }
        return make(Shape.of(sizes), at -> f.apply(broadcastAt(at), other.broadcastAt(at)));
    }

    private Dual broadcastAt(int[] at) {
        int[] mine = new int[rank()];
        for (int i = 0; i < mine.length; i++) mine[i] = size(i) == 1 ? 0 : at[at.length - mine.length + i];
        return at(mine);
    }

    /// The cells along an axis through a place.
    Dual[] line(int axis, int[] at) {
        return IntStream.range(0, size(axis)).mapToObj(k -> {
            int[] there = at.clone();
            there[axis] = k;
            return at(there);
        }).toArray(Dual[]::new);
    }

    /// Each line along an axis made into one number.
    Naive reduce(int axis, Function<Dual[], Dual> f) {
        Shape less = shape.part(0, axis).append(shape.part(axis + 1, rank()));
        return make(less, at -> f.apply(line(axis, with(at, axis))));
    }

    /// Each line along an axis made into another of the same length.
    Naive lines(int axis, Function<Dual[], Dual[]> f) { return make(shape, at -> f.apply(line(axis, at))[at[axis]]); }

    private static int[] with(int[] at, int axis) {
        int[] r = new int[at.length + 1];
        System.arraycopy(at, 0, r, 0, axis);
        System.arraycopy(at, axis, r, axis + 1, at.length - axis);
        return r;
    }

    static Dual sum(Dual[] d) {
        Dual s = Dual.of(0);
        for (Dual x : d) s = s.plus(x);
        return s;
    }

    static Dual product(Dual[] d) {
        Dual p = Dual.of(1);
        for (Dual x : d) p = p.times(x);
        return p;
    }

    static Dual mean(Dual[] d) { return sum(d).times(1.0 / d.length); }

    static Dual variance(Dual[] d) {
        Dual mean = mean(d);
        Dual s = Dual.of(0);
        for (Dual x : d) s = s.plus(x.minus(mean).square());
        return s.times(1.0 / d.length);
    }

    static Dual largest(Dual[] d) {
        Dual m = d[0];
        for (Dual x : d) m = m.max(x);
        return m;
    }

    static Dual[] sorted(Dual[] d) {
        Dual[] r = d.clone();
        java.util.Arrays.sort(r, Comparator.comparingDouble(Dual::value));
        return r;
    }

    static Dual[] softmax(Dual[] d) {
        Dual[] r = new Dual[d.length];
        for (int i = 0; i < r.length; i++) r[i] = d[i].plus(-largest(d).value()).exp();
        Dual s = sum(r);
        for (int i = 0; i < r.length; i++) r[i] = r[i].over(s);
        return r;
    }
}
