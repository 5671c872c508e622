package dev.jacobi.bench;

import dev.jacobi.kernel.ConvF32;
import dev.jacobi.kernel.ConvolutionSizes;
import dev.jacobi.kernel.Copies;
import dev.jacobi.kernel.Gathers;
import dev.jacobi.kernel.MatMulF32;
import dev.jacobi.kernel.MatMulF64;
import dev.jacobi.kernel.Reductions;
import dev.jacobi.kernel.Sums;
import dev.jacobi.kernel.Vectors;
import java.util.Locale;
import java.util.Random;

/// Speed of the array kernels on one thread, in under 20 seconds: the best of several short runs of each
/// case, as time for a call and as arithmetic (a fused multiply-add counts twice) or memory traffic per second.
///
/// ```
/// java --add-modules jdk.incubator.vector -cp core/target/classes:bench/target/classes dev.jacobi.bench.KernelBench
/// ```
///
/// Without the option, or with `-Djacobi.portable=true`, it measures the portable loops. With an argument, only the cases
/// whose names contain it.
public final class KernelBench {
    /// How long a case may take, warm-up included.
    private static final long CASE_NANOS = 350_000_000;
    private static final long RUN_NANOS = 5_000_000;

    private final String part;

    private KernelBench(String part) { this.part = part; }

    public static void main(String[] args) { new KernelBench(args.length == 0 ? "" : args[0]).run(); }

    private void run() {
        System.out.println(Vectors.warmUp() ? "products in the Vector API" : "portable products");
        int[][] products = {{1, 2, 2}, {8, 8, 8}, {10, 784, 30}, {1, 784, 30}, {1, 1024, 1024}, {1024, 1024, 1},
            {32, 32, 32}, {64, 64, 64}, {256, 256, 256}, {1024, 1024, 1024}, {64, 784, 256}};
        for (int[] s : products) matmul32("", s[0], s[1], s[2], false, false);
        matmul32("weight gradient", 784, 64, 256, true, false);
        matmul32("input gradient", 64, 256, 784, false, true);
        matmul32("weight gradient", 784, 10, 30, true, false);
        matmul32("input gradient", 10, 30, 784, false, true);
        matmul64("", 64, 784, 256);
        matmul64("", 256, 256, 256);

        convolution(1, 1, 32);
        convolution(1, 32, 64);
        convolution(32, 1, 1);

        int[][] reductions = {{1, 1 << 20, 1}, {128, 10_000, 1}, {1, 64, 256}, {64, 784, 10}, {8, 128, 784}};
        for (int[] r : reductions) {
            float[] x = random(r[0] * r[1] * r[2]);
            float[] y = new float[r[0] * r[2]];
            String shape = "(" + r[0] + ", " + r[1] + ", " + r[2] + ")";
            traffic("sum " + shape, 4.0 * x.length, () -> Reductions.sum(x, r[0], r[1], r[2], 1, y));
            traffic("max " + shape, 4.0 * x.length, () -> Reductions.max(x, r[0], r[1], r[2], y));
        }

        float[] x = random(1 << 20);
        float[] y = new float[1 << 20];
        double bytes = 8.0 * x.length;
        traffic("add 1M", 12.0 * x.length, () -> Sums.add(x, y, x.length));
        copies("dense 1M", bytes, x, y, 1 << 20, 1, 1, 1);
        copies("transpose 1024x1024", bytes, x, y, 1024, 1, 1024, 1024);
        copies("transpose 784x256", 8.0 * 784 * 256, x, y, 256, 1, 784, 256);
        copies("every second of 512K", bytes / 2, x, y, 1024, 1024, 512, 2);
        copies("row repeated 1024 times", bytes, x, y, 1024, 0, 1024, 1);
        copies("column repeated 1024 times", bytes, x, y, 1024, 1, 1024, 0);
        copies("halves of rows 1024x512", bytes / 2, x, y, 1024, 1024, 512, 1);
        int[] shape = {1024, 512};
        int[] strides = {1024, 1};
        traffic("add to halves of rows 1024x512", bytes * 0.75, () -> Copies.addStrided(x, y, 512, shape, strides));
        int[] heads = {16, 4, 64, 32};
        int[] headStrides = {64 * 128, 32, 128, 1};
        traffic("split heads (16,64,4,32)", 8.0 * 16 * 64 * 128, () -> Copies.copyStrided(x, 0, heads, headStrides, y));

        int[] index = new Random(1).ints(2048, 0, 8192).toArray();
        traffic("gather 2048 of (8192, 128)", 8.0 * 2048 * 128, () -> Gathers.gather(x, 1, 8192, 128, index, y));
        traffic("scatterAdd 2048 to (8192, 128)", 12.0 * 2048 * 128, () -> Gathers.scatterAdd(x, 1, 8192, 128, index, y));
    }

    private void matmul32(String what, int m, int k, int n, boolean at, boolean bt) {
        float[] a = random(m * k);
        float[] b = random(k * n);
        float[] c = new float[m * n];
        arithmetic("matmul f32 " + m + "x" + k + " " + k + "x" + n + " " + what, 2.0 * m * n * k,
                () -> MatMulF32.matmul(1, m, n, k, a, 0, 0, at, b, 0, 0, bt, c));
    }

    private void matmul64(String what, int m, int k, int n) {
        double[] a = new Random(1).doubles((long) m * k).toArray();
        double[] b = new Random(2).doubles((long) k * n).toArray();
        double[] c = new double[m * n];
        arithmetic("matmul f64 " + m + "x" + k + " " + k + "x" + n + " " + what, 2.0 * m * n * k,
                () -> MatMulF64.matmul(1, m, n, k, a, 0, 0, false, b, 0, 0, false, c));
    }

    /// Windows of 3x3 over 8 images of 28x28; channels and filters are those of a group.
    private void convolution(int groups, int channels, int filters) {
        ConvolutionSizes.Axis across = new ConvolutionSizes.Axis(28, 3, 1, 1, 1, 28);
        ConvolutionSizes s = new ConvolutionSizes(8, groups, channels, filters, ConvolutionSizes.Axis.NONE, across, across);
        float[] input = random(8 * groups * channels * 784);
        float[] weight = random(groups * filters * channels * 9);
        float[] output = random(8 * groups * filters * 784);
        double flops = 2.0 * output.length * channels * 9;
        String shape = "8x" + groups * channels + "x28x28 by " + groups * filters + "x3x3" + (groups == 1 ? "" : " in " + groups + " groups");
        arithmetic("conv2d " + shape, flops, () -> ConvF32.forward(s, input, weight, output));
        arithmetic("conv2d " + shape + " weight gradient", flops, () -> ConvF32.weightGradient(s, input, output, weight));
        arithmetic("conv2d " + shape + " input gradient", flops, () -> ConvF32.inputGradient(s, output, weight, input));
    }

    private void copies(String what, double bytes, float[] x, float[] y, int rows, int rowStride, int columns, int columnStride) {
        int[] shape = {rows, columns};
        int[] strides = {rowStride, columnStride};
        traffic("copy " + what, bytes, () -> Copies.copyStrided(x, 0, shape, strides, y));
    }

    private static float[] random(int length) {
        Random random = new Random(length);
        float[] x = new float[length];
        for (int i = 0; i < length; i++) x[i] = (float) random.nextGaussian();
        return x;
    }

    private void arithmetic(String name, double flops, Runnable call) { report(name, flops, "GFLOP/s", call); }

    private void traffic(String name, double bytes, Runnable call) { report(name, bytes, "GB/s", call); }

    private void report(String name, double work, String unit, Runnable call) {
        if (!name.contains(part)) return;
        long end = System.nanoTime() + CASE_NANOS;
        double best = Double.POSITIVE_INFINITY;
        int calls = 1;
        while (System.nanoTime() < end) {
            long start = System.nanoTime();
            for (int i = 0; i < calls; i++) call.run();
            long time = System.nanoTime() - start;
            best = Math.min(best, (double) time / calls);
            if (time < RUN_NANOS) calls *= 2;
        }
        System.out.printf(Locale.ROOT, "%-60s %12.3f us %8.1f %s%n", name, best / 1000, work / best, unit);
    }
}
