package dev.jacobi.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.Tensor;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

/// Sums, means and variances against exact ones, where signs and sizes are against them.
class SumAccuracyTest {
    private static final int[] SIZES = {1, 2, 3, 15, 16, 17, 100, 1000, 40_000, 200_000};

    private static double[] numbers(int n, IntToDoubleFunction f) {
        double[] x = new double[n];
        for (int i = 0; i < n; i++) x[i] = f.applyAsDouble(i);
        return x;
    }

    private static double[][] adversaries(Random random, int n) {
        double[] cancelling = numbers(n, i -> (i % 2 == 0 ? 1 : -1) * (1 + random.nextDouble() * 1e-9));
        double[] shuffled = numbers(n, i -> random.nextGaussian() * Math.pow(10, random.nextInt(30) - 15));
        double[] far = numbers(n, i -> 1e8 + random.nextGaussian());
        double[] pairs = numbers(n, i -> 0);
        for (int i = 0; i < n; i++) pairs[i] = i % 2 == 1 ? -pairs[i - 1] + 1e-6 * random.nextDouble() : random.nextGaussian() * 1e6;
        // one large number in each lane, and then small ones, each of which is lost to it
        double[] swallowed = numbers(n, i -> i < 16 ? 1 : 0x1p-53);
        double[] swallowedLater = numbers(n, i -> i % 512 < 16 ? 1 : i % 2 == 0 ? 0x1p-53 : -0x1.8p-53);
        return new double[][] {cancelling, shuffled, far, pairs, swallowed, swallowedLater};
    }

    private static BigDecimal exact(double[] x) {
        BigDecimal sum = BigDecimal.ZERO;
        for (double v : x) sum = sum.add(new BigDecimal(v));
        return sum;
    }

    private static double sizes(double[] x) {
        double sum = 0;
        for (double v : x) sum += Math.abs(v);
        return sum;
    }

    @Test
    void sumsOfDoublesStayWithinTheBoundOfAddingInPairs() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int n : SIZES) {
            for (double[] x : adversaries(random, n)) {
                double bound = 2 * Math.ulp(1.0) * Math.max(1, Math.log(n) / Math.log(2)) * sizes(x);
                double error = new BigDecimal(Tensor.of(x).sum().item()).subtract(exact(x)).abs().doubleValue();
                assertThat(error).as("seed %d, n %d", seed, n).isLessThanOrEqualTo(bound);
            }
        }
    }

    @Test
    void sumsOfFloatsAreRoundedOnce() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int n : SIZES) {
            for (double[] x : adversaries(random, n)) {
                Tensor t = Tensor.of(x).to(DType.F32);
                double exact = exact(t.toDoubles()).doubleValue();
                if (sizes(x) > 1e7 * Math.abs(exact)) continue;              // beyond that, doubles lose digits as well
                assertThat(t.sum().item()).as("seed %d, n %d", seed, n).isCloseTo(exact, within((double) Math.ulp((float) exact)));
            }
        }
    }

    @Test
    void exactSumsAreCorrectlyRounded() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int n : SIZES) {
            for (double[] x : adversaries(random, n)) {
                assertThat(Tensor.of(x).sumExact().item()).as("seed %d, n %d", seed, n).isEqualTo(exact(x).doubleValue());
                Tensor t = Tensor.of(x).to(DType.F32);
                assertThat(t.sumExact().item()).as("seed %d, n %d", seed, n).isEqualTo(exact(t.toDoubles()).floatValue());
            }
        }
        for (int k = 0; k < 300; k++) {                                      // any bits at all, from the smallest to the largest
            double[] x = numbers(1 + random.nextInt(2000), i -> {
                double v = Double.longBitsToDouble(random.nextLong());
                return Double.isFinite(v) ? v / 4096 : 1;
            });
            assertThat(Tensor.of(x).sumExact().item()).as("seed %d, %d", seed, k).isEqualTo(exact(x).doubleValue());
        }
    }

    @Test
    void exactSumsAtTheEdges() {
        double half = 0x1p-53;
        assertThat(Tensor.of(1, half).sumExact().item()).as("a tie goes to even").isEqualTo(1);
        assertThat(Tensor.of(1, half, Double.MIN_VALUE).sumExact().item()).isEqualTo(1 + 0x1p-52);
        assertThat(Tensor.of(1, 3 * half, -Double.MIN_VALUE).sumExact().item()).isEqualTo(1 + 0x1p-52);
        assertThat(Tensor.of(-1, -half, -Double.MIN_VALUE).sumExact().item()).isEqualTo(-1 - 0x1p-52);
        assertThat(Tensor.of(Double.MIN_VALUE, Double.MIN_VALUE).sumExact().item()).isEqualTo(2 * Double.MIN_VALUE);
        assertThat(Tensor.of(Double.MIN_NORMAL, -Double.MIN_VALUE).sumExact().item()).isEqualTo(Double.MIN_NORMAL - Double.MIN_VALUE);
        assertThat(Tensor.of(Double.MAX_VALUE, Double.MAX_VALUE, -Double.MAX_VALUE).sumExact().item()).isEqualTo(Double.MAX_VALUE);
        assertThat(Tensor.of(Double.MAX_VALUE, Double.MAX_VALUE).sumExact().item()).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(Tensor.of(-Double.MAX_VALUE, -Double.MAX_VALUE).sumExact().item()).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(Tensor.of(3, -3).sumExact().item()).isEqualTo(0.0);
        assertThat(Tensor.ofFloats(1, 0x1p-24f, Float.MIN_VALUE).sumExact().item()).isEqualTo(1 + 0x1p-23f);
        assertThat(Tensor.ofFloats(1, 0x1p-24f).sumExact().item()).isEqualTo(1);
        assertThat(Tensor.ofFloats(Float.MIN_VALUE, Float.MIN_VALUE).sumExact().item()).isEqualTo(2 * Float.MIN_VALUE);
        double[] large = numbers(5000, i -> i % 2 == 0 ? -Double.MAX_VALUE : -0x1.fffffffffffffp-1000);
        assertThat(Tensor.of(large).sumExact().item()).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(Tensor.of(numbers(5000, i -> Math.nextDown(2))).sumExact().item()).isEqualTo(exact(numbers(5000, i -> Math.nextDown(2))).doubleValue());
    }

    @Test
    void deviationsFarFromZero() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int n : new int[] {2, 10, 1000, 40_000}) {
            double[] x = numbers(n, i -> 1e8 + random.nextGaussian());
            BigDecimal count = new BigDecimal(n);
            BigDecimal mean = exact(x).divide(count, MathContext.DECIMAL128);
            BigDecimal squares = BigDecimal.ZERO;
            for (double v : x) squares = squares.add(new BigDecimal(v).subtract(mean).pow(2));
            double variance = squares.divide(count, MathContext.DECIMAL128).doubleValue();
            assertThat(Tensor.of(x).variance().item()).as("seed %d, n %d", seed, n).isCloseTo(variance, within(1e-14 * variance));
            assertThat(Tensor.of(x).std().item()).as("seed %d, n %d", seed, n).isCloseTo(Math.sqrt(variance), within(1e-14 * Math.sqrt(variance)));
        }
    }
}
