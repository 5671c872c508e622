package dev.jacobi.scalar;

import dev.jacobi.scalar.Segments.Piece;
import java.util.Arrays;

/// Calls a loop over vectors on a few numbers until the JIT compiler has made it fast.
final class Warming {
    /// So many calls make the compiler begin.
    private static final int CALLS = 6000;
    private static final int BATCH = 200;
    /// A compiled instruction takes no longer on one vector, in nanoseconds.
    private static final int FAST = 8;
    private static final long PATIENCE = 4_000_000_000L;

    private Warming() {}

    static void call(Segment segment, Piece piece, int lanes) {
        int count = piece.inputs() + piece.writes().size();
        Object[] arrays = new Object[count];
        for (int k = 0; k < count; k++) arrays[k] = numbers(piece.precision(), lanes);
        int[] offsets = new int[count];
        long start = System.nanoTime();
        long limit = (long) BATCH * FAST * (piece.code().size() + count);
        for (int calls = 0; System.nanoTime() - start < PATIENCE; calls += BATCH) {
            long begin = System.nanoTime();
            for (int i = 0; i < BATCH; i++) segment.run(arrays, offsets, lanes);
            if (System.nanoTime() - begin < limit) return;
            if (calls > CALLS) pause();
        }
    }

    private static Object numbers(Precision precision, int count) {
        if (precision == Precision.F32) {
            float[] r = new float[count];
            Arrays.fill(r, 0.5f);
            return r;
        }
        double[] r = new double[count];
        Arrays.fill(r, 0.5);
        return r;
    }

    private static void pause() {
        try {
            Thread.sleep(5);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
