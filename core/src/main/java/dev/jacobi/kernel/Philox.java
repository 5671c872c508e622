package dev.jacobi.kernel;

/// Random bits from a key and a counter: Philox4x32-10 (Salmon, Moraes, Dror and Shaw, "Parallel random
/// numbers: as easy as 1, 2, 3", 2011). Nothing is remembered between calls, so any part of a stream can be
/// made anywhere, always with the same bits.
public final class Philox {
    private static final int M0 = 0xD2511F53;
    private static final int M1 = 0xCD9E8D57;
    private static final int W0 = 0x9E3779B9;
    private static final int W1 = 0xBB67AE85;
    /// The last word of the counter keeps new keys and numbers apart.
    private static final int KEYS = 1;
    private static final int NUMBERS = 2;

    private Philox() {}

    /// Ten rounds over the four words of `c`, in place.
    public static void rounds(int[] c, int key0, int key1) {
        int c0 = c[0];
        int c1 = c[1];
        int c2 = c[2];
        int c3 = c[3];
        int k0 = key0;
        int k1 = key1;
        for (int round = 0; round < 10; round++) {
            long p0 = (M0 & 0xffffffffL) * (c0 & 0xffffffffL);
            long p1 = (M1 & 0xffffffffL) * (c2 & 0xffffffffL);
            c0 = (int) (p1 >>> 32) ^ c1 ^ k0;
            c2 = (int) (p0 >>> 32) ^ c3 ^ k1;
            c1 = (int) p1;
            c3 = (int) p0;
            k0 += W0;
            k1 += W1;
        }
        c[0] = c0;
        c[1] = c1;
        c[2] = c2;
        c[3] = c3;
    }

    private static void block(int[] c, long key, long counter, int use) {
        c[0] = (int) counter;
        c[1] = (int) (counter >>> 32);
        c[2] = 0;
        c[3] = use;
        rounds(c, (int) key, (int) (key >>> 32));
    }

    /// Another key, from a key and a number.
    public static long fold(long key, long number) {
        int[] c = new int[4];
        block(c, key, number, KEYS);
        return c[0] & 0xffffffffL | (long) c[1] << 32;
    }

    /// Multiples of 2⁻²⁴ from 0 up to 1, four a block.
    public static void uniform(long key, float[] y, int from, int count) {
        int[] c = new int[4];
        for (int i = 0; i < count; i++) {
            if ((i & 3) == 0) block(c, key, i >> 2, NUMBERS);
            y[from + i] = (c[i & 3] >>> 8) * 0x1p-24f;
        }
    }

    /// Multiples of 2⁻⁵³ from 0 up to 1, two a block.
    public static void uniform(long key, double[] y, int from, int count) {
        int[] c = new int[4];
        for (int i = 0; i < count; i++) {
            if ((i & 1) == 0) block(c, key, i >> 1, NUMBERS);
            long bits = c[2 * (i & 1)] & 0xffffffffL | (long) c[2 * (i & 1) + 1] << 32;
            y[from + i] = (bits >>> 11) * 0x1p-53;
        }
    }
}
