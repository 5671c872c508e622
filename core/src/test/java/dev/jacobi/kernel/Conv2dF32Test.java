package dev.jacobi.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Conv2dF32Test {

    /// Element (y, x) of a plane that is +0 all around.
    private static float at(float[] a, int plane, int height, int width, int y, int x) {
        return y < 0 || x < 0 || y >= height || x >= width ? 0f : a[(plane * height + y) * width + x];
    }

    private static float[] forward(Window w, float[] input, float[] weight) {
        float[] output = new float[w.images() * w.filters() * w.outputHeight() * w.outputWidth()];
        int o = 0;
        for (int i = 0; i < w.images(); i++) {
            for (int f = 0; f < w.filters(); f++) {
                for (int y = 0; y < w.outputHeight(); y++) {
                    for (int x = 0; x < w.outputWidth(); x++) {
                        float acc = 0f;
                        int q = f * w.channels() * w.rows() * w.columns();
                        for (int c = 0; c < w.channels(); c++) {
                            for (int r = 0; r < w.rows(); r++) {
                                for (int s = 0; s < w.columns(); s++) {
                                    acc = Math.fma(weight[q++], at(input, i * w.channels() + c, w.height(), w.width(),
                                            y * w.strideRows() - w.padRows() + r, x * w.strideColumns() - w.padColumns() + s), acc);
                                }
                            }
                        }
                        output[o++] = acc;
                    }
                }
            }
        }
        return output;
    }

    private static float[] weightGradient(Window w, float[] input, float[] upstream) {
        float[] gradient = new float[w.filters() * w.channels() * w.rows() * w.columns()];
        int q = 0;
        for (int f = 0; f < w.filters(); f++) {
            for (int c = 0; c < w.channels(); c++) {
                for (int r = 0; r < w.rows(); r++) {
                    for (int s = 0; s < w.columns(); s++) {
                        float acc = 0f;
                        for (int i = 0; i < w.images(); i++) {
                            for (int y = 0; y < w.outputHeight(); y++) {
                                for (int x = 0; x < w.outputWidth(); x++) {
                                    acc = Math.fma(at(upstream, i * w.filters() + f, w.outputHeight(), w.outputWidth(), y, x),
                                            at(input, i * w.channels() + c, w.height(), w.width(),
                                                    y * w.strideRows() - w.padRows() + r, x * w.strideColumns() - w.padColumns() + s), acc);
                                }
                            }
                        }
                        gradient[q++] = acc;
                    }
                }
            }
        }
        return gradient;
    }

    private static float[] inputGradient(Window w, float[] upstream, float[] weight) {
        float[] gradient = new float[w.images() * w.channels() * w.height() * w.width()];
        int o = 0;
        for (int i = 0; i < w.images(); i++) {
            for (int c = 0; c < w.channels(); c++) {
                for (int y = 0; y < w.height(); y++) {
                    for (int x = 0; x < w.width(); x++) {
                        float acc = 0f;
                        for (int f = 0; f < w.filters(); f++) {
                            for (int r = 0; r < w.rows(); r++) {
                                for (int s = 0; s < w.columns(); s++) {
                                    // the output whose window has (r, s) at this input element, if there is one
                                    int up = y + w.padRows() - r;
                                    int left = x + w.padColumns() - s;
                                    float g = Math.floorMod(up, w.strideRows()) != 0 || Math.floorMod(left, w.strideColumns()) != 0 ? 0f
                                            : at(upstream, i * w.filters() + f, w.outputHeight(), w.outputWidth(),
                                                    Math.floorDiv(up, w.strideRows()), Math.floorDiv(left, w.strideColumns()));
                                    acc = Math.fma(weight[((f * w.channels() + c) * w.rows() + r) * w.columns() + s], g, acc);
                                }
                            }
                        }
                        gradient[o++] = acc;
                    }
                }
            }
        }
        return gradient;
    }

    private static void check(String seed, Window w, Random random) {
        float[] input = MatMulF32Test.random(random, w.images() * w.channels() * w.height() * w.width());
        float[] weight = MatMulF32Test.random(random, w.filters() * w.channels() * w.rows() * w.columns());
        float[] upstream = MatMulF32Test.random(random, w.images() * w.filters() * w.outputHeight() * w.outputWidth());
        float[] output = new float[upstream.length];
        Arrays.fill(output, Float.NaN);
        Conv2dF32.forward(w, input, weight, output);
        assertThat(output).as("forward, seed %s %s", seed, w).isEqualTo(forward(w, input, weight));
        float[] weightGradient = new float[weight.length];
        Arrays.fill(weightGradient, Float.NaN);
        Conv2dF32.weightGradient(w, input, upstream, weightGradient);
        assertThat(weightGradient).as("weight, seed %s %s", seed, w).isEqualTo(weightGradient(w, input, upstream));
        float[] inputGradient = new float[input.length];
        Arrays.fill(inputGradient, Float.NaN);
        Conv2dF32.inputGradient(w, upstream, weight, inputGradient);
        assertThat(inputGradient).as("input, seed %s %s", seed, w).isEqualTo(inputGradient(w, upstream, weight));
    }

    @Test
    void isTheSumOverTheWindow() {
        long first = System.nanoTime();
        for (long seed = first; seed < first + 300; seed++) {
            Random random = new Random(seed);
            Window w = new Window(random.nextInt(4), 1 + random.nextInt(4), random.nextInt(13), random.nextInt(13),
                    1 + random.nextInt(6), 1 + random.nextInt(5), 1 + random.nextInt(5),
                    1 + random.nextInt(3), 1 + random.nextInt(3), random.nextInt(7), random.nextInt(4));
            check(Long.toString(seed), w, random);
        }
    }

    @Test
    void isTheSumOverTheWindowOfLargerImages() {
        check("1", new Window(2, 3, 28, 31, 9, 3, 3, 1, 1, 1, 1), new Random(1));
        check("2", new Window(2, 20, 33, 17, 5, 5, 3, 2, 1, 2, 0), new Random(2));
        check("3", new Window(2, 1, 28, 28, 6, 5, 5, 1, 1, 0, 0), new Random(3));
    }
}
