package dev.jacobi.diff;

import static dev.jacobi.Jacobi.customVjp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jacobi.scalar.Scalar;
import dev.jacobi.scalar.ScalarFunction;
import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.RandomKey;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import java.util.stream.Stream;

/// The checker accepts right gradients, and catches the ways in which gradients are wrong.
class GradCheckTest {
    private static final Tensor X = RandomKey.of(1).normal(Shape.of(3, 4), DType.F64);
    private static final Tensor W = RandomKey.of(2).normal(Shape.of(4, 4), DType.F64);

    record Net(Tensor w, Tensor b) {
        Tensor apply(Tensor x) { return x.matmul(w).add(b).tanh(); }
    }

    record Softsign() implements ScalarFunction {
        @Override public double at(double... x) { return x[0] / (1 + Math.abs(x[0])); }

        @Override public Scalar slope(int i, List<Scalar> x, Scalar y) { return y.abs().neg().add(1).square(); }
    }

    @Test
    void rightGradientsPassWithADigitToSpare() {
        Net net = new Net(W, Tensor.of(0.1, -0.2, 0.3, 0.4));
        GradCheck.Report report = GradCheck.of((Net n) -> n.apply(X).square().sum()).at(net);
        assertThat(report.passed()).as(report.toString()).isTrue();
        assertThat(report.worst().error()).isLessThan(1e-9);
        assertThat(report.checked()).isEqualTo(20);
        GradCheck.of(new Softsign()).at(Tensor.of(-1.0, 0.5)).orThrow();
        GradCheck.of((Net n) -> n.apply(X).square().sum()).lecture().at(net).orThrow();
        GradCheck.of((Net n) -> n.apply(X).square().sum()).oneSided().at(net).orThrow();
        Net single = new Net(W.to(DType.F32), net.b().to(DType.F32));
        GradCheck.of((Net n) -> n.apply(X.to(DType.F32)).square().sum()).at(single).orThrow();
    }

    /// Rules with one mistake each.
    record Wrong(String mistake, CustomRule.Vjp<Tensor, Tensor> rule) {
        @Override public String toString() { return mistake; }
    }

    /// The function under test is y = tanh(x·W)·x, so that each mistake has room.
    private static Tensor f(Tensor x) { return x.matmul(W).tanh().mul(x); }

    private static Tensor right(Tensor x, Tensor g) {
        Tensor t = x.matmul(W).tanh();
        Tensor dz = g.mul(x).mul(t.square().subFrom(1));
        return dz.matmul(W.transpose()).add(g.mul(t));
    }

    static Stream<Wrong> mistakes() {
        return Stream.of(
                new Wrong("sign", (x, y, g) -> right(x, g).neg()),
                new Wrong("factor", (x, y, g) -> right(x, g).mul(1 + 1e-6)),
                new Wrong("missing path", (x, y, g) -> right(x, g).sub(g.mul(x.matmul(W).tanh()))),
                new Wrong("transposed", (x, y, g) -> g.mul(x).mul(x.matmul(W).tanh().square().subFrom(1)).matmul(W).add(g.mul(x.matmul(W).tanh()))),
                new Wrong("missing upstream", (x, y, g) -> right(x, Tensor.ones(g.shape(), g.dtype()))),
                new Wrong("stale value", (x, y, g) -> right(x.mul(0.99), g)),
                new Wrong("last element", (x, y, g) -> {
                    Tensor r = right(x, g).flatten();
                    return r.slice(0, 0, -1).pad(0, 0, 1).reshape(x.shape());
                }));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void wrongRulesAreCaught(Wrong wrong) {
        Tensor weights = RandomKey.of(5).normal(Shape.of(3, 4), DType.F64);
        Function<Tensor, Tensor> sound = customVjp(GradCheckTest::f, (x, y, g) -> right(x, g));
        assertThatCode(() -> GradCheck.of((Tensor x) -> sound.apply(x).mul(weights).sum()).at(X).orThrow()).doesNotThrowAnyException();
        Function<Tensor, Tensor> broken = customVjp(GradCheckTest::f, wrong.rule());
        assertThatThrownBy(() -> GradCheck.of((Tensor x) -> broken.apply(x).mul(weights).sum()).at(X).orThrow())
                .isInstanceOf(AssertionError.class).hasMessageContaining("the gradient is wrong");
    }

    @Test
    void aKinkWithinTheStepIsNamed() {
        GradCheck.Report report = GradCheck.of((Tensor x) -> x.relu().sum()).at(Tensor.of(-1, 0, 0.0005, 2));
        assertThat(report.passed()).as(report.toString()).isTrue();
        assertThat(report.kinks()).extracting(GradCheck.Entry::index).containsExactly(1, 2);
        assertThat(report.toString()).contains("kink");
        Tensor single = Tensor.ofFloats(0, 0.5f, -0.25f);
        GradCheck.Report small = GradCheck.of((Tensor x) -> x.relu().mul(0.01).sum()).at(single);
        assertThat(small.passed()).as(small.toString()).isTrue();
        assertThat(small.kinks()).extracting(GradCheck.Entry::index).containsExactly(0);
        GradCheck.Report smooth = GradCheck.of((Tensor x) -> x.exp().sum()).at(Tensor.of(-1, 0, 0.0005, 2));
        assertThat(smooth.kinks()).isEmpty();
    }

    @Test
    void aWrongSlopeBesideAKinkIsStillWrong() {
        Function<Tensor, Tensor> broken = customVjp((Tensor x) -> x.relu(), (x, y, g) -> g.mul(3));
        assertThat(GradCheck.of((Tensor x) -> broken.apply(x).sum()).at(Tensor.of(0)).passed()).isFalse();
    }

    @Test
    void optionsAreChecked() {
        assertThatThrownBy(() -> GradCheck.of(new Softsign()).step(0)).hasMessageContaining("step above 0");
        assertThatThrownBy(() -> GradCheck.of((Tensor x) -> x).at(Tensor.of(1, 2))).hasMessageContaining("one number");
    }
}
