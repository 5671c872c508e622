package dev.jacobi.bench.peers;

import dev.jacobi.bench.Workload;
import java.util.ArrayList;
import java.util.List;

/// The weights of [Workload#CNN] for a library whose images are (batch, rows, columns, channels).
final class ChannelsLast {
    private ChannelsLast() {}

    /// Convolutions as (rows, columns, channels, filters), the dense layer for images read in that order.
    static List<Workload.Values> weights(List<Workload.Values> first) {
        List<Workload.Values> r = new ArrayList<>(first);
        r.set(0, new Workload.Values(reversed(first.get(0).numbers(), 32, 1, 9), 3, 3, 1, 32));
        r.set(2, new Workload.Values(reversed(first.get(2).numbers(), 64, 32, 9), 3, 3, 32, 64));
        r.set(4, new Workload.Values(exchanged(first.get(4).numbers(), 64, 49), 3136, 10));
        return r;
    }

    /// The other way round.
    static List<float[]> back(List<float[]> last) {
        List<float[]> r = new ArrayList<>(last);
        r.set(0, reversed(last.get(0), 9, 1, 32));
        r.set(2, reversed(last.get(2), 9, 32, 64));
        r.set(4, exchanged(last.get(4), 49, 64));
        return r;
    }

    /// (a, b, c) to (c, b, a).
    private static float[] reversed(float[] x, int a, int b, int c) {
        float[] r = new float[x.length];
        for (int i = 0; i < a; i++) {
            for (int j = 0; j < b; j++) {
                for (int k = 0; k < c; k++) r[(k * b + j) * a + i] = x[(i * b + j) * c + k];
            }
        }
        return r;
    }

    /// (a, b, 10) to (b, a, 10).
    private static float[] exchanged(float[] x, int a, int b) {
        float[] r = new float[x.length];
        for (int i = 0; i < a; i++) {
            for (int j = 0; j < b; j++) System.arraycopy(x, (i * b + j) * 10, r, (j * a + i) * 10, 10);
        }
        return r;
    }
}
