package dev.jacobi.nn;

import static dev.jacobi.Jacobi.crossEntropy;
import static dev.jacobi.Jacobi.halfSquaredDistance;
import static dev.jacobi.Jacobi.valueAndGrad;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.offset;

import dev.jacobi.diff.GradCheck;
import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.RandomKey;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import dev.jacobi.tensor.Tree;
import java.util.List;
import org.junit.jupiter.api.Test;

class MlpTest {

    @Test
    void isItsLayersOneAfterTheOther() {
        Mlp net = Mlp.of(4, List.of(3, 5, 2), Activation.TANH, Activation.IDENTITY, Initialization.XAVIER, RandomKey.of(1));
        assertThat(Tree.named(net).keySet()).containsExactly("layers.0.weight", "layers.0.bias", "layers.1.weight",
                "layers.1.bias", "layers.2.weight", "layers.2.bias");
        Tensor x = RandomKey.of(2).normal(Shape.of(6, 4), DType.F32);
        Tensor a = net.layers().get(0).apply(x).tanh();
        Tensor b = net.layers().get(1).apply(a).tanh();
        assertThat(net.apply(x).toFloats()).containsExactly(net.layers().get(2).apply(b).toFloats());
        // layers of equal shape are drawn apart
        Mlp twins = Mlp.of(3, List.of(3, 3), Activation.TANH, Activation.TANH, Initialization.XAVIER, RandomKey.of(1));
        assertThat(twins.layers().get(0).weight().toFloats()).isNotEqualTo(twins.layers().get(1).weight().toFloats());
        assertThatIllegalArgumentException().isThrownBy(() -> new Mlp(List.of(), Activation.TANH, Activation.TANH));
    }

    @Test
    void itsGradientIsRight() {
        Tensor x = RandomKey.of(3).normal(Shape.of(5, 4), DType.F64);
        Tensor classes = Tensor.ofInts(0, 2, 1, 1, 2);
        for (Activation activation : Activation.values()) {
            Mlp net = Tree.map(Mlp.of(4, List.of(6, 3), activation, activation, Initialization.NORMAL, RandomKey.of(4)),
                    t -> t.to(DType.F64));
            GradCheck.of((Mlp n) -> crossEntropy(n.apply(x), classes)).at(net).orThrow();
            GradCheck.of((Mlp n) -> halfSquaredDistance(n.apply(x), Classes.oneHot(classes, 3, DType.F64))).at(net).orThrow();
        }
    }

    /// The two-layer network of the Stanford lecture CS231n: affine, ReLU, affine, softmax.
    @Test
    void agreesWithTheTwoLayerNetOfCs231n() {
        Vectors vectors = Vectors.of("two_layer_net_loss");
        Mlp net = new Mlp(List.of(
                new Dense(Vectors.linspace(-0.7, 0.3, 5, 50), Vectors.linspace(-0.1, 0.9, 50)),
                new Dense(Vectors.linspace(-0.3, 0.4, 50, 7), Vectors.linspace(-0.9, 0.1, 7))),
                Activation.RELU, Activation.IDENTITY);
        Tensor x = Vectors.linspace(-5.5, 4.5, 5, 3).transpose();
        Tensor scores = vectors.get("correct_scores");
        assertThat(net.apply(x).shape()).isEqualTo(scores.shape());
        assertThat(net.apply(x).toDoubles()).containsExactly(scores.toDoubles(), offset(1e-6));
        double loss = valueAndGrad((Mlp n) -> crossEntropy(n.apply(x), Tensor.ofInts(0, 5, 1)), net).value().item();
        assertThat(loss).isEqualTo(vectors.get("correct_loss_reg0").item(), offset(1e-8));
    }
}
