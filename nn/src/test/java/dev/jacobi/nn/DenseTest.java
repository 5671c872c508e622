package dev.jacobi.nn;

import static dev.jacobi.Jacobi.grad;
import static dev.jacobi.Jacobi.vmap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.RandomKey;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import org.junit.jupiter.api.Test;

class DenseTest {
    private final Dense dense = new Dense(Tensor.of(Shape.of(3, 2), 1, 2, 3, 4, 5, 6), Tensor.of(10, 20));

    @Test
    void aRowOfInputsGivesARowOfOutputs() {
        assertThat(dense.apply(Tensor.of(1, 0, -1)).toDoubles()).containsExactly(1 - 5 + 10, 2 - 6 + 20);
        Tensor batch = dense.apply(Tensor.of(Shape.of(2, 3), 1, 0, -1, 0, 1, 0));
        assertThat(batch.shape()).isEqualTo(Shape.of(2, 2));
        assertThat(batch.toDoubles()).containsExactly(6, 16, 13, 24);
        assertThat(dense.in()).isEqualTo(3);
        assertThat(dense.out()).isEqualTo(2);
    }

    @Test
    void gradientsOfSamplesPassThroughTheConstructor() {
        Tensor samples = Tensor.of(Shape.of(2, 3), 1, 0, -1, 0, 1, 0);
        Dense each = vmap((Tensor x) -> grad((Dense d) -> d.apply(x).square().sum(), dense), samples);
        assertThat(each.weight().shape()).isEqualTo(Shape.of(2, 3, 2));
        Dense second = grad((Dense d) -> d.apply(samples.get(1)).square().sum(), dense);
        assertThat(each.weight().get(1).toDoubles()).containsExactly(second.weight().toDoubles());
        assertThat(each.bias().get(1).toDoubles()).containsExactly(second.bias().toDoubles()).containsExactly(26, 48);
    }

    @Test
    void shapesThatDontBelongTogetherAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Dense(dense.weight().transpose(), dense.bias()))
                .withMessage("a Dense layer needs a weight (in, out) and a bias (out), but got (2, 3) and (2); "
                        + "did you mean weight.transpose()?");
        assertThatIllegalArgumentException().isThrownBy(() -> new Dense(dense.bias(), dense.bias()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Dense.of(0, 2, Initialization.HE, RandomKey.of(1))).withMessageContaining("got 0 and 2");
    }

    @Test
    void freshWeightsSpreadAsTheInitializationSays() {
        int in = 400;
        int out = 100;
        for (Initialization i : Initialization.values()) {
            Dense d = Dense.of(in, out, i, RandomKey.of(7));
            assertThat(d.weight().dtype()).isEqualTo(DType.F32);
            double variance = switch (i) {
                case NORMAL -> 1;
                case LECUN -> 1.0 / in;
                case XAVIER -> 2.0 / (in + out);
                case HE -> 2.0 / in;
            };
            // 40 000 numbers: the deviation of their variance from the true one is 0.7 %
            assertThat(d.weight().variance().item() / variance).isBetween(0.97, 1.03);
            assertThat(d.weight().mean().item() / Math.sqrt(variance)).isBetween(-0.02, 0.02);
            assertThat(d.bias().variance().item()).isBetween(i == Initialization.NORMAL ? 0.6 : 0, i == Initialization.NORMAL ? 1.6 : 0);
        }
    }

    @Test
    void theKeyDecides() {
        Dense one = Dense.of(4, 3, Initialization.NORMAL, RandomKey.of(1));
        assertThat(Dense.of(4, 3, Initialization.NORMAL, RandomKey.of(1)).weight().toFloats()).containsExactly(one.weight().toFloats());
        assertThat(Dense.of(4, 3, Initialization.NORMAL, RandomKey.of(2)).weight().toFloats()).isNotEqualTo(one.weight().toFloats());
    }
}
