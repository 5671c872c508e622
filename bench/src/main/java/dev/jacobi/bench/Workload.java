package dev.jacobi.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/// What is measured: the steps of learning that programs spend their time on, each defined by its numbers here and by what
/// [JacobiSteps] does with them. Other libraries do the same with the same numbers, all of them `F32`.
///
/// Weights of dense layers are (in, out), of convolutions (filters, channels, rows, columns); images are (batch, channels,
/// rows, columns), sequences (times, batch, features).
public enum Workload {
    /// 2-2-2-1 with sigmoids, batch 1, half the squared distance, SGD at rate 0.1.
    TINY("2-2-2-1, sigmoid, SGD, batch 1"),
    /// z = tanh(z·x + y), ten times from z = x: 30 operations on numbers, with the way back.
    SCALARS("30 operations on numbers"),
    /// The sum of two vectors of 8.
    SMALL("one small operation"),
    /// 784-30-10 with sigmoids, batch 10, half the squared distance, SGD at rate 3: chapter 1 of Nielsen's book.
    NIELSEN("784-30-10, sigmoid, SGD, batch 10"),
    /// 784-256-128-10 with ReLU, batch 64, cross-entropy, SGD at rate 0.1.
    MLP("784-256-128-10, ReLU, SGD, batch 64"),
    /// The same with Adam at rate 0.001.
    MLP_ADAM("784-256-128-10, ReLU, Adam, batch 64"),
    /// The same as [#MLP] with batch 1024.
    MLP_1024("784-256-128-10, ReLU, SGD, batch 1024"),
    /// y = gelu(x)·sigmoid(x) + tanh(x) for 2²⁰ numbers, and the gradient of the sum by x.
    CHAIN("gelu(x)·sigmoid(x) + tanh(x), 1M"),
    /// Cross-entropy of 128 rows of 10 000 logits, and its gradient by the logits.
    CROSS_ENTROPY("softmax cross-entropy 128x10000"),
    /// Layer normalization of 4096 rows of 768, and the way back from an upstream gradient.
    LAYER_NORM("layer norm 4096x768"),
    /// An LSTM from 128 to 256 features, 50 times, batch 32: the mean square of its outputs, and the gradient by its weights.
    /// Their columns are the gates, 256 each: input, forget, cell, output.
    LSTM("LSTM 128 to 256, 50 times, batch 32"),
    /// Two convolutions of 3x3 to 32 and 64 channels, each with ReLU and max pooling by 2, and a dense layer to 10 classes;
    /// batch 64, cross-entropy, SGD at rate 0.05.
    CNN("2 conv 3x3, pools, dense, batch 64"),
    /// A block of a transformer of 128 features and 4 heads, norms first, 512 features with GELU inside; 16 sequences of 64,
    /// squared error, SGD at rate 0.1.
    TRANSFORMER("transformer block 128, 4 heads, 16x64"),
    /// The product of two square matrices.
    PRODUCT_64("matrix product 64"),
    PRODUCT_256("matrix product 256"),
    PRODUCT_1024("matrix product 1024");

    /// Numbers with a shape.
    public record Values(float[] numbers, int... shape) {}

    private final String title;

    Workload(String title) { this.title = title; }

    /// As people say it.
    public String title() { return title; }

    /// As they type it: "mlp-adam".
    public String id() { return name().toLowerCase(Locale.ROOT).replace('_', '-'); }

    /// @throws IllegalArgumentException if there is none of that name, with a list of those there are
    public static Workload of(String id) {
        List<String> all = new ArrayList<>();
        for (Workload w : values()) {
            if (w.id().equals(id)) return w;
            all.add(w.id());
        }
        throw new IllegalArgumentException("there is no workload \"" + id + "\"; there are " + String.join(", ", all));
    }

    /// Whether it is a matrix product and nothing else.
    public boolean isProduct() { return this == PRODUCT_64 || this == PRODUCT_256 || this == PRODUCT_1024; }

    /// The learning rate; 0 where there is none.
    public double rate() {
        return switch (this) {
            case TINY, MLP, MLP_1024, TRANSFORMER -> 0.1;
            case NIELSEN -> 3;
            case MLP_ADAM -> 1e-3;
            case CNN -> 0.05;
            case SCALARS, SMALL, CHAIN, CROSS_ENTROPY, LAYER_NORM, LSTM, PRODUCT_64, PRODUCT_256, PRODUCT_1024 -> 0;
        };
    }

    /// What it learns, or is differentiated by; the same numbers every time.
    public List<Values> parameters() {
        Numbers n = new Numbers(1);
        switch (this) {
            case TINY -> n.dense(2, 2, 2, 1);
            case NIELSEN -> n.dense(784, 30, 10);
            case MLP, MLP_ADAM, MLP_1024 -> n.dense(784, 256, 128, 10);
            case SCALARS -> n.normal(1).normal(1);
            case CHAIN -> n.normal(1, 1 << 20);
            case CROSS_ENTROPY -> n.normal(1, 128, 10_000);
            case LAYER_NORM -> n.normal(1, 4096, 768).normal(1, 768).normal(1, 768);
            case LSTM -> n.normal(0.06, 128, 1024).normal(0.06, 256, 1024).normal(0.1, 1024);
            case CNN -> n.normal(0.3, 32, 1, 3, 3).normal(0.1, 32).normal(0.06, 64, 32, 3, 3).normal(0.1, 64).dense(3136, 10);
            case TRANSFORMER -> {
                n.normal(1, 128).normal(0.1, 128);
                for (int layer = 0; layer < 4; layer++) n.dense(128, 128);
                n.normal(1, 128).normal(0.1, 128).dense(128, 512, 128);
            }
            case SMALL, PRODUCT_64, PRODUCT_256, PRODUCT_1024 -> {}
        }
        return n.made;
    }

    /// What it learns from, or computes with: samples and, where they are no classes, targets.
    public List<Values> inputs() {
        Numbers n = new Numbers(2);
        switch (this) {
            case TINY -> n.normal(1, 1, 2).normal(1, 1, 1);
            case SMALL -> n.normal(1, 8).normal(1, 8);
            case NIELSEN -> n.normal(0.3, 10, 784).normal(0.3, 10, 10);
            case MLP, MLP_ADAM -> n.normal(1, 64, 784);
            case MLP_1024 -> n.normal(1, 1024, 784);
            case LAYER_NORM -> n.normal(1, 4096, 768);
            case LSTM -> n.normal(1, 50, 32, 128);
            case CNN -> n.normal(1, 64, 1, 28, 28);
            case TRANSFORMER -> n.normal(1, 16, 64, 128).normal(1, 16, 64, 128);
            case PRODUCT_64 -> n.normal(1, 64, 64).normal(1, 64, 64);
            case PRODUCT_256 -> n.normal(1, 256, 256).normal(1, 256, 256);
            case PRODUCT_1024 -> n.normal(1, 1024, 1024).normal(1, 1024, 1024);
            case SCALARS, CHAIN, CROSS_ENTROPY -> {}
        }
        return n.made;
    }

    /// The class of each sample; empty where there are no classes.
    public int[] labels() {
        Random random = new Random(3);
        return switch (this) {
            case MLP, MLP_ADAM, CNN -> random.ints(64, 0, 10).toArray();
            case MLP_1024 -> random.ints(1024, 0, 10).toArray();
            case CROSS_ENTROPY -> random.ints(128, 0, 10_000).toArray();
            default -> new int[0];
        };
    }

    private static final class Numbers {
        final List<Values> made = new ArrayList<>();
        private final Random random;

        Numbers(int seed) { random = new Random(seed); }

        Numbers normal(double deviation, int... shape) {
            int size = 1;
            for (int n : shape) size *= n;
            float[] numbers = new float[size];
            for (int i = 0; i < size; i++) numbers[i] = (float) (deviation * random.nextGaussian());
            made.add(new Values(numbers, shape));
            return this;
        }

        /// A weight (in, out) and a bias (out) for each layer.
        Numbers dense(int... sizes) {
            for (int i = 1; i < sizes.length; i++) {
                normal(Math.sqrt(2.0 / (sizes[i - 1] + sizes[i])), sizes[i - 1], sizes[i]);
                normal(0.1, sizes[i]);
            }
            return this;
        }
    }
}
