package dev.jacobi.bench.peers;

import dev.jacobi.bench.Step;
import dev.jacobi.bench.Workload;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Gradients;
import org.tensorflow.op.core.Variable;
import org.tensorflow.op.math.Mean;
import org.tensorflow.op.nn.SparseSoftmaxCrossEntropyWithLogits;
import org.tensorflow.op.train.ApplyAdam;
import org.tensorflow.op.train.ApplyGradientDescent;
import org.tensorflow.op.train.BatchMatMul;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/// The workloads in TF-Java: each step is one run of a graph that was made before. All numbers, inputs too, are variables of
/// the session, so that nothing is copied into a run, and nothing is folded into constants.
final class TensorFlowSteps {
    private final Graph graph = new Graph();
    private final Ops tf = Ops.create(graph);
    private final Session session;
    private final List<Op> starts = new ArrayList<>();
    private final List<Variable<TFloat32>> parameters;
    private final List<Variable<TFloat32>> inputs;
    private final Operand<TInt32> labels;

    private TensorFlowSteps(Workload workload, int threads) {
        int graphThreads = threads == 1 ? -1 : threads;   // -1 is the thread that asks: a tiny step takes half of the time
        session = new Session(graph, ConfigProto.newBuilder().setIntraOpParallelismThreads(threads)
                .setInterOpParallelismThreads(graphThreads).build());
        List<Workload.Values> values = workload.parameters();
        parameters = (workload == Workload.CNN ? ChannelsLast.weights(values) : values).stream().map(this::variable).toList();
        inputs = workload.inputs().stream().map(this::variable).toList();
        labels = tf.constant(workload.labels());
    }

    static Step of(Workload workload, int threads) { return new TensorFlowSteps(workload, threads).step(workload); }

    private Step step(Workload workload) {
        return switch (workload) {
            case TINY, NIELSEN -> training(workload, differentiated(halfSquaredDistance(sigmoids(), inputs.get(1))));
            case MLP, MLP_ADAM, MLP_1024 -> training(workload, crossEntropy(perceptron()));
            case CNN -> channelsFirst(training(workload, crossEntropy(convolutions())));
            case TRANSFORMER -> training(workload, differentiated(mean(tf.math.squaredDifference(block(), rows(inputs.get(1))))));
            case SCALARS -> gradient(differentiated(scalars()));
            case CHAIN -> gradient(differentiated(tf.sum(chain(parameters.getFirst()), tf.constant(0))));
            case CROSS_ENTROPY -> gradient(crossEntropy(parameters.getFirst()));
            case LSTM -> gradient(differentiated(mean(tf.math.square(lstm()))));
            case LAYER_NORM -> results(gradients(layerNorm(parameters.get(0), 1), Gradients.dx(List.of(inputs.getFirst()))), List.of());
            case SMALL -> results(List.of(tf.math.add(inputs.get(0), inputs.get(1))), List.of());
            case PRODUCT_64, PRODUCT_256, PRODUCT_1024 -> results(List.of(tf.linalg.matMul(inputs.get(0), inputs.get(1))), List.of());
        };
    }

    // ---- networks and functions

    private Operand<TFloat32> dense(int at, Operand<TFloat32> x) {
        return tf.nn.biasAdd(tf.linalg.matMul(x, parameters.get(at)), parameters.get(at + 1));
    }

    private Operand<TFloat32> sigmoids() {
        Operand<TFloat32> a = inputs.getFirst();
        for (int i = 0; i < parameters.size(); i += 2) a = tf.math.sigmoid(dense(i, a));
        return a;
    }

    private Operand<TFloat32> perceptron() {
        Operand<TFloat32> a = inputs.getFirst();
        for (int i = 0; i < parameters.size() - 2; i += 2) a = tf.nn.relu(dense(i, a));
        return dense(parameters.size() - 2, a);
    }

    private Operand<TFloat32> convolutions() {
        Operand<TFloat32> x = tf.reshape(inputs.getFirst(), tf.constant(new int[] {64, 28, 28, 1}));   // one channel: no other order
        Operand<TFloat32> a = pooled(tf.nn.relu(tf.nn.biasAdd(convolution(x, 0), parameters.get(1))));
        Operand<TFloat32> b = pooled(tf.nn.relu(tf.nn.biasAdd(convolution(a, 2), parameters.get(3))));
        return dense(4, tf.reshape(b, tf.constant(new int[] {64, 3136})));
    }

    private Operand<TFloat32> convolution(Operand<TFloat32> x, int weight) {
        return tf.nn.conv2d(x, parameters.get(weight), List.of(1L, 1L, 1L, 1L), "SAME");
    }

    private Operand<TFloat32> pooled(Operand<TFloat32> x) {
        Operand<TInt32> two = tf.constant(new int[] {1, 2, 2, 1});
        return tf.nn.maxPool(x, two, two, "VALID");
    }

    private Operand<TFloat32> block() {
        Operand<TFloat32> x = rows(inputs.getFirst());
        Operand<TFloat32> before = layerNorm(x, 0);
        Operand<TFloat32> queries = tf.math.mul(heads(dense(2, before)), tf.constant((float) (1 / Math.sqrt(32))));
        Operand<TFloat32> weights = tf.nn.softmax(product(queries, heads(dense(4, before)), true));
        Operand<TFloat32> heard = product(weights, heads(dense(6, before)), false);
        Operand<TFloat32> y = tf.math.add(x, dense(8, rows(tf.linalg.transpose(heard, tf.constant(new int[] {0, 2, 1, 3})))));
        return tf.math.add(y, dense(14, gelu(dense(12, layerNorm(y, 10)))));
    }

    private Operand<TFloat32> rows(Operand<TFloat32> x) { return tf.reshape(x, tf.constant(new int[] {16 * 64, 128})); }

    private Operand<TFloat32> heads(Operand<TFloat32> x) {
        return tf.linalg.transpose(tf.reshape(x, tf.constant(new int[] {16, 64, 4, 32})), tf.constant(new int[] {0, 2, 1, 3}));
    }

    private Operand<TFloat32> product(Operand<TFloat32> a, Operand<TFloat32> b, boolean transposed) {
        return tf.train.batchMatMul(a, b, TFloat32.class, BatchMatMul.adjY(transposed));
    }

    private Operand<TFloat32> gelu(Operand<TFloat32> x) {
        Operand<TFloat32> erf = tf.math.erf(tf.math.mul(x, tf.constant((float) Math.sqrt(0.5))));
        return tf.math.mul(tf.math.mul(x, tf.constant(0.5f)), tf.math.add(erf, tf.constant(1f)));
    }

    /// @param at where its scale is among the parameters
    private Operand<TFloat32> layerNorm(Operand<TFloat32> x, int at) {
        Operand<TInt32> last = tf.constant(new int[] {1});
        Operand<TFloat32> mean = tf.math.mean(x, last, Mean.keepDims(true));
        Operand<TFloat32> off = tf.math.sub(x, mean);
        Operand<TFloat32> variance = tf.math.mean(tf.math.square(off), last, Mean.keepDims(true));
        Operand<TFloat32> normal = tf.math.mul(off, tf.math.rsqrt(tf.math.add(variance, tf.constant(1e-5f))));
        return tf.math.add(tf.math.mul(normal, parameters.get(at)), parameters.get(at + 1));
    }

    private Operand<TFloat32> scalars() {
        Operand<TFloat32> x = parameters.get(0);
        Operand<TFloat32> z = x;
        for (int i = 0; i < 10; i++) z = tf.math.tanh(tf.math.add(tf.math.mul(z, x), parameters.get(1)));
        return z;
    }

    private Operand<TFloat32> chain(Operand<TFloat32> x) {
        return tf.math.add(tf.math.mul(gelu(x), tf.math.sigmoid(x)), tf.math.tanh(x));
    }

    /// TF-Java has no gradient for its operations on whole sequences, so the steps are written out.
    private Operand<TFloat32> lstm() {
        Operand<TFloat32> x = tf.reshape(inputs.getFirst(), tf.constant(new int[] {50 * 32, 128}));
        Operand<TFloat32> fromInput = tf.nn.biasAdd(tf.linalg.matMul(x, parameters.get(0)), parameters.get(2));
        List<Operand<TFloat32>> outputs = new ArrayList<>();
        Operand<TFloat32> output = tf.zeros(tf.constant(new int[] {32, 256}), TFloat32.class);
        Operand<TFloat32> cell = output;
        for (Operand<TFloat32> z : tf.unstack(tf.reshape(fromInput, tf.constant(new int[] {50, 32, 1024})), 50L)) {
            List<org.tensorflow.Output<TFloat32>> gates =
                    tf.split(tf.constant(1), tf.math.add(z, tf.linalg.matMul(output, parameters.get(1))), 4L).output();
            cell = tf.math.add(tf.math.mul(tf.math.sigmoid(gates.get(1)), cell),
                    tf.math.mul(tf.math.sigmoid(gates.get(0)), tf.math.tanh(gates.get(2))));
            output = tf.math.mul(tf.math.sigmoid(gates.get(3)), tf.math.tanh(cell));
            outputs.add(output);
        }
        return tf.stack(outputs);
    }

    private record Loss(Operand<TFloat32> value, List<Operand<?>> gradients) {}

    private Loss differentiated(Operand<TFloat32> loss) { return new Loss(loss, gradients(loss)); }

    /// The operation has no gradient in TF-Java, but it returns one, from which the others follow.
    private Loss crossEntropy(Operand<TFloat32> logits) {
        var each = SparseSoftmaxCrossEntropyWithLogits.create(tf.scope(), logits, labels);
        Operand<TFloat32> upstream = tf.math.mul(each.backprop(), tf.constant(1f / labels.asOutput().shape().size()));
        boolean given = parameters.contains(logits);
        return new Loss(mean(each.loss()), given ? List.of(upstream) : gradients(logits, Gradients.dx(List.of(upstream))));
    }

    private Operand<TFloat32> halfSquaredDistance(Operand<TFloat32> output, Operand<TFloat32> target) {
        Operand<TFloat32> each = tf.sum(tf.math.squaredDifference(output, target), tf.constant(new int[] {1}));
        return tf.math.mul(mean(each), tf.constant(0.5f));
    }

    private Operand<TFloat32> mean(Operand<TFloat32> x) {
        int[] axes = new int[x.asOutput().shape().numDimensions()];
        for (int i = 0; i < axes.length; i++) axes[i] = i;
        return tf.math.mean(x, tf.constant(axes));
    }

    // ---- kinds of steps

    private List<Operand<?>> gradients(Operand<TFloat32> y, Gradients.Options... options) {
        return new ArrayList<>(Gradients.create(tf.scope(), y, parameters, options).dy());
    }

    private Step gradient(Loss loss) { return results(loss.gradients(), List.of(loss.value())); }

    /// @param made what a run fetches as results
    /// @param loss what it fetches as its loss, if there is one
    private Step results(List<? extends Operand<?>> made, List<Operand<TFloat32>> loss) {
        start();
        return new Step() {
            private Result last = fetched();

            @Override public double run() {
                last.close();
                last = fetched();
                return loss.isEmpty() ? 0 : ((TFloat32) last.get(made.size())).getFloat();
            }

            private Result fetched() {
                Session.Runner runner = session.runner();
                for (Operand<?> o : made) runner.fetch(o);
                for (Operand<?> o : loss) runner.fetch(o);
                return runner.run();
            }

            @Override public List<float[]> results() {
                List<float[]> r = new ArrayList<>();
                for (int i = 0; i < made.size(); i++) r.add(floats((TFloat32) last.get(i)));
                return r;
            }
        };
    }

    private Step training(Workload workload, Loss loss) {
        List<Operand<?>> gradients = loss.gradients();
        // no weight may change before all that read it are done
        Ops after = tf.withControlDependencies(gradients.stream().map(g -> (Op) g.asOutput().op().output(0)).toList());
        List<Op> updates = workload == Workload.MLP_ADAM ? adam(workload, after, gradients) : descent(workload, after, gradients);
        start();
        return new Step() {
            @Override public double run() {
                Session.Runner runner = session.runner().fetch(loss.value());
                for (Op update : updates) runner.addTarget(update);
                try (Result r = runner.run()) {
                    return ((TFloat32) r.get(0)).getFloat();
                }
            }

            @Override public List<float[]> results() {
                Session.Runner runner = session.runner();
                for (Operand<?> p : parameters) runner.fetch(p);
                List<float[]> all = new ArrayList<>();
                try (Result r = runner.run()) {
                    for (int i = 0; i < parameters.size(); i++) all.add(floats((TFloat32) r.get(i)));
                }
                return all;
            }
        };
    }

    private List<Op> descent(Workload workload, Ops after, List<Operand<?>> gradients) {
        Operand<TFloat32> rate = tf.constant((float) workload.rate());
        List<Op> updates = new ArrayList<>();
        for (int i = 0; i < gradients.size(); i++) {
            updates.add(ApplyGradientDescent.create(after.scope(), parameters.get(i), rate, gradients.get(i).asOutput().expect(TFloat32.class)));
        }
        return updates;
    }

    private List<Op> adam(Workload workload, Ops after, List<Operand<?>> gradients) {
        Operand<TFloat32> beta1 = tf.constant(0.9f);
        Operand<TFloat32> beta2 = tf.constant(0.999f);
        Variable<TFloat32> power1 = variable(new Workload.Values(new float[] {0.9f}));
        Variable<TFloat32> power2 = variable(new Workload.Values(new float[] {0.999f}));
        List<Op> updates = new ArrayList<>();
        for (int i = 0; i < gradients.size(); i++) {
            int[] shape = Arrays.stream(parameters.get(i).asOutput().shape().asArray()).mapToInt(n -> (int) n).toArray();
            Workload.Values zeros = new Workload.Values(new float[(int) parameters.get(i).asOutput().shape().size()], shape);
            updates.add(ApplyAdam.create(after.scope(), parameters.get(i), variable(zeros), variable(zeros), power1, power2,
                    tf.constant((float) workload.rate()), beta1, beta2, tf.constant(1e-8f), gradients.get(i).asOutput().expect(TFloat32.class)));
        }
        Ops last = tf.withControlDependencies(updates);
        return List.of(last.assign(power1, last.math.mul(power1, beta1)), last.assign(power2, last.math.mul(power2, beta2)));
    }

    /// The same step with its results in the order of the workload.
    private static Step channelsFirst(Step step) {
        return new Step() {
            @Override public double run() { return step.run(); }

            @Override public List<float[]> results() { return ChannelsLast.back(step.results()); }
        };
    }

    // ---- numbers in and out

    private Variable<TFloat32> variable(Workload.Values values) {
        long[] sizes = Arrays.stream(values.shape()).asLongStream().toArray();
        Variable<TFloat32> v = tf.variable(Shape.of(sizes), TFloat32.class);
        starts.add(tf.assign(v, tf.constant(Shape.of(sizes), DataBuffers.of(values.numbers()))));
        return v;
    }

    private void start() {
        Session.Runner runner = session.runner();
        for (Op s : starts) runner.addTarget(s);
        runner.run().close();
    }

    private static float[] floats(TFloat32 t) {
        float[] r = new float[(int) t.size()];
        t.asRawTensor().data().asFloats().read(r);
        return r;
    }
}
