package dev.jacobi.kernel;

import dev.jacobi.kernel.vector.VectorRowsF32;
import java.util.Arrays;

/// Sums and products along the middle axis of a dense `float[]` (outer, n, inner), in double precision.
///
/// **Bits.** The n elements are cut into blocks of [#BLOCK]. In a block, element k goes to lane k mod 16,
/// each lane starts at the neutral element and takes its elements in ascending order, and then halves
/// meet: lane i and i+8, then i and i+4, i and i+2, 0 and 1. The blocks are combined in order, starting with
/// the first; for a sum, what each of these additions rounds away (Knuth's two-sum) is added up beside, and added at the
/// end. The result is divided and rounded once. The same for every inner, width of machine and path.
///
/// So a sum of n elements has an error of at most 35 roundings of its largest part, whatever n is.
final class LanesF32 {
    static final int LANES = 16;
    static final int BLOCK = 1 << 9;
    /// From so many columns on, columns are added side by side.
    private static final int SIDE_BY_SIDE = 24;
    private static final int WIDTH = 512;
    /// Fewer elements aren't worth a second thread.
    private static final long LEAST = 1 << 17;

    /// One per thread, for as long as the thread lives: at most 12 500 numbers.
    private static final ThreadLocal<LanesF32> SCRATCH = ThreadLocal.withInitial(LanesF32::new);

    private final double[] lanes = new double[LANES];
    private final double[][] columns = new double[LANES][0];
    private final float[][] rows = new float[4][0];
    private double[] total = new double[0];
    private double[] lost = new double[0];
    /// Whether elements that lie one after the other are added as vectors.
    private boolean vectors;

    private LanesF32() {}

    /// Large ones are divided among threads: by rows, or where there are few, by columns.
    static void sum(float[] x, int outer, int n, int inner, double divisor, float[] y) {
        int threads = Pool.threads();
        if (threads == 1 || (long) outer * n * inner < LEAST) {
            SCRATCH.get().sum(x, 0, outer, n, inner, 0, inner, divisor, y);
        } else if (outer >= 4 * threads) {
            Pool.split(outer, (outer + 4 * threads - 1) / (4 * threads),
                    (from, to) -> SCRATCH.get().sum(x, from, to, n, inner, 0, inner, divisor, y));
        } else {
            Pool.split(inner, Math.max(SIDE_BY_SIDE, (inner + threads - 1) / threads),
                    (from, to) -> SCRATCH.get().sum(x, 0, outer, n, inner, from, to, divisor, y));
        }
    }

    /// The sum of `n` elements from `from` on; not rounded.
    ///
    /// @param vectors whether [Vectors#ROWS_F32] were taken
    static double row(float[] x, int from, int n, boolean vectors) {
        LanesF32 scratch = SCRATCH.get();
        scratch.vectors = vectors;
        return scratch.sum(x, from, n, 1);
    }

    private void sum(float[] x, int firstRow, int rows, int n, int inner, int firstColumn, int columns, double divisor, float[] y) {
        vectors = inner == 1 && Vectors.ROWS_F32.take((long) rows * n);
        int wide = columns - firstColumn;
        for (int o = firstRow; o < rows; o++) {
            if (wide >= SIDE_BY_SIDE) {
                int blocks = (wide + WIDTH - 1) / WIDTH;
                int width = (wide + blocks - 1) / blocks;
                for (int i = firstColumn; i < columns; i += width) {
                    sumColumns(x, o * n * inner + i, n, inner, Math.min(width, columns - i), divisor, y, o * inner + i);
                }
            } else {
                for (int i = firstColumn; i < columns; i++) y[o * inner + i] = round(sum(x, o * n * inner + i, n, inner) / divisor);
            }
        }
    }

    static void product(float[] x, int outer, int n, int inner, float[] y) {
        double[] lanes = SCRATCH.get().lanes;
        for (int o = 0; o < outer; o++) {
            for (int i = 0; i < inner; i++) {
                int from = o * n * inner + i;
                double total = 1;
                for (int start = 0; start < n; start += BLOCK) {
                    int end = Math.min(n, start + BLOCK);
                    Arrays.fill(lanes, 1);
                    for (int k = start; k < end; k++) lanes[k % LANES] *= x[from + k * inner];
                    for (int half = LANES / 2; half > 0; half /= 2) {
                        for (int l = 0; l < half; l++) lanes[l] *= lanes[l + half];
                    }
                    total = start == 0 ? lanes[0] : total * lanes[0];
                }
                y[o * inner + i] = round(total);
            }
        }
    }

    @SuppressWarnings("cast")
    private static float round(double x) { return (float) x; }

    /// Lanes start at +0, so no block is −0, and adding the first block to +0 is the same as taking it.
    private double sum(float[] x, int from, int n, int step) {
        double total = 0;
        double lost = 0;
        for (int start = 0; start < n; start += BLOCK) {
            double block = sumBlock(x, from + start * step, Math.min(BLOCK, n - start), step);
            double next = total + block;
            lost += lost(total, block, next);
            total = next;
        }
        return whole(total, lost);
    }

    /// What a + b has beyond their rounded sum.
    private static double lost(double a, double b, double sum) {
        double part = sum - a;
        return (a - (sum - part)) + (b - part);
    }

    /// Beside a sum that isn't finite, what was lost is NaN, and means nothing.
    private static double whole(double total, double lost) { return Math.abs(total) <= Double.MAX_VALUE ? total + lost : total; }

    private double sumBlock(float[] x, int from, int count, int step) {
        int whole = count & -LANES;
        if (vectors) VectorRowsF32.add(x, from, whole, lanes);
        else add(x, from, whole, step);
        for (int l = 0; l < count - whole; l++) lanes[l] += x[from + (whole + l) * step];
        return fold();
    }

    /// Sixteen lanes in registers.
    private void add(float[] x, int from, int count, int step) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        double s4 = 0;
        double s5 = 0;
        double s6 = 0;
        double s7 = 0;
        double s8 = 0;
        double s9 = 0;
        double s10 = 0;
        double s11 = 0;
        double s12 = 0;
        double s13 = 0;
        double s14 = 0;
        double s15 = 0;
        int end = from + count * step;
        for (int k = from; k < end; k += LANES * step) {
            s0 += x[k];
            s1 += x[k + step];
            s2 += x[k + 2 * step];
            s3 += x[k + 3 * step];
            s4 += x[k + 4 * step];
            s5 += x[k + 5 * step];
            s6 += x[k + 6 * step];
            s7 += x[k + 7 * step];
            s8 += x[k + 8 * step];
            s9 += x[k + 9 * step];
            s10 += x[k + 10 * step];
            s11 += x[k + 11 * step];
            s12 += x[k + 12 * step];
            s13 += x[k + 13 * step];
            s14 += x[k + 14 * step];
            s15 += x[k + 15 * step];
        }
        lanes[0] = s0;
        lanes[1] = s1;
        lanes[2] = s2;
        lanes[3] = s3;
        lanes[4] = s4;
        lanes[5] = s5;
        lanes[6] = s6;
        lanes[7] = s7;
        lanes[8] = s8;
        lanes[9] = s9;
        lanes[10] = s10;
        lanes[11] = s11;
        lanes[12] = s12;
        lanes[13] = s13;
        lanes[14] = s14;
        lanes[15] = s15;
    }

    private double fold() {
        for (int half = LANES / 2; half > 0; half /= 2) {
            for (int l = 0; l < half; l++) lanes[l] += lanes[l + half];
        }
        return lanes[0];
    }

    /// Columns side by side: each lane is a row of sums, to which rows of x are added four at a time, in
    /// loops over separate arrays from 0, which the JIT compiler vectorizes.
    private void sumColumns(float[] x, int from, int n, int step, int width, double divisor, float[] y, int to) {
        reserve(width);
        Arrays.fill(total, 0, width, 0);
        Arrays.fill(lost, 0, width, 0);
        for (int start = 0; start < n; start += BLOCK) {
            int end = Math.min(n, start + BLOCK);
            for (int l = 0; l < LANES; l++) {
                double[] sums = columns[l];
                Arrays.fill(sums, 0, width, 0);
                int k = start + l;
                for (; k + 3 * LANES < end; k += 4 * LANES) {
                    for (int r = 0; r < 4; r++) System.arraycopy(x, from + (k + r * LANES) * step, rows[r], 0, width);
                    addFour(width, sums, rows[0], rows[1], rows[2], rows[3]);
                }
                for (; k < end; k += LANES) {
                    System.arraycopy(x, from + k * step, rows[0], 0, width);
                    addOne(width, sums, rows[0]);
                }
            }
            for (int l = 0; l < 4; l++) foldFour(width, columns[l], columns[l + 4], columns[l + 8], columns[l + 12]);
            foldFour(width, columns[0], columns[1], columns[2], columns[3]);
            addBlock(width, total, lost, columns[0]);
        }
        for (int i = 0; i < width; i++) y[to + i] = round(whole(total[i], lost[i]) / divisor);
    }

    private void reserve(int width) {
        if (total.length >= width) return;
        total = new double[width];
        lost = new double[width];
        for (int l = 0; l < LANES; l++) columns[l] = new double[width];
        for (int r = 0; r < 4; r++) rows[r] = new float[width];
    }

    private static void addFour(int n, double[] s, float[] a, float[] b, float[] c, float[] d) {
        for (int i = 0; i < n; i++) s[i] = s[i] + a[i] + b[i] + c[i] + d[i];
    }

    private static void addOne(int n, double[] s, float[] a) {
        for (int i = 0; i < n; i++) s[i] += a[i];
    }

    private static void addBlock(int n, double[] total, double[] lost, double[] block) {
        for (int i = 0; i < n; i++) {
            double a = total[i];
            double b = block[i];
            double next = a + b;
            lost[i] += lost(a, b, next);
            total[i] = next;
        }
    }

    private static void foldFour(int n, double[] a, double[] b, double[] c, double[] d) {
        for (int i = 0; i < n; i++) a[i] = (a[i] + c[i]) + (b[i] + d[i]);
    }
}
