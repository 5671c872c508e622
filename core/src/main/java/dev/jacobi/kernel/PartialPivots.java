package dev.jacobi.kernel;

/// P·A = L·U by Gaussian elimination, the largest element of each column as its pivot. L has a unit diagonal; NaN
/// counts as the largest, so that it spreads rather than hides.
public final class PartialPivots {
    private final double[][] a;
    private final int[] order;
    private int zeroPivot = -1;

    /// Takes rows apart in place.
    public PartialPivots(double[][] rows) {
        a = rows;
        order = new int[rows.length];
        for (int i = 0; i < order.length; i++) order[i] = i;
        for (int k = 0; k < a.length; k++) eliminate(k);
    }

    private void eliminate(int k) {
        int best = k;
        for (int i = k + 1; i < a.length && !Double.isNaN(a[best][k]); i++) {
            if (!(Math.abs(a[i][k]) <= Math.abs(a[best][k]))) best = i;
        }
        double[] row = a[best];
        a[best] = a[k];
        a[k] = row;
        int at = order[best];
        order[best] = order[k];
        order[k] = at;
        double pivot = row[k];
        if (pivot == 0) {
            if (zeroPivot < 0) zeroPivot = k;
            return;                                                          // all below is 0, too
        }
        for (int i = k + 1; i < a.length; i++) {
            a[i][k] /= pivot;
            TriangularSystem.subtract(a[i][k], row, a[i], k + 1);
        }
    }

    /// The first pivot that is 0, or −1.
    public int zeroPivot() { return zeroPivot; }

    /// Which row of A is row i of L·U.
    public int row(int i) { return order[i]; }

    /// L below the diagonal, U on and above it.
    public double at(int i, int j) { return a[i][j]; }

    /// X with A·X = B, in rows of its own.
    public double[][] solve(double[][] b) {
        double[][] x = new double[b.length][];
        for (int i = 0; i < x.length; i++) x[i] = b[order[i]].clone();
        TriangularSystem.lower(a, true, x);
        TriangularSystem.upper(a, false, x);
        return x;
    }
}
