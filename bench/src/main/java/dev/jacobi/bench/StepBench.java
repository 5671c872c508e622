package dev.jacobi.bench;

import static dev.jacobi.Jacobi.valueAndGrad;

import dev.jacobi.Jacobi;
import dev.jacobi.nn.Activation;
import dev.jacobi.nn.Adam;
import dev.jacobi.nn.Batch;
import dev.jacobi.nn.Classes;
import dev.jacobi.nn.Initialization;
import dev.jacobi.nn.Sequential;
import dev.jacobi.nn.Optimizer;
import dev.jacobi.nn.Sgd;
import dev.jacobi.nn.Training;
import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.RandomKey;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import java.util.List;
import java.util.Random;
import java.util.function.BinaryOperator;

/// Microseconds a training step: forward, backward and update, as ordinary code and compiled.
///
/// Part of its output, by name, if names are given: `StepBench tiny`.
public final class StepBench {
    private record Case(String name, int batch, int inputs, List<Integer> layers, Activation hidden, Activation output,
            BinaryOperator<Tensor> loss, Optimizer optimizer) {}

    private static final List<Case> CASES = List.of(
            new Case("tiny", 1, 2, List.of(2, 2, 1), Activation.SIGMOID, Activation.SIGMOID, Jacobi::halfSquaredDistance, new Sgd(0.1)),
            new Case("nielsen", 10, 784, List.of(30, 10), Activation.SIGMOID, Activation.SIGMOID, Jacobi::halfSquaredDistance, new Sgd(3)),
            new Case("mlp", 64, 784, List.of(256, 128, 10), Activation.RELU, Activation.IDENTITY, Jacobi::crossEntropy, new Sgd(0.1)),
            new Case("mlp-adam", 64, 784, List.of(256, 128, 10), Activation.RELU, Activation.IDENTITY, Jacobi::crossEntropy, new Adam(1e-3)));

    private StepBench() {}

    public static void main(String[] names) {
        System.out.printf("%-10s %-16s %5s %14s %14s%n", "case", "layers", "batch", "step us", "compiled us");
        for (Case c : CASES) {
            if (names.length > 0 && !List.of(names).contains(c.name)) continue;
            Batch batch = batch(c);
            Sequential net = Sequential.dense(c.inputs, c.layers, c.hidden, c.output, Initialization.XAVIER, RandomKey.of(1));
            String layers = c.inputs + c.layers.toString().replaceAll("[\\[, \\]]+", "-").replaceAll("-$", "");
            System.out.printf("%-10s %-16s %5d %14.1f %14.1f%n", c.name, layers, c.batch, step(c, net, batch), compiled(c, net, batch));
        }
    }

    private static double step(Case c, Sequential net, Batch batch) {
        class Steps implements Runnable {
            private Training<Sequential> state = c.optimizer.start(net);

            @Override public void run() {
                var r = valueAndGrad((Sequential n) -> c.loss.apply(n.apply(batch.x()), batch.y()), state.model());
                state = state.update(r.gradient());
            }
        }
        return Timing.microseconds(new Steps());
    }

    private static double compiled(Case c, Sequential net, Batch batch) {
        var run = Training.compileTraining(net, c.optimizer, (Sequential n, Batch b) -> c.loss.apply(n.apply(b.x()), b.y()));
        return Timing.microseconds(() -> run.step(batch));
    }

    private static Batch batch(Case c) {
        Random random = new Random(1);
        float[] x = new float[c.batch * c.inputs];
        for (int i = 0; i < x.length; i++) x[i] = random.nextFloat();
        int classes = c.layers.getLast();
        Tensor labels = Tensor.ofInts(random.ints(c.batch, 0, classes).toArray());
        Tensor targets = c.output == Activation.IDENTITY ? labels : Classes.oneHot(labels, classes, DType.F32);
        return new Batch(Tensor.wrap(x, Shape.of(c.batch, c.inputs)), targets);
    }
}
