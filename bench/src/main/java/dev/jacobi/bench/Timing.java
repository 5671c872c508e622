package dev.jacobi.bench;

import java.util.Arrays;

/// How long a piece of work takes.
public final class Timing {
    private static final long RUN = 5_000_000L;
    private static final int LEAST = 3;
    private static final long ROUND = 200_000_000L;
    private static final int STEADY = 10;
    private static final int MOST = 150;

    private Timing() {}

    /// Nanoseconds a call, as the best of several short runs, where a run is as many calls as fill some milliseconds: what
    /// the machine can do, even if others use it. There are three runs at least: the first call of all tells nothing.
    ///
    /// @param nanos how long to try, warm-up included
    public static double best(Runnable work, long nanos) {
        long end = System.nanoTime() + nanos;
        double best = Double.POSITIVE_INFINITY;
        int calls = 1;
        for (int run = 0; run < LEAST || System.nanoTime() < end; run++) {
            long start = System.nanoTime();
            for (int i = 0; i < calls; i++) work.run();
            long time = System.nanoTime() - start;
            best = Math.min(best, (double) time / calls);
            if (time < RUN) calls *= 2;
        }
        return best;
    }

    /// Microseconds a call once the JIT compiler knows the work: rounds are timed until ten in a row were no faster than
    /// those before; the answer is the median of the ten.
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
