package dev.jacobi.kernel;

import java.util.Arrays;

/// The product of matrices as loops that the JIT compiler turns into vector instructions.
///
/// Such a loop must run over separate arrays with one index from 0, and take more arithmetic than
/// loads: here four rows of C are advanced by four rows of B. So the rows of B are copied into a
/// *panel* of separate arrays, [#DEPTH] rows of at most [#WIDTH] elements (which stays in the
/// second-level cache while all rows of A pass by), and four rows of C at a time into accumulators.
///
/// Where k isn't a multiple of 4, rows of +0 in the panel meet factors of −0: fma(−0, +0, acc) is
/// acc for every acc, with its sign.
final class PanelsF64 {
    static final int DEPTH = 128;
    static final int WIDTH = 520;
    /// Elements of a vector of 256 bits.
    private static final int VECTOR = 32 / Double.BYTES;
    /// No loop is shorter. The compiler chooses the width of its vectors by how long the loop was when it was
    /// profiled: below about 70 iterations it takes narrower ones, and keeps them for long loops, too.
    private static final int SHORTEST = 64 + VECTOR;

    /// One per thread, for as long as the thread lives: at most 70 000 elements.
    private static final ThreadLocal<PanelsF64> SCRATCH = ThreadLocal.withInitial(PanelsF64::new);

    private final double[][] panel = new double[DEPTH][0];
    private final double[][] sums = new double[4][0];
    private final double[] factors = new double[4 * DEPTH];

    private PanelsF64() {}

    /// Where the rows of B come from.
    interface Source {
        /// Writes rows p … p+rows−1 of B, columns j … j+columns−1, to the start of panel\[0], panel\[1], ….
        void pack(int p, int rows, int j, int columns, double[][] panel);
    }

    /// A matrix in an array: element (p, j) at `offset + p·row + j·column`.
    record Strided(double[] array, int offset, int row, int column) implements Source {
        @Override public void pack(int p, int rows, int j, int columns, double[][] panel) {
            int from = offset + p * row + j * column;
            if (column == 1) {
                for (int q = 0; q < rows; q++) System.arraycopy(array, from + q * row, panel[q], 0, columns);
                return;
            }
            int q = 0;
            for (; q <= rows - 8; q += 8) eight(array, from + q * row, row, column, columns, panel, q);
            for (; q < rows; q++) {
                double[] to = panel[q];
                for (int i = 0, x = from + q * row; i < columns; i++, x += column) to[i] = array[x];
            }
        }

        /// Eight rows together, because where columns are far apart, rows are mostly neighbors.
        private static void eight(double[] a, int from, int row, int column, int columns, double[][] panel, int q) {
            double[] t0 = panel[q];
            double[] t1 = panel[q + 1];
            double[] t2 = panel[q + 2];
            double[] t3 = panel[q + 3];
            double[] t4 = panel[q + 4];
            double[] t5 = panel[q + 5];
            double[] t6 = panel[q + 6];
            double[] t7 = panel[q + 7];
            if (row == 1) {
                for (int i = 0, x = from; i < columns; i++, x += column) {
                    t0[i] = a[x];
                    t1[i] = a[x + 1];
                    t2[i] = a[x + 2];
                    t3[i] = a[x + 3];
                    t4[i] = a[x + 4];
                    t5[i] = a[x + 5];
                    t6[i] = a[x + 6];
                    t7[i] = a[x + 7];
                }
            } else {
                for (int i = 0, x = from; i < columns; i++, x += column) {
                    t0[i] = a[x];
                    t1[i] = a[x + row];
                    t2[i] = a[x + 2 * row];
                    t3[i] = a[x + 3 * row];
                    t4[i] = a[x + 4 * row];
                    t5[i] = a[x + 5 * row];
                    t6[i] = a[x + 6 * row];
                    t7[i] = a[x + 7 * row];
                }
            }
        }
    }

    /// C (m,n) = A (m,k) · B (k,n): element (i, p) of A at `ao + i·ar + p·ac`, element (i, j) of C
    /// at `co + i·cr + j·cc`. With `resume` the chains of C go on, otherwise they start at +0.
    static void multiply(int m, int n, int k, double[] a, int ao, int ar, int ac, Source b,
            double[] c, int co, int cr, int cc, boolean resume) {
        int blocks = (n + WIDTH - 1) / WIDTH;
        if (blocks == 0) return;
        int width = length((n + blocks - 1) / blocks);
        PanelsF64 scratch = SCRATCH.get();
        for (int j = 0; j < n; j += width) {
            int columns = Math.min(width, n - j);
            scratch.reserve(Math.min(k, DEPTH), columns);
            int p = 0;
            do {    // once even for k = 0, which writes zeros
                int depth = Math.min(DEPTH, k - p);
                b.pack(p, depth, j, columns, scratch.panel);
                for (int q = depth; (q & 3) != 0; q++) Arrays.fill(scratch.panel[q], 0, columns, 0d);
                for (int i = 0; i < m; i += 4) {
                    int rows = Math.min(4, m - i);
                    int to = co + i * cr + j * cc;
                    scratch.load(resume || p > 0, rows, columns, c, to, cr, cc);
                    scratch.advance(a, ao + i * ar + p * ac, ar, ac, rows, depth, columns);
                    scratch.store(rows, columns, c, to, cr, cc);
                }
                p += depth;
            } while (p < k);
        }
    }

    /// How far a loop over so many columns runs: what lies beyond is computed and dropped. The compiled loop
    /// takes up to a vector of single steps until it is aligned, then two vectors at a time, so a length of one
    /// vector and some pairs leaves almost nothing to its slow end.
    static int length(int columns) {
        return Math.max(SHORTEST, VECTOR + (columns - VECTOR + 2 * VECTOR - 1) / (2 * VECTOR) * (2 * VECTOR));
    }

    private void reserve(int depth, int columns) {
        int length = length(columns);
        for (int q = 0; q < ((depth + 3) & -4); q++) if (panel[q].length < length) panel[q] = new double[length];
        for (int r = 0; r < 4; r++) if (sums[r].length < length) sums[r] = new double[length];
    }

    private void load(boolean go, int rows, int columns, double[] c, int co, int cr, int cc) {
        for (int r = 0; r < 4; r++) {
            double[] to = sums[r];
            if (!go || r >= rows) Arrays.fill(to, 0, columns, 0d);
            else if (cc == 1) System.arraycopy(c, co + r * cr, to, 0, columns);
            else for (int j = 0, x = co + r * cr; j < columns; j++, x += cc) to[j] = c[x];
        }
    }

    private void store(int rows, int columns, double[] c, int co, int cr, int cc) {
        if (cc == 1) {
            for (int r = 0; r < rows; r++) System.arraycopy(sums[r], 0, c, co + r * cr, columns);
        } else if (rows == 4 && cr == 1) {
            double[] s0 = sums[0];
            double[] s1 = sums[1];
            double[] s2 = sums[2];
            double[] s3 = sums[3];
            for (int j = 0, x = co; j < columns; j++, x += cc) {
                c[x] = s0[j];
                c[x + 1] = s1[j];
                c[x + 2] = s2[j];
                c[x + 3] = s3[j];
            }
        } else {
            for (int r = 0; r < rows; r++) {
                double[] from = sums[r];
                for (int j = 0, x = co + r * cr; j < columns; j++, x += cc) c[x] = from[j];
            }
        }
    }

    /// Advances four rows of C by the panel.
    private void advance(double[] a, int ao, int ar, int ac, int rows, int depth, int columns) {
        double[] f = factors;
        int padded = (depth + 3) & -4;
        for (int r = 0; r < 4; r++) {
            int whole = r < rows ? depth & -4 : 0;
            int o = r * 4;
            int x = ao + r * ar;
            for (int p = 0; p < whole; p += 4) {
                f[o] = a[x];
                f[o + 1] = a[x + ac];
                f[o + 2] = a[x + 2 * ac];
                f[o + 3] = a[x + 3 * ac];
                o += 16;
                x += 4 * ac;
            }
            for (int p = whole; p < padded; p++) {
                f[p * 4 + r * 4 - (p & 3) * 3] = r < rows && p < depth ? a[ao + r * ar + p * ac] : -0d;
            }
        }
        int length = length(columns);
        for (int p = 0; p < padded; p += 4) {
            fourByFour(length, f, p * 4, sums[0], sums[1], sums[2], sums[3],
                    panel[p], panel[p + 1], panel[p + 2], panel[p + 3]);
        }
    }

    /// The loop this file is for: four terms of each chain in four rows of C. All loads stand before
    /// all stores, and sixteen products are as many as the compiler still vectorizes.
    private static void fourByFour(int n, double[] f, int o, double[] c0, double[] c1, double[] c2, double[] c3,
            double[] b0, double[] b1, double[] b2, double[] b3) {
        double w00 = f[o];
        double w01 = f[o + 1];
        double w02 = f[o + 2];
        double w03 = f[o + 3];
        double w10 = f[o + 4];
        double w11 = f[o + 5];
        double w12 = f[o + 6];
        double w13 = f[o + 7];
        double w20 = f[o + 8];
        double w21 = f[o + 9];
        double w22 = f[o + 10];
        double w23 = f[o + 11];
        double w30 = f[o + 12];
        double w31 = f[o + 13];
        double w32 = f[o + 14];
        double w33 = f[o + 15];
        for (int j = 0; j < n; j++) {
            double x0 = b0[j];
            double x1 = b1[j];
            double x2 = b2[j];
            double x3 = b3[j];
            double s0 = Math.fma(w03, x3, Math.fma(w02, x2, Math.fma(w01, x1, Math.fma(w00, x0, c0[j]))));
            double s1 = Math.fma(w13, x3, Math.fma(w12, x2, Math.fma(w11, x1, Math.fma(w10, x0, c1[j]))));
            double s2 = Math.fma(w23, x3, Math.fma(w22, x2, Math.fma(w21, x1, Math.fma(w20, x0, c2[j]))));
            double s3 = Math.fma(w33, x3, Math.fma(w32, x2, Math.fma(w31, x1, Math.fma(w30, x0, c3[j]))));
            c0[j] = s0;
            c1[j] = s1;
            c2[j] = s2;
            c3[j] = s3;
        }
    }
}
