package dev.jacobi.kernel.vector;

import java.util.Arrays;

/// Calls the products with little work until the JIT compiler has made them fast: before, each of their vector operations
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

    private VectorWarmUpF32() {}

    /// Whether the products have become fast.
    public static boolean run() {
        long end = System.nanoTime() + PATIENCE;
        VectorWarmUpF32 warm = new VectorWarmUpF32();
        do {
            for (int i = 0; i < ROUNDS; i++) warm.everyBranch();
            if (warm.isFast()) return true;
        } while (System.nanoTime() < end);
        return false;
    }

    private void everyBranch() {
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

    private boolean isFast() { return isFast(L) && isFast(2 * L) && isFast(3 * L); }

    private boolean isFast(int n) {
        double best = Double.MAX_VALUE;
        for (int i = 0; i < ROUNDS; i++) {
            long start = System.nanoTime();
            product(4, n, K, false, false, c, false);
            best = Math.min(best, System.nanoTime() - start);
        }
        return best < FAST * K * 4 * (n / L);
    }
}
