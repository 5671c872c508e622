package dev.jacobi.train;

import dev.jacobi.data.Table;
import dev.jacobi.data.TableEncoding;
import dev.jacobi.data.TableSamples;
import dev.jacobi.data.Task;
import dev.jacobi.nn.Activation;
import dev.jacobi.nn.Adam;
import dev.jacobi.nn.Initialization;
import dev.jacobi.nn.Layer;
import dev.jacobi.nn.Optimizer;
import dev.jacobi.nn.Schedule;
import dev.jacobi.nn.Sequential;
import dev.jacobi.tensor.RandomKey;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// How to learn a table with a multilayer perceptron: hidden layers with ReLU, and an output for each class or one for
/// a number.
///
/// ```java
/// Model model = Mlp.hidden(32).optimizer(new Adam(1e-3)).epochs(100).seed(1).fit(table);
/// ```
///
/// @param sizes of the hidden layers; none: the outputs depend linearly on the inputs
/// @param activation what follows them
/// @param optimizer how weights change
/// @param batch rows in a step
/// @param epochs how many times all rows are learned
/// @param seed decides the first weights and the order of the rows: the same seed, the same bits
public record Mlp(List<Integer> sizes, Activation activation, Optimizer optimizer, int batch, int epochs, long seed) {
    public Mlp { sizes = List.copyOf(sizes); }

    /// With hidden layers of these sizes, Adam at rate 0.001, batches of 32 and 100 epochs; the methods below say otherwise.
    public static Mlp hidden(int... sizes) {
        return new Mlp(Arrays.stream(sizes).boxed().toList(), Activation.RELU, new Adam(1e-3), 32, 100, 1);
    }

    public Mlp activation(Activation other) { return new Mlp(sizes, other, optimizer, batch, epochs, seed); }

    public Mlp optimizer(Optimizer other) { return new Mlp(sizes, activation, other, batch, epochs, seed); }

    public Mlp batch(int size) { return new Mlp(sizes, activation, optimizer, size, epochs, seed); }

    public Mlp epochs(int count) { return new Mlp(sizes, activation, optimizer, batch, count, seed); }

    public Mlp seed(long other) { return new Mlp(sizes, activation, optimizer, batch, epochs, other); }

    /// Learns the rows of a table. Scaling is fitted to them and travels with the model.
    ///
    /// @throws InterruptedException if the thread is interrupted, after the step that is under way
    public Model fit(Table table) throws InterruptedException {
        TableEncoding encoding = table.fit();
        List<Integer> layers = new ArrayList<>(sizes);
        layers.add(encoding.target().width());
        Layer network = Sequential.dense(encoding.width(), layers, activation, Activation.IDENTITY,
                activation == Activation.RELU ? Initialization.HE : Initialization.XAVIER, RandomKey.of(seed));
        Objective objective = table.task() == Task.CLASSIFY ? Objective.CROSS_ENTROPY : Objective.SQUARED;
        Trainer<Layer> trainer = new Trainer<>(new Snapshot<>(optimizer.start(network), Position.start(new Schedule.Constant()), null),
                (net, b, pass) -> objective.loss(net.apply(b.x(), pass), b.y()), new TableSamples(table, encoding),
                new Trainer.Settings(batch, epochs, 0, seed), null);
        try {
            trainer.train(_ -> {
                if (Thread.interrupted()) throw new InterruptedException("the training was interrupted");
            });
        } catch (IOException e) {
            throw new AssertionError("nothing is written", e);
        }
        return new Model(trainer.model(), encoding, objective, Map.of("seed", String.valueOf(seed), "epochs", String.valueOf(epochs),
                "batch", String.valueOf(batch), "optimizer", optimizer.toString()));
    }
}
