package dev.jacobi.kernel;

import dev.jacobi.kernel.vector.VectorRowsF32;

/// Rows without their mean. A number near the mean is taken out first, and may be rounded; the mean of the rest, which is
/// small, makes up for it.
final class CenterF32 {
    /// Fewer elements aren't worth a second thread.
    private static final long LEAST = 1 << 15;

    private CenterF32() {}

    /// @param near so near to the mean, for its size, the first element stands for it
    static void rows(float[] x, int outer, int n, double near, float[] y) {
        boolean vectors = Vectors.ROWS_F32.take((long) outer * n);
        int parts = 4 * Pool.threads();
        if (parts == 4 || (long) outer * n < LEAST) {
            rows(x, 0, outer, n, near, y, vectors);
        } else {
            Pool.split(outer, (outer + parts - 1) / parts, (from, to) -> rows(x, from, to, n, near, y, vectors));
        }
    }

    @SuppressWarnings("cast")
    private static void rows(float[] x, int first, int end, int n, double near, float[] y, boolean vectors) {
        for (int o = first; o < end; o++) {
            int from = o * n;
            float mean = (float) (LanesF32.row(x, from, n, vectors) / n);
            float middle = Math.abs(x[from] - mean) <= Math.abs(mean) * (float) near ? x[from] : mean;
            subtract(x, from, n, middle, y, vectors);
            float rest = (float) (LanesF32.row(y, from, n, vectors) / n);
            subtract(y, from, n, rest, y, vectors);
        }
    }

    private static void subtract(float[] x, int from, int n, float number, float[] y, boolean vectors) {
        if (vectors) VectorRowsF32.subtract(x, from, n, number, y, from);
        else for (int k = from; k < from + n; k++) y[k] = x[k] - number;
    }
}
