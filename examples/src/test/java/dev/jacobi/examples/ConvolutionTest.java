package dev.jacobi.examples;

import static dev.jacobi.Jacobi.valueAndGradWithAuxiliary;
import static dev.jacobi.examples.Convolution.LABELS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import dev.jacobi.examples.Convolution.Net;
import dev.jacobi.tensor.RandomKey;
import dev.jacobi.tensor.Tensor;
import dev.jacobi.tensor.Tree;
import org.junit.jupiter.api.Test;

class ConvolutionTest {
    private static final Tensor BARS = Convolution.bars();
    private static final Net NET = Convolution.start(RandomKey.of(1));

    @Test
    void passes() {
        Net slopes = Programs.passes("convolution", n -> n.loss(BARS, LABELS).value(), NET, 1e-8);
        assertThat(Tree.named(slopes).keySet()).containsExactly("filters", "norm.scale", "norm.shift", "weights");
    }

    @Test
    void agreesWithPlainLoops() {
        var at = valueAndGradWithAuxiliary((Net n) -> n.loss(BARS, LABELS), NET);
        double[][][] x = new double[4][8][16];                                  // channel, image, position
        for (int c = 0; c < 4; c++) for (int i = 0; i < 8; i++) for (int p = 0; p < 16; p++) {
            for (int a = 0; a < 3; a++) for (int b = 0; b < 3; b++) {
                x[c][i][p] += BARS.at(i, 0, p / 4 + a, p % 4 + b) * NET.filters().at(c, 0, a, b);
            }
        }
        double[][] logits = new double[8][2];
        for (int c = 0; c < 4; c++) {
            double mean = 0;
            double variance = 0;
            for (double[] image : x[c]) for (double v : image) mean += v / 128;
            for (double[] image : x[c]) for (double v : image) variance += (v - mean) * (v - mean) / 128;
            assertThat(at.auxiliary().norm().mean().tensor().at(c)).isCloseTo(0.1 * mean, offset(1e-14));
            assertThat(at.auxiliary().norm().variance().tensor().at(c)).isCloseTo(0.9 + 0.1 * variance, offset(1e-13));
            for (int i = 0; i < 8; i++) {
                double pooled = 0;
                for (double v : x[c][i]) pooled += Math.max(0, (v - mean) / Math.sqrt(variance + 1e-5)) / 16;
                for (int k = 0; k < 2; k++) logits[i][k] += pooled * NET.weights().at(c, k);
            }
        }
        double loss = 0;
        for (int i = 0; i < 8; i++) {
            loss += (Math.log(Math.exp(logits[i][0]) + Math.exp(logits[i][1])) - logits[i][(int) LABELS.at(i)]) / 8;
        }
        assertThat(at.value().item()).isCloseTo(loss, offset(1e-13));
    }

    @Test
    void statisticsAreCarriedAndNeverTrained() {
        Net next = Convolution.step(NET, BARS);
        var at = valueAndGradWithAuxiliary((Net n) -> n.loss(BARS, LABELS), NET);
        Numbers.sameBits(next.norm().mean(), at.auxiliary().norm().mean());
        Numbers.sameBits(at.gradient().norm().mean(), NET.norm().mean());
        assertThat(next.norm().mean().tensor().node()).as("no history").isNull();
    }

    @Test
    void learns() {
        Net net = NET;
        for (int i = 0; i < 60; i++) net = Convolution.step(net, BARS);
        Tensor scores = net.predict(BARS);
        for (int i = 0; i < 8; i++) {
            int label = (int) LABELS.at(i);
            assertThat(scores.at(i, label)).as("bar " + i).isGreaterThan(scores.at(i, 1 - label));
        }
    }
}
