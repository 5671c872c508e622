package dev.jacobi.diff;

import static dev.jacobi.Jacobi.customVjp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jacobi.op.Linear;
import dev.jacobi.op.Pullback;
import dev.jacobi.scalar.Activations;
import dev.jacobi.scalar.Arithmetic;
import dev.jacobi.scalar.Scalar;
import dev.jacobi.scalar.ScalarFunction;
import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.Graph;
import dev.jacobi.tensor.RandomKey;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import dev.jacobi.tensor.TensorType;
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
                new Wrong("inputs exchanged", (x, y, g) -> g.mul(x.matmul(W).tanh()).mul(x.matmul(W).tanh().square().subFrom(1))
                        .matmul(W.transpose()).add(g.mul(x))),
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
    void aBiasThatIsNotSummedOverItsRowsIsCaught() {
        record Layer(Tensor x, Tensor b) {}
        Tensor weights = RandomKey.of(5).normal(Shape.of(3, 4), DType.F64);
        Layer at = new Layer(X, Tensor.of(0.1, -0.2, 0.3, 0.4));
        Function<Layer, Tensor> broken = customVjp((Layer l) -> l.x().add(l.b()).sin(), (l, y, g) -> {
            Tensor d = g.mul(l.x().add(l.b()).cos());
            return new Layer(d, d.get(0));
        });
        GradCheck.Report report = GradCheck.of((Layer l) -> broken.apply(l).mul(weights).sum()).at(at);
        assertThat(report.passed()).isFalse();
        assertThat(report.worst().path()).isEqualTo("b");
        assertThat(report.toString()).contains("b entry ").contains("analytic " + report.worst().analytic());
    }

    /// A step of 1e-3 reaches over the kink at 0, a smaller one doesn't: the slope there is checked all the same.
    @Test
    void aWrongSlopeNearAKinkIsCaught() {
        Function<Tensor, Tensor> late = customVjp((Tensor x) -> x.relu(), (x, y, g) -> x.gt(0.001).where(g, Tensor.zeros(g.shape(), g.dtype())));
        GradCheck.Report report = GradCheck.of((Tensor x) -> late.apply(x).sum()).at(Tensor.of(-1, 0.0005, 2));
        assertThat(report.passed()).isFalse();
        assertThat(report.worst().index()).isEqualTo(1);
    }

    /// What is compared is relative: a function of tiny values is checked as sharply as another.
    @Test
    void tinyValuesHideNothing() {
        Function<Tensor, Tensor> broken = customVjp((Tensor x) -> x.sin(), (x, y, g) -> g.mul(x.cos()).mul(1 + 1e-5));
        for (double size : new double[] {1, 1e-13, 1e-300, 1e200}) {
            GradCheck.of((Tensor x) -> x.sin().sum().mul(size)).at(X).orThrow();
            assertThat(GradCheck.of((Tensor x) -> broken.apply(x).sum().mul(size)).at(X).passed()).as("size %s", size).isFalse();
        }
        GradCheck.of(new Activations.Sigmoid()).at(Tensor.of(-700, -300, -30, 0, 3)).orThrow();
    }

    @Test
    void stepsFollowTheArgumentBothWays() {
        GradCheck.of((Tensor x) -> x.log().sum()).at(Tensor.of(1e-9, 1e-6, 1e-3, 1, 1e3, 1e9)).orThrow();
        GradCheck.of((Tensor x) -> x.mul(1000).sin().sum()).at(X).orThrow();
        GradCheck.Report tooLong = GradCheck.of((Tensor x) -> x.log().sum()).step(1e-3).at(Tensor.of(0.01));
        assertThat(tooLong.uncertainty()).isGreaterThan(1e-3);
        assertThat(GradCheck.of((Tensor x) -> x.log().sum()).at(Tensor.of(0.01)).uncertainty()).isLessThan(1e-6);
    }

    @Test
    void aMinimumHasTheGradientZero() {
        GradCheck.of((Tensor x) -> x.sub(X).square().sum().add(100)).bothModes().at(X).orThrow();
        GradCheck.of((Tensor x) -> x.mul(0).sum()).at(X).orThrow();
        Function<Tensor, Tensor> broken = customVjp((Tensor x) -> x.sub(X).square(), (x, y, g) -> g.mul(x.sub(X).mul(2).add(1e-6)));
        assertThat(GradCheck.of((Tensor x) -> broken.apply(x).sum()).at(X).passed()).isFalse();
    }

    @Test
    void ofLargeTreesAThousandEntriesAreChosen() {
        Tensor large = RandomKey.of(1).normal(Shape.of(50, 100), DType.F64);
        GradCheck.Report report = GradCheck.of((Tensor x) -> x.sin().sum()).at(large);
        assertThat(report.checked()).isEqualTo(1000);
        assertThat(report.entries()).isEqualTo(5000);
        assertThat(report.toString()).contains("1000 sampled entries of 5000");
        assertThat(GradCheck.of((Tensor x) -> x.sin().sum()).at(large)).isEqualTo(report);
    }

    @Test
    void aTiedTensorIsOneParameter() {
        record Tied(Tensor in, Tensor out) {}
        GradCheck.Report report = GradCheck.of((Tied t) -> t.in().matmul(t.out()).tanh().sum()).at(new Tied(W, W));
        report.orThrow();
        assertThat(report.checked()).isEqualTo(16);
    }

    /// The rule back is right, the rule forward is not: differences can't see it.
    record Crooked() implements Linear {
        @Override public TensorType[] types(Tensor[] inputs) { return new TensorType[] {inputs[0].type()}; }

        @Override public void run(Tensor[] inputs, Tensor[] outputs) {
            double[] x = inputs[0].toDoubles();
            for (int i = 0; i < x.length; i++) outputs[0].storage().set(i, 2 * x[i]);
        }

        @Override public void vjp(Pullback p) { p.give(0, p.upstream().mul(2)); }

        @Override public Tensor[] jvp(Tensor[] inputs, Tensor[] outputs, Tensor[] tangents) { return new Tensor[] {tangents[0].mul(3)}; }
    }

    @Test
    void forwardModeIsHeldAgainstReverseModeWhenAsked() {
        Function<Tensor, Tensor> f = x -> Graph.apply(new Crooked(), x).sin().sum();
        GradCheck.of(f).at(X).orThrow();
        assertThatThrownBy(() -> GradCheck.of(f).bothModes().at(X).orThrow()).hasMessageContaining("forward and reverse mode differ by");
        GradCheck.of((Tensor x) -> x.sin().sum()).bothModes().at(X).orThrow();
        GradCheck.of((Tensor x) -> x.sin().sum()).bothModes().at(X.to(DType.F32)).orThrow();
    }

    record Ratio() implements ScalarFunction {
        @Override public int arity() { return 2; }

        @Override public double at(double... x) { return x[0] / x[1]; }

        @Override public Scalar slope(int i, List<Scalar> x, Scalar y) { return i == 0 ? x.get(1).divInto(1) : y.div(x.get(1)); }
    }

    @Test
    void functionsOfSeveralElementsTakeARowEach() {
        GradCheck.of(new Arithmetic.Pow()).at(Tensor.of(Shape.of(2, 3), 0.5, 2, 3, -1, 2, 0.3)).orThrow();
        GradCheck.Report report = GradCheck.of(new Ratio()).at(Tensor.of(Shape.of(2, 2), 1, 2, 3, 4));
        assertThat(report.passed()).as("a sign is wrong in the slope by the second").isFalse();
        assertThat(report.worst().index()).isEqualTo(2);
        assertThatThrownBy(() -> GradCheck.of(new Ratio()).at(Tensor.of(1, 2, 3))).hasMessageContaining("reshape");
    }

    @Test
    void aGradientThatIsNotANumberIsWrong() {
        assertThat(GradCheck.of((Tensor x) -> x.sqrt().sum()).at(Tensor.of(-1)).passed()).isFalse();
        assertThat(GradCheck.of((Tensor x) -> x.sum().add(Double.NaN)).at(Tensor.of(1)).passed()).isFalse();
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
