package dev.jacobi.kernel;

/// Reductions along the middle axis of a dense `float[]` or `double[]`: (outer, n, inner) to (outer, inner).
/// Arrays are given as objects, both of the same kind.
///
/// Sums and products go through 16 virtual lanes in blocks of 512 elements, in double precision also for
/// `float[]`, and are rounded once; the exact order is in [LanesF32]. It depends on n alone, so a sum has
/// the same bits whatever inner is.
public final class Reductions {
    private Reductions() {}

    /// The sum divided by `divisor` before it is rounded: 1 for the sum, n for the mean. A sum of no elements is +0.
    public static void sum(Object x, int outer, int n, int inner, double divisor, Object y) {
        switch (x) {
            case float[] a -> LanesF32.sum(a, outer, n, inner, divisor, (float[]) y);
            case double[] a -> LanesF64.sum(a, outer, n, inner, divisor, (double[]) y);
            default -> throw Copies.unknown(x);
        }
    }

    /// The product; of no elements, 1.
    public static void product(Object x, int outer, int n, int inner, Object y) {
        switch (x) {
            case float[] a -> LanesF32.product(a, outer, n, inner, (float[]) y);
            case double[] a -> LanesF64.product(a, outer, n, inner, (double[]) y);
            default -> throw Copies.unknown(x);
        }
    }

    /// The greatest element: NaN if there is one, +0 rather than −0; of no elements, −∞.
    public static void max(Object x, int outer, int n, int inner, Object y) {
        switch (x) {
            case float[] a -> ExtremesF32.max(a, outer, n, inner, (float[]) y);
            case double[] a -> ExtremesF64.max(a, outer, n, inner, (double[]) y);
            default -> throw Copies.unknown(x);
        }
    }

    /// The least element: NaN if there is one, −0 rather than +0; of no elements, +∞.
    public static void min(Object x, int outer, int n, int inner, Object y) {
        switch (x) {
            case float[] a -> ExtremesF32.min(a, outer, n, inner, (float[]) y);
            case double[] a -> ExtremesF64.min(a, outer, n, inner, (double[]) y);
            default -> throw Copies.unknown(x);
        }
    }

    /// Takes the mean of each row of `n` elements, at least one, away from it.
    ///
    /// @param near so near to the mean, for its size, the first element stands for it
    public static void center(Object x, int outer, int n, double near, Object y) {
        switch (x) {
            case float[] a -> CenterF32.rows(a, outer, n, near, (float[]) y);
            case double[] a -> CenterF64.rows(a, outer, n, near, (double[]) y);
            default -> throw Copies.unknown(x);
        }
    }
}
