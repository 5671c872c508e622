package dev.jacobi;

import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;

/// NumPy's legacy random numbers, to replay a script that begins with `np.random.seed(1)`: the Mersenne Twister MT19937
/// (Matsumoto and Nishimura, 1998) with NumPy's seeding and its ways to uniform and normal numbers.
///
/// ```java
/// var random = new MersenneTwister(1);
/// Tensor weights = random.rand(2, 3).mul(2).sub(1);      // 2 * np.random.rand(2, 3) - 1
/// ```
///
/// Unlike a [dev.jacobi.tensor.RandomKey] it has a state that changes with each number, so the order of the calls
/// matters. Not for use by several threads.
public final class MersenneTwister {
    private static final int N = 624;
    private static final int M = 397;

    private final int[] state = new int[N];
    private int next = N;
    private boolean hasNormal;
    private double normal;

    /// As `np.random.seed(seed)`.
    ///
    /// @throws IllegalArgumentException unless the seed lies from 0 to 2³² − 1
    public MersenneTwister(long seed) {
        if (seed < 0 || seed > 0xffffffffL) throw new IllegalArgumentException("the seed must lie from 0 to 4294967295, but got " + seed);
        state[0] = (int) seed;
        for (int i = 1; i < N; i++) state[i] = 1812433253 * (state[i - 1] ^ state[i - 1] >>> 30) + i;
    }

    /// The next 32 bits.
    public int nextInt() {
        if (next == N) {
            for (int i = 0; i < N; i++) {
                int y = state[i] & 0x80000000 | state[(i + 1) % N] & 0x7fffffff;
                state[i] = state[(i + M) % N] ^ y >>> 1 ^ ((y & 1) == 0 ? 0 : 0x9908b0df);
            }
            next = 0;
        }
        int y = state[next++];
        y ^= y >>> 11;
        y ^= y << 7 & 0x9d2c5680;
        y ^= y << 15 & 0xefc60000;
        return y ^ y >>> 18;
    }

    /// The next number from 0 up to, not including, 1: 53 bits of two draws.
    public double nextDouble() {
        int a = nextInt() >>> 5;
        int b = nextInt() >>> 6;
        return (a * 67108864.0 + b) / 9007199254740992.0;
    }

    /// The next number of the standard normal distribution, by Marsaglia's polar method, which makes two at a time. The
    /// logarithm is that of StrictMath, which may differ from NumPy's in the last digit.
    public double nextGaussian() {
        if (hasNormal) {
            hasNormal = false;
            return normal;
        }
        double x1;
        double x2;
        double square;
        do {
            x1 = 2.0 * nextDouble() - 1.0;
            x2 = 2.0 * nextDouble() - 1.0;
            square = x1 * x1 + x2 * x2;
        } while (square >= 1.0 || square == 0.0);
        double f = Math.sqrt(-2.0 * StrictMath.log(square) / square);
        normal = f * x1;
        hasNormal = true;
        return f * x2;
    }

    /// As `np.random.rand(sizes…)`: uniform numbers, `F64`.
    public Tensor rand(int... sizes) { return filled(Shape.of(sizes), false); }

    /// As `np.random.randn(sizes…)`: normal numbers, `F64`.
    public Tensor randn(int... sizes) { return filled(Shape.of(sizes), true); }

    private Tensor filled(Shape shape, boolean gaussian) {
        double[] r = new double[shape.size()];
        for (int i = 0; i < r.length; i++) r[i] = gaussian ? nextGaussian() : nextDouble();
        return Tensor.wrap(r, shape);
    }

    /// As `np.random.randint(low, high, count)` for NumPy's default 64-bit kind: whole numbers from low up to, not
    /// including, high, as `I64`. Draws beyond the bound are thrown away under a mask of bits, as NumPy does.
    ///
    /// @throws IllegalArgumentException unless low < high, and at most 2³² apart, and the count is 0 or more
    public Tensor randint(long low, long high, int count) {
        if (low >= high || high - low > 1L << 32 || high - low < 0 || count < 0) {
            throw new IllegalArgumentException("randint needs low < high, at most 2^32 apart, and a count of 0 or more, but got "
                    + low + ", " + high + " and " + count);
        }
        long[] r = new long[count];
        for (int i = 0; i < count; i++) r[i] = low + bounded(high - low - 1);
        return Tensor.wrap(r);
    }

    /// A number from 0 to the last, both included.
    private long bounded(long last) {
        if (last == 0) return 0;
        long mask = -1L >>> Long.numberOfLeadingZeros(last);
        long value;
        do value = (nextInt() & 0xffffffffL) & mask; while (value > last);
        return value;
    }

    /// As `np.random.permutation(count)`: the numbers below a count in a random order, as `I64`.
    ///
    /// @throws IllegalArgumentException for a negative count
    public Tensor permutation(int count) {
        if (count < 0) throw new IllegalArgumentException("permutation needs a count of 0 or more, but got " + count);
        long[] r = new long[count];
        for (int i = 0; i < count; i++) r[i] = i;
        for (int i = count - 1; i > 0; i--) {
            int j = (int) bounded(i);
            long t = r[i];
            r[i] = r[j];
            r[j] = t;
        }
        return Tensor.wrap(r);
    }
}
