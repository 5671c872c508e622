package dev.jacobi.diff;

import static dev.jacobi.Jacobi.checkpoint;
import static dev.jacobi.Jacobi.customVjp;
import static dev.jacobi.Jacobi.grad;
import static dev.jacobi.Jacobi.hessian;
import static dev.jacobi.Jacobi.jacobian;
import static dev.jacobi.Jacobi.jvp;
import static dev.jacobi.Jacobi.scan;
import static dev.jacobi.Jacobi.vjp;
import static dev.jacobi.Jacobi.vmap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jacobi.compile.Compiled;
import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.RandomKey;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Transformations inside transformations, against closed forms and against each other.
class NestingTest {
    private static final Tensor X = Tensor.of(0.4, -1.1, 0.8);
    private static final Tensor W = RandomKey.of(3).normal(Shape.of(2, 3), DType.F64);

    private static void close(Tensor actual, Tensor expected) {
        assertThat(actual.allClose(expected, 1e-10, 1e-12)).as("%s%nexpected%n%s", actual, expected).isTrue();
    }

    /// The ways of taking the derivative of a function of one number.
    record Way(String name, BiFunction<Function<Tensor, Tensor>, Tensor, Tensor> derivative) {
        @Override public String toString() { return name; }
    }

    private static List<Way> ways() {
        return List.of(
                new Way("grad", (f, x) -> grad(f, x)),
                new Way("jvp", (f, x) -> jvp(f, x, Tensor.scalar(1)).tangent()),
                new Way("vjp", (f, x) -> vjp(f, x).apply(Tensor.scalar(1))),
                new Way("jacobian", (f, x) -> jacobian(f::apply, x)),
                new Way("vmap of grad", (f, x) -> vmap((Tensor v) -> grad(f, v), x.unsqueeze(0)).get(0)),
                new Way("grad of vmap", (f, x) -> grad((Tensor v) -> vmap(f, v.expand(3)).get(1), x)),
                new Way("checkpoint", (f, x) -> grad((Tensor v) -> checkpoint(f, v), x)),
                new Way("compiled grad", (f, x) -> grad((Tensor v) -> {
                    // compiling inside: only what doesn't depend on v may be compiled
                    Tensor one = Compiled.of((Tensor t) -> t.mul(1)).apply(Tensor.scalar(1));
                    return f.apply(v).mul(one);
                }, x)),
                new Way("scan", (f, x) -> grad((Tensor v) -> scan((Tensor c, Tensor t) -> new Scan.Step<>(f.apply(c), t),
                        v, Tensor.of(0)).carry(), x)));
    }

    static Stream<Way[]> pairs() {
        return ways().stream().flatMap(a -> ways().stream().map(b -> new Way[] {a, b}));
    }

    /// d/dx [x · d/dy (x·y² + sin y) at y = x²] = d/dx [x·(2x³ + cos x²)] = 8x³ + cos x² − 2x² sin x².
    @ParameterizedTest
    @MethodSource("pairs")
    void innerAndOuterDerivativesAreNotConfused(Way outer, Way inner) {
        Tensor x = Tensor.scalar(0.7);
        Tensor d = outer.derivative().apply(a -> a.mul(
                inner.derivative().apply(b -> a.mul(b.square()).add(b.sin()), a.square())), x);
        double v = 0.7;
        close(d, Tensor.scalar(8 * v * v * v + Math.cos(v * v) - 2 * v * v * Math.sin(v * v)));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void secondDerivativesAgree(Way outer, Way inner) {
        Tensor d = outer.derivative().apply(a -> inner.derivative().apply(b -> b.tanh().mul(b.exp()), a), Tensor.scalar(0.3));
        double t = Math.tanh(0.3);
        double e = Math.exp(0.3);
        double s = 1 - t * t;
        close(d, Tensor.scalar(e * (t + 2 * s - 2 * t * s)));
    }

    /// The side of a choice that wasn't taken stays out of second derivatives, too, whatever its slopes are there.
    @Test
    void theSideNotTakenStaysOutOfSecondDerivatives() {
        Tensor x = Tensor.of(4, -1, 0);
        Function<Tensor, Tensor> f = v -> v.gt(0).where(v.sqrt().log(), v.mul(0)).sum();
        close(grad((Tensor v) -> f.apply(v), x), Tensor.of(0.125, 0, 0));
        Tensor second = grad((Tensor v) -> grad((Tensor t) -> f.apply(t), v).sum(), x);
        close(second, Tensor.of(-1.0 / 32, 0, 0));
        // an upstream gradient that happens to be 0 still has a slope
        close(grad((Tensor v) -> grad((Tensor t) -> t.square().square().sum(), v).sum(), Tensor.of(0, 1)), Tensor.of(0, 12));
        close(grad((Tensor v) -> grad((Tensor t) -> t.mul(t.sin()).sum(), v).sum(), Tensor.of(0.0)), Tensor.of(2.0));
    }

    @Test
    void thirdDerivativesToo() {
        Tensor d = grad(grad(grad(x -> x.pow(5)))).apply(Tensor.scalar(2));
        close(d, Tensor.scalar(60 * 4));
    }

    @Test
    void jacobiansGoBothWaysAndHaveTheShapeOutThenIn() {
        close(jacobian(x -> W.matmul(x), X), W);
        close(jacobian(x -> W.transpose().matmul(x), Tensor.of(1, 2)), W.transpose());
        assertThat(jacobian(x -> x.outer(x), X).shape()).isEqualTo(Shape.of(3, 3, 3));
        Tensor h = hessian(x -> W.matmul(x).tanh().sum(), X);
        close(h, h.transpose());
    }

    @Test
    void perSampleGradientsEqualGradientsOneByOne() {
        Tensor batch = RandomKey.of(4).normal(Shape.of(5, 3), DType.F64);
        Tensor all = vmap((Tensor s) -> grad((Tensor w) -> w.matmul(s).tanh().square().sum(), W), batch);
        for (int i = 0; i < 5; i++) {
            Tensor s = batch.get(i);
            close(all.get(i), grad((Tensor w) -> w.matmul(s).tanh().square().sum(), W));
        }
    }

    @Test
    void aFunctionOfSeveralOutputsTakesASeedEach() {
        record Two(Tensor a, Tensor b) {}
        var way = vjp((Tensor x) -> new Two(x.square(), x.sum()), X);
        Tensor g = way.apply(new Two(Tensor.of(1, 0, 2), Tensor.scalar(10)));
        close(g, Tensor.of(2 * 0.4 + 10, 10, 4 * 0.8 + 10));
        close(way.apply(new Two(Tensor.of(0, 0, 0), Tensor.scalar(1))), Tensor.of(1, 1, 1));
        assertThatThrownBy(() -> way.apply(new Two(Tensor.of(1, 2), Tensor.scalar(1)))).hasMessageContaining("like the result");
    }

    @Test
    void withoutASeedSeveralOutputsAreRefused() {
        assertThatThrownBy(() -> grad((Tensor x) -> x.square(), X)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("sum()").hasMessageContaining("jacobian").hasMessageContaining("(3)");
        assertThatThrownBy(() -> grad((Tensor x) -> x.sum(), Tensor.ofInts(1, 2))).hasMessageContaining("floating");
    }

    @Test
    void listsMapsAndRecordsAreArguments() {
        Map<String, List<Tensor>> tree = Map.of("a", List.of(Tensor.of(1, 2)), "b", List.of(Tensor.of(3), Tensor.of(4)));
        var g = grad((Map<String, List<Tensor>> t) -> t.get("a").getFirst().sum().mul(t.get("b").get(1).sum()), tree);
        close(g.get("a").getFirst(), Tensor.of(4, 4));
        close(g.get("b").getFirst(), Tensor.of(0));
        close(g.get("b").get(1), Tensor.of(3));
    }

    @Test
    void aValueReadWhileTracingIsAnErrorThatHelps() {
        assertThatThrownBy(() -> vmap((Tensor x) -> x.item() > 0 ? x : x.neg(), X)).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("where(");
    }

    @Test
    void aCustomRuleReplacesTheDerivativeEverywhere() {
        Function<Tensor, Tensor> tenfold = customVjp((Tensor x) -> x.square(), (x, y, g) -> g.mul(x).mul(20));
        close(grad((Tensor x) -> tenfold.apply(x).sum(), X), X.mul(20));
        close(jvp(tenfold, X, Tensor.of(1, 1, 1)).tangent(), X.mul(20));
        close(vmap((Tensor x) -> grad((Tensor v) -> tenfold.apply(v).sum(), x), Tensor.stack(List.of(X, X.mul(2)))).get(1), X.mul(40));
        close(hessian(x -> tenfold.apply(x).sum(), X), Tensor.of(Shape.of(3, 3), 20, 0, 0, 0, 20, 0, 0, 0, 20));
    }

    @Test
    void stoppedGradientsStopInEveryTransformation() {
        Function<Tensor, Tensor> f = x -> x.mul(x.stopGradient()).sum();
        close(grad(f, X), X);
        close(jvp(f, X, Tensor.of(1, 0, 0)).tangent(), X.get(0));
        close(Compiled.of((Tensor x) -> grad(f, x)).apply(X), X);
        close(grad((Tensor x) -> checkpoint(f, x), X), X);
    }

    /// While one walk is on its way back, a rule goes back through a part of the same graph.
    @Test
    void aRuleMayGoBackThroughAGraphThatIsKept() {
        Tensor g = grad((Tensor x) -> {
            var way = vjp((Tensor t) -> t.pow(3), x);
            Function<Tensor, Tensor> again = customVjp((Tensor t) -> t.pow(3), (at, y, u) -> way.apply(u));
            return way.value().add(again.apply(x)).sum();
        }, X);
        close(g, X.square().mul(6));
    }

    @Test
    void aWayBackThatOutlivesItsTransformationSaysSo() {
        Reverse.Vjp<?, ?>[] leaked = new Reverse.Vjp<?, ?>[1];
        grad((Tensor x) -> {
            var way = vjp((Tensor t) -> t.pow(3), x);
            leaked[0] = way;
            return way.value().sum();
        }, X);
        @SuppressWarnings("unchecked")
        var way = (Reverse.Vjp<Tensor, Tensor>) leaked[0];
        assertThatThrownBy(() -> way.apply(Tensor.of(1, 1, 1))).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("has ended").hasMessageContaining("make it outside");
    }

    /// A choice picks and never multiplies: what isn't chosen may be NaN, its derivative as well.
    @Test
    void whatIsNotChosenLeavesNoTrace() {
        Tensor x = Tensor.of(-1, 0, 2);
        Function<Tensor, Tensor> f = t -> t.gt(0).where(t.log(), t.square());
        Tensor slopes = Tensor.of(-2, 0, 0.5);
        close(grad((Tensor t) -> f.apply(t).sum(), x), slopes);
        close(jvp(f, x, Tensor.of(1, 1, 1)).tangent(), slopes);
        close(hessian(t -> f.apply(t).sum(), x), Tensor.of(Shape.of(3, 3), 2, 0, 0, 0, 2, 0, 0, 0, -0.25));
        close(jvp((Tensor t) -> grad((Tensor q) -> f.apply(q).sum(), t), x, Tensor.of(1, 1, 1)).tangent(), Tensor.of(2, 2, -0.25));
        Tensor upstream = Tensor.of(Double.NaN, Double.POSITIVE_INFINITY, 3);
        close(vjp((Tensor t) -> t.gt(0).where(t.mul(5), Tensor.zeros(t.shape(), t.dtype())), x).apply(upstream), Tensor.of(0, 0, 15));
    }
}
