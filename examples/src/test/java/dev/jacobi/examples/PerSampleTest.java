package dev.jacobi.examples;

import static dev.jacobi.Jacobi.grad;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import dev.jacobi.examples.PerSample.Net;
import dev.jacobi.examples.PerSample.Sample;
import dev.jacobi.tensor.Tensor;
import org.junit.jupiter.api.Test;

class PerSampleTest {
    private static final Net NET = PerSample.start();
    private static final Sample BATCH = PerSample.batch();

    @Test
    void oneByOneSaysTheSame() {
        Net all = PerSample.gradients(NET, BATCH);
        for (int i = 0; i < 6; i++) {
            Sample one = new Sample(BATCH.x().get(i), BATCH.y().get(i));
            Net slopes = Numbers.gradientIsRight(n -> PerSample.loss(n, one), NET, 1e-7);
            Numbers.within(1e-14, all.hidden().get(i), slopes.hidden().toDoubles());
            Numbers.within(1e-14, all.output().get(i), slopes.output().toDoubles());
        }
    }

    @Test
    void theirSumIsTheGradientOfTheSum() {
        Net all = PerSample.gradients(NET, BATCH);
        Net sum = grad((Net n) -> n.apply(BATCH.x()).sub(BATCH.y()).square().sum(), NET);
        Numbers.within(1e-13, all.hidden().sum(0), sum.hidden().toDoubles());
        Numbers.within(1e-13, all.output().sum(0), sum.output().toDoubles());
    }

    @Test
    void agreesWithPlainLoops() {
        Tensor lengths = PerSample.lengths(PerSample.gradients(NET, BATCH));
        for (int s = 0; s < 6; s++) {
            double[] h = new double[5];
            double[] atH = new double[5];
            double squares = 0;
            for (int j = 0; j < 5; j++) {
                for (int i = 0; i < 3; i++) h[j] += BATCH.x().at(s, i) * NET.hidden().at(i, j);
                h[j] = Math.tanh(h[j]);
            }
            for (int k = 0; k < 2; k++) {
                double error = -BATCH.y().at(s, k);
                for (int j = 0; j < 5; j++) error += h[j] * NET.output().at(j, k);
                for (int j = 0; j < 5; j++) {
                    squares += Math.pow(2 * error * h[j], 2);
                    atH[j] += 2 * error * NET.output().at(j, k);
                }
            }
            for (int j = 0; j < 5; j++) {
                for (int i = 0; i < 3; i++) squares += Math.pow(atH[j] * (1 - h[j] * h[j]) * BATCH.x().at(s, i), 2);
            }
            assertThat(lengths.at(s)).isCloseTo(Math.sqrt(squares), offset(1e-13));
        }
    }

    /// The lengths of the gradients, differentiated in turn: grad of vmap of grad.
    @Test
    void passes() { Programs.passes("per sample", n -> PerSample.lengths(PerSample.gradients(n, BATCH)).sum(), NET, 1e-6); }
}
