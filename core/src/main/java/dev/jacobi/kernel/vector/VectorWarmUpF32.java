package dev.jacobi.kernel.vector;

import java.util.Arrays;
import java.util.function.IntConsumer;

/// Calls products, and the tiles of convolutions, with little work until the JIT compiler has made them fast: before, each of their vector operations
/// takes a microsecond or more, and one product of a training could take seconds.
///
/// The shapes take every branch, since a branch that the compiler never saw is left out of the compiled code: it would cost
/// the same seconds when it comes.
public final class VectorWarmUpF32 {
    private static final int L = ProductTilesF32.L;
    /// Terms of a chain.
    private static final int K = 64;
    /// One step of a chain on a vector takes a quarter of a nanosecond where it is compiled, and 20 where it isn't.
    private static final double FAST = 3;
    private static final int ROUNDS = 10;
    /// Then the compiler doesn't do what we wait for: it is turned off, perhaps.
    private static final long PATIENCE = 20_000_000_000L;

    private final float[] a = new float[5 * K];
    private final float[] b = new float[K * 4 * L];
    private final float[] c = new float[5 * 4 * L];
    private final int[] steps = new int[K];
    private final double[] lanes = new double[16];

    private VectorWarmUpF32() {}

    /// Whether products have become fast.
    public static boolean products() {
        VectorWarmUpF32 warm = new VectorWarmUpF32();
        return call(warm::everyProduct, n -> warm.product(4, n, K, false, false, warm.c, false));
    }

    /// Whether the tiles of [IndexedTilesF32] have.
    public static boolean windows() {
        VectorWarmUpF32 warm = new VectorWarmUpF32();
        return call(warm::everyWindow, n -> warm.window(n, K));
    }

    /// Whether what is done to rows has.
    public static boolean rows() {
        VectorWarmUpF32 warm = new VectorWarmUpF32();
        return call(warm::everyRow, _ -> warm.row(K));
    }

    /// @param width calls what has a tile so wide, with [#K] terms in each chain
    private static boolean call(Runnable everyBranch, IntConsumer width) {
        long end = System.nanoTime() + PATIENCE;
        do {
            for (int i = 0; i < ROUNDS; i++) everyBranch.run();
            if (isFast(width, L) && isFast(width, 2 * L) && isFast(width, 3 * L)) return true;
        } while (System.nanoTime() < end);
        return false;
    }

    private static boolean isFast(IntConsumer width, int n) {
        double best = Double.MAX_VALUE;
        for (int i = 0; i < ROUNDS; i++) {
            long start = System.nanoTime();
            width.accept(n);
            best = Math.min(best, System.nanoTime() - start);
        }
        return best < FAST * K * 4 * (n / L);
    }

    private void everyWindow() {
        for (int i = 0; i < ROUNDS; i++) for (int n = L; n <= 3 * L; n += L) window(n, K / 4);
    }

    private void window(int n, int k) { IndexedTilesF32.advance(n, k, a, 0, K, 2 * K, 3 * K, steps, 0, b, 0, steps, 0, c, 0); }

    private void everyRow() {
        for (int i = 0; i < ROUNDS; i++) for (int n = 0; n <= 4 * L; n += 5) row(n);
    }

    private void row(int n) {
        VectorRowsF32.add(b, 0, n & -16, lanes);
        VectorRowsF32.subtract(b, 0, n, VectorRowsF32.max(b, 0, n), c, 0);
    }

    private void everyProduct() {
        for (int n = 1; n <= 4 * L; n += L - 1) {
            for (int m = 1; m <= 5; m++) {
                float[] exact = Arrays.copyOf(c, m * n);    // a row that ends with its array is read and written otherwise
                for (int turn = 0; turn < 8; turn++) product(m, n, K / 4, (turn & 1) != 0, (turn & 2) != 0, exact, (turn & 4) != 0);
            }
        }
    }

    private void product(int m, int n, int k, boolean at, boolean bt, float[] c, boolean resume) {
        VectorProductF32.multiply(m, n, k, a, 0, at ? 1 : k, at ? m : 1, b, 0, bt ? 1 : n, bt ? k : 1, c, 0, resume);
    }
}
