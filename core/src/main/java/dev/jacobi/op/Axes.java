package dev.jacobi.op;

import dev.jacobi.tensor.Shape;
import java.util.Arrays;

/// A set of axes, counted from the end: -1 is the last. Immutable, in ascending order.
public final class Axes {
    private final int[] fromEnd;

    private Axes(int[] fromEnd) { this.fromEnd = fromEnd; }

    /// The given axes of a shape, each from the front or from the end; none given means all.
    ///
    /// @throws IllegalArgumentException for an axis the shape hasn't, or one given twice
    public static Axes of(Shape shape, int... axes) {
        int rank = shape.rank();
        int[] r = new int[axes.length == 0 ? rank : axes.length];
        for (int i = 0; i < r.length; i++) r[i] = (axes.length == 0 ? i : shape.axis(axes[i])) - rank;
        Arrays.sort(r);
        for (int i = 1; i < r.length; i++) {
            if (r[i] == r[i - 1]) {
                throw new IllegalArgumentException("axis " + (r[i] + rank) + " of " + shape + " was given twice in "
                        + Arrays.toString(axes));
            }
        }
        return new Axes(r);
    }

    public int count() { return fromEnd.length; }

    /// The axis, counted from the end (negative).
    public int get(int index) { return fromEnd[index]; }

    /// Whether axis `axis` (from the front) of a tensor of this rank is among them.
    public boolean contains(int axis, int rank) { return Arrays.binarySearch(fromEnd, axis - rank) >= 0; }

    /// Whether nothing comes after them: then they are one run of elements.
    boolean areLast() { return fromEnd.length > 0 && fromEnd[0] == -fromEnd.length; }

    /// The shape without these axes.
    public Shape removedFrom(Shape shape) {
        int rank = shape.rank();
        int[] r = new int[rank - fromEnd.length];
        int k = 0;
        for (int i = 0; i < rank; i++) if (!contains(i, rank)) r[k++] = shape.size(i);
        return Shape.of(r);
    }

    /// The shape with size 1 along these axes.
    public Shape keptIn(Shape shape) {
        int[] r = shape.toArray();
        for (int a : fromEnd) r[a + r.length] = 1;
        return Shape.of(r);
    }

    /// How many elements meet in one.
    public int elements(Shape shape) {
        int n = 1;
        for (int a : fromEnd) n *= shape.size(a);
        return n;
    }

    /// The order of axes that brings these to the end and keeps the rest in order.
    public int[] toTheEnd(int rank) {
        int[] r = new int[rank];
        int k = 0;
        for (int i = 0; i < rank; i++) if (!contains(i, rank)) r[k++] = i;
        for (int a : fromEnd) r[k++] = a + rank;
        return r;
    }

    @Override public boolean equals(Object other) {
        return other instanceof Axes a && Arrays.equals(fromEnd, a.fromEnd);
    }

    @Override public int hashCode() { return Arrays.hashCode(fromEnd); }

    @Override public String toString() { return Arrays.toString(fromEnd); }
}
