package dev.jacobi.tensor;

import java.util.Arrays;

/// The sizes of a tensor along its axes; immutable. `Shape.of()` is the shape
/// of a single number.
///
/// A shape has at most 2³¹ − 1 elements, because values live in Java arrays.
public final class Shape {
    private static final Shape SCALAR = new Shape(new int[0], 1);

    private final int[] sizes;
    private final int size;

    private Shape(int[] sizes, int size) {
        this.sizes = sizes;
        this.size = size;
    }

    /// A shape with these sizes.
    ///
    /// @throws IllegalArgumentException for a negative size or more than 2³¹ − 1 elements
    public static Shape of(int... sizes) {
        return sizes.length == 0 ? SCALAR : owned(sizes.clone());
    }

    /// As [#of], but keeps the array, which nobody else may change.
    static Shape owned(int[] sizes) {
        long size = 1;
        boolean empty = false;
        for (int s : sizes) {
            if (s < 0) {
                throw new IllegalArgumentException("a shape needs sizes of 0 or more, but got " + Arrays.toString(sizes));
            }
            empty |= s == 0;
            size = Math.min(size * Math.max(1, s), 1L << 31);                  // no overflow, however many axes
        }
        if (!empty && size > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("a tensor holds at most 2147483647 elements, but the shape "
                    + text(sizes) + " has more; split it along an axis");
        }
        return new Shape(sizes, empty ? 0 : (int) size);
    }

    /// A shape of `rank` axes of size 1.
    public static Shape ones(int rank) {
        int[] r = new int[rank];
        Arrays.fill(r, 1);
        return owned(r);
    }

    /// Number of axes.
    public int rank() { return sizes.length; }

    /// Number of elements.
    public int size() { return size; }

    /// Size along an axis; a negative axis counts from the end.
    public int size(int axis) { return sizes[axis(axis)]; }

    /// All sizes, a copy.
    public int[] toArray() { return sizes.clone(); }

    /// The axis as a number from 0, whether it was given from the front or from the end.
    ///
    /// @throws IllegalArgumentException if the shape has no such axis
    public int axis(int axis) {
        int rank = sizes.length;
        int a = axis < 0 ? axis + rank : axis;
        if (a < 0 || a >= rank) {
            throw new IllegalArgumentException("axis " + axis + " was asked of the shape " + this + ", which has "
                    + (rank == 0 ? "no axes" : "the axes 0 to " + (rank - 1) + " (or -" + rank + " to -1)"));
        }
        return a;
    }

    /// This shape with an axis of the given size put in front.
    public Shape prepend(int size) {
        int[] r = new int[sizes.length + 1];
        r[0] = size;
        System.arraycopy(sizes, 0, r, 1, sizes.length);
        return owned(r);
    }

    /// This shape followed by another.
    public Shape append(Shape other) {
        int[] r = Arrays.copyOf(sizes, sizes.length + other.sizes.length);
        System.arraycopy(other.sizes, 0, r, sizes.length, other.sizes.length);
        return owned(r);
    }

    /// The axes from `from` (counted from 0) up to, not including, `to`.
    public Shape part(int from, int to) { return owned(Arrays.copyOfRange(sizes, from, to)); }

    /// This shape with one size replaced.
    public Shape with(int axis, int size) {
        int[] r = sizes.clone();
        r[axis(axis)] = size;
        return owned(r);
    }

    /// The shape two tensors broadcast to by NumPy's rule: aligned at the end, each
    /// pair of sizes equal or one of them 1.
    ///
    /// @param op name of the operation, for the message
    /// @throws IllegalArgumentException if they don't fit
    public static Shape broadcast(String op, Shape a, Shape b) {
        if (a.equals(b)) return a;
        int rank = Math.max(a.rank(), b.rank());
        int[] r = new int[rank];
        for (int i = 1; i <= rank; i++) {
            int p = i <= a.rank() ? a.sizes[a.rank() - i] : 1;
            int q = i <= b.rank() ? b.sizes[b.rank() - i] : 1;
            if (p != q && p != 1 && q != 1) {
                throw new IllegalArgumentException(op + " needs shapes that broadcast, but got " + a + " and " + b
                        + ": axis -" + i + " is " + p + " in one and " + q + " in the other");
            }
            r[rank - i] = p == 1 ? q : p;
        }
        return owned(r);
    }

    @Override public boolean equals(Object other) {
        return this == other || other instanceof Shape s && Arrays.equals(sizes, s.sizes);
    }

    @Override public int hashCode() { return Arrays.hashCode(sizes); }

    /// As NumPy prints it: `()`, `(3)`, `(2, 3)`.
    @Override public String toString() { return text(sizes); }

    private static String text(int[] sizes) {
        String t = Arrays.toString(sizes);
        return "(" + t.substring(1, t.length() - 1) + ")";
    }
}
