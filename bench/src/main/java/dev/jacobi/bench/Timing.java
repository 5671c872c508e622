package dev.jacobi.bench;

import java.util.Arrays;

/// How long a piece of work takes once the JIT compiler knows it: the median of some rounds,
/// each long enough for the clock.
final class Timing {
    private static final long WARM_UP = 2_000_000_000L;
    private static final long ROUND = 200_000_000L;
    private static final int ROUNDS = 9;

    private Timing() {}

    /// Microseconds a call.
    static double microseconds(Runnable work) {
        long start = System.nanoTime();
        long calls = 0;
        while (System.nanoTime() - start < WARM_UP || calls < 3) {
            work.run();
            calls++;
        }
        long once = (System.nanoTime() - start) / calls;
        int repeats = (int) Math.clamp(ROUND / Math.max(1, once), 1, 1_000_000);
        double[] rounds = new double[ROUNDS];
        for (int r = 0; r < ROUNDS; r++) {
            long before = System.nanoTime();
            for (int i = 0; i < repeats; i++) work.run();
            rounds[r] = (System.nanoTime() - before) / 1e3 / repeats;
        }
        Arrays.sort(rounds);
        return rounds[ROUNDS / 2];
    }
}
