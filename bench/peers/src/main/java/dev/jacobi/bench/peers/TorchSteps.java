package dev.jacobi.bench.peers;

import static org.bytedeco.pytorch.global.torch.add;
import static org.bytedeco.pytorch.global.torch.addmm;
import static org.bytedeco.pytorch.global.torch.conv2d;
import static org.bytedeco.pytorch.global.torch.cross_entropy_loss;
import static org.bytedeco.pytorch.global.torch.from_blob;
import static org.bytedeco.pytorch.global.torch.gelu;
import static org.bytedeco.pytorch.global.torch.layer_norm;
import static org.bytedeco.pytorch.global.torch.lstm;
import static org.bytedeco.pytorch.global.torch.max_pool2d;
import static org.bytedeco.pytorch.global.torch.mm;
import static org.bytedeco.pytorch.global.torch.mse_loss;
import static org.bytedeco.pytorch.global.torch.scaled_dot_product_attention;
import static org.bytedeco.pytorch.global.torch.set_num_interop_threads;
import static org.bytedeco.pytorch.global.torch.set_num_threads;

import dev.jacobi.bench.Step;
import dev.jacobi.bench.Workload;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Adam;
import org.bytedeco.pytorch.AdamOptions;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Optimizer;
import org.bytedeco.pytorch.SGD;
import org.bytedeco.pytorch.SGDOptions;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorArrayRefOptional;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch.ScalarType;

/// The workloads in libtorch, through JavaCPP, as its users write them: each step in a [PointerScope], without which it
/// would leak, and the optimizers of its C++ library.
final class TorchSteps {
    private final List<Tensor> parameters;
    private final List<Tensor> inputs;
    private final Tensor labels;

    private TorchSteps(Workload workload) {
        parameters = workload.parameters().stream().map(TorchSteps::tensor).toList();
        inputs = workload.inputs().stream().map(TorchSteps::tensor).toList();
        long[] classes = Arrays.stream(workload.labels()).asLongStream().toArray();
        labels = from_blob(new LongPointer(classes), new long[] {classes.length}, new TensorOptions(ScalarType.Long)).clone();
    }

    static Step of(Workload workload, int threads) {
        set_num_threads(threads);
        set_num_interop_threads(1);
        return new TorchSteps(workload).step(workload);
    }

    private Step step(Workload workload) {
        return switch (workload) {
            case TINY, NIELSEN -> training(sgd(workload), () -> halfSquaredDistance(dense(Tensor::sigmoid, Tensor::sigmoid), inputs.get(1)));
            case MLP, MLP_1024 -> training(sgd(workload), () -> cross_entropy_loss(dense(Tensor::relu, y -> y), labels));
            case MLP_ADAM -> training(new Adam(vector(required(parameters)), new AdamOptions(workload.rate())),
                    () -> cross_entropy_loss(dense(Tensor::relu, y -> y), labels));
            case CNN -> training(sgd(workload), convolutions());
            case TRANSFORMER -> training(sgd(workload), block());
            case SCALARS -> gradient(this::scalars);
            case CHAIN -> gradient(this::chain);
            case CROSS_ENTROPY -> gradient(() -> cross_entropy_loss(parameters.getFirst(), labels));
            case LSTM -> recurrent();
            case LAYER_NORM -> layerNorm();
            case SMALL -> function(() -> add(inputs.get(0), inputs.get(1)));
            case PRODUCT_64, PRODUCT_256, PRODUCT_1024 -> function(() -> mm(inputs.get(0), inputs.get(1)));
        };
    }

    private Tensor dense(int at, Tensor x) { return addmm(parameters.get(at + 1), x, parameters.get(at)); }

    private Tensor dense(UnaryOperator<Tensor> hidden, UnaryOperator<Tensor> output) {
        Tensor a = inputs.getFirst();
        for (int i = 0; i < parameters.size(); i += 2) {
            Tensor z = dense(i, a);
            a = i < parameters.size() - 2 ? hidden.apply(z) : output.apply(z);
        }
        return a;
    }

    private static Tensor halfSquaredDistance(Tensor output, Tensor target) {
        return output.sub(target).square().sum(-1).mean().mul(new Scalar(0.5));
    }

    private Supplier<Tensor> convolutions() {
        long[] one = {1, 1};
        TensorOptional first = new TensorOptional(parameters.get(1));
        TensorOptional second = new TensorOptional(parameters.get(3));
        return () -> {
            Tensor a = max_pool2d(conv2d(inputs.getFirst(), parameters.get(0), first, one, one, one, 1).relu(), 2, 2);
            Tensor b = max_pool2d(conv2d(a, parameters.get(2), second, one, one, one, 1).relu(), 2, 2);
            return cross_entropy_loss(dense(4, b.flatten(1, -1)), labels);
        };
    }

    private Supplier<Tensor> block() {
        List<TensorOptional> optional = parameters.stream().map(TensorOptional::new).toList();
        Tensor x = inputs.getFirst().view(16 * 64, 128);
        Tensor target = inputs.get(1).view(16 * 64, 128);
        return () -> {
            Tensor before = layer_norm(x, new long[] {128}, optional.get(0), optional.get(1), 1e-5, false);
            Tensor heard = scaled_dot_product_attention(heads(dense(2, before)), heads(dense(4, before)), heads(dense(6, before)));
            Tensor y = x.add(dense(8, heard.transpose(1, 2).reshape(16 * 64, 128)));
            Tensor between = layer_norm(y, new long[] {128}, optional.get(10), optional.get(11), 1e-5, false);
            return mse_loss(y.add(dense(14, gelu(dense(12, between)))), target);
        };
    }

    private static Tensor heads(Tensor x) { return x.view(16, 64, 4, 32).transpose(1, 2); }

    private Tensor scalars() {
        Tensor x = parameters.get(0);
        Tensor y = parameters.get(1);
        Tensor z = x;
        for (int i = 0; i < 10; i++) z = z.mul(x).add(y).tanh();
        return z;
    }

    private Tensor chain() {
        Tensor x = parameters.getFirst();
        return gelu(x).mul(x.sigmoid()).add(x.tanh()).sum();
    }

    // ---- kinds of steps

    private Optimizer sgd(Workload workload) { return new SGD(vector(required(parameters)), new SGDOptions(workload.rate())); }

    private Step training(Optimizer optimizer, Supplier<Tensor> loss) {
        return new Step() {
            @Override public double run() {
                try (PointerScope scope = new PointerScope()) {
                    optimizer.zero_grad();
                    Tensor value = loss.get();
                    value.backward();
                    optimizer.step();
                    return value.item_float();
                }
            }

            @Override public List<float[]> results() { return parameters.stream().map(TorchSteps::floats).toList(); }
        };
    }

    private Step gradient(Supplier<Tensor> loss) { return gradient(parameters, loss); }

    private static Step gradient(List<Tensor> at, Supplier<Tensor> loss) {
        Optimizer unused = new SGD(vector(required(at)), new SGDOptions(1));   // takes the gradients away, no more
        return new Step() {
            @Override public double run() {
                try (PointerScope scope = new PointerScope()) {
                    unused.zero_grad();
                    Tensor value = loss.get();
                    value.backward();
                    return value.item_float();
                }
            }

            @Override public List<float[]> results() { return at.stream().map(p -> floats(p.grad())).toList(); }
        };
    }

    /// The layer of libtorch wants the weights as (gates, in), and has two biases.
    private Step recurrent() {
        Tensor inputWeight = parameters.get(0).t().contiguous();
        Tensor recurrentWeight = parameters.get(1).t().contiguous();
        Tensor bias = parameters.get(2);
        Tensor noBias = bias.mul(new Scalar(0));
        List<Tensor> weights = required(List.of(inputWeight, recurrentWeight, bias, noBias));
        Tensor x = inputs.getFirst();
        TensorVector all = vector(weights);
        Tensor zeros = from_blob(new FloatPointer(new float[32 * 256]), 1, 32, 256).clone();
        TensorVector start = vector(List.of(zeros, zeros));
        Step step = gradient(weights, () -> lstm(x, start, all, true, 1, 0, true, false, false).get0().square().mean());
        return new Step() {
            @Override public double run() { return step.run(); }

            @Override public List<float[]> results() {
                return List.of(floats(inputWeight.grad().t()), floats(recurrentWeight.grad().t()), floats(bias.grad()));
            }
        };
    }

    private Step layerNorm() {
        Optimizer unused = new SGD(vector(required(parameters)), new SGDOptions(1));
        TensorOptional scale = new TensorOptional(parameters.get(1));
        TensorOptional shift = new TensorOptional(parameters.get(2));
        BoolOptional forget = new BoolOptional();
        TensorArrayRefOptional everything = new TensorArrayRefOptional();
        return new Step() {
            @Override public double run() {
                try (PointerScope scope = new PointerScope()) {
                    unused.zero_grad();
                    layer_norm(parameters.getFirst(), new long[] {768}, scale, shift, 1e-5, false)
                            .backward(inputs.getFirst(), forget, false, everything);
                    return 0;
                }
            }

            @Override public List<float[]> results() { return parameters.stream().map(p -> floats(p.grad())).toList(); }
        };
    }

    private static Step function(Supplier<Tensor> f) {
        return new Step() {
            private Tensor last = new Tensor();

            @Override public double run() {
                try (PointerScope scope = new PointerScope(); NoGradGuard guard = new NoGradGuard()) {
                    last.close();
                    last = f.get().retainReference();
                    return 0;
                }
            }

            @Override public List<float[]> results() { return List.of(floats(last)); }
        };
    }

    // ---- numbers in and out

    private static Tensor tensor(Workload.Values values) {
        long[] shape = Arrays.stream(values.shape()).asLongStream().toArray();
        return from_blob(new FloatPointer(values.numbers()), shape).clone();
    }

    private static List<Tensor> required(List<Tensor> tensors) {
        for (Tensor t : tensors) t.requires_grad_(true);
        return tensors;
    }

    private static TensorVector vector(List<Tensor> tensors) { return new TensorVector(tensors.toArray(Tensor[]::new)); }

    private static float[] floats(Tensor t) {
        Tensor dense = t.contiguous();
        float[] r = new float[(int) dense.numel()];
        dense.data_ptr_float().get(r);
        return r;
    }
}
