package dev.jacobi.bench;

import static dev.jacobi.Jacobi.crossEntropy;
import static dev.jacobi.Jacobi.halfSquaredDistance;
import static dev.jacobi.Jacobi.squaredError;
import static dev.jacobi.Jacobi.valueAndGrad;
import static dev.jacobi.Jacobi.vjp;

import dev.jacobi.compile.Compiled;
import dev.jacobi.nn.Activation;
import dev.jacobi.nn.Adam;
import dev.jacobi.nn.Batch;
import dev.jacobi.nn.Convolution;
import dev.jacobi.nn.Dense;
import dev.jacobi.nn.Flatten;
import dev.jacobi.nn.Layer;
import dev.jacobi.nn.LayerNorm;
import dev.jacobi.nn.Lstm;
import dev.jacobi.nn.MaxPool;
import dev.jacobi.nn.MultiHeadAttention;
import dev.jacobi.nn.Optimizer;
import dev.jacobi.nn.Sequential;
import dev.jacobi.nn.Sgd;
import dev.jacobi.nn.Training;
import dev.jacobi.nn.TrainingRun;
import dev.jacobi.nn.TransformerBlock;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import dev.jacobi.tensor.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;

/// The [Workload]s in Jacobi, each written once: as ordinary code, which runs line by line, and compiled.
public final class JacobiSteps {
    private final List<Tensor> parameters;
    private final List<Tensor> inputs;
    private final Tensor labels;
    private final boolean compiled;

    private JacobiSteps(Workload workload, boolean compiled) {
        this.parameters = tensors(workload.parameters());
        this.inputs = tensors(workload.inputs());
        this.labels = Tensor.ofInts(workload.labels());
        this.compiled = compiled;
    }

    /// A workload, ready to run.
    ///
    /// @param compiled as one plan; else as ordinary code
    public static Step of(Workload workload, boolean compiled) { return new JacobiSteps(workload, compiled).step(workload); }

    private Step step(Workload workload) {
        Optimizer sgd = new Sgd(workload.rate());
        return switch (workload) {
            case TINY, NIELSEN -> training(dense(Activation.SIGMOID, Activation.SIGMOID), sgd, targets(), SUPERVISED);
            case MLP, MLP_1024 -> training(dense(Activation.RELU, Activation.IDENTITY), sgd, classes(), CLASSIFYING);
            case MLP_ADAM -> training(dense(Activation.RELU, Activation.IDENTITY), new Adam(workload.rate()), classes(), CLASSIFYING);
            case CNN -> training(convolutions(), sgd, classes(), CLASSIFYING);
            case TRANSFORMER -> training(block(), sgd, targets(), (TransformerBlock m, Batch b) -> squaredError(m.apply(b.x()), b.y()));
            case SCALARS -> gradient(parameters, p -> scalars(p.get(0), p.get(1)));
            case CHAIN -> gradient(parameters, p -> chain(p.getFirst()).sum());
            case CROSS_ENTROPY -> step(List.of(parameters.getFirst(), labels), p -> {
                var r = valueAndGrad((Tensor x) -> crossEntropy(x, p.getLast()), p.getFirst());
                return List.of(r.gradient(), r.value());
            }, true);
            case LSTM -> gradient(parameters, p -> lstm(p, inputs.getFirst()).square().mean());
            case LAYER_NORM -> function(Stream.of(parameters, inputs).flatMap(List::stream).toList(),
                    p -> vjp((List<Tensor> q) -> q.get(0).layerNorm(q.get(1), q.get(2), 1e-5), p.subList(0, 3)).apply(p.getLast()));
            case SMALL -> function(inputs, x -> List.of(x.get(0).add(x.get(1))));
            case PRODUCT_64, PRODUCT_256, PRODUCT_1024 -> function(inputs, x -> List.of(x.get(0).matmul(x.get(1))));
        };
    }

    // ---- the networks

    private static final BiFunction<Sequential, Batch, Tensor> SUPERVISED = (net, b) -> halfSquaredDistance(net.apply(b.x()), b.y());
    private static final BiFunction<Sequential, Batch, Tensor> CLASSIFYING = (net, b) -> crossEntropy(net.apply(b.x()), b.y());

    private Batch classes() { return new Batch(inputs.getFirst(), labels); }

    private Batch targets() { return new Batch(inputs.get(0), inputs.get(1)); }

    private Dense dense(int at) { return new Dense(parameters.get(at), parameters.get(at + 1)); }

    private Sequential dense(Activation hidden, Activation output) {
        List<Layer> layers = new ArrayList<>();
        for (int i = 0; i < parameters.size(); i += 2) {
            layers.add(dense(i));
            layers.add(i < parameters.size() - 2 ? hidden : output);
        }
        return new Sequential(layers);
    }

    private Sequential convolutions() {
        return Sequential.of(
                new Convolution(parameters.get(0), parameters.get(1), 1, 1), Activation.RELU, MaxPool.of(2),
                new Convolution(parameters.get(2), parameters.get(3), 1, 1), Activation.RELU, MaxPool.of(2),
                new Flatten(), dense(4));
    }

    private TransformerBlock block() {
        return new TransformerBlock(new LayerNorm(parameters.get(0), parameters.get(1)),
                new MultiHeadAttention(dense(2), dense(4), dense(6), dense(8), 4, false),
                new LayerNorm(parameters.get(10), parameters.get(11)), dense(12), dense(14));
    }

    // ---- the functions

    private static Tensor scalars(Tensor x, Tensor y) {
        Tensor z = x;
        for (int i = 0; i < 10; i++) z = z.mul(x).add(y).tanh();
        return z;
    }

    private static Tensor chain(Tensor x) { return x.gelu().mul(x.sigmoid()).add(x.tanh()); }

    /// The outputs (times, batch, out) for x (times, batch, in).
    private static Tensor lstm(List<Tensor> weights, Tensor x) {
        Lstm layer = new Lstm(weights.get(0), weights.get(1), weights.get(2));
        return layer.along(layer.start(x.shape().part(1, 2)), x).output();
    }

    // ---- the three kinds of steps

    private <M> Step training(M model, Optimizer optimizer, Batch batch, BiFunction<M, Batch, Tensor> loss) {
        if (compiled) {
            TrainingRun<M, Batch> run = Training.compileTraining(model, optimizer, loss);
            return new Step() {
                @Override public double run() { return run.step(batch); }

                @Override public List<float[]> results() { return floats(run.model()); }
            };
        }
        return new Step() {
            private Training<M> state = optimizer.start(model);

            @Override public double run() {
                var r = valueAndGrad((M m) -> loss.apply(m, batch), state.model());
                state = state.update(r.gradient());
                return r.value().item();
            }

            @Override public List<float[]> results() { return floats(state.model()); }
        };
    }

    private Step gradient(List<Tensor> at, Function<List<Tensor>, Tensor> f) {
        return step(at, p -> {
            var r = valueAndGrad(f, p);
            List<Tensor> all = new ArrayList<>(r.gradient());
            all.add(r.value());
            return all;
        }, true);
    }

    private Step function(List<Tensor> at, Function<List<Tensor>, List<Tensor>> f) { return step(at, f, false); }

    /// @param hasLoss whether the last result is a loss
    private Step step(List<Tensor> at, Function<List<Tensor>, List<Tensor>> f, boolean hasLoss) {
        Function<List<Tensor>, List<Tensor>> run = compiled ? Compiled.of(f) : f;
        return new Step() {
            private List<Tensor> last = List.of();

            @Override public double run() {
                last = run.apply(at);
                return hasLoss ? last.getLast().item() : 0;
            }

            @Override public List<float[]> results() { return floats(hasLoss ? last.subList(0, last.size() - 1) : last); }
        };
    }

    private static List<Tensor> tensors(List<Workload.Values> values) {
        return values.stream().map(v -> Tensor.wrap(v.numbers(), Shape.of(v.shape()))).toList();
    }

    private static List<float[]> floats(Object tree) { return Tree.leaves(tree).stream().map(l -> l.tensor().toFloats()).toList(); }
}
