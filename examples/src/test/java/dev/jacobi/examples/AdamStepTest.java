package dev.jacobi.examples;

import static dev.jacobi.Jacobi.grad;
import static dev.jacobi.Jacobi.valueAndGrad;
import static dev.jacobi.examples.AdamStep.X;
import static dev.jacobi.examples.AdamStep.Y;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import dev.jacobi.compile.Run;
import dev.jacobi.diff.Scan;
import dev.jacobi.examples.AdamStep.Adam;
import dev.jacobi.examples.AdamStep.Line;
import dev.jacobi.tensor.Tensor;
import org.junit.jupiter.api.Test;

class AdamStepTest {
    private static final Line START = new Line(Tensor.scalar(0.5), Tensor.scalar(-0.5));

    /// The loss after three steps, by the rate and by where they start: through three gradients.
    record Setting(Line start, Tensor rate) {
        Tensor loss() { return AdamStep.train(start, rate, 3).loss(X, Y); }
    }

    @Test
    void passes() { Programs.passes("adam", Setting::loss, new Setting(START, Tensor.scalar(0.1)), 1e-6); }

    @Test
    void agreesWithPlainLoops() {
        double[] p = {0.5, -0.5};
        double[] m = new double[2];
        double[] v = new double[2];
        for (int t = 1; t <= 3; t++) {
            double[] g = new double[2];
            for (int i = 0; i < 4; i++) {
                double error = p[0] * i + p[1] - (2 * i + 1);
                g[0] += 2 * error * i / 4;
                g[1] += 2 * error / 4;
            }
            for (int k = 0; k < 2; k++) {
                m[k] = 0.9 * m[k] + 0.1 * g[k];
                v[k] = 0.999 * v[k] + 0.001 * g[k] * g[k];
                p[k] -= 0.1 * (m[k] / (1 - Math.pow(0.9, t))) / (Math.sqrt(v[k] / (1 - Math.pow(0.999, t))) + 1e-8);
            }
        }
        Line line = AdamStep.train(START, Tensor.scalar(0.1), 3);
        assertThat(line.slope().item()).isCloseTo(p[0], offset(1e-14));
        assertThat(line.offset().item()).isCloseTo(p[1], offset(1e-14));
    }

    @Test
    void nothingIsChangedInPlace() {
        Adam<Line> before = Adam.start(START);
        before.update(grad((Line l) -> l.loss(X, Y), START), Tensor.scalar(0.1));
        assertThat(before.steps().tensor().item()).isZero();
        assertThat(before.model().slope().item()).isEqualTo(0.5);
        assertThat(before.mean().slope().item()).isZero();
    }

    @Test
    void aRunThatOwnsItsStateSaysTheSame() {
        var run = Run.of(Adam.start(START), (Adam<Line> state, Tensor rate) -> {
            var at = valueAndGrad(l -> l.loss(X, Y), state.model());
            return new Scan.Step<>(state.update(at.gradient(), rate), at.value());
        });
        for (int i = 0; i < 3; i++) run.step(Tensor.scalar(0.1));
        Numbers.sameBits(run.state().model(), AdamStep.train(START, Tensor.scalar(0.1), 3));
        assertThat(run.state().steps().tensor().item()).isEqualTo(3);
    }
}
