package dev.jacobi.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import dev.jacobi.examples.Lstm.Net;
import dev.jacobi.tensor.RandomKey;
import dev.jacobi.tensor.Tensor;
import org.junit.jupiter.api.Test;

class LstmTest {
    private static final Tensor WAVE = Lstm.wave(51);

    @Test
    void passes() { Programs.passes("lstm", n -> n.loss(WAVE), Lstm.start(RandomKey.of(1), 3), 1e-8); }

    @Test
    void agreesWithPlainLoops() {
        int n = 3;
        Net net = Lstm.start(RandomKey.of(1), n);
        Tensor input = net.cell().input();
        Tensor hidden = net.cell().hidden();
        double[] h = new double[n];
        double[] c = new double[n];
        double loss = 0;
        for (int t = 0; t < 50; t++) {
            double[] z = new double[4 * n];
            for (int j = 0; j < 4 * n; j++) {
                z[j] = WAVE.at(t, 0) * input.at(0, j) + net.cell().bias().at(j);
                for (int i = 0; i < n; i++) z[j] += h[i] * hidden.at(i, j);
            }
            double out = 0;
            for (int i = 0; i < n; i++) {
                c[i] = c[i] * logistic(z[n + i]) + logistic(z[i]) * Math.tanh(z[3 * n + i]);
                h[i] = logistic(z[2 * n + i]) * Math.tanh(c[i]);
                out += h[i] * net.output().at(i, 0);
            }
            loss += Math.pow(out - Math.sin(0.3 * (t + 1)), 2) / 50;
        }
        assertThat(net.loss(WAVE).item()).isCloseTo(loss, offset(1e-13));
    }

    private static double logistic(double x) { return 1 / (1 + Math.exp(-x)); }
}
