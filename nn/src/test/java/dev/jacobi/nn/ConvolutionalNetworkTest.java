package dev.jacobi.nn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jacobi.Jacobi;
import dev.jacobi.tensor.RandomKey;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Layers together: whether a short bar, anywhere in a noisy image, lies or stands.
class ConvolutionalNetworkTest {
    private static final int SIDE = 8;

    private static Batch bars(int count, long seed) {
        Random random = new Random(seed);
        float[] pixels = new float[count * SIDE * SIDE];
        int[] standing = new int[count];
        for (int i = 0; i < count; i++) {
            for (int p = 0; p < SIDE * SIDE; p++) pixels[i * SIDE * SIDE + p] = 0.3f * (float) random.nextGaussian();
            standing[i] = random.nextInt(2);
            int along = random.nextInt(SIDE - 2);
            int across = random.nextInt(SIDE);
            for (int k = along; k < along + 3; k++) {
                int place = standing[i] == 1 ? k * SIDE + across : across * SIDE + k;
                pixels[i * SIDE * SIDE + place] += 1.5f;
            }
        }
        return new Batch(Tensor.wrap(pixels, Shape.of(count, SIDE * SIDE)), Tensor.wrap(standing));
    }

    private static double accuracy(Sequential net, Batch batch) {
        long[] said = net.apply(batch.x()).argMax(1).toLongs();
        long[] is = batch.y().toLongs();
        int right = 0;
        for (int i = 0; i < said.length; i++) if (said[i] == is[i]) right++;
        return (double) right / said.length;
    }

    private static Sequential trained(String architecture) {
        Sequential net = Architecture.parse(architecture, Initialization.HE, RandomKey.of(1));
        TrainingRun<Sequential, Batch> run = TrainingRun.of(new Adam(0.01).start(net), RandomKey.of(2),
                (model, batch, pass) -> Jacobi.crossEntropy(model.apply(batch.x(), pass), batch.y()));
        for (int step = 0; step < 150; step++) run.step(bars(32, step));
        return run.model();
    }

    @Test
    void learnsWhatNoSinglePixelTells() {
        Batch fresh = bars(1000, -1);
        String convolutional = "unflatten 1 8 8; conv2d 1 6 3x3 stride 1 padding 1; batchnorm 6; relu; maxpool 2x2 stride 2; "
                + "dropout 0.1; residual [ conv2d 6 6 3x3 stride 1 padding 1; gelu ]; averagepool 4x4 stride 4; flatten; layernorm 6; dense 6 2";
        assertThat(accuracy(trained(convolutional), fresh)).isGreaterThan(0.95);
        assertThat(accuracy(trained("dense 64 2"), fresh)).as("without convolutions").isLessThan(0.75);
    }
}
