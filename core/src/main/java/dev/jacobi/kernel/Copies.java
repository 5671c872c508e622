package dev.jacobi.kernel;

/// Elements between a dense array and a strided view of another array: element (i, j, …) of the view is
/// at `offset + i·strides[0] + j·strides[1] + …`. Any rank, sizes of 0, strides of 0 and negative ones.
///
/// Arrays are given as objects, both of the same kind, and must be two different arrays. Axes that follow
/// each other without a gap are joined, and what remains is done two axes at a time.
public final class Copies {
    private Copies() {}

    /// `target[dense] = source[strided]`, for `float[]`, `double[]`, `int[]`, `long[]`, `short[]` and `boolean[]`.
    public static void copyStrided(Object source, int offset, int[] shape, int[] strides, Object target) {
        int run = contiguous(shape, strides);
        if (run >= 0) {
            if (run > 0) System.arraycopy(source, offset, target, 0, run);      // a view of nothing may begin outside
            return;
        }
        View view = View.of(shape, strides, false);
        walk(false, view.sizes, source, offset, view.strides, target, 0, view.dense);
    }

    /// `target[strided] = source[dense]`, for the same kinds. No two elements of the view may be the same
    /// element of the target.
    public static void writeStrided(Object source, Object target, int offset, int[] shape, int[] strides) {
        int run = contiguous(shape, strides);
        if (run >= 0) {
            if (run > 0) System.arraycopy(source, 0, target, offset, run);
            return;
        }
        View view = View.of(shape, strides, false);
        walk(false, view.sizes, source, 0, view.dense, target, offset, view.strides);
    }

    /// `target[strided] += source[dense]`, for `float[]` and `double[]`: the adjoint of [#copyStrided].
    /// Where elements of the view coincide, all are added, in the row-major order of the source.
    public static void addStrided(Object source, Object target, int offset, int[] shape, int[] strides) {
        int run = contiguous(shape, strides);
        if (run >= 0 && offset == 0) {
            Sums.add(source, target, run);
        } else if (run != 0) {
            View view = View.of(shape, strides, true);
            walk(true, view.sizes, source, 0, view.dense, target, offset, view.strides);
        }
    }

    /// Number of elements if the view is one run of them, otherwise -1.
    private static int contiguous(int[] shape, int[] strides) {
        int step = 1;
        boolean run = true;
        for (int i = shape.length - 1; i >= 0; i--) {
            int size = shape[i];
            if (size == 0) return 0;
            run &= size == 1 || strides[i] == step;
            step *= size;
        }
        return run ? step : -1;
    }

    /// The axes that matter, the innermost first, in the order in which they are best walked: at least two.
    private record View(int[] sizes, int[] strides, int[] dense) {

        /// The view of a shape without zeros. The order of the elements is kept if asked for.
        static View of(int[] shape, int[] strides, boolean ordered) {
            int rank = Math.max(2, shape.length);
            View v = new View(new int[rank], new int[rank], new int[rank]);
            int last = -1;
            int step = 1;
            for (int i = shape.length - 1; i >= 0; i--) {
                int size = shape[i];
                if (size == 1) continue;
                if (last >= 0 && strides[i] == (long) v.strides[last] * v.sizes[last]) {
                    v.sizes[last] *= size;
                } else {
                    last++;
                    v.sizes[last] = size;
                    v.strides[last] = strides[i];
                    v.dense[last] = step;
                }
                step *= size;
            }
            while (++last < rank) v.sizes[last] = 1;
            if (!ordered) v.pairRowsWithColumns();
            return v;
        }

        /// Where the innermost axis takes big steps and another one small ones, they make up the plane.
        private void pairRowsWithColumns() {
            if (Math.abs(strides[0]) <= 1) return;
            for (int i = 2; i < sizes.length && sizes[i] > 1; i++) {
                if (Math.abs(strides[i]) == 1) {
                    swap(sizes, i);
                    swap(strides, i);
                    swap(dense, i);
                    return;
                }
            }
        }

        private static void swap(int[] a, int i) {
            int t = a[1];
            a[1] = a[i];
            a[i] = t;
        }
    }

    /// All planes (axes 1 and 0), the later axes counting up like an odometer.
    private static void walk(boolean add, int[] sizes, Object source, int from, int[] fromSteps,
            Object target, int to, int[] toSteps) {
        int[] index = new int[sizes.length];
        while (true) {
            plane(add, sizes, source, from, fromSteps, target, to, toSteps);
            int i = 2;
            while (i < sizes.length && ++index[i] == sizes[i]) {
                index[i] = 0;
                from -= (sizes[i] - 1) * fromSteps[i];
                to -= (sizes[i] - 1) * toSteps[i];
                i++;
            }
            if (i >= sizes.length) return;
            from += fromSteps[i];
            to += toSteps[i];
        }
    }

    private static void plane(boolean add, int[] n, Object source, int from, int[] x, Object target, int to, int[] y) {
        switch (source) {
            case float[] a when add -> AddsF32.plane(n[1], n[0], a, from, x[1], x[0], (float[]) target, to, y[1], y[0]);
            case double[] a when add -> AddsF64.plane(n[1], n[0], a, from, x[1], x[0], (double[]) target, to, y[1], y[0]);
            case float[] a -> MovesF32.plane(n[1], n[0], a, from, x[1], x[0], (float[]) target, to, y[1], y[0]);
            case double[] a -> MovesF64.plane(n[1], n[0], a, from, x[1], x[0], (double[]) target, to, y[1], y[0]);
            case int[] a -> MovesI32.plane(n[1], n[0], a, from, x[1], x[0], (int[]) target, to, y[1], y[0]);
            case long[] a -> MovesI64.plane(n[1], n[0], a, from, x[1], x[0], (long[]) target, to, y[1], y[0]);
            case short[] a -> MovesI16.plane(n[1], n[0], a, from, x[1], x[0], (short[]) target, to, y[1], y[0]);
            case boolean[] a -> MovesBool.plane(n[1], n[0], a, from, x[1], x[0], (boolean[]) target, to, y[1], y[0]);
            default -> throw unknown(source);
        }
    }

    static AssertionError unknown(Object array) {
        return new AssertionError("no kernel for " + array.getClass().getTypeName());
    }
}
