package dev.jacobi.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MatMulF64Test {
    private static final int[] SIZES = {0, 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 33, 39, 40, 41, 64, 65, 127};

    /// The chains as they are specified, and nothing else.
    static double[] chains(int batch, int m, int n, int k, double[] a, int ao, int ab, int ar, int ac,
            double[] b, int bo, int bb, int br, int bc, double[] start) {
        double[] c = start.clone();
        for (int q = 0; q < batch; q++) {
            for (int i = 0; i < m; i++) {
                for (int j = 0; j < n; j++) {
                    double acc = c[(q * m + i) * n + j];
                    for (int p = 0; p < k; p++) {
                        acc = Math.fma(a[ao + q * ab + i * ar + p * ac], b[bo + q * bb + p * br + j * bc], acc);
                    }
                    c[(q * m + i) * n + j] = acc;
                }
            }
        }
        return c;
    }

    static double[] random(Random random, int length) {
        double[] x = new double[length];
        for (int i = 0; i < length; i++) x[i] = (double) random.nextGaussian();
        return x;
    }

    private static void check(long seed, int batch, int m, int n, int k) {
        Random random = new Random(seed);
        int offset = random.nextInt(5);
        boolean sameA = random.nextInt(4) == 0;
        boolean sameB = random.nextInt(4) == 0;
        double[] a = random(random, offset + batch * m * k);
        double[] b = random(random, offset + batch * k * n);
        for (int turn = 0; turn < 4; turn++) {
            boolean at = (turn & 1) != 0;
            boolean bt = (turn & 2) != 0;
            int as = sameA ? 0 : m * k;
            int bs = sameB ? 0 : k * n;
            double[] expected = chains(batch, m, n, k, a, offset, as, at ? 1 : k, at ? m : 1,
                    b, offset, bs, bt ? 1 : n, bt ? k : 1, new double[batch * m * n]);
            double[] c = new double[batch * m * n];
            Arrays.fill(c, Double.NaN);
            MatMulF64.matmul(batch, m, n, k, a, offset, as, at, b, offset, bs, bt, c);
            assertThat(c).as("seed %d batch %d m %d n %d k %d transposed %s %s", seed, batch, m, n, k, at, bt)
                    .isEqualTo(expected);
        }
    }

    @Test
    void isOneChainForEachElement() {
        long first = System.nanoTime();
        for (long seed = first; seed < first + 400; seed++) {
            Random random = new Random(seed);
            check(seed, random.nextInt(4), SIZES[random.nextInt(SIZES.length)], SIZES[random.nextInt(SIZES.length)],
                    SIZES[random.nextInt(SIZES.length)]);
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 2, 2", "64, 256, 784", "10, 30, 784", "784, 30, 10", "1, 1200, 3", "1200, 1, 3", "3, 1025, 129",
        "1025, 3, 129", "5, 512, 128", "5, 513, 257", "48, 48, 1"})
    void isOneChainForEachElementOfLargeMatrices(int m, int n, int k) {
        check(m * 1_000_000L + n * 1000L + k, 1, m, n, k);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 4, 6, 41})
    void keepsNegativeZeroAndInfinity(int m) {
        // products that underflow make the chain -0, which a padding of +0 would lose
        for (int k = 1; k <= 9; k++) {
            double[] a = new double[m * k];
            double[] b = new double[k * 45];
            Arrays.fill(a, -Double.MIN_NORMAL);
            Arrays.fill(b, Double.MIN_NORMAL);
            for (int j = 0; j < 10; j++) b[j] = Double.POSITIVE_INFINITY;
            double[] c = new double[m * 45];
            MatMulF64.matmul(1, m, 45, k, a, 0, 0, false, b, 0, 0, false, c);
            assertThat(c).isEqualTo(chains(1, m, 45, k, a, 0, 0, k, 1, b, 0, 0, 45, 1, new double[m * 45]));
            assertThat(c[44]).isEqualTo(-0d);
        }
    }

    @Test
    void resumesChains() {
        long first = System.nanoTime();
        for (long seed = first; seed < first + 200; seed++) {
            Random random = new Random(seed);
            int m = SIZES[random.nextInt(SIZES.length)];
            int n = SIZES[random.nextInt(SIZES.length)];
            int k = random.nextInt(12);
            double[] a = random(random, m * k);
            double[] b = random(random, k * n);
            double[] start = random(random, m * n);
            double[] c = new double[m * n + 3];
            System.arraycopy(start, 0, c, 3, m * n);
            MatMulF64.resume(m, n, k, a, 0, k, 1, b, 0, n, 1, c, 3);
            assertThat(Arrays.copyOfRange(c, 3, c.length)).as("seed %d m %d n %d k %d", seed, m, n, k)
                    .isEqualTo(chains(1, m, n, k, a, 0, 0, k, 1, b, 0, 0, n, 1, start));
        }
    }

    @Test
    void takesAnyStrides() {
        long first = System.nanoTime();
        for (long seed = first; seed < first + 200; seed++) {
            Random random = new Random(seed);
            int m = SIZES[random.nextInt(SIZES.length)];
            int n = SIZES[random.nextInt(SIZES.length)];
            int k = 1 + random.nextInt(40);
            int[] steps = random.ints(4, -3, 4).toArray();
            double[] a = random(random, 2 * 3 * 200 + 1);
            double[] b = random(random, 2 * 3 * 200 + 1);
            double[] c = new double[m * n];
            MatMulF64.strided(1, m, n, k, a, 600, 0, steps[0], steps[1], b, 600, 0, steps[2], steps[3], c);
            assertThat(c).as("seed %d m %d n %d k %d steps %s", seed, m, n, k, Arrays.toString(steps))
                    .isEqualTo(chains(1, m, n, k, a, 600, 0, steps[0], steps[1], b, 600, 0, steps[2], steps[3], new double[m * n]));
        }
    }
}
