package dev.jacobi.hard;

import static dev.jacobi.Jacobi.grad;
import static dev.jacobi.Jacobi.hessian;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// The cases of the catalog in which reductions go wrong elsewhere, by their numbers there.
class ReductionHardCasesTest {
    private static final double INF = Double.POSITIVE_INFINITY;
    private static final double NAN = Double.NaN;

    private static void values(Tensor t, double... expected) { assertThat(t.toDoubles()).containsExactly(expected, within(0.0)); }

    private static void near(Tensor t, double tolerance, double... expected) {
        assertThat(t.toDoubles()).containsExactly(expected, within(tolerance));
    }

    private static Tensor slope(Function<Tensor, Tensor> f, double... at) { return grad(f, Tensor.of(at)); }

    // ---- norms

    @Test
    @DisplayName("case 32: the norm of (0, 0, 0) is 0, as are its slope and its second derivatives")
    void normAtZero() {
        values(Tensor.of(0, 0, 0).norm(), 0);
        values(slope(x -> x.norm(), 0, 0, 0), 0, 0, 0);
        assertThat(hessian(x -> x.norm(), Tensor.of(0, 0, 0)).toDoubles()).hasSize(9).containsOnly(0);
    }

    @Test
    @DisplayName("cases 33 and 34: norms whose squares overflow or vanish")
    void normsBeyondSquares() {
        for (double size : new double[] {1e200, 1e-200}) {
            assertThat(Tensor.of(3 * size, 4 * size).norm().item() / size).isCloseTo(5, within(1e-15));
            near(slope(x -> x.norm(), 3 * size, 4 * size), 1e-15, 0.6, 0.8);
            assertThat(Tensor.of(3 * size, 4 * size).normOfOrder(3).item() / size).isCloseTo(Math.cbrt(91), within(1e-14));
        }
        assertThat(Tensor.of(3e-320, 4e-320).norm().item()).isCloseTo(5e-320, within(5e-324));
    }

    @Test
    @DisplayName("case 35: the 1-norm has the slope 0 at 0")
    void absoluteNormAtZero() { values(slope(x -> x.normOfOrder(1), 0, -2, 3), 0, -1, 1); }

    @Test
    @DisplayName("case 36: ties share the slope of the largest absolute value")
    void largestNormTies() {
        values(slope(x -> x.normOfOrder(INF), 2, -2, 1), 0.5, -0.5, 0);
        values(slope(x -> x.normOfOrder(-INF), 2, -1, 1), 0, -0.5, 0.5);
    }

    @Test
    @DisplayName("case 37: the 3-norm of (0, 0), and the ½-norm of (0, 1): an element that is 0 gets 0")
    void otherNormsAtZero() {
        values(Tensor.of(0, 0).normOfOrder(3), 0);
        values(slope(x -> x.normOfOrder(3), 0, 0), 0, 0);
        values(Tensor.of(0, 1).normOfOrder(0.5), 1);
        values(slope(x -> x.normOfOrder(0.5), 0, 1), 0, 1);
        assertThat(hessian(x -> x.normOfOrder(3), Tensor.of(0, 0)).toDoubles()).containsOnly(0);
    }

    @Test
    @DisplayName("case 112: normalize(0) is 0 with the slope 0; a tiny vector keeps its direction")
    void normalizeAtZero() {
        values(Tensor.of(0, 0).normalize(), 0, 0);
        values(slope(x -> x.normalize().sum(), 0, 0), 0, 0);
        near(Tensor.of(3e-310, 4e-310).normalize(), 1e-12, 0.6, 0.8);
        near(Tensor.of(3e300, 4e300).normalize(), 1e-15, 0.6, 0.8);
        near(slope(x -> x.normalize().get(0), 3e-200, 4e-200).mul(1e-200), 1e-14, 0.128, -0.096);
    }

    @Test
    @DisplayName("case 113: equal points have the distance 0, with the slope 0")
    void distanceOfEqualPoints() {
        Tensor a = Tensor.of(Shape.of(2, 2), 0.1, 0.7, 1e8, 1);
        values(a.distance(a), 0, 0);
        values(grad((Tensor x) -> x.distance(a).sum(), a), 0, 0, 0, 0);
        Tensor all = a.distances(a);
        values(all.reshape(4).gather(0, Tensor.ofInts(0, 3)), 0, 0);
        near(grad((Tensor x) -> x.distances(a).sum(), a), 1e-15, -1, -3e-9, 1, 3e-9);
    }

    // ---- log-sum-exp and softmax

    @Test
    @DisplayName("case 66: logSumExp(1000, 1000)")
    void logSumExpOfLargeNumbers() {
        values(Tensor.of(1000, 1000).logSumExp(), 1000.6931471805599);
        values(slope(x -> x.logSumExp(), 1000, 1000), 0.5, 0.5);
        values(slope(x -> grad((Tensor y) -> y.logSumExp(), x).sum(), 1000, 1000), 0, 0);
    }

    @Test
    @DisplayName("case 67: logSumExp(-∞, -∞) is -∞ with the slope 0")
    void logSumExpOfNothingLeft() {
        values(Tensor.of(-INF, -INF).logSumExp(), -INF);
        values(slope(x -> x.logSumExp(), -INF, -INF), 0, 0);
    }

    @Test
    @DisplayName("case 68: logSumExp(∞, 1) is ∞ with the slope (1, 0)")
    void logSumExpOfInfinity() {
        values(Tensor.of(INF, 1).logSumExp(), INF);
        values(slope(x -> x.logSumExp(), INF, 1), 1, 0);
    }

    @Test
    @DisplayName("case 69: logSumExp of nothing is -∞")
    void logSumExpOfNothing() {
        values(Tensor.of().logSumExp(), -INF);
        assertThat(slope(x -> x.logSumExp()).size()).isZero();
    }

    @Test
    @DisplayName("case 71: softmax with one -∞")
    void softmaxWithAMask() {
        Tensor y = Tensor.of(0, -INF, 1).softmax();
        near(y, 1e-15, 1 / (1 + Math.E), 0, Math.E / (1 + Math.E));
        near(slope(x -> x.softmax().get(0), 0, -INF, 1), 1e-15, 0.19661193324148185, 0, -0.19661193324148185);
    }

    @Test
    @DisplayName("case 72: softmax of nothing but -∞ gives zeros, with the slope 0")
    void softmaxOfNothingLeft() {
        values(Tensor.of(-INF, -INF).softmax(), 0, 0);
        values(slope(x -> x.softmax().get(0), -INF, -INF), 0, 0);
    }

    @Test
    @DisplayName("cases 73 and 74: softmax of infinite and huge elements")
    void softmaxOfHugeNumbers() {
        values(Tensor.of(INF, 1).softmax(), 1, 0);
        values(Tensor.of(1e30, -1e30).softmax(), 1, 0);
        values(slope(x -> x.softmax().get(0), 1e30, -1e30), 0, 0);
    }

    @Test
    @DisplayName("cases 75 and 76: logSoftmax beside -∞, and where softmax is 0")
    void logSoftmax() {
        assertThat(Tensor.of(1, -INF, 2).logSoftmax().at(0)).isCloseTo(-1.3132616875182228, within(1e-15));
        near(slope(x -> x.logSoftmax().get(0), 1, -INF, 2), 1e-15, 0.7310585786300049, 0, -0.7310585786300049);
        values(Tensor.of(0, 1000).logSoftmax(), -1000, 0);
    }

    // ---- extremes

    @Test
    @DisplayName("cases 88 and 89: ties share equally, over everything and along an axis")
    void ties() {
        values(slope(x -> x.max(), 2, 2, 1), 0.5, 0.5, 0);
        values(slope(x -> x.max(0), 2, 2, 1), 0.5, 0.5, 0);
        values(slope(x -> x.min(), 1, 2, 1), 0.5, 0, 0.5);
        values(slope(x -> x.maximum(Tensor.of(2)).sum(), 2), 0.5);
    }

    @Test
    @DisplayName("case 92: NaN wins, and says where it is")
    void nanWins() {
        values(Tensor.of(1, NAN, 3).max(), NAN);
        values(Tensor.of(1, NAN, 3).min(), NAN);
        values(slope(x -> x.max(), 1, NAN, 3), 0, 1, 0);
        values(Tensor.of(5, 1, NAN, NAN).argMax(0), 2);
        values(Tensor.of(5, 1, NAN, NAN).argMin(0), 2);
    }

    @Test
    @DisplayName("case 93: the median of an even number is the mean of the two in the middle")
    void median() {
        values(Tensor.of(4, 1, 3, 2).median(), 2.5);
        values(slope(x -> x.median(), 4, 1, 3, 2), 0, 0, 0.5, 0.5);
        values(Tensor.of(3, 1, 2).median(), 2);
        values(slope(x -> x.median(), 3, 1, 2), 0, 0, 1);
        values(slope(x -> x.median(), 5, 5, 5, 9), 1 / 3.0, 1 / 3.0, 1 / 3.0, 0);
        values(Tensor.of(1, NAN, 3).median(), NAN);
        values(slope(x -> x.median(), 1, NAN, 3), 0, 1, 0);
        values(Tensor.of(-INF, -INF, INF, 1).median(), -INF);
        values(Tensor.of(1, 2, INF, INF).quantile(1), INF);
    }

    @Test
    @DisplayName("case 94: in running extremes the first of equals has the gradient")
    void runningTies() {
        values(slope(x -> x.cumMax(0).sum(), 1, 1, 0), 3, 0, 0);
        values(slope(x -> x.cumMin(0).sum(), 1, 1, 0), 2, 0, 1);
        values(Tensor.of(1, NAN, 3).cumMax(0), 1, NAN, NAN);
        values(Tensor.of(1, NAN, 3).cumMin(0), 1, NAN, NAN);
        values(slope(x -> x.cumMax(0).sum(), 1, NAN, 3), 1, 2, 0);
    }

    // ---- products

    @Test
    @DisplayName("case 95: products with one zero and with two, to second order")
    void zerosAmongTheFactors() {
        values(slope(x -> x.prod(), 2, 0, 3), 0, 6, 0);
        values(slope(x -> x.prod(), 0, 0, 3), 0, 0, 0);
        values(slope(x -> grad((Tensor y) -> y.prod(), x).sum(), 2, 0, 3), 3, 5, 2);
        values(slope(x -> grad((Tensor y) -> y.prod(), x).sum(), 0, 0, 3), 3, 3, 0);
    }

    @Test
    @DisplayName("case 96: running products with zeros")
    void zerosAmongRunningFactors() {
        values(slope(x -> x.cumProd(0).sum(), 2, 0, 3, 4), 1, 32, 0, 0);
        values(slope(x -> x.cumProd(0).sum(), 0, 2, 0, 4), 3, 0, 0, 0);
        values(slope(x -> x.cumProd(0).sum(), 0, 0, 3), 1, 0, 0);
        values(Tensor.of(2, 0, 3, 5).cumProd(0), 2, 0, 0, 0);
        // the mixed derivatives of x + xy + xyz are 1 + z, y and x; here row by row, added up
        values(slope(x -> grad((Tensor y) -> y.cumProd(0).sum(), x).sum(), 2, 0, 3), 4, 6, 2);
    }

    @Test
    @DisplayName("case 97: running log-sum-exp beside -∞ and ∞")
    void logCumSumExp() {
        near(Tensor.of(-INF, 1, 2).logCumSumExp(0), 1e-15, -INF, 1, 2.313261687518223);
        near(slope(x -> x.logCumSumExp(0).sum(), -INF, 1, 2), 1e-15, 0, 1.2689414213699952, 0.7310585786300049);
        values(Tensor.of(1000, -INF, 1000).logCumSumExp(0), 1000, 1000, 1000.6931471805599);
        values(Tensor.of(-INF, -INF).logCumSumExp(0), -INF, -INF);
        values(slope(x -> x.logCumSumExp(0).sum(), -INF, -INF), 0, 0);
        values(Tensor.of(1, INF, 2).logCumSumExp(0), 1, INF, INF);
        values(slope(x -> x.logCumSumExp(0).sum(), 1, INF, 2), 1, 2, 0);
        values(Tensor.of(1, NAN, 2).logCumSumExp(0), 1, NAN, NAN);
        near(Tensor.of(-1e4, 1e4, -1e4).logCumSumExp(0), 0, -1e4, 1e4, 1e4);
    }

    @Test
    @DisplayName("case 98: running sums of infinities")
    void runningInfinities() {
        values(Tensor.of(INF, -INF, 1).cumSum(0), INF, NAN, NAN);
        values(slope(x -> x.cumSum(0).sum(), INF, -INF, 1), 3, 2, 1);
        values(Tensor.of(1, INF, 1).cumSum(0), 1, INF, INF);
        values(Tensor.of(1e308, 1e308, -1e308).cumSum(0), 1e308, INF, INF);
    }

    // ---- variances

    @Test
    @DisplayName("case 99: nothing is estimated from one element")
    void sampleOfOne() {
        assertThatThrownBy(() -> Tensor.of(5).sampleVariance()).isInstanceOf(IllegalArgumentException.class).hasMessage(
                "sampleVariance needs at least two elements, but along the axes [-1] of (1) there is 1; variance and std, which divide by n, take one");
        assertThatThrownBy(() -> Tensor.zeros(Shape.of(3, 1), DType.F32).sampleStd(1)).hasMessageContaining("sampleStd needs at least two");
    }

    @Test
    @DisplayName("case 100: the variance of one element is 0")
    void varianceOfOne() {
        values(Tensor.of(5).variance(), 0);
        values(slope(x -> x.variance(), 5), 0);
        values(Tensor.of(5).std(), 0);
    }

    @Test
    @DisplayName("case 101: the standard deviation of constants is 0, with the slope 0")
    void stdOfConstants() {
        for (double c : new double[] {0, 0.1, -1e300, 1e-310, 1.5e308}) {
            for (int n : new int[] {1, 3, 7, 100}) {
                Tensor x = Tensor.full(Shape.of(n), c, DType.F64);
                values(x.std(), 0);
                assertThat(grad((Tensor t) -> t.std(), x).toDoubles()).as("n = %d, c = %s", n, c).containsOnly(0);
            }
        }
        Tensor floats = Tensor.full(Shape.of(2, 1000), 0.1, DType.F32);
        assertThat(grad((Tensor t) -> t.sampleStd(1).sum(), floats).toDoubles()).containsOnly(0);
        assertThat(hessian(x -> x.std(), Tensor.of(3, 3)).toDoubles()).containsOnly(0);
    }

    @Test
    @DisplayName("case 102: the standard deviation of (1e-200, 2e-200), and of (1e200, 2e200)")
    void stdBeyondSquares() {
        for (double size : new double[] {1e-200, 1e200}) {
            assertThat(Tensor.of(size, 2 * size).sampleStd().item() / size).isCloseTo(Math.sqrt(0.5), within(1e-15));
            near(slope(x -> x.sampleStd(), size, 2 * size), 1e-15, -Math.sqrt(0.5), Math.sqrt(0.5));
        }
    }

    @Test
    @DisplayName("case 103: the variance of floats far from 0")
    void varianceOfFloatsFarFromZero() {
        Tensor x = Tensor.ofFloats(1e8f, 1e8f + 8, 1e8f + 16);
        values(x.sampleVariance(), 64);
        values(grad((Tensor t) -> t.sampleVariance(), x), -8, 0, 8);
        values(x.sampleStd(), 8);
    }

    @Test
    @DisplayName("case 104: the variance of doubles far from 0")
    void varianceOfDoublesFarFromZero() { values(Tensor.of(1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16).sampleVariance(), 30); }

    @Test
    @DisplayName("case 105: floats far from 0, centered and divided by their deviation")
    void standardizedFloats() {
        Tensor x = Tensor.ofFloats(10000, 10001, 10002, 10003);
        near(x.center().div(x.std()), 1e-7, -1.3416407865, -0.4472135955, 0.4472135955, 1.3416407865);
    }

    // ---- sums

    @Test
    @DisplayName("case 106: the mean of floats whose sum overflows")
    void meanOfLargeFloats() { values(Tensor.ofFloats(3e38f, 3e38f).mean(), 3e38f); }

    @Test
    @DisplayName("case 107: ten million times 0.1f")
    void sumOfManyFloats() {
        assertThat(Tensor.full(Shape.of(10_000_000), 0.1f, DType.F32).sum().item()).isEqualTo((float) (1e7 * (double) 0.1f));
    }

    @Test
    @DisplayName("case 108: the exact sum of (1e16, 1, -1e16), a thousand times")
    void exactSum() {
        double[] x = new double[3000];
        for (int i = 0; i < x.length; i += 3) {
            x[i] = 1e16;
            x[i + 1] = 1;
            x[i + 2] = -1e16;
        }
        values(Tensor.of(x).sumExact(), 1000);
        assertThat(grad((Tensor t) -> t.sumExact().square(), Tensor.of(x)).toDoubles()).containsOnly(2000);
        values(Tensor.of(x).cumSum(0).get(-1), 1000);
        values(Tensor.of(INF, 1).sumExact(), INF);
        values(Tensor.of(INF, 1, -INF).sumExact(), NAN);
        values(Tensor.of(1, NAN).sumExact(), NAN);
        values(Tensor.of().sumExact(), 0);
    }

    @Test
    @DisplayName("case 134: sum, product, extremes and mean of nothing")
    void nothing() {
        Tensor nothing = Tensor.of();
        values(nothing.sum(), 0);
        values(nothing.prod(), 1);
        values(nothing.mean(), NAN);
        values(nothing.variance(), NAN);
        values(nothing.std(), NAN);
        values(nothing.norm(), 0);
        values(nothing.normOfOrder(INF), 0);
        for (Function<Tensor, Tensor> f : List.<Function<Tensor, Tensor>>of(x -> x.max(), x -> x.min(), x -> x.argMax(0), x -> x.argMin(0))) {
            assertThatThrownBy(() -> f.apply(nothing)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("needs at least one element");
        }
        values(Tensor.ofBooleans().any().to(DType.F64), 0);
        values(Tensor.ofBooleans().all().to(DType.F64), 1);
        values(nothing.countNonZero(), 0);
    }

    @Test
    @DisplayName("case 141: sums of whole numbers wrap, as Java's do")
    void wholeNumbersWrap() {
        assertThat(Tensor.ofLongs(Long.MAX_VALUE, 1).sum().toLongs()).containsExactly(Long.MIN_VALUE);
        assertThat(Tensor.ofInts(Integer.MAX_VALUE, 1).sum().toLongs()).containsExactly(Integer.MIN_VALUE);
        assertThat(Tensor.ofLongs(Long.MAX_VALUE, 2).prod().toLongs()).containsExactly(-2);
        assertThat(Tensor.ofLongs(Long.MAX_VALUE - 1, Long.MAX_VALUE, Long.MIN_VALUE).max().toLongs()).containsExactly(Long.MAX_VALUE);
        assertThatThrownBy(() -> Tensor.ofLongs(1, 2).mean()).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("mean needs a floating tensor, but got I64; convert it with to(DType.F32)");
    }

    @Test
    @DisplayName("case 142: conversions to whole numbers go to the nearest end, and NaN becomes 0")
    void conversions() {
        Tensor x = Tensor.of(INF, -INF, NAN, 1e20, 300, -1.9);
        assertThat(x.to(DType.I32).toLongs()).containsExactly(Integer.MAX_VALUE, Integer.MIN_VALUE, 0, Integer.MAX_VALUE, 300, -1);
        assertThat(x.to(DType.I64).toLongs()).containsExactly(Long.MAX_VALUE, Long.MIN_VALUE, 0, Long.MAX_VALUE, 300, -1);
        assertThat(x.to(DType.F32).to(DType.I32).toLongs()).containsExactly(Integer.MAX_VALUE, Integer.MIN_VALUE, 0, Integer.MAX_VALUE, 300, -1);
    }
}
