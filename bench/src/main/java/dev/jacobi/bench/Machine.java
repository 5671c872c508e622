package dev.jacobi.bench;

import dev.jacobi.bench.Kernel.Unit;
import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.RandomKey;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/// What a machine and its JVM do, from plain loops to single tensor operations.
public final class Machine {
    private static final int LARGE = 1 << 24;
    private static final int SMALL = 1024;
    private static final int MILLION = 1 << 20;

    private Machine() {}

    /// Kernels that show it, in the order in which to read them.
    public static List<Kernel> kernels() {
        return List.of(
                new Kernel("copy of 64 MB", 8.0 * LARGE, Unit.TRAFFIC, Machine::copy),
                new Kernel("plain loop of fma, in cache", 2.0 * 16 * SMALL, Unit.ARITHMETIC, Machine::fma),
                product(64, 64, 64), product(64, 784, 256), product(256, 256, 256), product(1024, 1024, 1024),
                convolution(1, 32), convolution(32, 64),
                elementwise("x + x, 1M", 8, x -> x.add(x)),
                elementwise("exp(x), 1M", 8, Tensor::exp),
                elementwise("tanh(x), 1M", 8, Tensor::tanh),
                elementwise("gelu(x), 1M", 8, Tensor::gelu),
                elementwise("sum(x), 1M", 4, Tensor::sum));
    }

    private static Runnable copy() {
        float[] from = new float[LARGE];
        float[] to = new float[LARGE];
        Arrays.fill(from, 1);
        return () -> System.arraycopy(from, 0, to, 0, LARGE);
    }

    /// Sixteen fused multiply-adds for each load and store, the most that a plain loop of this JVM comes to.
    private static Runnable fma() {
        float[] x = new float[SMALL];
        return () -> multiplyAdd(x, 0.5f, 1);
    }

    private static void multiplyAdd(float[] x, float a, float b) {
        for (int i = 0; i < x.length; i++) {
            float v = x[i];
            v = Math.fma(v, a, b);
            v = Math.fma(v, a, b);
            v = Math.fma(v, a, b);
            v = Math.fma(v, a, b);
            v = Math.fma(v, a, b);
            v = Math.fma(v, a, b);
            v = Math.fma(v, a, b);
            v = Math.fma(v, a, b);
            v = Math.fma(v, a, b);
            v = Math.fma(v, a, b);
            v = Math.fma(v, a, b);
            v = Math.fma(v, a, b);
            v = Math.fma(v, a, b);
            v = Math.fma(v, a, b);
            v = Math.fma(v, a, b);
            x[i] = Math.fma(v, a, b);
        }
    }

    private static Kernel product(int m, int k, int n) {
        String name = "product " + m + "x" + k + " by " + k + "x" + n;
        return new Kernel(name, 2.0 * m * k * n, Unit.ARITHMETIC, () -> {
            Tensor a = random(m, k);
            Tensor b = random(k, n);
            return kept(() -> a.matmul(b));
        });
    }

    private static Kernel convolution(int channels, int filters) {
        String name = "convolution 3x3, " + channels + " to " + filters + ", 8 of 28x28";
        return new Kernel(name, 2.0 * 8 * 784 * 9 * channels * filters, Unit.ARITHMETIC, () -> {
            Tensor x = random(8, channels, 28, 28);
            Tensor weight = random(filters, channels, 3, 3);
            return kept(() -> x.conv2d(weight, 1, 1));
        });
    }

    /// @param bytes read and written for an element
    private static Kernel elementwise(String name, int bytes, UnaryOperator<Tensor> f) {
        return new Kernel(name, (double) bytes * MILLION, Unit.TRAFFIC, () -> {
            Tensor x = random(MILLION);
            return kept(() -> f.apply(x));
        });
    }

    /// Makes results where the JIT compiler can't see that nobody needs them.
    private static Runnable kept(Supplier<Tensor> f) {
        Tensor[] last = new Tensor[1];
        return () -> last[0] = f.get();
    }

    private static Tensor random(int... shape) { return RandomKey.of(1).normal(Shape.of(shape), DType.F32); }
}
