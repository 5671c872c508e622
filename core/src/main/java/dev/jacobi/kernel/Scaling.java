package dev.jacobi.kernel;

/// Brings the largest element of a matrix near 1 by a power of two, so that no square overflows or vanishes and no bit
/// is lost in the ones that count.
public final class Scaling {
    private Scaling() {}

    /// The exponent of the largest element: 0 if all are 0, or one is infinite or NaN.
    public static int exponent(double[][] a) {
        int largest = Integer.MIN_VALUE;
        for (double[] row : a) {
            for (double x : row) {
                if (!Double.isFinite(x)) return 0;
                if (x != 0) largest = Math.max(largest, Math.getExponent(x));
            }
        }
        return largest == Integer.MIN_VALUE ? 0 : largest;
    }

    /// Times two to the exponent, in place.
    public static void scale(double[][] a, int exponent) {
        if (exponent == 0) return;
        for (double[] row : a) for (int i = 0; i < row.length; i++) row[i] = Math.scalb(row[i], exponent);
    }

    /// False if an element is infinite or NaN.
    public static boolean isFinite(double[][] a) {
        for (double[] row : a) for (double x : row) if (!Double.isFinite(x)) return false;
        return true;
    }
}
