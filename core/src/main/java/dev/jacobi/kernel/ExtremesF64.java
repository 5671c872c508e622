package dev.jacobi.kernel;

import dev.jacobi.kernel.vector.VectorRowsF64;
import java.util.Arrays;

/// Maximum and minimum along the middle axis of a dense `double[]` (outer, n, inner), as [Math#max] and
/// [Math#min] see them: NaN wins, and −0 is less than +0. So the order doesn't matter.
final class ExtremesF64 {
    /// From so many columns on, columns are compared side by side.
    private static final int SIDE_BY_SIDE = 24;
    private static final int WIDTH = 512;

    /// One per thread, for as long as the thread lives: at most 1024 elements.
    private static final ThreadLocal<ExtremesF64> SCRATCH = ThreadLocal.withInitial(ExtremesF64::new);

    private double[] best = new double[0];
    private double[] row = new double[0];

    private ExtremesF64() {}

    static void max(double[] x, int outer, int n, int inner, double[] y) {
        if (inner == 1 && Vectors.ROWS_F64.take((long) outer * n)) {
            for (int o = 0; o < outer; o++) y[o] = VectorRowsF64.max(x, o * n, n);
            return;
        }
        ExtremesF64 scratch = SCRATCH.get();
        for (int o = 0; o < outer; o++) scratch.reduce(true, x, o * n * inner, n, inner, y, o * inner);
    }

    static void min(double[] x, int outer, int n, int inner, double[] y) {
        ExtremesF64 scratch = SCRATCH.get();
        for (int o = 0; o < outer; o++) scratch.reduce(false, x, o * n * inner, n, inner, y, o * inner);
    }

    private void reduce(boolean greatest, double[] x, int from, int n, int inner, double[] y, int to) {
        if (inner >= SIDE_BY_SIDE) {
            for (int i = 0; i < inner; i += WIDTH) {
                int width = Math.min(WIDTH, inner - i);
                columns(greatest, x, from + i, n, inner, width);
                System.arraycopy(best, 0, y, to + i, width);
            }
        } else if (inner == 1 && n >= 2 * WIDTH) {
            // a long run is folded into rows first
            int rows = n / WIDTH;
            columns(greatest, x, from, rows, WIDTH, WIDTH);
            double folded = steps(greatest, best, 0, WIDTH, 1);
            double rest = steps(greatest, x, from + rows * WIDTH, n - rows * WIDTH, 1);
            y[to] = greatest ? Math.max(folded, rest) : Math.min(folded, rest);
        } else {
            for (int i = 0; i < inner; i++) y[to + i] = steps(greatest, x, from + i, n, inner);
        }
    }

    private static double steps(boolean greatest, double[] x, int from, int n, int step) {
        if (greatest) {
            double best = Double.NEGATIVE_INFINITY;
            for (int k = 0; k < n; k++) best = Math.max(best, x[from + k * step]);
            return best;
        }
        double best = Double.POSITIVE_INFINITY;
        for (int k = 0; k < n; k++) best = Math.min(best, x[from + k * step]);
        return best;
    }

    /// Columns side by side into `best`, in loops over separate arrays from 0, which the JIT compiler vectorizes.
    private void columns(boolean greatest, double[] x, int from, int n, int step, int width) {
        if (best.length < width) {
            best = new double[width];
            row = new double[width];
        }
        Arrays.fill(best, 0, width, greatest ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY);
        for (int k = 0; k < n; k++) {
            System.arraycopy(x, from + k * step, row, 0, width);
            if (greatest) maxRow(width, best, row);
            else minRow(width, best, row);
        }
    }

    private static void maxRow(int n, double[] best, double[] row) {
        for (int i = 0; i < n; i++) best[i] = Math.max(best[i], row[i]);
    }

    private static void minRow(int n, double[] best, double[] row) {
        for (int i = 0; i < n; i++) best[i] = Math.min(best[i], row[i]);
    }
}
