package dev.jacobi.data;

/// A random order of the numbers from 0 to a count, computed place by place: it takes no memory,
/// and any place can be asked at once. So a training goes on in the middle of an epoch after
/// any interruption, and a table of any length costs nothing to shuffle.
///
/// It is a Feistel network, which maps pairs of half numbers one-to-one whatever its rounds
/// mix, on the smallest even number of bits that holds the count; a number beyond the count is
/// mapped again until it lies inside (cycle walking, Black and Rogaway 2002).
public final class Shuffle {
    private static final int ROUNDS = 8;

    private final int count;
    private final int half;
    private final long[] keys = new long[ROUNDS];

    /// @param seed decides the order; an epoch takes its own
    public Shuffle(int count, long seed) {
        this.count = count;
        int bits = count <= 1 ? 0 : 32 - Integer.numberOfLeadingZeros(count - 1);
        this.half = Math.max(1, (bits + 1) / 2);
        long state = seed;
        for (int i = 0; i < ROUNDS; i++) keys[i] = state = mixed(state + 0x9e3779b97f4a7c15L);
    }

    /// The number at a place of the order.
    public int at(int place) {
        if (place < 0 || place >= count) throw new IndexOutOfBoundsException("an order of " + count + " has no place " + place);
        long mask = (1L << half) - 1;
        long number = place;
        do {
            long left = number >>> half;
            long right = number & mask;
            for (long key : keys) {
                long next = left ^ mixed(right + key) & mask;
                left = right;
                right = next;
            }
            number = left << half | right;
        } while (number >= count);
        return (int) number;
    }

    /// The finalizer of SplitMix64 (Steele, Lea and Flood 2014): all bits depend on all.
    static long mixed(long z) {
        z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
        z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
        return z ^ z >>> 31;
    }
}
