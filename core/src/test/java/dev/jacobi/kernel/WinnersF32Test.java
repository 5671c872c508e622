package dev.jacobi.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class WinnersF32Test {
    private static final float[] VALUES = {-1f, 0f, -0f, 1f, Float.NaN, Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY};

    /// The first NaN, else the first of the largest.
    private static int winner(float[] x, int image, int width, int top, int left, int window) {
        int best = -1;
        for (int r = top; r < top + window; r++) {
            for (int c = left; c < left + window; c++) {
                float v = x[image + r * width + c];
                if (Float.isNaN(v)) return r * width + c;
                if (best < 0 || v > x[image + best]) best = r * width + c;
            }
        }
        return best;
    }

    @Test
    void findsTheFirstOfTheLargest() {
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            int window = 1 + random.nextInt(4);
            int stride = 1 + random.nextInt(4);
            int images = random.nextInt(3);
            int height = window + random.nextInt(6);
            int width = window + random.nextInt(40);
            float[] x = new float[images * height * width];
            for (int i = 0; i < x.length; i++) x[i] = random.nextInt(3) == 0 ? VALUES[random.nextInt(VALUES.length)] : random.nextInt(4);
            int down = (height - window) / stride + 1;
            int across = (width - window) / stride + 1;
            int[] winners = new int[images * down * across];
            WinnersF32.find(x, images, height, width, window, stride, winners);
            int k = 0;
            for (int i = 0; i < images; i++) {
                for (int r = 0; r < down; r++) {
                    for (int c = 0; c < across; c++) {
                        assertThat(winners[k++]).as("seed %d, image %d, window (%d, %d)", seed, i, r, c)
                                .isEqualTo(winner(x, i * height * width, width, r * stride, c * stride, window));
                    }
                }
            }
        }
    }
}
