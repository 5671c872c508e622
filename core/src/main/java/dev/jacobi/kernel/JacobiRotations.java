package dev.jacobi.kernel;

import org.jspecify.annotations.Nullable;

/// Rotations after Jacobi (1846), two columns at a time, in sweeps of a fixed order until all are orthogonal: simple, and
/// the most accurate way to eigenvalues of symmetric matrices and to singular values (Demmel and Veselić, 1992).
public final class JacobiRotations {
    private static final int MOST_SWEEPS = 60;
    private static final double SMALL = 0x1p-52;
    /// What is left of a matrix whose largest element is near 1.
    private static final double NOTHING = 0x1p-64;

    private JacobiRotations() {}

    /// Makes a symmetric matrix, whose largest element is near 1, diagonal: on return its diagonal holds the eigenvalues, in no order.
    ///
    /// @param a rows, overwritten
    /// @return rows of eigenvectors, row i for a[i][i]; null if it doesn't converge, as with NaN
    public static double @Nullable [][] symmetric(double[][] a) {
        int n = a.length;
        double[][] v = identity(n);
        for (int sweep = 0; sweep < MOST_SWEEPS; sweep++) {
            boolean rotated = false;
            for (int p = 0; p < n; p++) {
                for (int q = p + 1; q < n; q++) {
                    double off = a[p][q];
                    if (Double.isNaN(off)) return null;
                    double beside = 0x1p-54 * Math.sqrt(Math.abs(a[p][p])) * Math.sqrt(Math.abs(a[q][q]));
                    if (Math.abs(off) <= Math.max(beside, NOTHING)) continue;
                    rotated = true;
                    double t = tangent((a[q][q] - a[p][p]) / 2, off);
                    double c = 1 / Math.sqrt(Math.fma(t, t, 1));
                    double s = t * c;
                    double app = a[p][p] - t * off;
                    double aqq = a[q][q] + t * off;
                    for (int k = 0; k < n; k++) {
                        if (k == p || k == q) continue;
                        double x = a[p][k];
                        double y = a[q][k];
                        a[p][k] = a[k][p] = c * x - s * y;
                        a[q][k] = a[k][q] = s * x + c * y;
                    }
                    a[p][p] = app;
                    a[q][q] = aqq;
                    a[p][q] = a[q][p] = 0;
                    rotate(v[p], v[q], c, s);
                }
            }
            if (!rotated) return v;
        }
        return null;
    }

    /// Makes columns orthogonal: on return they are U·S.
    ///
    /// @param columns overwritten, at most as many as they are long
    /// @return the columns of V, in the same order; null if it doesn't converge, as with NaN
    public static double @Nullable [][] oneSided(double[][] columns) {
        int n = columns.length;
        double[][] v = identity(n);
        for (int sweep = 0; sweep < MOST_SWEEPS; sweep++) {
            boolean rotated = false;
            for (int p = 0; p < n; p++) {
                for (int q = p + 1; q < n; q++) {
                    double alpha = dot(columns[p], columns[p]);
                    double beta = dot(columns[q], columns[q]);
                    double gamma = dot(columns[p], columns[q]);
                    if (Double.isNaN(gamma)) return null;
                    if (gamma == 0 || Math.abs(gamma) <= SMALL * Math.sqrt(alpha) * Math.sqrt(beta)) continue;
                    rotated = true;
                    double t = tangent((beta - alpha) / 2, gamma);
                    double c = 1 / Math.sqrt(Math.fma(t, t, 1));
                    double s = t * c;
                    rotate(columns[p], columns[q], c, s);
                    rotate(v[p], v[q], c, s);
                }
            }
            if (!rotated) return v;
        }
        return null;
    }

    /// The smaller root of t² + 2(half/off)·t − 1 = 0: the tangent of the angle that makes `off` vanish.
    private static double tangent(double half, double off) {
        double theta = half / off;
        if (Double.isInfinite(theta)) return 0;
        double t = 1 / (Math.abs(theta) + Math.sqrt(Math.fma(theta, theta, 1)));
        return theta < 0 ? -t : t;
    }

    private static void rotate(double[] p, double[] q, double c, double s) {
        for (int k = 0; k < p.length; k++) {
            double x = p[k];
            double y = q[k];
            p[k] = c * x - s * y;
            q[k] = s * x + c * y;
        }
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int k = 0; k < a.length; k++) sum = Math.fma(a[k], b[k], sum);
        return sum;
    }

    private static double[][] identity(int n) {
        double[][] v = new double[n][n];
        for (int i = 0; i < n; i++) v[i][i] = 1;
        return v;
    }
}
