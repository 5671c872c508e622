package dev.jacobi.tensor;

import org.jspecify.annotations.Nullable;

/// Where the elements of a view lie in its storage: element `(i, j, …)` is at
/// `offset + i·strides[0] + j·strides[1] + …`. A stride of 0 repeats an element.
///
/// A tensor without a layout is dense: row-major from offset 0.
public record Layout(int offset, int[] strides) {

    /// The strides of a dense row-major array.
    public static int[] denseStrides(Shape shape) {
        int[] strides = new int[shape.rank()];
        int step = 1;
        for (int i = strides.length - 1; i >= 0; i--) {
            strides[i] = step;
            step *= Math.max(1, shape.size(i));
        }
        return strides;
    }

    /// The layout of a dense array from offset 0.
    public static Layout dense(Shape shape) { return new Layout(0, denseStrides(shape)); }

    /// This layout, or null where it is the dense one.
    public @Nullable Layout orDense(Shape shape) {
        if (offset != 0) return this;
        int step = 1;
        for (int i = strides.length - 1; i >= 0; i--) {
            int n = shape.size(i);
            if (n != 1 && strides[i] != step) return this;
            step *= Math.max(1, n);
        }
        return null;
    }

    /// The layout of the same elements under another shape of the same size, or null
    /// where no strides describe it and the elements must be copied first.
    public @Nullable Layout reshape(Shape from, Shape to) {
        int[] r = new int[to.rank()];
        int i = 0;
        int j = 0;
        while (i < from.rank() || j < to.rank()) {
            // the smallest groups of axes on both sides that hold the same number of elements
            int i0 = i;
            int j0 = j;
            long p = i < from.rank() ? from.size(i++) : 1;
            long q = j < to.rank() ? to.size(j++) : 1;
            while (p != q) {
                if (p < q) {
                    if (i == from.rank()) return null;
                    p *= from.size(i++);
                } else {
                    if (j == to.rank()) return null;
                    q *= to.size(j++);
                }
            }
            // inside the group the old axes must follow each other without gaps
            int stride = 0;
            boolean seen = false;
            long run = 0;
            for (int k = i - 1; k >= i0; k--) {
                int n = from.size(k);
                if (n == 1) continue;
                if (!seen) {
                    stride = strides[k];
                    run = (long) stride * n;
                    seen = true;
                } else {
                    if (strides[k] != run) return null;
                    run *= n;
                }
            }
            long step = stride;
            for (int k = j - 1; k >= j0; k--) {
                r[k] = (int) step;
                step *= to.size(k);
            }
        }
        return new Layout(offset, r);
    }
}
