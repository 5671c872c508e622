package dev.jacobi.kernel;

import dev.jacobi.kernel.vector.VectorRowsF64;

/// Rows without their mean. A number near the mean is taken out first, and may be rounded; the mean of the rest, which is
/// small, makes up for it.
final class CenterF64 {
    /// Fewer elements aren't worth a second thread.
    private static final long LEAST = 1 << 15;

    private CenterF64() {}

    /// @param near so near to the mean, for its size, the first element stands for it
    static void rows(double[] x, int outer, int n, double near, double[] y) {
        boolean vectors = Vectors.ROWS_F64.take((long) outer * n);
        int parts = 4 * Pool.threads();
        if (parts == 4 || (long) outer * n < LEAST) {
            rows(x, 0, outer, n, near, y, vectors);
        } else {
            Pool.split(outer, (outer + parts - 1) / parts, (from, to) -> rows(x, from, to, n, near, y, vectors));
        }
    }

    @SuppressWarnings("cast")
    private static void rows(double[] x, int first, int end, int n, double near, double[] y, boolean vectors) {
        for (int o = first; o < end; o++) {
            int from = o * n;
            double mean = (double) (LanesF64.row(x, from, n, vectors) / n);
            double middle = Math.abs(x[from] - mean) <= Math.abs(mean) * (double) near ? x[from] : mean;
            subtract(x, from, n, middle, y, vectors);
            double rest = (double) (LanesF64.row(y, from, n, vectors) / n);
            subtract(y, from, n, rest, y, vectors);
        }
    }

    private static void subtract(double[] x, int from, int n, double number, double[] y, boolean vectors) {
        if (vectors) VectorRowsF64.subtract(x, from, n, number, y, from);
        else for (int k = from; k < from + n; k++) y[k] = x[k] - number;
    }
}
