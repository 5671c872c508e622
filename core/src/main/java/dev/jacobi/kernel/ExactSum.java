package dev.jacobi.kernel;

import java.math.BigInteger;
import java.util.Arrays;

/// A sum without rounding: a fixed-point number wide enough for every double, in chunks of 32 bits with room for carries
/// (Neal, "Fast exact summation using small and large superaccumulators", 2015). It is rounded once, when it is asked for.
public final class ExactSum {
    /// The unit of the number: the smallest positive double is 2 to this power.
    private static final int UNIT = -1074;
    /// 2098 bits of a double, and 31 for as many of them as there may be.
    private static final int CHUNKS = 68;
    private static final long LOW = 0xffffffffL;
    /// So many numbers may be added before carries move on: each brings fewer than 2⁵³ to a chunk.
    private static final int BEFORE_CARRY = 512;

    private final long[] chunks = new long[CHUNKS];
    private int added;
    /// The sum of what isn't finite.
    private double special;

    /// The sum along the middle axis of a dense `float[]` or `double[]` (outer, n, inner), rounded once.
    public static void sum(Object x, int outer, int n, int inner, Object y) {
        ExactSum sum = new ExactSum();
        for (int o = 0; o < outer; o++) {
            for (int i = 0; i < inner; i++) {
                sum.clear();
                int from = o * n * inner + i;
                switch (x) {
                    case float[] a -> {
                        for (int k = 0; k < n; k++) sum.add(a[from + k * inner]);
                        ((float[]) y)[o * inner + i] = sum.toFloat();
                    }
                    case double[] a -> {
                        for (int k = 0; k < n; k++) sum.add(a[from + k * inner]);
                        ((double[]) y)[o * inner + i] = sum.toDouble();
                    }
                    default -> throw Copies.unknown(x);
                }
            }
        }
    }

    void clear() {
        Arrays.fill(chunks, 0);
        added = 0;
        special = 0;
    }

    void add(double v) {
        long bits = Double.doubleToRawLongBits(v);
        int exponent = (int) (bits >>> 52) & 0x7ff;
        if (exponent == 0x7ff) {
            special += v;
            return;
        }
        if (added++ == BEFORE_CARRY) carry();
        long digits = bits & (1L << 52) - 1;
        if (exponent > 0) digits |= 1L << 52;
        int position = Math.max(exponent, 1) - 1;
        int chunk = position >>> 5;
        int shift = position & 31;
        long sign = bits >> 63;                                              // 0 or −1: (x ^ −1) + 1 is −x
        chunks[chunk] += (digits << shift & LOW ^ sign) - sign;
        chunks[chunk + 1] += (digits >>> 32 - shift ^ sign) - sign;
    }

    /// Leaves 32 bits in each chunk but the last, which has the sign.
    private void carry() {
        for (int i = 0; i < CHUNKS - 1; i++) {
            chunks[i + 1] += chunks[i] >> 32;
            chunks[i] &= LOW;
        }
        added = 1;
    }

    double toDouble() { return special != 0 ? special : rounded(64); }

    /// To 40 digits first, which can't move it to the other side of the middle between two floats.
    float toFloat() { return (float) (special != 0 ? special : rounded(40)); }

    /// The sum cut to so many digits of two, the last of which is 1 if anything was cut off; then rounded to a double.
    private double rounded(int digits) {
        carry();
        BigInteger all = BigInteger.ZERO;
        for (int i = CHUNKS - 1; i >= 0; i--) all = all.shiftLeft(32).add(BigInteger.valueOf(chunks[i]));
        BigInteger size = all.abs();
        int cut = Math.max(0, size.bitLength() - digits);
        BigInteger kept = size.shiftRight(cut);
        if (cut > 0 && size.getLowestSetBit() < cut) kept = kept.setBit(0);
        double value = Math.scalb(kept.doubleValue(), cut + UNIT);
        return all.signum() < 0 ? -value : value;
    }
}
