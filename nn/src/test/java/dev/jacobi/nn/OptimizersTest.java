package dev.jacobi.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.offset;

import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.Tensor;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Every optimizer against a loop over one number, written from its formula.
class OptimizersTest {
    /// One step of the plain loop: the new weight, the memory changed in place.
    private interface Loop {
        double step(int n, double rate, double w, double g, double[] memory);
    }

    private static Loop adam(double decay) {
        return (n, rate, w, g, s) -> {
            s[0] = 0.9 * s[0] + 0.1 * g;
            s[1] = 0.999 * s[1] + 0.001 * g * g;
            double m = s[0] / (1 - Math.pow(0.9, n));
            double v = s[1] / (1 - Math.pow(0.999, n));
            return w - rate * decay * w - rate * m / (Math.sqrt(v) + 1e-8);
        };
    }

    /// L2 in front of another loop.
    private static Loop decayed(double decay, Loop loop) {
        return (n, rate, w, g, s) -> loop.step(n, rate, w, g + decay * w, s);
    }

    private static final Loop MOMENTUM = (_, rate, w, g, s) -> w - rate * (s[0] = 0.9 * s[0] + g);

    private static final Loop ADAGRAD = (_, rate, w, g, s) -> w - rate * g / (Math.sqrt(s[0] += g * g) + 1e-10);

    private static final Loop RMSPROP = (_, rate, w, g, s) -> w - rate * g / (Math.sqrt(s[0] = 0.99 * s[0] + 0.01 * g * g) + 1e-8);

    static Stream<Arguments> optimizers() {
        Loop nesterov = (_, rate, w, g, s) -> {
            s[0] = 0.9 * s[0] + g;
            return w - rate * (g + 0.9 * s[0]);
        };
        Loop both = (_, rate, w, g, s) -> {
            s[0] = 0.9 * s[0] + 0.1 * g * g;
            s[1] = 0.5 * s[1] + g / (Math.sqrt(s[0]) + 1e-3);
            return w - rate * s[1];
        };
        return Stream.of(
                Arguments.of(new Sgd(0.1), (Loop) (_, rate, w, g, _) -> w - rate * g),
                Arguments.of(new Sgd(0.1, 0.9), MOMENTUM),
                Arguments.of(new Sgd(0.1, 0.9, true), nesterov),
                Arguments.of(new Adagrad(0.1), ADAGRAD),
                Arguments.of(new RmsProp(0.01), RMSPROP),
                Arguments.of(new RmsProp(0.01, 0.9, 1e-3, 0.5), both),
                Arguments.of(new Adam(0.01), adam(0)),
                Arguments.of(new AdamW(0.01), adam(0.01)),
                Arguments.of(new AdamW(0.01).decay(0.3), adam(0.3)),
                Arguments.of(new AdamW(0.01).rateTimes(2).decay(0.3), (Loop) (n, rate, w, g, s) -> adam(0.3).step(n, 2 * rate, w, g, s)),
                Arguments.of(new Sgd(0.1, 0.9).decay(0.2), decayed(0.2, MOMENTUM)),
                Arguments.of(new Adagrad(0.1).decay(0.2), decayed(0.2, ADAGRAD)),
                Arguments.of(new RmsProp(0.1).decay(0.5).decay(0.2), decayed(0.2, RMSPROP)),
                Arguments.of(new Adam(0.01).decay(0.2), decayed(0.2, adam(0))));
    }

    @ParameterizedTest
    @MethodSource("optimizers")
    void fiftyStepsAgreeWithAPlainLoop(Optimizer optimizer, Loop loop) {
        Random random = new Random(7);
        double[] w = random.doubles(6, -2, 2).toArray();
        double[][] memory = new double[w.length][2];
        Training<Tensor> state = optimizer.start(Tensor.of(w));
        var run = Training.compileTraining(Tensor.of(w), optimizer, (Tensor weights, Tensor g) -> weights.mul(g).sum());
        for (int n = 1; n <= 50; n++) {
            double rate = optimizer.rate() * (n <= 25 ? 1 : 0.5);
            double[] g = random.doubles(w.length, -1, 1).toArray();
            for (int i = 0; i < w.length; i++) w[i] = loop.step(n, rate, w[i], g[i], memory[i]);
            state = state.withRate(rate).update(Tensor.of(g));
            run.rate(rate);
            run.step(Tensor.of(g));
            assertThat(state.model().toDoubles()).as("step %d", n).containsExactly(w, offset(1e-12));
            assertThat(run.model().toDoubles()).as("compiled, step %d", n).containsExactly(state.model().toDoubles());
        }
        assertThat(state.slots()).hasSize(optimizer.slots());
        for (int k = 0; k < optimizer.slots(); k++) {
            for (int i = 0; i < w.length; i++) assertThat(state.slots().get(k).toDoubles()[i]).isCloseTo(memory[i][k], offset(1e-12));
        }
    }

    /// There the rate is inside the velocity, which has the other sign.
    @Test
    void momentumAgreesWithCs231n() {
        Vectors v = Vectors.of("sgd_momentum");
        Optimizer.Update u = new Sgd(1e-3, 0.9).update(Tensor.scalar(1e-3), Tensor.scalar(1), v.get("w"), v.get("dw"),
                List.of(v.get("v").div(-1e-3)));
        assertThat(u.weight().toDoubles()).containsExactly(v.get("expected_next_w").toDoubles(), offset(1e-8));
        assertThat(u.slots().getFirst().mul(-1e-3).toDoubles()).containsExactly(v.get("expected_velocity").toDoubles(), offset(1e-8));
    }

    @Test
    void rmsPropAgreesWithCs231n() {
        Vectors v = Vectors.of("rmsprop");
        Optimizer.Update u = new RmsProp(1e-2).update(Tensor.scalar(1e-2), Tensor.scalar(1), v.get("w"), v.get("dw"), List.of(v.get("cache")));
        assertThat(u.weight().toDoubles()).containsExactly(v.get("expected_next_w").toDoubles(), offset(1e-8));
        assertThat(u.slots().getFirst().toDoubles()).containsExactly(v.get("expected_cache").toDoubles(), offset(1e-8));
    }

    @Test
    void whatIsOutOfRangeIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Sgd(-1)).withMessageContaining("learning rate").withMessageContaining("-1");
        assertThatIllegalArgumentException().isThrownBy(() -> new Adam(Double.NaN)).withMessageContaining("NaN");
        assertThatIllegalArgumentException().isThrownBy(() -> new Sgd(1, 1)).withMessageContaining("momentum");
        assertThatIllegalArgumentException().isThrownBy(() -> new Sgd(1, 0, true)).withMessageContaining("Nesterov");
        assertThatIllegalArgumentException().isThrownBy(() -> new AdamW(1, 0.9, 1.5, 1e-8, 0)).withMessageContaining("beta2");
        assertThatIllegalArgumentException().isThrownBy(() -> new Adam(1).decay(-0.1)).withMessageContaining("decay");
    }

    @Test
    void floatsStayFloats() {
        for (Optimizer o : List.of(new Sgd(0.1, 0.9, true).decay(0.1), new Adagrad(0.1), new RmsProp(0.1), new AdamW(0.1).clipNorm(1).clipValue(1))) {
            Training<Tensor> state = o.start(Tensor.ofFloats(1, 2)).update(Tensor.ofFloats(3, 4));
            assertThat(state.model().dtype()).isEqualTo(DType.F32);
            for (Tensor slot : state.slots()) assertThat(slot.dtype()).isEqualTo(DType.F32);
        }
    }
}
