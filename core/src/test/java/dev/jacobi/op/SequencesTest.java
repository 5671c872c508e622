package dev.jacobi.op;

import static dev.jacobi.Jacobi.grad;
import static dev.jacobi.Jacobi.hessian;
import static dev.jacobi.Jacobi.vmap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.RandomKey;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Running results, sorting and order statistics: against plain loops, with ties, NaN and numbers of all sizes.
class SequencesTest {
    private static final double INF = Double.POSITIVE_INFINITY;
    private static final double NAN = Double.NaN;

    /// Numbers with many ties, and everything that has an order of its own.
    private static double[] mixed(Random random, int n) {
        double[] special = {0, -0.0, INF, -INF, NAN, Double.MIN_VALUE, -Double.MIN_VALUE, Double.MAX_VALUE, 1, 1};
        return IntStream.range(0, n).mapToDouble(i -> random.nextInt(4) == 0 ? special[random.nextInt(special.length)]
                : random.nextBoolean() ? random.nextInt(5) - 2 : random.nextGaussian()).toArray();
    }

    /// Java's own sort is stable; NaN last, and the two zeros are one.
    private static long[] places(double[] x, boolean descending) {
        Comparator<Integer> byValue = (i, k) -> Double.compare(x[i] + 0.0, x[k] + 0.0);
        Comparator<Integer> order = Comparator.<Integer, Boolean>comparing(i -> Double.isNaN(x[i])).thenComparing(descending ? byValue.reversed() : byValue);
        return IntStream.range(0, x.length).boxed().sorted(order).mapToLong(i -> i).toArray();
    }

    @Test
    void sortingIsStableWithNanLast() {
        long first = System.nanoTime();
        for (long seed = first; seed < first + 60; seed++) {
            Random random = new Random(seed);
            int n = seed % 6 == 0 ? 1 + random.nextInt(3000) : random.nextInt(70);
            double[] x = mixed(random, n);
            for (Tensor t : new Tensor[] {Tensor.of(x), Tensor.of(x).to(DType.F32)}) {
                double[] v = t.toDoubles();
                assertThat(t.argSort(0).toLongs()).as("seed %d, %s", seed, t.type()).containsExactly(places(v, false));
                assertThat(t.argSortDescending(0).toLongs()).as("seed %d, %s", seed, t.type()).containsExactly(places(v, true));
                int k = random.nextInt(n + 1);
                // what sorting says, where there is no NaN, which sorting puts last
                Tensor finite = t.isNaN().where(Tensor.zeros(Shape.of(), t.dtype()), t);
                assertThat(finite.bottomK(k, 0).places().toLongs()).as("seed %d, %d of %s", seed, k, t.type())
                        .containsExactly(Arrays.copyOf(finite.argSort(0).toLongs(), k));
                assertThat(finite.topK(k, 0).places().toLongs()).as("seed %d, %d of %s", seed, k, t.type())
                        .containsExactly(Arrays.copyOf(finite.argSortDescending(0).toLongs(), k));
                double[] sorted = Arrays.stream(places(v, false)).mapToDouble(i -> v[(int) i]).toArray();
                assertThat(t.sort(0).toDoubles()).as("seed %d, %s", seed, t.type()).containsExactly(sorted);
            }
        }
    }

    @Test
    void wholeNumbersAreSortedToTheLastDigit() {
        long big = 1L << 53;
        Tensor x = Tensor.ofLongs(big + 1, big, Long.MIN_VALUE, Long.MAX_VALUE, big);
        assertThat(x.sort(0).toLongs()).containsExactly(Long.MIN_VALUE, big, big, big + 1, Long.MAX_VALUE);
        assertThat(x.argSortDescending(0).toLongs()).containsExactly(3, 0, 1, 4, 2);
        assertThat(x.cumMax(0).toLongs()).containsExactly(big + 1, big + 1, big + 1, Long.MAX_VALUE, Long.MAX_VALUE);
        assertThat(x.cumMin(0).toLongs()).containsExactly(big + 1, big, Long.MIN_VALUE, Long.MIN_VALUE, Long.MIN_VALUE);
        assertThat(Tensor.ofInts(3, -1, 2).topK(2, 0).values().toLongs()).containsExactly(3, 2);
    }

    @Test
    void gradientsGoBackToWhereTheElementsStood() {
        Tensor weights = Tensor.of(1, 10, 100);
        assertThat(grad((Tensor x) -> x.sort(0).mul(weights).sum(), Tensor.of(3, 1, 2)).toDoubles()).containsExactly(100, 1, 10);
        // equals keep their order
        assertThat(grad((Tensor x) -> x.sortDescending(0).mul(weights).sum(), Tensor.of(2, 2, 5)).toDoubles()).containsExactly(10, 100, 1);
        assertThat(grad((Tensor x) -> x.topK(2, 0).values().mul(Tensor.of(1, 10)).sum(), Tensor.of(2, 7, 5)).toDoubles()).containsExactly(0, 1, 10);
        assertThat(grad((Tensor x) -> x.bottomK(1, 0).values().sum(), Tensor.of(2, 2)).toDoubles()).containsExactly(1, 0);
        Tensor rows = RandomKey.of(3).normal(Shape.of(4, 5), DType.F64);
        assertThat(vmap(x -> grad((Tensor y) -> y.sort(0).square().mul(Tensor.range(5).to(DType.F64)).sum(), x), rows).toDoubles())
                .containsExactly(grad((Tensor x) -> x.sort(1).square().mul(Tensor.range(5).to(DType.F64)).sum(), rows).toDoubles());
        assertThat(hessian(x -> x.sort(0).square().mul(weights).sum(), Tensor.of(3, 1, 2)).toDoubles())
                .containsExactly(200, 0, 0, 0, 2, 0, 0, 0, 20);
    }

    @Test
    void theFirstKOfAll() {
        Tensor x = Tensor.of(Shape.of(2, 4), 3, NAN, 5, 5, 1, 1, 0, -1);
        assertThat(x.topK(3, 1).values().toDoubles()).containsExactly(NAN, 5, 5, 1, 1, 0);
        assertThat(x.topK(3, 1).places().toLongs()).containsExactly(1, 2, 3, 0, 1, 2);
        assertThat(x.bottomK(2, -1).values().toDoubles()).containsExactly(NAN, 3, -1, 0);
        assertThat(x.topK(1, 0).values().toDoubles()).containsExactly(3, NAN, 5, 5);
        assertThat(x.topK(0, 1).values().shape()).isEqualTo(Shape.of(2, 0));
        assertThatThrownBy(() -> x.topK(5, 1)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("topK needs a number from 0 to 4, the size of axis 1 of (2, 4), but got 5; sort gives them all");
    }

    @Test
    void theFirstFewOfLongRows() {
        int n = 5000;
        double[] down = IntStream.range(0, 2 * n).mapToDouble(i -> -(i % n) / 3).toArray();
        Tensor x = Tensor.of(Shape.of(2, n), down);
        for (int k : new int[] {1, 3, 600, 1500, n}) {
            assertThat(x.bottomK(k, 1).places().toLongs()).containsExactly(x.argSort(1).slice(1, 0, k).toLongs());
            assertThat(x.topK(k, 1).places().toLongs()).containsExactly(x.argSortDescending(1).slice(1, 0, k).toLongs());
        }
    }

    @Test
    void orderStatisticsAreWhatSortingSays() {
        long first = System.nanoTime();
        for (long seed = first; seed < first + 40; seed++) {
            Random random = new Random(seed);
            double[] x = random.doubles(1 + random.nextInt(30), -1, 1).toArray();
            double[] sorted = x.clone();
            Arrays.sort(sorted);
            int n = x.length;
            assertThat(Tensor.of(x).median().item()).as("seed %d", seed).isEqualTo((sorted[(n - 1) / 2] + sorted[n / 2]) / 2);
            assertThat(Tensor.of(x).quantile(0).item()).isEqualTo(sorted[0]);
            assertThat(Tensor.of(x).quantile(1).item()).isEqualTo(sorted[n - 1]);
            double q = random.nextDouble();
            int low = (int) (q * (n - 1));
            double expected = n == 1 ? x[0] : sorted[low] + (q * (n - 1) - low) * (sorted[low + 1] - sorted[low]);
            assertThat(Tensor.of(x).quantile(q).item()).as("seed %d", seed).isCloseTo(expected, within(1e-15));
        }
        Tensor x = Tensor.of(Shape.of(2, 2, 2), 8, 1, 7, 2, 6, 3, 5, 4);
        assertThat(x.median(0, 2).toDoubles()).containsExactly(4.5, 4.5);
        // where it is the extreme, its gradient is that of the extreme
        assertThat(grad((Tensor t) -> t.quantile(1), Tensor.of(2, 2, 1)).toDoubles()).containsExactly(0.5, 0.5, 0);
    }

    @Test
    void searching() {
        Tensor x = Tensor.of(-1, 0, 0, 2, 5);
        assertThat(x.searchSorted(Tensor.of(-2, -1, 0, -0.0, 1, 5, 6, INF, NAN)).toLongs()).containsExactly(0, 0, 1, 1, 3, 4, 5, 5, 5);
        assertThat(Tensor.ofInts(1, 3, 3).searchSorted(Tensor.ofInts(3, 4)).toLongs()).containsExactly(1, 3);
        assertThat(Tensor.of(Shape.of(2, 2), 1, 2, 3, 4).searchSorted(Tensor.of(Shape.of(2, 1), 2, 9)).toLongs()).containsExactly(1, 2);
        assertThat(Tensor.of().searchSorted(Tensor.of(7)).toLongs()).containsExactly(0);
        assertThatThrownBy(() -> x.searchSorted(Tensor.ofInts(1))).hasMessageContaining("searchSorted needs tensors of one dtype");
        assertThatThrownBy(() -> x.searchSorted(Tensor.scalar(1))).hasMessage(
                "searchSorted needs rows (..., n) and values for each, (..., m), but got (5) and (); expand one to the other");
    }

    @Test
    void theDifferentElements() {
        assertThat(Tensor.of(3, 1, 3, -0.0, 0, 1).unique().toDoubles()).containsExactly(-0.0, 1, 3);
        assertThat(Tensor.of(NAN, 1, NAN).unique().toDoubles()).containsExactly(1, NAN, NAN);
        assertThat(Tensor.ofLongs(5, 5, -7).unique().toLongs()).containsExactly(-7, 5);
        assertThat(Tensor.of().unique().size()).isZero();
        assertThat(grad((Tensor x) -> x.unique().square().sum(), Tensor.of(3, 1, 3)).toDoubles()).containsExactly(6, 2, 0);
        assertThatThrownBy(() -> vmap((Tensor x) -> x.unique(), Tensor.of(Shape.of(1, 2), 1, 2))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void numbersOf16Bits() {
        for (DType half : new DType[] {DType.F16, DType.BF16}) {
            Tensor x = Tensor.of(3, 1, 2).to(half);
            assertThat(x.sort(0).dtype()).isEqualTo(half);
            assertThat(x.sort(0).toDoubles()).containsExactly(1, 2, 3);
            assertThat(x.argSort(0).toLongs()).containsExactly(1, 2, 0);
            assertThat(x.cumSum(0).toDoubles()).containsExactly(3, 4, 6);
            assertThat(x.cumProd(0).toDoubles()).containsExactly(3, 3, 6);
            assertThat(x.median().item()).isEqualTo(2);
            assertThat(x.argMin(0).item()).isEqualTo(1);
            assertThat(x.std().dtype()).isEqualTo(half);
            assertThat(grad((Tensor t) -> t.topK(1, 0).values().sum(), x).toDoubles()).containsExactly(1, 0, 0);
            // 60 000 + 60 000 is no F16, but is a float
            assertThat(Tensor.of(60_000, 60_000).to(half).mean().item()).isEqualTo(Tensor.of(60_000).to(half).item());
        }
    }

    // ---- running

    @Test
    void runningSumsLoseNothing() {
        long first = System.nanoTime();
        for (long seed = first; seed < first + 20; seed++) {
            Random random = new Random(seed);
            double[] x = random.doubles(1000).map(v -> (v - 0.5) * Math.pow(10, random.nextInt(12))).toArray();
            double[] sums = Tensor.of(x).cumSum(0).toDoubles();
            BigDecimal exact = BigDecimal.ZERO;
            for (int i = 0; i < x.length; i++) {
                exact = exact.add(new BigDecimal(x[i]));
                assertThat(sums[i]).as("seed %d, place %d", seed, i).isCloseTo(exact.doubleValue(), within(Math.ulp(exact.doubleValue()) + 1e-18));
            }
        }
        // floats are added up as doubles
        float[] tenths = new float[100_000];
        Arrays.fill(tenths, 0.1f);
        assertThat(Tensor.ofFloats(tenths).cumSum(0).get(-1).item()).isEqualTo((float) (1e5 * (double) 0.1f));
        assertThat(Tensor.ofInts(Integer.MAX_VALUE, 1, 1).cumSum(0).toLongs()).containsExactly(Integer.MAX_VALUE, Integer.MIN_VALUE, Integer.MIN_VALUE + 1);
        assertThat(Tensor.wrap(new int[] {1, 2, 3, 4}, Shape.of(2, 2)).cumSum(1).toLongs()).containsExactly(1, 3, 3, 7);
    }

    @Test
    void recurrencesRememberAndForget() {
        Tensor half = Tensor.of(0.5);
        assertThat(Tensor.of(8, 0, 0, 2).recurrence(half, 0).toDoubles()).containsExactly(8, 4, 2, 3);
        assertThat(grad((Tensor x) -> x.recurrence(half, 0).get(-1), Tensor.of(8, 0, 0, 2)).toDoubles()).containsExactly(0.125, 0.25, 0.5, 1);
        // by the factor: 3·a²·8 at ½
        assertThat(grad((Tensor a) -> Tensor.of(8, 0, 0, 2).recurrence(a, 0).get(-1), half).toDoubles()).containsExactly(6);
        assertThat(hessian(a -> Tensor.of(8, 0, 0, 2).recurrence(a, 0).get(-1), half).item()).isEqualTo(24);
        // the first factor isn't used, whatever it is
        assertThat(grad((Tensor a) -> Tensor.of(1, 1).recurrence(a, 0).sum(), Tensor.of(NAN, 2)).toDoubles()).containsExactly(0, 1);
    }

    @Test
    void anyAndAll() {
        Tensor b = Tensor.wrap(new boolean[] {true, false, true, true}, Shape.of(2, 2));
        assertThat(b.any(1).to(DType.I32).toLongs()).containsExactly(1, 1);
        assertThat(b.all(1).to(DType.I32).toLongs()).containsExactly(0, 1);
        assertThat(b.all().to(DType.I32).item()).isZero();
        assertThat(b.countNonZero(0).toLongs()).containsExactly(2, 1);
        assertThat(Tensor.of(0, -0.0, NAN, 3).countNonZero().item()).isEqualTo(2);
        assertThat(Tensor.ofInts(0, 5).countNonZero().dtype()).isEqualTo(DType.I64);
        assertThatThrownBy(() -> Tensor.of(1).any()).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("any needs a tensor of BOOL, but got F64; make one by a comparison such as ne(0)");
    }

    @Test
    void errorsSayWhatToDo() {
        assertThatThrownBy(() -> Tensor.ofBooleans(true).cumSum(0)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("cumSum needs numbers along an axis, but got BOOL(1); convert it with to(DType.I64) to count");
        assertThatThrownBy(() -> Tensor.ofInts(1).cumProd(0)).hasMessage("cumProd needs a floating tensor, but got I32; convert it with to(DType.F64)");
        assertThatThrownBy(() -> Tensor.ofInts(1).logCumSumExp(0)).hasMessageContaining("logCumSumExp needs a floating tensor");
        assertThatThrownBy(() -> Tensor.ofInts(1).median()).hasMessageContaining("needs a floating tensor");
        assertThatThrownBy(() -> Tensor.of(1).quantile(1.5)).hasMessage(
                "quantile needs a part from 0 to 1 and at least one element, but got 1.5 of 1 element; the median is the part 0.5");
        assertThatThrownBy(() -> Tensor.of().median()).hasMessageContaining("0.5 of 0 elements");
        assertThatThrownBy(() -> Tensor.of(1, 2).recurrence(Tensor.ofFloats(1, 2), 0)).hasMessageContaining("recurrence needs tensors of one dtype");
        assertThatThrownBy(() -> Tensor.of(1, 2).recurrence(Tensor.of(1, 2, 3), 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Tensor.scalar(1).cumSum(0)).hasMessageContaining("axis 0 was asked of the shape ()");
        assertThatThrownBy(() -> Tensor.ofInts(1).sumExact()).hasMessage(
                "sumExact needs a floating tensor, but got I32; the sum of whole numbers is exact as long as it doesn't overflow");
        assertThatThrownBy(() -> Tensor.of(1).normOfOrder(-1)).hasMessage(
                "normOfOrder needs an order of 0 or more, or -Infinity, but got -1.0; 1, 2 and Infinity are usual");
        assertThatThrownBy(() -> Tensor.of(1).distances(Tensor.of(1))).hasMessageContaining("distances needs rows of one length");
        assertThatThrownBy(() -> Tensor.ofInts(1).center()).hasMessage("center needs a floating tensor, but got I32; convert it with to(DType.F64)");
    }
}
