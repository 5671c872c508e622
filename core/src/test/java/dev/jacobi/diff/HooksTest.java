package dev.jacobi.diff;

import static dev.jacobi.Jacobi.grad;
import static dev.jacobi.Jacobi.savedForBackward;
import static dev.jacobi.Jacobi.valueAndGrad;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.RandomKey;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Looking at the way back from outside: hooks at named places, and what is kept for it.
class HooksTest {
    private static final Tensor X = Tensor.of(0.4, -1.1, 0.8);

    private static Tensor f(Tensor x) {
        Tensor h = x.tanh().named("h");
        return h.square().sum().add(h.exp().sum());
    }

    @Test
    void aHookSeesTheSumOverAllPaths() {
        List<Tensor> seen = new ArrayList<>();
        var r = valueAndGrad(HooksTest::f, X, Map.of("h", g -> {
            seen.add(g);
            return g;
        }));
        Tensor h = X.tanh();
        assertThat(seen).hasSize(1);
        assertThat(seen.getFirst().allClose(h.mul(2).add(h.exp()), 1e-15, 0)).isTrue();
        assertThat(r.gradient().toDoubles()).isEqualTo(grad(HooksTest::f, X).toDoubles());
        assertThat(r.value().item()).isEqualTo(f(X).item());
    }

    @Test
    void aHookReplacesTheGradient() {
        var r = valueAndGrad(HooksTest::f, X, Map.of("h", g -> g.clamp(-0.5, 0.5)));
        Tensor h = X.tanh();
        Tensor expected = h.mul(2).add(h.exp()).clamp(-0.5, 0.5).mul(h.square().subFrom(1));
        assertThat(r.gradient().allClose(expected, 1e-14, 0)).isTrue();
    }

    @Test
    void argumentsAndTheResultCanBeHookedAndSeveralAtOnce() {
        var r = valueAndGrad((Tensor x) -> f(x).named("loss"), X.named("x"), Map.of("x", g -> g.mul(3), "loss", g -> g.mul(2)));
        assertThat(r.gradient().allClose(grad(HooksTest::f, X).mul(6), 1e-15, 0)).isTrue();
    }

    @Test
    void hooksWorkInsideOtherDerivatives() {
        Tensor second = grad((Tensor x) -> valueAndGrad(HooksTest::f, x, Map.of("h", g -> g.mul(2))).gradient().sum(), X);
        assertThat(second.allClose(grad((Tensor x) -> grad(HooksTest::f, x).sum(), X).mul(2), 1e-14, 0)).isTrue();
    }

    @Test
    void wrongHooksAreErrors() {
        assertThatThrownBy(() -> valueAndGrad(HooksTest::f, X, Map.of("hidden", g -> g)))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("\"hidden\"").hasMessageContaining("there are [h]");
        assertThatThrownBy(() -> valueAndGrad(HooksTest::f, X, Map.of("h", g -> g.sum())))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("F64(3)").hasMessageContaining("F64()");
        assertThatThrownBy(() -> valueAndGrad((Tensor x) -> x.sin().named("h").mul(x.cos().named("h")).sum(), X, Map.of("h", g -> g)))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("two tensors");
    }

    @Test
    void whatIsKeptIsWhatTheRulesNeed() {
        Tensor w = RandomKey.of(1).normal(Shape.of(4, 3), DType.F64);
        SavedForBackward saved = savedForBackward((Tensor v) -> w.matmul(v).named("z").tanh().named("h").square().add(1).sum(), X.named("x"));
        // matmul needs w but not x, as w isn't varied; tanh its own result, or argument; the square its argument; sums nothing
        assertThat(saved.values()).extracting(SavedForBackward.Value::name).contains("constant", "h").doesNotContain("x", "add", "sum");
        assertThat(saved.bytes()).isEqualTo(saved.values().stream().mapToLong(SavedForBackward.Value::bytes).sum());
        assertThat(saved.computedBytes()).isLessThan(saved.bytes());
        assertThat(saved.values().getFirst().neededBy()).containsExactly("matMul");
        assertThat(saved.toString().lines()).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
        // a checkpoint keeps its argument only
        SavedForBackward less = savedForBackward((Tensor v) -> Checkpoint.apply((Tensor t) -> w.matmul(t).tanh().square().add(1), v).sum(), X);
        assertThat(less.computedBytes()).isZero();
    }

    @Test
    void aFactorThatIsVariedIsKeptWithItsPartner() {
        Tensor a = Tensor.of(1, 2, 3);
        SavedForBackward saved = savedForBackward((Tensor v) -> v.mul(a).sum(), X);
        assertThat(saved.values()).hasSize(1);
        assertThat(saved.bytes()).isEqualTo(24);
        assertThat(savedForBackward((Tensor v) -> v.add(a).sum(), X).values()).isEmpty();
    }
}
