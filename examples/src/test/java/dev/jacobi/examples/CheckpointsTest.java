package dev.jacobi.examples;

import static dev.jacobi.Jacobi.grad;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import dev.jacobi.examples.Checkpoints.Block;
import dev.jacobi.examples.Checkpoints.Net;
import dev.jacobi.tensor.Tensor;
import org.junit.jupiter.api.Test;

class CheckpointsTest {
    private static final Net NET = Checkpoints.start(3, 2);
    private static final Tensor X = Checkpoints.batch(2);

    @Test
    void passes() { Programs.passes("checkpoints", n -> n.checkpointed(X).square().mean(), NET, 1e-8); }

    @Test
    void theWeightsThatABlockCapturesGetTheSameGradient() {
        Numbers.sameBits(grad((Net n) -> n.checkpointed(X).square().mean(), NET),
                grad((Net n) -> n.apply(X).square().mean(), NET));
    }

    @Test
    void agreesWithPlainLoops() {
        double mean = 0;
        for (int s = 0; s < 8; s++) {
            double[] x = {X.at(s, 0), X.at(s, 1)};
            for (Block block : NET.blocks()) {
                double[] next = x.clone();
                for (int j = 0; j < 8; j++) {
                    double h = Math.tanh(x[0] * block.widen().at(0, j) + x[1] * block.widen().at(1, j));
                    for (int k = 0; k < 2; k++) next[k] += h * block.narrow().at(j, k);
                }
                x = next;
            }
            mean += (x[0] * x[0] + x[1] * x[1]) / 16;
        }
        assertThat(NET.checkpointed(X).square().mean().item()).isCloseTo(mean, offset(1e-14));
    }
}
