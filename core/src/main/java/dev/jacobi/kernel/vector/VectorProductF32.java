package dev.jacobi.kernel.vector;

import java.util.Arrays;

/// One product of matrices over `float[]`, in the Vector API.
///
/// B passes by in panels, [#DEPTH] rows of three vectors, that are copied together and stay in the first-level cache
/// while all rows of A meet them. A is read as it lies if its rows are dense, or else copied, a block at a time. C gets its tiles from
/// [ProductTilesF32], whose chains go on from panel to panel.
///
/// If the transposed product Cᵀ = Bᵀ·Aᵀ has less to copy, that is computed; its tiles are laid into C the other way round.
public final class VectorProductF32 {
    private static final int WIDTH = ProductTilesF32.WIDTH;
    private static final int L = ProductTilesF32.L;
    /// Rows of a panel: at 48 elements of 4 bytes, 24 KB.
    private static final int DEPTH = 128;
    /// Rows of A that are copied at a time.
    private static final int BLOCK = 512;

    /// One per thread, for as long as the thread lives: at most 73 000 elements.
    private static final ThreadLocal<VectorProductF32> SCRATCH = ThreadLocal.withInitial(VectorProductF32::new);
    /// Where the chains start.
    private static final float[] ZEROS = new float[WIDTH];

    private final float[] panel = new float[DEPTH * WIDTH];
    private final float[] tile = new float[4 * WIDTH];
    private float[] block = new float[0];

    private VectorProductF32() {}

    /// C (m,n) = A (m,k) · B (k,n): element (i, p) of A at `ao + i·ar + p·ac`, (p, j) of B at `bo + p·br + j·bc`; C is dense
    /// from `co`. Every element of C is one ascending chain of fma, which starts at +0 or, with `resume`, goes on from C.
    public static void multiply(int m, int n, int k, float[] a, int ao, int ar, int ac,
            float[] b, int bo, int br, int bc, float[] c, int co, boolean resume) {
        if (k == 0) {
            if (!resume) Arrays.fill(c, co, co + m * n, 0f);
        } else if (copied(m, n, k, ac, bc) <= copied(n, m, k, br, ar) + (long) m * n) {
            SCRATCH.get().product(m, n, k, a, ao, ar, ac, b, bo, br, bc, c, co, n, 1, resume);
        } else {
            SCRATCH.get().product(n, m, k, b, bo, bc, br, a, ao, ac, ar, c, co, 1, n, resume);
        }
    }

    /// What a product spends on copies, in elements that are copied one by one.
    private static long copied(int m, int n, int k, int ac, int bc) {
        long a = ac == 1 ? 0 : (long) m * k;
        long b = (long) k * n;
        return a + (bc == 1 ? b / 4 : b);
    }

    private void product(int m, int n, int k, float[] a, int ao, int ar, int ac,
            float[] b, int bo, int br, int bc, float[] c, int co, int cr, int cc, boolean resume) {
        boolean copy = ac != 1;
        int step = copy ? BLOCK : m;
        for (int p = 0; p < k; p += DEPTH) {
            int depth = Math.min(DEPTH, k - p);
            for (int i = 0; i < m; i += step) {
                int rows = Math.min(step, m - i);
                int from = ao + i * ar + p * ac;
                if (copy) {
                    if (block.length < rows * depth) block = new float[Math.min(BLOCK, m) * Math.min(DEPTH, k)];
                    ProductCopiesF32.rows(a, from, ar, ac, rows, depth, block);
                }
                for (int j = 0; j < n; ) {
                    int columns = next(n - j);
                    ProductCopiesF32.panel(b, bo + p * br + j * bc, br, bc, depth, columns, panel);
                    tiles(rows, columns, depth, copy ? block : a, copy ? 0 : from, copy ? depth : ar,
                            c, co + i * cr + j * cc, cr, cc, resume || p > 0);
                    j += columns;
                }
            }
        }
    }

    /// Columns of the next panel: three vectors, but of four, two and two.
    private static int next(int columns) {
        return Math.min(columns, columns > 3 * L && columns <= 4 * L ? 2 * L : WIDTH);
    }

    /// So many rows of C, a panel wide.
    private void tiles(int m, int columns, int depth, float[] a, int ao, int ar, float[] c, int co, int cr, int cc, boolean resume) {
        for (int i = 0; i < m; i += 4) {
            int rows = Math.min(4, m - i);
            int from = ao + i * ar;
            int to = co + i * cr;
            if (cc == 1) {
                tile(depth, rows, columns, a, from, ar, resume ? c : ZEROS, resume ? to : 0, resume ? cr : 0, c, to, cr);
            } else {
                if (resume) ProductCopiesF32.gather(c, to, cr, cc, rows, columns, tile);
                tile(depth, rows, columns, a, from, ar, resume ? tile : ZEROS, 0, resume ? WIDTH : 0, tile, 0, WIDTH);
                ProductCopiesF32.scatter(tile, c, to, cr, cc, rows, columns);
            }
        }
    }

    private void tile(int depth, int rows, int columns, float[] a, int ao, int ar, float[] s, int so, int sr, float[] c, int co, int cr) {
        if (columns > 2 * L) ProductTilesF32.three(depth, rows, a, ao, ar, panel, 0, s, so, sr, c, co, cr, columns - 2 * L);
        else if (columns > L) ProductTilesF32.two(depth, rows, a, ao, ar, panel, 0, s, so, sr, c, co, cr, columns - L);
        else ProductTilesF32.one(depth, rows, a, ao, ar, panel, 0, s, so, sr, c, co, cr, columns);
    }
}
