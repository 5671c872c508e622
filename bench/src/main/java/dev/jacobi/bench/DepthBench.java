package dev.jacobi.bench;

import static dev.jacobi.Jacobi.grad;

import dev.jacobi.nn.Activation;
import dev.jacobi.nn.Initialization;
import dev.jacobi.nn.Sequential;
import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.RandomKey;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import java.util.Collections;
import java.util.function.Function;

/// What the way back costs, compared with the way forward, in deeper and deeper networks:
/// dense layers of 256, batch 64. The ratio must stay.
public final class DepthBench {
    private static final int WIDTH = 256;
    private static final int BATCH = 64;

    private DepthBench() {}

    public static void main(String[] arguments) {
        System.out.printf("%6s %14s %14s %10s%n", "layers", "forward us", "backward us", "ratio");
        for (int depth : new int[] {10, 30, 100, 300, 1000}) {
            Sequential net = Sequential.dense(WIDTH, Collections.nCopies(depth, WIDTH), Activation.TANH, Activation.TANH, Initialization.XAVIER, RandomKey.of(1));
            Tensor x = Tensor.full(Shape.of(BATCH, WIDTH), 0.5, DType.F32);
            Function<Sequential, Tensor> loss = n -> n.apply(x).square().sum();
            double forward = Timing.microseconds(() -> loss.apply(net).item());
            double both = Timing.microseconds(() -> grad(loss, net));
            System.out.printf("%6d %14.0f %14.0f %10.2f%n", depth, forward, both - forward, (both - forward) / forward);
        }
    }
}
