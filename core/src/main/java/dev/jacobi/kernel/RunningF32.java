package dev.jacobi.kernel;

/// What runs along the rows of a dense `float[]` (rows, n), from the first element to the last, in double precision.
///
/// **Bits.** Each result is rounded once from a double; that of a sum is the sum of doubles in ascending order
/// together with what each addition rounded away (Knuth's two-sum), added up beside it.
final class RunningF32 {
    private RunningF32() {}

    static void sum(float[] x, int rows, int n, float[] y) {
        for (int row = 0; row < rows; row++) {
            int from = row * n;
            double sum = 0;
            double lost = 0;
            for (int k = from; k < from + n; k++) {
                double v = x[k];
                double next = sum + v;
                double part = next - sum;
                lost += (sum - (next - part)) + (v - part);
                sum = next;
                // where the sum isn't finite, what was lost is NaN, and means nothing any more
                y[k] = round(Math.abs(sum) <= Double.MAX_VALUE ? sum + lost : sum);
            }
        }
    }

    static void recurrence(float[] factor, float[] x, int rows, int n, float[] y) {
        for (int row = 0; row < rows; row++) {
            int from = row * n;
            if (n == 0) continue;
            double value = x[from];
            y[from] = round(value);
            for (int k = from + 1; k < from + n; k++) {
                value = Math.fma((double) factor[k], value, x[k]);
                y[k] = round(value);
            }
        }
    }

    @SuppressWarnings("cast")
    private static float round(double x) { return (float) x; }
}
