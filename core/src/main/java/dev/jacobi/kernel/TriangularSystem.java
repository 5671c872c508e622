package dev.jacobi.kernel;

/// X with R·X = B for a triangular R, in place of the rows of B.
public final class TriangularSystem {
    private TriangularSystem() {}

    /// Reads R on and below the diagonal, or only below it.
    public static void lower(double[][] r, boolean unit, double[][] b) {
        for (int i = 0; i < b.length; i++) {
            for (int j = 0; j < i; j++) subtract(r[i][j], b[j], b[i], 0);
            if (!unit) divide(b[i], r[i][i]);
        }
    }

    /// Reads R on and above the diagonal, or only above it.
    public static void upper(double[][] r, boolean unit, double[][] b) {
        for (int i = b.length - 1; i >= 0; i--) {
            for (int j = b.length - 1; j > i; j--) subtract(r[i][j], b[j], b[i], 0);
            if (!unit) divide(b[i], r[i][i]);
        }
    }

    private static void divide(double[] row, double by) {
        for (int c = 0; c < row.length; c++) row[c] /= by;
    }

    /// y − factor·x from an index on.
    static void subtract(double factor, double[] x, double[] y, int from) {
        double f = -factor;
        for (int j = from; j < y.length; j++) y[j] = Math.fma(f, x[j], y[j]);
    }
}
