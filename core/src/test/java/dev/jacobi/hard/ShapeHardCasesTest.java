package dev.jacobi.hard;

import static dev.jacobi.Jacobi.compile;
import static dev.jacobi.Jacobi.grad;
import static dev.jacobi.Jacobi.hessian;
import static dev.jacobi.Jacobi.jvp;
import static dev.jacobi.Jacobi.vmap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.jacobi.diff.Reverse;
import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.PadMode;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The hard numerical cases of choices, indexes, broadcasting and shapes.
class ShapeHardCasesTest {
    private static final Tensor X = Tensor.of(Shape.of(2, 3), 1, 2, 3, 4, 5, 6);
    /// The largest even power of two that an axis can have.
    private static final int HUGE = 1 << 30;

    private static void same(Tensor actual, double... expected) { assertThat(actual.toDoubles()).containsExactly(expected); }

    private static Tensor slope(UnaryOperator<Tensor> f, Tensor x) { return grad((Tensor v) -> f.apply(v).sum(), x); }

    /// Nothing gets through the branch that isn't taken: reverse, forward, second order, compiled.
    private static void trapless(UnaryOperator<Tensor> f, Tensor x, double[] value, double[] slope, double[] curvature) {
        same(f.apply(x), value);
        same(slope(f, x), slope);
        same(jvp(f::apply, x, Tensor.ones(x.shape(), x.dtype())).tangent(), slope);
        same(compile((Tensor v) -> slope(f, v)).apply(x), slope);
        same(vmap((Tensor v) -> slope(f, v), x), slope);
        Tensor h = hessian((Tensor v) -> f.apply(v).sum(), x);
        same(h.diagonal(), curvature);
    }

    @Test
    @DisplayName("case 114: where(x > 0, log x, 0) at 0 and -1")
    void logarithmBesideItsDomain() {
        UnaryOperator<Tensor> f = x -> x.gt(0).where(x.log(), x.zerosLike());
        trapless(f, Tensor.of(0, -1, 2), new double[] {0, 0, Math.log(2)}, new double[] {0, 0, 0.5}, new double[] {0, 0, -0.25});
        same(slope(x -> x.gt(0).where(x.sqrt().log(), x.zerosLike()), Tensor.of(-1, 4)), 0, 0.125);
    }

    @Test
    @DisplayName("case 115: where(x = 0, 1, sin x ÷ x) at 0")
    void quotientAtItsGap() {
        UnaryOperator<Tensor> f = x -> x.eq(0).where(x.onesLike(), x.sin().div(x));
        trapless(f, Tensor.of(0.0), new double[] {1}, new double[] {0}, new double[] {0});
    }

    @Test
    @DisplayName("case 116: the same with where inside as well")
    void quotientWithTwoChoices() {
        UnaryOperator<Tensor> f = x -> {
            Tensor safe = x.eq(0).where(x.onesLike(), x);
            return x.eq(0).where(x.onesLike(), safe.sin().div(safe));
        };
        trapless(f, Tensor.of(0.0), new double[] {1}, new double[] {0}, new double[] {0});
    }

    /// Every way to name a place that isn't there.
    static Stream<UnaryOperator<Tensor>> outOfRange() {
        Tensor three = Tensor.ofInts(3).expand(2, 1);
        Tensor values = Tensor.zeros(Shape.of(2, 1), DType.F64);
        return Stream.of(
                x -> x.gather(1, Tensor.ofInts(0, 3)), x -> x.gather(1, Tensor.ofInts(-4)), x -> x.gather(0, Tensor.ofLongs(1L << 32)),
                x -> x.indexSelect(0, 2), x -> x.takeAlong(1, three), x -> x.putAlong(1, three, values),
                x -> x.scatter(1, Tensor.ofInts(3), values), x -> x.scatterAdd(1, Tensor.ofInts(-4), values),
                x -> x.pickEach(Tensor.ofInts(0, 3)), x -> x.pickEach(Tensor.ofInts(0, -1)), x -> x.pick(1, 3), x -> x.get(-3),
                x -> x.add(Tensor.ofInts(0, 3).oneHot(3, DType.F64)), x -> x.add(Tensor.ofInts(0, -1).oneHot(3, DType.F64)));
    }

    @ParameterizedTest(name = "case 129: an index out of range, {index}")
    @MethodSource("outOfRange")
    void indexOutOfRange(UnaryOperator<Tensor> f) {
        List<ThrowingCallable> ways = List.of(() -> f.apply(X), () -> slope(f, X), () -> compile(f::apply).apply(X),
                () -> vmap(f::apply, Tensor.stack(List.of(X, X))));
        for (ThrowingCallable way : ways) {
            assertThatIllegalArgumentException().isThrownBy(way).withMessageMatching("(?s).*(index|class) -?\\d+ was asked.*|.*was asked for (index|class) -?\\d+.*");
        }
    }

    @Test
    @DisplayName("case 130: an index that comes twice adds its gradients")
    void duplicateIndex() {
        same(slope(x -> x.gather(0, Tensor.ofInts(0, 0, 1)), Tensor.of(5, 7)), 2, 1);
        same(slope(x -> x.indexSelect(0, -1, 1, 0), Tensor.of(5, 7)), 1, 2);
        same(slope(x -> x.takeAlong(1, Tensor.ofInts(0, 0, 1, 2, 2, 2).reshape(2, 3)), X), 2, 1, 0, 0, 0, 3);
    }

    @Test
    @DisplayName("case 131: what is expanded gets the sum")
    void expanded() {
        same(slope(x -> x.expand(2, 3), Tensor.of(7.0)), 6);
        same(slope(x -> x.expand(3).mul(Tensor.of(1, 2, 3)), Tensor.scalar(7)), 6);
        same(slope(x -> x.tile(2, 3), Tensor.of(7.0)), 6);
    }

    @Test
    @DisplayName("case 132: broadcasting to nothing, and in both directions")
    void broadcast() {
        List<Tensor> g = Reverse.grad(in -> in.get(0).add(in.get(1)).sum(), List.of(Tensor.zeros(Shape.of(4, 0), DType.F64), Tensor.ones(Shape.of(4, 1), DType.F64)));
        assertThat(g.get(0).shape()).isEqualTo(Shape.of(4, 0));
        assertThat(g.get(1).shape()).isEqualTo(Shape.of(4, 1));
        same(g.get(1), 0, 0, 0, 0);
        List<Tensor> h = Reverse.grad(in -> in.get(0).add(in.get(1)).sum(), List.of(Tensor.ones(Shape.of(2, 1), DType.F64), Tensor.ones(Shape.of(1, 3), DType.F64)));
        same(h.get(0), 3, 3);
        same(h.get(1), 2, 2, 2);
    }

    @Test
    @DisplayName("case 133: a matrix product over nothing is 0")
    void productOverNothing() {
        Tensor a = Tensor.zeros(Shape.of(2, 0), DType.F64);
        Tensor b = Tensor.zeros(Shape.of(0, 3), DType.F64);
        same(a.matmul(b), 0, 0, 0, 0, 0, 0);
        same(Tensor.einsum("ij,jk->ik", a, b), 0, 0, 0, 0, 0, 0);
        assertThat(slope(x -> x.matmul(b), a).shape()).isEqualTo(Shape.of(2, 0));
    }

    @Test
    @DisplayName("case 135: the square of a single number")
    void singleNumber() {
        Tensor x = Tensor.scalar(3);
        assertThat(x.square().item()).isEqualTo(9);
        assertThat(grad((Tensor v) -> v.square(), x).item()).isEqualTo(6);
        assertThat(grad((Tensor v) -> grad((Tensor w) -> w.square(), v), x).item()).isEqualTo(2);
        assertThat(hessian((Tensor v) -> v.square(), x).shape()).isEqualTo(Shape.of());
    }

    /// Shapes whose product wraps around: to a negative int, to 0 in 64 bits, to a small number.
    static Stream<ThrowingCallable> overflows() {
        Tensor one = Tensor.ones(Shape.of(1), DType.F64);
        Tensor long1 = one.expand(Shape.of(1 << 20));
        Tensor empty = Tensor.zeros(Shape.of(0, 1 << 20), DType.F64);
        return Stream.of(
                () -> Shape.of(HUGE, 2), () -> Shape.of(1 << 16, 1 << 16, 1 << 16, 1 << 16), () -> Shape.of(1 << 16, 1 << 16, 1),
                () -> Shape.of(Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE), () -> Shape.of(HUGE).append(Shape.of(4)),
                () -> one.expand(1 << 16, 1 << 16), () -> one.reshape(HUGE, HUGE, HUGE), () -> one.reshape(-1, 1 << 16, 1 << 16, 1 << 16, 1 << 16),
                () -> long1.tile(1 << 12), () -> long1.repeatInterleave(0, 1 << 12), () -> empty.tile(1, 1 << 12),
                () -> empty.repeatInterleave(1, 1 << 12), () -> long1.diagEmbed(), () -> one.diagEmbed(Integer.MIN_VALUE),
                () -> one.pad(0, Integer.MAX_VALUE, Integer.MAX_VALUE, PadMode.REPLICATE), () -> empty.pad(1, Integer.MAX_VALUE, 0),
                () -> long1.unsqueeze(1).mul(long1), () -> Tensor.eye(1 << 16, DType.BOOL), () -> Tensor.meshgrid(long1, long1),
                () -> Tensor.einsum("i,j", long1, long1), () -> Tensor.ofInts(0).expand(Shape.of(1 << 20)).oneHot(1 << 12, DType.F64));
    }

    @ParameterizedTest(name = "case 136: a shape whose product overflows, {index}")
    @MethodSource("overflows")
    void shapeProductOverflows(ThrowingCallable made) {
        assertThatIllegalArgumentException().isThrownBy(made).withMessageMatching("(?s).*(2147483647|a sum that fits|same size|divide).*");
    }

    @Test
    @DisplayName("case 136: a shape with a 0 is empty, whatever else it holds")
    void emptyOfHugeAxes() {
        assertThat(Shape.of(Integer.MAX_VALUE, Integer.MAX_VALUE, 0).size()).isZero();
        assertThat(Shape.of(0, HUGE, HUGE, HUGE).size()).isZero();
        Tensor t = Tensor.zeros(Shape.of(Integer.MAX_VALUE, Integer.MAX_VALUE, 0), DType.F64);
        assertThat(t.transpose().flip().toDoubles()).isEmpty();
        assertThat(slope(Tensor::exp, t).shape()).isEqualTo(t.shape());
        assertThat(t.sum().item()).isZero();
    }

    @Test
    @DisplayName("case 144: arange(0, 0.3, 0.1) has three elements")
    void fractionsAsSteps() {
        same(Tensor.arange(0, 0.3, 0.1), 0, 0.1, 0.2);
        same(Tensor.arange(0, 1, 0.25), 0, 0.25, 0.5, 0.75);
        same(Tensor.arange(3, 0, -1), 3, 2, 1);
        same(Tensor.arange(0, -1, 1));
    }

    @Test
    @DisplayName("case 144: linspace of one step is the start")
    void aSingleStep() {
        same(Tensor.linspace(2, 5, 1), 2);
        same(Tensor.linspace(2, 5, 0));
        same(Tensor.linspace(2, 5, 2), 2, 5);
        same(Tensor.linspace(0, 1, 5), 0, 0.25, 0.5, 0.75, 1);
        same(Tensor.linspace(-Double.MAX_VALUE, Double.MAX_VALUE, 3), -Double.MAX_VALUE, 0, Double.MAX_VALUE);
    }

    /// Values that would overflow any array, asked for by their count: refused before memory is taken.
    static Stream<ThrowingCallable> counts() {
        return Stream.of(() -> Tensor.arange(0, 1e300, 1e-300), () -> Tensor.arange(0, 1e10, 1), () -> Tensor.arange(0, 1, 0),
                () -> Tensor.arange(0, Double.NaN, 1), () -> Tensor.arange(0, Double.POSITIVE_INFINITY, 1), () -> Tensor.arange(0, 1, Double.POSITIVE_INFINITY),
                () -> Tensor.arange(-Double.MAX_VALUE, Double.MAX_VALUE, Double.MAX_VALUE), () -> Tensor.linspace(0, 1, -1), () -> Tensor.linspace(0, Double.NaN, 2));
    }

    @ParameterizedTest(name = "case 144: a count that can't be, {index}")
    @MethodSource("counts")
    void countsAreChecked(ThrowingCallable made) {
        assertThatIllegalArgumentException().isThrownBy(made).withMessageMatching("(arange|linspace) needs .*finite numbers.*");
    }
}
