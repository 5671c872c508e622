package dev.jacobi.kernel;

/// What runs along the rows of a dense `float[]` or `double[]` (rows, n): each result is made of all elements up to its
/// place. Arrays are given as objects of the same kind; the order of rounding is in [RunningF32].
public final class Running {
    private Running() {}

    /// `y[k] = x[0] + … + x[k]`, compensated.
    public static void sum(Object x, int rows, int n, Object y) {
        switch (x) {
            case float[] a -> RunningF32.sum(a, rows, n, (float[]) y);
            case double[] a -> RunningF64.sum(a, rows, n, (double[]) y);
            default -> throw Copies.unknown(x);
        }
    }

    /// `y[k] = factor[k] · y[k - 1] + x[k]`, rounded once a step to double; `y[0] = x[0]`.
    public static void recurrence(Object factor, Object x, int rows, int n, Object y) {
        switch (x) {
            case float[] a -> RunningF32.recurrence((float[]) factor, a, rows, n, (float[]) y);
            case double[] a -> RunningF64.recurrence((double[]) factor, a, rows, n, (double[]) y);
            default -> throw Copies.unknown(x);
        }
    }
}
