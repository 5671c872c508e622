package dev.jacobi.kernel;

/// A = Q·R by Householder's reflections, of a matrix with at least as many rows as columns. Columns of any size are
/// brought near 1 before they are squared, so nothing overflows or vanishes.
public final class Householder {
    /// The reflectors, each from its own row down; above it the column of R.
    private final double[][] columns;
    private final double[] diagonal;
    /// 2/(vᵀv) of each reflector, or 0 where there is nothing to turn.
    private final double[] factors;

    /// Takes columns apart in place.
    public Householder(double[][] columns) {
        this.columns = columns;
        diagonal = new double[columns.length];
        factors = new double[columns.length];
        for (int k = 0; k < columns.length; k++) reflect(k);
    }

    /// The power of two near the largest of some elements: 0 if all of them are 0, or one is infinite or NaN.
    static int exponent(double[] x, int from) {
        double largest = 0;
        for (int i = from; i < x.length; i++) largest = Math.max(largest, Math.abs(x[i]));
        return largest == 0 || !Double.isFinite(largest) ? 0 : Math.getExponent(largest);
    }

    /// Turns column k onto its axis, and the columns after it along.
    private void reflect(int k) {
        double[] v = columns[k];
        int exponent = exponent(v, k);
        double square = 0;
        for (int i = k; i < v.length; i++) {
            v[i] = Math.scalb(v[i], -exponent);
            square = Math.fma(v[i], v[i], square);
        }
        double size = Math.sqrt(square);
        double turned = v[k] > 0 ? -size : size;
        diagonal[k] = Math.scalb(turned, exponent);
        v[k] -= turned;
        square = 0;
        for (int i = k; i < v.length; i++) square = Math.fma(v[i], v[i], square);
        factors[k] = square == 0 ? 0 : 2 / square;
        for (int j = k + 1; j < columns.length; j++) apply(k, columns[j]);
    }

    /// x − 2·v·(vᵀx)/(vᵀv), over the rows from k down.
    private void apply(int k, double[] x) {
        if (factors[k] == 0) return;
        double[] v = columns[k];
        double product = 0;
        for (int i = k; i < v.length; i++) product = Math.fma(v[i], x[i], product);
        double factor = -factors[k] * product;
        for (int i = k; i < v.length; i++) x[i] = Math.fma(factor, v[i], x[i]);
    }

    /// An element of R, whose diagonal isn't negative.
    public double r(int i, int j) {
        double x = i > j ? 0 : i == j ? diagonal[i] : columns[j][i];
        return diagonal[i] < 0 ? -x : x;
    }

    /// Column j of Q. Those after the last of A complete the basis.
    public double[] q(int j) {
        double[] unit = new double[columns.length == 0 ? j + 1 : columns[0].length];
        unit[j] = 1;
        return turn(unit);
    }

    /// Q·x, in place.
    public double[] turn(double[] x) {
        for (int k = 0; k < columns.length; k++) if (diagonal[k] < 0) x[k] = -x[k];
        for (int k = columns.length - 1; k >= 0; k--) apply(k, x);
        return x;
    }
}
