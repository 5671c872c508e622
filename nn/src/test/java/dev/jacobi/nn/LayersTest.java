package dev.jacobi.nn;

import static dev.jacobi.Jacobi.compile;
import static dev.jacobi.Jacobi.grad;
import static dev.jacobi.Jacobi.vmap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.jacobi.diff.GradCheck;
import dev.jacobi.op.Window;
import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.RandomKey;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import dev.jacobi.tensor.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What holds for every layer, in training and in use.
class LayersTest {
    private static final RandomKey KEY = RandomKey.of(11);

    /// A layer in `F64`, and an input.
    record Sample(Layer layer, Tensor x) {
        Tensor loss(boolean training) {
            return layer.apply(x, training ? Pass.training(KEY) : Pass.inference()).sin().sum();
        }

        @Override public String toString() { return layer.specification() + " of " + x.shape(); }
    }

    private static Tensor normal(int... sizes) { return KEY.fold(Shape.of(sizes).hashCode()).normal(Shape.of(sizes), DType.F64); }

    /// Weights of all kinds: none is 0 or 1, and statistics are positive.
    private static Sample sample(Layer layer, Tensor x) {
        int[] leaf = {0};
        return new Sample(Tree.rebuild(layer, (t, role) -> {
            Tensor random = KEY.fold(leaf[0]++).normal(t.shape(), DType.F64);
            return role == Tree.Role.CARRIED ? random.abs().add(0.5) : random;
        }), x);
    }

    static Stream<Sample> samples() {
        Initialization he = Initialization.HE;
        Layer dense = Dense.of(3, 3, he, KEY);
        return Stream.of(
                sample(Dense.of(3, 4, he, KEY), normal(2, 3)),
                sample(Convolution.of(2, 3, 3, 1, he, KEY), normal(2, 2, 4, 5)),
                sample(new Convolution(normal(3, 1, 2, 3), normal(3), 2, 1), normal(2, 1, 5, 4)),
                sample(Convolution.of(4, 6, Window.of(3).stride(2).pad(1), 2, he, KEY), normal(2, 4, 6)),
                sample(Convolution.of(2, 2, Window.of(2, 3).stride(2, 1).pad(1).dilation(1, 2), 2, he, KEY), normal(2, 2, 5, 6)),
                sample(Convolution.of(1, 2, Window.of(2, 1, 2).pad(1), 1, he, KEY), normal(1, 1, 2, 3, 2)),
                sample(TransposedConvolution.of(2, 4, Window.of(3).stride(2).pad(1), 2, List.of(1), he, KEY), normal(2, 2, 3)),
                sample(TransposedConvolution.of(2, 1, Window.of(2, 3).stride(2, 1), 1, List.of(1, 0), he, KEY), normal(2, 2, 2, 3)),
                sample(MaxPool.of(2), normal(2, 2, 4, 5)),
                sample(new MaxPool(Window.of(3).stride(2).pad(1).roundedUp()), normal(2, 2, 6)),
                sample(new MaxPool(Window.of(3, 2).stride(1, 2).pad(1)), normal(2, 1, 4, 5)),
                sample(new AveragePool(Window.of(3).stride(2).pad(1), false), normal(2, 2, 6)),
                sample(new AveragePool(Window.of(3, 2).stride(1, 2).pad(1), true), normal(2, 1, 4, 5)),
                sample(AdaptiveMaxPool.of(2, 3), normal(2, 1, 5, 4)),
                sample(AdaptiveAveragePool.of(2), normal(2, 2, 5)),
                sample(AdaptiveAveragePool.of(1, 1), normal(2, 2, 3, 2)),
                sample(new MaxPool(3, 1), normal(2, 1, 4, 5)),
                sample(AveragePool.of(2), normal(2, 2, 5, 4)),
                sample(new AveragePool(3, 2), normal(2, 1, 5, 7)),
                sample(BatchNorm.of(3), normal(5, 3)),
                sample(BatchNorm.of(3), normal(3, 3, 2, 4)),
                sample(LayerNorm.of(4), normal(3, 4)),
                sample(LayerNorm.of(4), normal(2, 3, 4)),
                sample(MultiHeadAttention.of(4, 2, true, he, KEY), normal(2, 3, 4).mul(0.5)),
                sample(TransformerBlock.of(4, 2, 6, false, he, KEY), normal(2, 3, 4)),
                sample(Rnn.of(3, 2, he, KEY), normal(2, 4, 3)),
                sample(Lstm.of(3, 2, he, KEY), normal(2, 4, 3)),
                sample(Gru.of(3, 2, he, KEY), normal(2, 4, 3)),
                sample(new LastTime(), normal(2, 4, 3)),
                sample(new Dropout(0.3), normal(4, 5)),
                sample(new Flatten(), normal(2, 3, 4)),
                sample(Unflatten.of(2, 3), normal(4, 6)),
                sample(Activation.GELU, normal(3, 4)),
                sample(Activation.SILU, normal(3, 4)),
                sample(Activation.LEAKY_RELU, normal(3, 4)),
                sample(new Glu(), normal(3, 4)),
                sample(new Glu(1), normal(2, 4, 3)),
                sample(new Residual(dense), normal(2, 3)),
                sample(Sequential.of(dense, Activation.TANH, dense), normal(2, 3)));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void gradientsAgreeWithDifferences(Sample sample) {
        for (boolean training : new boolean[] {false, true}) {
            GradCheck.of((Sample s) -> s.loss(training)).tolerance(1e-8).bothModes().at(sample).orThrow();
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void aBatchOfBatchesIsALoop(Sample sample) {
        Layer layer = sample.layer();
        Tensor batches = Tensor.stack(List.of(sample.x(), sample.x().mul(-0.5), sample.x().add(0.3)));
        for (boolean training : new boolean[] {false, true}) {
            Tensor together = vmap((Tensor x) -> layer.apply(x, training ? Pass.training(KEY) : Pass.inference()), batches);
            Sample gradients = vmap((Tensor x) -> grad((Sample s) -> s.loss(training), new Sample(layer, x)), batches);
            for (int i = 0; i < 3; i++) {
                Sample one = new Sample(layer, batches.get(i));
                assertThat(together.get(i).toDoubles()).containsExactly(
                        layer.apply(one.x(), training ? Pass.training(KEY) : Pass.inference()).toDoubles(), within(1e-14));
                List<Tensor> alone = trained(grad((Sample s) -> s.loss(training), one));
                List<Tensor> member = trained(gradients);
                for (int k = 0; k < alone.size(); k++) {
                    assertThat(member.get(k).get(i).toDoubles()).containsExactly(alone.get(k).toDoubles(), within(1e-12));
                }
            }
        }
    }

    private static List<Tensor> trained(Sample gradient) { return new ArrayList<>(Tree.named(gradient).values()); }

    @ParameterizedTest
    @MethodSource("samples")
    void compiledIsAsUncompiledBitForBit(Sample sample) {
        for (boolean training : new boolean[] {false, true}) {
            Sample plain = grad((Sample s) -> s.loss(training), sample);
            Sample compiled = compile((Sample at) -> grad((Sample s) -> s.loss(training), at)).apply(sample);
            for (int k = 0; k < trained(plain).size(); k++) {
                assertThat(trained(compiled).get(k).toDoubles()).containsExactly(trained(plain).get(k).toDoubles());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void singlePrecisionStaysSingle(Sample sample) {
        Sample single = Tree.mapAll(sample, t -> t.to(DType.F32));
        for (boolean training : new boolean[] {false, true}) {
            Pass pass = training ? Pass.training(KEY) : Pass.inference();
            Tensor y = single.layer().apply(single.x(), pass);
            assertThat(y.dtype()).isEqualTo(DType.F32);
            Tensor exact = sample.layer().apply(sample.x(), training ? Pass.training(KEY) : Pass.inference());
            assertThat(y.toDoubles()).containsExactly(exact.toDoubles(), within(1e-4));
            for (Tree.Leaf leaf : Tree.leaves(pass.updated(single.layer()))) assertThat(leaf.tensor().dtype()).isEqualTo(DType.F32);
        }
    }
}
