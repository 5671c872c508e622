package dev.jacobi.kernel;

/// A = L·Lᵀ of a symmetric matrix, of which the lower triangle is read.
public final class CholeskyFactor {
    private CholeskyFactor() {}

    /// Takes rows apart in place, with zeros above the diagonal.
    ///
    /// @return the first pivot that isn't above 0, its number left on the diagonal; −1 if all are, or NaN
    public static int factor(double[][] a) {
        int n = a.length;
        double[] column = new double[n];
        for (int k = 0; k < n; k++) {
            if (a[k][k] <= 0) return k;
            double root = Math.sqrt(a[k][k]);
            a[k][k] = root;
            for (int i = k + 1; i < n; i++) {
                a[k][i] = 0;
                column[i] = a[i][k] /= root;
            }
            for (int i = k + 1; i < n; i++) {
                double f = -column[i];
                double[] row = a[i];
                for (int j = k + 1; j <= i; j++) row[j] = Math.fma(f, column[j], row[j]);
            }
        }
        return -1;
    }
}
