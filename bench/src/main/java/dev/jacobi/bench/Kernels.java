package dev.jacobi.bench;

import dev.jacobi.bench.Kernel.Unit;
import dev.jacobi.kernel.ConvF32;
import dev.jacobi.kernel.ConvolutionSizes;
import dev.jacobi.kernel.Copies;
import dev.jacobi.kernel.Gathers;
import dev.jacobi.kernel.MatMulF32;
import dev.jacobi.kernel.MatMulF64;
import dev.jacobi.kernel.Reductions;
import dev.jacobi.kernel.Sums;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/// The array kernels with the sizes that are measured.
public final class Kernels {
    private final List<Kernel> made = new ArrayList<>();

    private Kernels() {}

    /// All of them.
    public static List<Kernel> all() {
        Kernels k = new Kernels();
        k.products();
        k.convolutions();
        k.reductions();
        k.moves();
        return k.made;
    }

    private void products() {
        int[][] products = {{1, 2, 2}, {8, 8, 8}, {10, 784, 30}, {1, 784, 30}, {1, 1024, 1024}, {1024, 1024, 1},
            {32, 32, 32}, {64, 64, 64}, {256, 256, 256}, {1024, 1024, 1024}, {64, 784, 256}};
        for (int[] s : products) matmul32("", s[0], s[1], s[2], false, false);
        matmul32(" weight gradient", 784, 64, 256, true, false);
        matmul32(" input gradient", 64, 256, 784, false, true);
        matmul32(" weight gradient", 784, 10, 30, true, false);
        matmul32(" input gradient", 10, 30, 784, false, true);
        matmul64(64, 784, 256);
        matmul64(256, 256, 256);
    }

    private void convolutions() {
        convolution(1, 1, 32);
        convolution(1, 32, 64);
        convolution(32, 1, 1);
    }

    private void reductions() {
        int[][] reductions = {{1, 1 << 20, 1}, {128, 10_000, 1}, {1, 64, 256}, {64, 784, 10}, {8, 128, 784}};
        for (int[] r : reductions) {
            int inputs = r[0] * r[1] * r[2];
            int outputs = r[0] * r[2];
            String shape = "(" + r[0] + ", " + r[1] + ", " + r[2] + ")";
            traffic("sum " + shape, 4.0 * inputs, inputs, outputs, (x, y) -> () -> Reductions.sum(x, r[0], r[1], r[2], 1, y));
            traffic("max " + shape, 4.0 * inputs, inputs, outputs, (x, y) -> () -> Reductions.max(x, r[0], r[1], r[2], y));
        }
    }

    private void moves() {
        int million = 1 << 20;
        traffic("add 1M", 12.0 * million, million, million, (x, y) -> () -> Sums.add(x, y, million));
        copies("dense 1M", million, 1, 1, 1);
        copies("transpose 1024x1024", 1024, 1, 1024, 1024);
        copies("transpose 784x256", 256, 1, 784, 256);
        copies("every second of 512K", 1024, 1024, 512, 2);
        copies("row repeated 1024 times", 1024, 0, 1024, 1);
        copies("column repeated 1024 times", 1024, 1, 1024, 0);
        copies("halves of rows 1024x512", 1024, 1024, 512, 1);
        int[] shape = {1024, 512};
        int[] strides = {1024, 1};
        traffic("add to halves of rows 1024x512", 12.0 * 1024 * 512, million, million,
                (x, y) -> () -> Copies.addStrided(x, y, 512, shape, strides));
        int[] heads = {16, 4, 64, 32};
        int[] headStrides = {64 * 128, 32, 128, 1};
        traffic("split heads (16,64,4,32)", 8.0 * 16 * 64 * 128, million, million,
                (x, y) -> () -> Copies.copyStrided(x, 0, heads, headStrides, y));
        int[] index = new Random(1).ints(2048, 0, 8192).toArray();
        traffic("gather 2048 of (8192, 128)", 8.0 * 2048 * 128, million, million,
                (x, y) -> () -> Gathers.gather(x, 1, 8192, 128, index, y));
        traffic("scatterAdd 2048 to (8192, 128)", 12.0 * 2048 * 128, million, million,
                (x, y) -> () -> Gathers.scatterAdd(x, 1, 8192, 128, index, y));
    }

    private void matmul32(String what, int m, int k, int n, boolean at, boolean bt) {
        arithmetic("matmul f32 " + m + "x" + k + " " + k + "x" + n + what, 2.0 * m * n * k, () -> {
            float[] a = random(m * k);
            float[] b = random(k * n);
            float[] c = new float[m * n];
            return () -> MatMulF32.matmul(1, m, n, k, a, 0, 0, at, b, 0, 0, bt, c);
        });
    }

    private void matmul64(int m, int k, int n) {
        arithmetic("matmul f64 " + m + "x" + k + " " + k + "x" + n, 2.0 * m * n * k, () -> {
            double[] a = new Random(1).doubles((long) m * k).toArray();
            double[] b = new Random(2).doubles((long) k * n).toArray();
            double[] c = new double[m * n];
            return () -> MatMulF64.matmul(1, m, n, k, a, 0, 0, false, b, 0, 0, false, c);
        });
    }

    /// Windows of 3x3 over 8 images of 28x28; channels and filters are those of a group.
    private void convolution(int groups, int channels, int filters) {
        ConvolutionSizes.Axis across = new ConvolutionSizes.Axis(28, 3, 1, 1, 1, 28);
        ConvolutionSizes s = new ConvolutionSizes(8, groups, channels, filters, ConvolutionSizes.Axis.NONE, across, across);
        int inputs = 8 * groups * channels * 784;
        int weights = groups * filters * channels * 9;
        int outputs = 8 * groups * filters * 784;
        double flops = 2.0 * outputs * channels * 9;
        String name = "conv2d 8x" + groups * channels + "x28x28 by " + groups * filters + "x3x3" + (groups == 1 ? "" : " in " + groups + " groups");
        arithmetic(name, flops, () -> {
            float[] input = random(inputs);
            float[] weight = random(weights);
            float[] output = new float[outputs];
            return () -> ConvF32.forward(s, input, weight, output);
        });
        arithmetic(name + " weight gradient", flops, () -> {
            float[] input = random(inputs);
            float[] output = random(outputs);
            float[] weight = new float[weights];
            return () -> ConvF32.weightGradient(s, input, output, weight);
        });
        arithmetic(name + " input gradient", flops, () -> {
            float[] output = random(outputs);
            float[] weight = random(weights);
            float[] input = new float[inputs];
            return () -> ConvF32.inputGradient(s, output, weight, input);
        });
    }

    private void copies(String what, int rows, int rowStride, int columns, int columnStride) {
        int[] shape = {rows, columns};
        int[] strides = {rowStride, columnStride};
        traffic("copy " + what, 8.0 * rows * columns, 1 << 20, rows * columns, (x, y) -> () -> Copies.copyStrided(x, 0, shape, strides, y));
    }

    private void arithmetic(String name, double flops, Supplier<Runnable> call) { made.add(new Kernel(name, flops, Unit.ARITHMETIC, call)); }

    /// @param call from an array of random numbers to one of zeros
    private void traffic(String name, double bytes, int inputs, int outputs, BiFunction<float[], float[], Runnable> call) {
        made.add(new Kernel(name, bytes, Unit.TRAFFIC, () -> call.apply(random(inputs), new float[outputs])));
    }

    private static float[] random(int length) {
        Random random = new Random(length);
        float[] x = new float[length];
        for (int i = 0; i < length; i++) x[i] = (float) random.nextGaussian();
        return x;
    }
}
