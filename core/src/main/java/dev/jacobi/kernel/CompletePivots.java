package dev.jacobi.kernel;

import java.util.Arrays;

/// P·A·Q = L·D·U with unit triangular L and U and a diagonal D, the largest element left as each pivot. What a
/// determinant and its derivatives need: they are sums of products of D's elements, without any division, and so
/// right for singular matrices as well.
public final class CompletePivots {
    private final double[][] a;
    private final int[] rows;
    private final int[] columns;
    private double sign = 1;

    /// Takes rows apart in place.
    public CompletePivots(double[][] matrix) {
        a = matrix;
        rows = new int[a.length];
        columns = new int[a.length];
        for (int i = 0; i < rows.length; i++) rows[i] = columns[i] = i;
        int k = 0;
        while (k < a.length && eliminate(k)) k++;
    }

    /// False if nothing but zeros is left.
    private boolean eliminate(int k) {
        int row = k;
        int column = k;
        for (int i = k; i < a.length; i++) {
            for (int j = k; j < a.length; j++) {
                if (!(Math.abs(a[i][j]) <= Math.abs(a[row][column])) && !Double.isNaN(a[row][column])) {
                    row = i;
                    column = j;
                }
            }
        }
        double pivot = a[row][column];
        if (pivot == 0) return false;
        exchange(k, row, column);
        double[] by = a[k];
        for (int i = k + 1; i < a.length; i++) {
            a[i][k] /= pivot;
            TriangularSystem.subtract(a[i][k], by, a[i], k + 1);
        }
        for (int j = k + 1; j < a.length; j++) by[j] /= pivot;
        return true;
    }

    private void exchange(int k, int row, int column) {
        if (row != k) {
            double[] r = a[row];
            a[row] = a[k];
            a[k] = r;
            swap(rows, k, row);
            sign = -sign;
        }
        if (column != k) {
            for (double[] r : a) {
                double x = r[column];
                r[column] = r[k];
                r[k] = x;
            }
            swap(columns, k, column);
            sign = -sign;
        }
    }

    private static void swap(int[] order, int i, int j) {
        int x = order[i];
        order[i] = order[j];
        order[j] = x;
    }

    /// The determinant.
    public double determinant() { return sign * product(-1, -1); }

    /// The sign of the determinant: −1, 0 or 1, or NaN.
    public double sign() {
        double s = sign;
        for (int i = 0; i < a.length; i++) s *= Math.signum(a[i][i]);
        return s;
    }

    /// The sizes of the pivots, whose product is that of the determinant.
    public double[] pivots() {
        double[] d = new double[a.length];
        Arrays.setAll(d, i -> Math.abs(a[i][i]));
        return d;
    }

    /// The product of D's elements but for two.
    private double product(int without, int orWithout) {
        ScaledProduct p = new ScaledProduct();
        for (int i = 0; i < a.length; i++) if (i != without && i != orWithout) p.times(a[i][i]);
        return p.value();
    }

    /// The cofactors: the derivative of the determinant by each element.
    public double[][] cofactors() {
        double[][] h = new double[a.length][a.length];
        for (int i = 0; i < h.length; i++) h[i][i] = product(i, i);
        return spread(h);
    }

    /// The change of the cofactors when the matrix changes along a direction. For a diagonal matrix D,
    /// cofactor (i, i) changes by Σ dⱼⱼ·Pᵢⱼ over the other j, and cofactor (i, j) by −dⱼᵢ·Pᵢⱼ, where Pᵢⱼ is the product of D's
    /// elements but i and j; the triangular factors only turn the coordinates.
    public double[][] changeOfCofactors(double[][] direction) {
        int n = a.length;
        double[][] x = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) x[i][j] = direction[rows[i]][columns[j]];
            for (int j = 0; j < i; j++) TriangularSystem.subtract(a[i][j], x[j], x[i], 0);
        }
        for (double[] row : x) {
            for (int i = 0; i < n; i++) TriangularSystem.subtract(row[i], a[i], row, i + 1);
        }
        double[][] h = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++) {
                double p = product(i, j);
                h[i][i] = Math.fma(p, x[j][j], h[i][i]);
                h[j][j] = Math.fma(p, x[i][i], h[j][j]);
                h[i][j] = -p * x[j][i];
                h[j][i] = -p * x[i][j];
            }
        }
        return spread(h);
    }

    /// ±Pᵀ·L⁻ᵀ·H·U⁻ᵀ·Qᵀ: back to the coordinates of A.
    private double[][] spread(double[][] h) {
        int n = a.length;
        for (int i = n - 1; i >= 0; i--) {
            for (int j = n - 1; j > i; j--) TriangularSystem.subtract(a[j][i], h[j], h[i], 0);
        }
        for (double[] row : h) {
            for (int i = n - 1; i >= 0; i--) {
                double sum = row[i];
                for (int j = n - 1; j > i; j--) sum = Math.fma(-a[i][j], row[j], sum);
                row[i] = sum;
            }
        }
        double[][] r = new double[n][n];
        for (int i = 0; i < n; i++) for (int j = 0; j < n; j++) r[rows[i]][columns[j]] = sign * h[i][j];
        return r;
    }
}
