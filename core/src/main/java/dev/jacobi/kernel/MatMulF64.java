package dev.jacobi.kernel;

import dev.jacobi.kernel.vector.VectorProductF64;

/// Matrix products over `double[]`.
///
/// **Bits.** Every output element is one ascending chain, `acc = fma(a[i,p], b[p,j], acc)` for
/// p = 0 … k−1, that starts at +0 (or, in [#resume], at the element as it was). No path splits k
/// into partial sums, so the bits don't depend on the layout of the operands, on the path taken,
/// or on how rows and columns are divided between calls.
///
/// **Paths.** Where the JVM has the Vector API, products go through it, by [VectorProductF64], once [Vectors] finds it fast.
/// Otherwise long rows or columns go through [PanelsF64], whose loops the JIT compiler turns into
/// vector instructions; everything else is done here, in tiles of independent scalar chains.
///
/// Nothing is checked but what Java checks: shapes and ranges are the caller's business. `c` must
/// not be the array of an operand. Once a thread has its scratch, a call allocates one small object at most.
public final class MatMulF64 {
    /// So many multiplications of a vector loop take the time of one in a tile of scalar chains.
    private static final int GAIN = 4;
    /// A vector times a matrix is a vector loop only if the rows of the matrix are this long and lie as they should.
    private static final int LONG = 72;
    private static final long NEVER = Long.MAX_VALUE / 2;
    /// Below so many multiplications nothing pays but the plain loop.
    private static final int TINY = 64;

    private MatMulF64() {}

    /// For every q below `batch`: C\[q] (m,n) = A\[q] (m,k) · B\[q] (k,n), where matrix q of A starts at
    /// `aOffset + q·aBatch` and is stored row by row, or, if `aTransposed`, as its transpose (k,m) is;
    /// B likewise, (k,n) or (n,k). A batch step of 0 takes the same matrix every time. C is dense.
    public static void matmul(int batch, int m, int n, int k,
            double[] a, int aOffset, int aBatch, boolean aTransposed,
            double[] b, int bOffset, int bBatch, boolean bTransposed, double[] c) {
        strided(batch, m, n, k, a, aOffset, aBatch, aTransposed ? 1 : k, aTransposed ? m : 1,
                b, bOffset, bBatch, bTransposed ? 1 : n, bTransposed ? k : 1, c);
    }

    /// As [#matmul], for matrices that lie anyhow: element (i, p) of A\[q] is at
    /// `aOffset + q·aBatch + i·aRow + p·aColumn`, element (p, j) of B\[q] at
    /// `bOffset + q·bBatch + p·bRow + j·bColumn`. Steps may be 0 or negative.
    public static void strided(int batch, int m, int n, int k,
            double[] a, int aOffset, int aBatch, int aRow, int aColumn,
            double[] b, int bOffset, int bBatch, int bRow, int bColumn, double[] c) {
        Parts all = Parts.OWN.get();
        all.m = m;
        all.n = n;
        all.k = k;
        all.a = a;
        all.aOffset = aOffset;
        all.aBatch = aBatch;
        all.aRow = aRow;
        all.aColumn = aColumn;
        all.b = b;
        all.bOffset = bOffset;
        all.bBatch = bBatch;
        all.bRow = bRow;
        all.bColumn = bColumn;
        all.c = c;
        all.batch = batch;
        all.run();
    }

    /// A product in parts that several threads may do: some of its matrices, or, where they are few, some rows of all of them.
    private static final class Parts implements Pool.Task {
        /// One per thread, so that nothing is allocated for a product.
        static final ThreadLocal<Parts> OWN = ThreadLocal.withInitial(Parts::new);
        private static final double[] NONE = {};
        /// Fewer multiplications aren't worth a second thread.
        private static final long LEAST = 1 << 19;
        private static final int ROWS = 16;

        int batch;
        int m;
        int n;
        int k;
        double[] a = NONE;
        int aOffset;
        int aBatch;
        int aRow;
        int aColumn;
        double[] b = NONE;
        int bOffset;
        int bBatch;
        int bRow;
        int bColumn;
        double[] c = NONE;
        private boolean byMatrices;

        void run() {
            int threads = Pool.threads();
            long work = (long) batch * m * n * k;
            byMatrices = batch >= 2 * threads || threads == 1 || work < LEAST;
            int count = byMatrices ? batch : m;
            int share = (count + threads - 1) / threads;
            if (threads > 1 && work > 16 * LEAST) share = (share + 1) / 2;
            if (!byMatrices) share = (share + ROWS - 1) / ROWS * ROWS;
            Pool.split(count, work < LEAST ? count : share, this);
            a = NONE;
            b = NONE;
            c = NONE;
        }

        @Override public void run(int from, int to) {
            for (int q = byMatrices ? from : 0; q < (byMatrices ? to : batch); q++) {
                int first = byMatrices ? 0 : from;
                multiply(byMatrices ? m : to - from, n, k, a, aOffset + q * aBatch + first * aRow, aRow, aColumn,
                        b, bOffset + q * bBatch, bRow, bColumn, c, (q * m + first) * n, false);
            }
        }
    }

    /// One product that continues the chains of C: `acc` starts at what C holds. The matrix C (m,n)
    /// is dense from `cOffset`. So a product over a long k may be done piece by piece, without
    /// changing a bit.
    public static void resume(int m, int n, int k, double[] a, int aOffset, int aRow, int aColumn,
            double[] b, int bOffset, int bRow, int bColumn, double[] c, int cOffset) {
        multiply(m, n, k, a, aOffset, aRow, aColumn, b, bOffset, bRow, bColumn, c, cOffset, true);
    }

    private static void multiply(int m, int n, int k, double[] a, int ao, int ar, int ac,
            double[] b, int bo, int br, int bc, double[] c, int co, boolean resume) {
        if (Vectors.F64.take((long) m * n * k)) {
            VectorProductF64.multiply(m, n, k, a, ao, ar, ac, b, bo, br, bc, c, co, resume);
        } else {
            portable(m, n, k, a, ao, ar, ac, b, bo, br, bc, c, co, resume);
        }
    }

    /// The product without the Vector API.
    static void portable(int m, int n, int k, double[] a, int ao, int ar, int ac,
            double[] b, int bo, int br, int bc, double[] c, int co, boolean resume) {
        if ((long) m * n * k <= TINY) {
            plain(m, n, k, a, ao, ar, ac, b, bo, br, bc, c, co, resume);
            return;
        }
        // multiplications a step of k takes on each path, with what it computes beyond the edges
        long tiles = (long) fours(m) * fours(n) * GAIN;
        long straight = (long) fours(m) * PanelsF64.length(n);
        long turned = (long) fours(n) * PanelsF64.length(m);
        if (m <= 2 && (bc != 1 || n < LONG)) straight = NEVER;
        if (n <= 2 && (ar != 1 || m < LONG)) turned = NEVER;
        if (straight < tiles && straight <= turned + turned / 2) {
            PanelsF64.multiply(m, n, k, a, ao, ar, ac, new PanelsF64.Strided(b, bo, br, bc), c, co, n, 1, resume);
        } else if (turned < tiles) {
            // Cᵀ = Bᵀ·Aᵀ has the longer rows
            PanelsF64.multiply(n, m, k, b, bo, bc, br, new PanelsF64.Strided(a, ao, ac, ar), c, co, 1, n, resume);
        } else if (m <= 2) {
            for (int i = 0; i < m; i++) strip(n, k, a, ao + i * ar, ac, b, bo, br, bc, c, co + i * n, 1, resume);
        } else if (n <= 2) {
            for (int j = 0; j < n; j++) strip(m, k, b, bo + j * bc, br, a, ao, ac, ar, c, co + j, n, resume);
        } else {
            for (int i = 0; i < m; i += 4) {
                for (int j = 0; j < n; j += 4) tile(i, j, m, n, k, a, ao, ar, ac, b, bo, br, bc, c, co, resume);
            }
        }
    }

    private static int fours(int n) { return (n + 3) & -4; }

    private static void plain(int m, int n, int k, double[] a, int ao, int ar, int ac,
            double[] b, int bo, int br, int bc, double[] c, int co, boolean resume) {
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                double s = resume ? c[co] : 0d;
                for (int p = 0; p < k; p++) s = Math.fma(a[ao + i * ar + p * ac], b[bo + p * br + j * bc], s);
                c[co++] = s;
            }
        }
    }

    /// A vector times a matrix, (k)·(k,n): eight chains side by side hide the latency of fma. Beyond the edge
    /// the last column is computed again.
    private static void strip(int n, int k, double[] a, int ao, int ac,
            double[] b, int bo, int br, int bc, double[] c, int co, int cc, boolean resume) {
        for (int j = 0; j < n; j += 8) {
            int last = n - 1 - j;
            int j1 = Math.min(1, last);
            int j2 = Math.min(2, last);
            int j3 = Math.min(3, last);
            int j4 = Math.min(4, last);
            int j5 = Math.min(5, last);
            int j6 = Math.min(6, last);
            int j7 = Math.min(7, last);
            int o = co + j * cc;
            double s0 = 0d;
            double s1 = 0d;
            double s2 = 0d;
            double s3 = 0d;
            double s4 = 0d;
            double s5 = 0d;
            double s6 = 0d;
            double s7 = 0d;
            if (resume) {
                s0 = c[o];
                s1 = c[o + j1 * cc];
                s2 = c[o + j2 * cc];
                s3 = c[o + j3 * cc];
                s4 = c[o + j4 * cc];
                s5 = c[o + j5 * cc];
                s6 = c[o + j6 * cc];
                s7 = c[o + j7 * cc];
            }
            int y1 = j1 * bc;
            int y2 = j2 * bc;
            int y3 = j3 * bc;
            int y4 = j4 * bc;
            int y5 = j5 * bc;
            int y6 = j6 * bc;
            int y7 = j7 * bc;
            int y = bo + j * bc;
            for (int p = 0, x = ao; p < k; p++, x += ac, y += br) {
                double f = a[x];
                s0 = Math.fma(f, b[y], s0);
                s1 = Math.fma(f, b[y + y1], s1);
                s2 = Math.fma(f, b[y + y2], s2);
                s3 = Math.fma(f, b[y + y3], s3);
                s4 = Math.fma(f, b[y + y4], s4);
                s5 = Math.fma(f, b[y + y5], s5);
                s6 = Math.fma(f, b[y + y6], s6);
                s7 = Math.fma(f, b[y + y7], s7);
            }
            c[o] = s0;
            c[o + j1 * cc] = s1;
            c[o + j2 * cc] = s2;
            c[o + j3 * cc] = s3;
            c[o + j4 * cc] = s4;
            c[o + j5 * cc] = s5;
            c[o + j6 * cc] = s6;
            c[o + j7 * cc] = s7;
        }
    }

    /// The outputs (i … i+3, j … j+3): sixteen chains in registers. Beyond the edge the last row and
    /// column are computed again, and not stored.
    private static void tile(int i, int j, int m, int n, int k, double[] a, int ao, int ar, int ac,
            double[] b, int bo, int br, int bc, double[] c, int co, boolean resume) {
        int i1 = Math.min(i + 1, m - 1) - i;
        int i2 = Math.min(i + 2, m - 1) - i;
        int i3 = Math.min(i + 3, m - 1) - i;
        int j1 = Math.min(j + 1, n - 1) - j;
        int j2 = Math.min(j + 2, n - 1) - j;
        int j3 = Math.min(j + 3, n - 1) - j;
        int r0 = co + i * n + j;
        int r1 = r0 + i1 * n;
        int r2 = r0 + i2 * n;
        int r3 = r0 + i3 * n;
        double s00 = 0d;
        double s01 = 0d;
        double s02 = 0d;
        double s03 = 0d;
        double s10 = 0d;
        double s11 = 0d;
        double s12 = 0d;
        double s13 = 0d;
        double s20 = 0d;
        double s21 = 0d;
        double s22 = 0d;
        double s23 = 0d;
        double s30 = 0d;
        double s31 = 0d;
        double s32 = 0d;
        double s33 = 0d;
        if (resume) {
            s00 = c[r0];
            s01 = c[r0 + j1];
            s02 = c[r0 + j2];
            s03 = c[r0 + j3];
            s10 = c[r1];
            s11 = c[r1 + j1];
            s12 = c[r1 + j2];
            s13 = c[r1 + j3];
            s20 = c[r2];
            s21 = c[r2 + j1];
            s22 = c[r2 + j2];
            s23 = c[r2 + j3];
            s30 = c[r3];
            s31 = c[r3 + j1];
            s32 = c[r3 + j2];
            s33 = c[r3 + j3];
        }
        int x0 = ao + i * ar;
        int x1 = i1 * ar;
        int x2 = i2 * ar;
        int x3 = i3 * ar;
        int y0 = bo + j * bc;
        int y1 = j1 * bc;
        int y2 = j2 * bc;
        int y3 = j3 * bc;
        for (int p = 0; p < k; p++) {
            double a0 = a[x0];
            double a1 = a[x0 + x1];
            double a2 = a[x0 + x2];
            double a3 = a[x0 + x3];
            double b0 = b[y0];
            double b1 = b[y0 + y1];
            double b2 = b[y0 + y2];
            double b3 = b[y0 + y3];
            s00 = Math.fma(a0, b0, s00);
            s01 = Math.fma(a0, b1, s01);
            s02 = Math.fma(a0, b2, s02);
            s03 = Math.fma(a0, b3, s03);
            s10 = Math.fma(a1, b0, s10);
            s11 = Math.fma(a1, b1, s11);
            s12 = Math.fma(a1, b2, s12);
            s13 = Math.fma(a1, b3, s13);
            s20 = Math.fma(a2, b0, s20);
            s21 = Math.fma(a2, b1, s21);
            s22 = Math.fma(a2, b2, s22);
            s23 = Math.fma(a2, b3, s23);
            s30 = Math.fma(a3, b0, s30);
            s31 = Math.fma(a3, b1, s31);
            s32 = Math.fma(a3, b2, s32);
            s33 = Math.fma(a3, b3, s33);
            x0 += ac;
            y0 += br;
        }
        // what was computed twice is stored twice
        c[r3 + j3] = s33;
        c[r3 + j2] = s32;
        c[r3 + j1] = s31;
        c[r3] = s30;
        c[r2 + j3] = s23;
        c[r2 + j2] = s22;
        c[r2 + j1] = s21;
        c[r2] = s20;
        c[r1 + j3] = s13;
        c[r1 + j2] = s12;
        c[r1 + j1] = s11;
        c[r1] = s10;
        c[r0 + j3] = s03;
        c[r0 + j2] = s02;
        c[r0 + j1] = s01;
        c[r0] = s00;
    }
}
