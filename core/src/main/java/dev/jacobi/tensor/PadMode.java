package dev.jacobi.tensor;

/// Where the elements come from that a pad puts around a tensor. Each mode goes on as far as it is asked to, also when
/// the pad is wider than the axis.
public enum PadMode {
    /// Mirrored at the first and the last element, which aren't repeated: `c b | a b c | b a`.
    REFLECT,
    /// The first and the last element again and again: `a a | a b c | c c`.
    REPLICATE,
    /// Around to the other end: `b c | a b c | a b`.
    CIRCULAR;

    /// The place inside an axis that stands for a place outside of it.
    int source(long place, int size) {
        return (int) switch (this) {
            case REPLICATE -> Math.clamp(place, 0, size - 1);
            case CIRCULAR -> Math.floorMod(place, (long) size);
            case REFLECT -> {
                long period = Math.max(1, 2L * (size - 1));
                long k = Math.floorMod(place, period);
                yield k < size ? k : period - k;
            }
        };
    }
}
