package dev.jacobi.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ConvF64Test {
    private static final double[] AWKWARD = {0d, -0d, Double.MIN_VALUE, -Double.MAX_VALUE, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NaN};

    /// An axis with its input inside of padding, and where the windows come to.
    private static int element(ConvolutionSizes.Axis a, int position, int r) { return position * a.stride() - a.pad() + r * a.dilation(); }

    private static ConvolutionSizes.Axis axis(Random random, boolean there) {
        if (!there) return ConvolutionSizes.Axis.NONE;
        while (true) {
            int input = random.nextInt(10);
            int window = 1 + random.nextInt(4);
            int stride = 1 + random.nextInt(3);
            int before = random.nextInt(5);
            int dilation = 1 + random.nextInt(3);
            int free = input + before + random.nextInt(5) - (window - 1) * dilation - 1;
            if (free >= 0) return new ConvolutionSizes.Axis(input, window, stride, before, dilation, free / stride + 1);
        }
    }

    /// Element (z, y, x) of a plane that is +0 all around.
    private static double at(double[] a, int plane, int depth, int height, int width, int z, int y, int x) {
        return z < 0 || y < 0 || x < 0 || z >= depth || y >= height || x >= width ? 0d : a[((plane * depth + z) * height + y) * width + x];
    }

    private static double input(ConvolutionSizes s, double[] input, int plane, int z, int y, int x) {
        return at(input, plane, s.depth().input(), s.rows().input(), s.columns().input(), z, y, x);
    }

    private static double output(ConvolutionSizes s, double[] output, int plane, int z, int y, int x) {
        return at(output, plane, s.depth().output(), s.rows().output(), s.columns().output(), z, y, x);
    }

    /// What a function of three numbers, the first axis slowest, does.
    private interface Each {
        void at(int z, int y, int x);
    }

    private static void each(int depth, int rows, int columns, Each each) {
        for (int z = 0; z < depth; z++) for (int y = 0; y < rows; y++) for (int x = 0; x < columns; x++) each.at(z, y, x);
    }

    private static void positions(ConvolutionSizes s, Each each) { each(s.depth().output(), s.rows().output(), s.columns().output(), each); }

    private static void window(ConvolutionSizes s, Each each) { each(s.depth().window(), s.rows().window(), s.columns().window(), each); }

    private static double[] forward(ConvolutionSizes s, double[] input, double[] weight) {
        double[] output = new double[s.images() * s.groups() * s.filters() * s.positions()];
        int[] o = {0};
        for (int i = 0; i < s.images(); i++) {
            for (int f = 0; f < s.groups() * s.filters(); f++) {
                int image = i;
                int filter = f;
                positions(s, (z, y, x) -> {
                    double[] acc = {0d};
                    int[] q = {filter * s.reach()};
                    for (int c = 0; c < s.channels(); c++) {
                        int plane = (image * s.groups() + filter / s.filters()) * s.channels() + c;
                        window(s, (d, r, e) -> acc[0] = Math.fma(weight[q[0]++], input(s, input, plane, element(s.depth(), z, d),
                                element(s.rows(), y, r), element(s.columns(), x, e)), acc[0]));
                    }
                    output[o[0]++] = acc[0];
                });
            }
        }
        return output;
    }

    private static double[] weightGradient(ConvolutionSizes s, double[] input, double[] upstream) {
        double[] gradient = new double[s.groups() * s.filters() * s.reach()];
        int[] q = {0};
        for (int f = 0; f < s.groups() * s.filters(); f++) {
            for (int c = 0; c < s.channels(); c++) {
                int filter = f;
                int channel = f / s.filters() * s.channels() + c;
                window(s, (d, r, e) -> {
                    double[] acc = {0d};
                    for (int i = 0; i < s.images(); i++) {
                        int from = i * s.groups() * s.filters() + filter;
                        int plane = i * s.groups() * s.channels() + channel;
                        positions(s, (z, y, x) -> acc[0] = Math.fma(output(s, upstream, from, z, y, x), input(s, input, plane,
                                element(s.depth(), z, d), element(s.rows(), y, r), element(s.columns(), x, e)), acc[0]));
                    }
                    gradient[q[0]++] = acc[0];
                });
            }
        }
        return gradient;
    }

    /// The position at which the window has its element r at this input element, or -1.
    private static int position(ConvolutionSizes.Axis a, int element, int r) {
        int from = element + a.pad() - r * a.dilation();
        return from % a.stride() == 0 ? Math.max(-1, from / a.stride()) : -1;
    }

    private static double[] inputGradient(ConvolutionSizes s, double[] upstream, double[] weight) {
        double[] gradient = new double[s.images() * s.groups() * s.channels() * s.plane()];
        int[] o = {0};
        for (int i = 0; i < s.images(); i++) {
            for (int c = 0; c < s.groups() * s.channels(); c++) {
                int group = c / s.channels();
                int channel = c % s.channels();
                int filters = (i * s.groups() + group) * s.filters();
                each(s.depth().input(), s.rows().input(), s.columns().input(), (z, y, x) -> {
                    double[] acc = {0d};
                    for (int f = 0; f < s.filters(); f++) {
                        int[] q = {((group * s.filters() + f) * s.channels() + channel) * s.taps()};
                        int from = filters + f;
                        window(s, (d, r, e) -> acc[0] = Math.fma(weight[q[0]++], output(s, upstream, from, position(s.depth(), z, d),
                                position(s.rows(), y, r), position(s.columns(), x, e)), acc[0]));
                    }
                    gradient[o[0]++] = acc[0];
                });
            }
        }
        return gradient;
    }

    private static void check(String seed, ConvolutionSizes s, Random random) {
        double[] input = MatMulF64Test.random(random, s.images() * s.groups() * s.channels() * s.plane());
        double[] weight = MatMulF64Test.random(random, s.groups() * s.filters() * s.reach());
        double[] upstream = MatMulF64Test.random(random, s.images() * s.groups() * s.filters() * s.positions());
        if (random.nextInt(3) == 0) {
            for (double[] x : List.of(input, weight, upstream)) {
                for (int i = 0; i < x.length; i++) if (random.nextInt(40) == 0) x[i] = AWKWARD[random.nextInt(AWKWARD.length)];
            }
        }
        double[] expectedOutput = forward(s, input, weight);
        double[] expectedWeight = weightGradient(s, input, upstream);
        double[] expectedInput = inputGradient(s, upstream, weight);
        for (boolean tiled : Vectors.PRESENT ? new boolean[] {false, true} : new boolean[] {false}) {
            double[] output = new double[upstream.length];
            Arrays.fill(output, Double.NaN);
            ConvF64.forward(tiled, s, input, weight, output);
            assertThat(output).as("forward, tiled %s, seed %s %s", tiled, seed, s).isEqualTo(expectedOutput);
            double[] weightGradient = new double[weight.length];
            Arrays.fill(weightGradient, Double.NaN);
            ConvF64.weightGradient(tiled, s, input, upstream, weightGradient);
            assertThat(weightGradient).as("weight, tiled %s, seed %s %s", tiled, seed, s).isEqualTo(expectedWeight);
            double[] inputGradient = new double[input.length];
            Arrays.fill(inputGradient, Double.NaN);
            ConvF64.inputGradient(tiled, s, upstream, weight, inputGradient);
            assertThat(inputGradient).as("input, tiled %s, seed %s %s", tiled, seed, s).isEqualTo(expectedInput);
        }
    }

    @BeforeAll
    static void compilesTheTiles() { Vectors.warmUp(); }

    @Test
    void isTheSumOverTheWindow() {
        long first = System.nanoTime();
        for (long seed = first; seed < first + 300; seed++) {
            Random random = new Random(seed);
            int axes = 1 + random.nextInt(3);
            ConvolutionSizes s = new ConvolutionSizes(random.nextInt(4), 1 + random.nextInt(3), 1 + random.nextInt(4), 1 + random.nextInt(5),
                    axis(random, axes > 2), axis(random, axes > 1), axis(random, true));
            check(Long.toString(seed), s, random);
        }
    }

    private static ConvolutionSizes.Axis axis(int input, int window, int stride, int pad) {
        return new ConvolutionSizes.Axis(input, window, stride, pad, 1, (input + 2 * pad - window) / stride + 1);
    }

    @Test
    void isTheSumOverTheWindowOfLargerImages() {
        ConvolutionSizes.Axis none = ConvolutionSizes.Axis.NONE;
        check("1", new ConvolutionSizes(2, 1, 3, 9, none, axis(28, 3, 1, 1), axis(31, 3, 1, 1)), new Random(1));
        check("2", new ConvolutionSizes(2, 2, 20, 5, none, axis(33, 5, 2, 2), axis(17, 3, 1, 0)), new Random(2));
        check("3", new ConvolutionSizes(2, 1, 1, 6, none, axis(28, 5, 1, 0), axis(28, 5, 1, 0)), new Random(3));
        check("4", new ConvolutionSizes(2, 6, 1, 1, none, axis(28, 3, 1, 1), axis(28, 3, 1, 1)), new Random(4));
        check("6", new ConvolutionSizes(2, 1, 5, 50, none, axis(15, 3, 2, 1), axis(31, 3, 2, 1)), new Random(6));
        check("7", new ConvolutionSizes(1, 1, 2, 97, none, axis(9, 2, 3, 1), axis(40, 5, 3, 2)), new Random(7));
        check("5", new ConvolutionSizes(1, 1, 2, 3, axis(7, 3, 1, 1), axis(12, 3, 2, 1), axis(13, 3, 1, 1)), new Random(5));
    }
}
