package dev.jacobi.scalar;

import java.util.Arrays;

/// Where a program finds the elements of one argument: an array, and the sizes and
/// strides by which it is walked. Sizes of null mean one after the other from the offset.
public final class Operand {
    private final Object array;
    private final int offset;
    private final int[] sizes;
    private final int[] strides;
    private final boolean dense;

    private Operand(Object array, int offset, int[] sizes, int[] strides, boolean dense) {
        this.array = array;
        this.offset = offset;
        this.sizes = sizes;
        this.strides = strides;
        this.dense = dense;
    }

    private static final int[] NONE = {};
    private static final int[] ONE = {1};
    private static final int[] ZERO = {0};

    /// Elements one after the other.
    public static Operand dense(Object array, int offset) { return new Operand(array, offset, NONE, NONE, true); }

    /// Elements at `offset + i·strides[0] + j·strides[1] + …`, row by row. Axes that continue each
    /// other are joined, so that a repeated number or a repeated row has one or two.
    public static Operand strided(Object array, int offset, int[] sizes, int[] strides) {
        boolean repeated = true;
        for (int s : strides) repeated &= s == 0;
        if (repeated) return new Operand(array, offset, ONE, ZERO, false);
        int[] n = new int[sizes.length];
        int[] s = new int[sizes.length];
        int rank = 0;
        for (int i = 0; i < sizes.length; i++) {
            if (sizes[i] == 1) continue;
            if (rank > 0 && s[rank - 1] == strides[i] * sizes[i]) {
                n[rank - 1] *= sizes[i];
                s[rank - 1] = strides[i];
            } else {
                n[rank] = sizes[i];
                s[rank++] = strides[i];
            }
        }
        if (rank == 0) return new Operand(array, offset, ONE, ZERO, false);
        if (rank == 1 && s[0] == 1) return dense(array, offset);
        return new Operand(array, offset, Arrays.copyOf(n, rank), Arrays.copyOf(s, rank), false);
    }

    Object array() { return array; }

    /// True if element i lies at index i of the array.
    boolean isArray() { return dense && offset == 0; }

    /// Where elements `from` to `from + count` lie, if one after the other, else -1.
    int run(int from, int count) {
        if (dense) return offset + from;
        int last = sizes.length - 1;
        int column = from % sizes[last];
        return strides[last] == 1 && column + count <= sizes[last] ? position(from) : -1;
    }

    /// After so many elements there is a leap; 0 if there is none.
    int rowLength() { return dense || isRepeated() ? 0 : sizes[sizes.length - 1]; }

    /// True if all elements are one.
    boolean isRepeated() { return !dense && sizes.length == 1 && strides[0] == 0; }

    /// Copies elements `from` to `from + count` into a register.
    void load(int from, int count, float[] to) {
        if (isRepeated()) {
            read(offset, 0, count, to, 0);
            return;
        }
        if (dense) {
            read(offset + from, 1, count, to, 0);
            return;
        }
        int last = sizes.length - 1;
        int inner = sizes[last];
        int done = 0;
        while (done < count) {
            int at = from + done;
            int column = at % inner;
            int run = Math.min(count - done, inner - column);
            read(position(at - column) + column * strides[last], strides[last], run, to, done);
            done += run;
        }
    }

    private void read(int position, int stride, int count, float[] to, int at) {
        switch (array) {
            case float[] a -> {
                if (stride == 1) System.arraycopy(a, position, to, at, count);
                else if (stride == 0) Arrays.fill(to, at, at + count, a[position]);
                else for (int i = 0; i < count; i++) to[at + i] = a[position + i * stride];
            }
            case boolean[] a -> {
                for (int i = 0; i < count; i++) to[at + i] = a[position + i * stride] ? 1 : 0;
            }
            default -> throw new AssertionError("an F32 program reads float[] or boolean[], not " + array.getClass());
        }
    }

    /// Copies elements `from` to `from + count` into a register.
    void load(int from, int count, double[] to) {
        if (isRepeated()) {
            read(offset, 0, count, to, 0);
            return;
        }
        if (dense) {
            read(offset + from, 1, count, to, 0);
            return;
        }
        int last = sizes.length - 1;
        int inner = sizes[last];
        int done = 0;
        while (done < count) {
            int at = from + done;
            int column = at % inner;
            int run = Math.min(count - done, inner - column);
            read(position(at - column) + column * strides[last], strides[last], run, to, done);
            done += run;
        }
    }

    private void read(int position, int stride, int count, double[] to, int at) {
        switch (array) {
            case double[] a -> {
                if (stride == 1) System.arraycopy(a, position, to, at, count);
                else if (stride == 0) Arrays.fill(to, at, at + count, a[position]);
                else for (int i = 0; i < count; i++) to[at + i] = a[position + i * stride];
            }
            case boolean[] a -> {
                for (int i = 0; i < count; i++) to[at + i] = a[position + i * stride] ? 1 : 0;
            }
            default -> throw new AssertionError("an F64 program reads double[] or boolean[], not " + array.getClass());
        }
    }

    private int position(int index) {
        if (dense) return offset + index;
        int position = offset;
        int rest = index;
        for (int i = sizes.length - 1; i >= 0; i--) {
            position += rest % sizes[i] * strides[i];
            rest /= sizes[i];
        }
        return position;
    }

    /// One element as a whole number.
    long whole(int index) {
        int p = position(index);
        return switch (array) {
            case int[] a -> a[p];
            case long[] a -> a[p];
            case boolean[] a -> a[p] ? 1 : 0;
            default -> throw new AssertionError("a program of whole numbers reads int[], long[] or boolean[], not " + array.getClass());
        };
    }
}
