package dev.jacobi.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleBinaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReductionsF64Test {
    private static final int[] SIZES = {0, 1, 2, 3, 7, 15, 16, 17, 31, 33, 64, 65, 127, 130};

    /// The order that is specified, spelled out for one column.
    private static List<Double> blocks(double[] x, int from, int n, int step, double neutral, DoubleBinaryOperator combine) {
        List<Double> blocks = new ArrayList<>();
        for (int start = 0; start < n; start += 512) {
            double[] l = new double[16];
            Arrays.fill(l, neutral);
            for (int k = start; k < Math.min(n, start + 512); k++) {
                l[(k - start) % 16] = combine.applyAsDouble(l[(k - start) % 16], x[from + k * step]);
            }
            double[] m = new double[8];
            for (int i = 0; i < 8; i++) m[i] = combine.applyAsDouble(l[i], l[i + 8]);
            for (int i = 0; i < 4; i++) m[i] = combine.applyAsDouble(m[i], m[i + 4]);
            blocks.add(combine.applyAsDouble(combine.applyAsDouble(m[0], m[2]), combine.applyAsDouble(m[1], m[3])));
        }
        return blocks;
    }

    private static double product(double[] x, int from, int n, int step) {
        List<Double> blocks = blocks(x, from, n, step, 1, (a, b) -> a * b);
        return blocks.isEmpty() ? 1 : blocks.stream().reduce((a, b) -> a * b).orElseThrow();
    }

    /// The blocks one after the other, with what each addition rounds away, by exact arithmetic.
    private static double sum(double[] x, int from, int n, int step) {
        double total = 0;
        double lost = 0;
        for (double block : blocks(x, from, n, step, 0, Double::sum)) {
            double next = total + block;
            if (Double.isFinite(next)) lost += new BigDecimal(total).add(new BigDecimal(block)).subtract(new BigDecimal(next)).doubleValue();
            total = next;
        }
        return Double.isFinite(total) ? total + lost : total;
    }

    @SuppressWarnings("cast")
    private static void check(Random random, String seed, int outer, int n, int inner) {
        double[] x = MatMulF64Test.random(random, outer * n * inner);
        for (int i = 0; i < x.length; i++) {
            int kind = random.nextInt(200);
            if (kind == 0) x[i] = -0d;
            else if (kind == 1) x[i] = 0d;
            else if (kind == 2 && n < 20) x[i] = Double.NaN;
            else if (kind == 3) x[i] *= 1e10d;
        }
        double[] sum = new double[outer * inner];
        double[] mean = sum.clone();
        double[] product = sum.clone();
        double[] max = sum.clone();
        double[] min = sum.clone();
        for (int o = 0; o < outer; o++) {
            for (int i = 0; i < inner; i++) {
                int from = o * n * inner + i;
                int to = o * inner + i;
                double s = sum(x, from, n, inner);
                sum[to] = (double) s;
                mean[to] = (double) (s / n);
                product[to] = (double) product(x, from, n, inner);
                max[to] = Double.NEGATIVE_INFINITY;
                min[to] = Double.POSITIVE_INFINITY;
                for (int k = 0; k < n; k++) {
                    max[to] = Math.max(max[to], x[from + k * inner]);
                    min[to] = Math.min(min[to], x[from + k * inner]);
                }
            }
        }
        String what = "seed " + seed + " outer " + outer + " n " + n + " inner " + inner;
        double[] y = new double[outer * inner];
        Reductions.sum(x, outer, n, inner, 1, y);
        assertThat(y).as("sum, %s", what).isEqualTo(sum);
        Reductions.sum(x, outer, n, inner, n, y);
        assertThat(y).as("mean, %s", what).isEqualTo(mean);
        Reductions.product(x, outer, n, inner, y);
        assertThat(y).as("product, %s", what).isEqualTo(product);
        Reductions.max(x, outer, n, inner, y);
        assertThat(y).as("max, %s", what).isEqualTo(max);
        Reductions.min(x, outer, n, inner, y);
        assertThat(y).as("min, %s", what).isEqualTo(min);
    }

    @Test
    void followsTheSpecifiedOrder() {
        long first = System.nanoTime();
        for (long seed = first; seed < first + 300; seed++) {
            Random random = new Random(seed);
            check(random, Long.toString(seed), random.nextInt(4), SIZES[random.nextInt(SIZES.length)],
                    SIZES[random.nextInt(SIZES.length)]);
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 511, 1", "2, 512, 1", "1, 513, 2", "1, 1024, 30", "1, 1025, 1", "1, 100000, 1", "1, 66000, 30", "3, 9, 1111", "1, 64, 513"})
    void followsTheSpecifiedOrderOfLongAxes(int outer, int n, int inner) {
        check(new Random(n), Integer.toString(n), outer, n, inner);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "1023, 1", "1024, 1", "1025, 1", "2047, 1", "70, 2", "70, 40"})
    void findsTheExtremeWhereverItIs(int n, int inner) {
        double[] x = MatMulF64Test.random(new Random(n), n * inner);
        double[] y = new double[inner];
        for (int k = 0; k < n; k++) {
            for (int i = 0; i < inner; i++) {
                double kept = x[k * inner + i];
                x[k * inner + i] = 100d;
                Reductions.max(x, 1, n, inner, y);
                assertThat(y[i]).as("n %d inner %d at %d %d", n, inner, k, i).isEqualTo(100d);
                x[k * inner + i] = -100d;
                Reductions.min(x, 1, n, inner, y);
                assertThat(y[i]).as("n %d inner %d at %d %d", n, inner, k, i).isEqualTo(-100d);
                x[k * inner + i] = kept;
            }
        }
    }

    @Test
    void propagatesNaNAndKnowsTheSignOfZero() {
        for (int inner : new int[] {1, 3, 40}) {
            double[] x = new double[3 * inner];
            Arrays.fill(x, 0, inner, -0d);
            double[] y = new double[inner];
            Reductions.max(x, 1, 3, inner, y);
            assertThat(y).containsOnly(0d);
            Reductions.min(x, 1, 3, inner, y);
            assertThat(y).containsOnly(-0d);
            Arrays.fill(x, inner, 2 * inner, Double.NaN);
            Reductions.max(x, 1, 3, inner, y);
            assertThat(y).containsOnly(Double.NaN);
            Reductions.min(x, 1, 3, inner, y);
            assertThat(y).containsOnly(Double.NaN);
        }
    }
}
