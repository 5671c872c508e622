package dev.jacobi.bench;

import java.util.Arrays;

/// How long a piece of work takes once the JIT compiler knows it. Rounds are timed until ten in
/// a row were no faster than those before; the answer is the median of the ten.
final class Timing {
    private static final long ROUND = 200_000_000L;
    private static final int STEADY = 10;
    private static final int MOST = 150;

    private Timing() {}

    /// Microseconds a call.
    static double microseconds(Runnable work) {
        double[] rounds = new double[MOST];
        double best = Double.MAX_VALUE;
        int bestAt = 0;
        int n = 0;
        while (n < MOST && n - bestAt <= STEADY) {
            rounds[n] = round(work);
            if (rounds[n] < 0.95 * best) {
                best = rounds[n];
                bestAt = n;
            }
            n++;
        }
        double[] last = Arrays.copyOfRange(rounds, n - STEADY, n);
        Arrays.sort(last);
        return last[STEADY / 2];
    }

    private static double round(Runnable work) {
        long start = System.nanoTime();
        long calls = 0;
        long now = start;
        while (now - start < ROUND) {
            work.run();
            calls++;
            now = System.nanoTime();
        }
        return (now - start) / 1e3 / calls;
    }
}
