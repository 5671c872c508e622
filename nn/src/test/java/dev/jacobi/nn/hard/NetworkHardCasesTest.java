package dev.jacobi.nn.hard;

import static dev.jacobi.Jacobi.grad;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.offset;

import dev.jacobi.nn.Adam;
import dev.jacobi.nn.BatchNorm;
import dev.jacobi.nn.Dropout;
import dev.jacobi.nn.LayerNorm;
import dev.jacobi.nn.NonFiniteStep;
import dev.jacobi.nn.Optimizer;
import dev.jacobi.nn.Pass;
import dev.jacobi.nn.Sgd;
import dev.jacobi.nn.Training;
import dev.jacobi.tensor.RandomKey;
import dev.jacobi.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// The hard numerical cases of layers and optimizers.
class NetworkHardCasesTest {
    record Two(Tensor first, Tensor second) {}

    private static Pass training() { return Pass.training(RandomKey.of(1)); }

    @Test
    @DisplayName("case 109: to train batch normalization on one value a channel is an error that says what to do")
    void oneValueAChannel() {
        BatchNorm norm = BatchNorm.of(2);
        Tensor x = Tensor.ofFloats(3, 4).reshape(1, 2);
        assertThatIllegalArgumentException().isThrownBy(() -> norm.apply(x, training())).withMessageContaining("at least 2 numbers a channel")
                .withMessageContaining("use larger batches");
        assertThat(norm.apply(x).shape()).as("in use one is enough").isEqualTo(x.shape());
    }

    @Test
    @DisplayName("case 110: batch normalization of a constant batch is 0, and so is the gradient of the sum")
    void constantBatch() {
        Tensor x = Tensor.ofFloats(0.5f, 0.5f, 0.5f).reshape(3, 1);
        assertThat(BatchNorm.of(1).apply(x, training()).toDoubles()).containsExactly(new double[3], offset(0.0));
        assertThat(grad((Tensor v) -> BatchNorm.of(1).apply(v, training()).sum(), x).toDoubles()).containsExactly(new double[3], offset(0.0));
    }

    @Test
    @DisplayName("case 111: layer normalization of one element or of equal ones is 0, and so is the gradient of the sum")
    void oneElement() {
        for (Tensor x : List.of(Tensor.ofFloats(1e6f), Tensor.ofFloats(0.1f, 0.1f, 0.1f))) {
            LayerNorm norm = LayerNorm.of(x.size());
            assertThat(norm.apply(x).toDoubles()).containsExactly(new double[x.size()], offset(0.0));
            assertThat(grad((Tensor v) -> norm.apply(v).sum(), x).toDoubles()).containsExactly(new double[x.size()], offset(0.0));
        }
    }

    @Test
    @DisplayName("case 138: clipping by the norm names the tensor whose gradient is infinite")
    void infiniteGradient() {
        for (Optimizer o : List.of(new Sgd(0.1).clipNorm(1), new Adam(0.1).clipNorm(1), new Sgd(0.1).clipValue(1).clipNorm(1))) {
            for (double bad : new double[] {1, -1}) {
                Two model = new Two(Tensor.of(1, 2), Tensor.of(0, 4));
                // the slope of √ at 0 is infinite, the loss is not
                var run = Training.compileTraining(model, o, (Two m, Tensor x) -> m.first().sum().add(m.second().sqrt().mul(x).sum()));
                NonFiniteStep refusal = catchThrowableOfType(NonFiniteStep.class, () -> run.step(Tensor.of(bad, 1)));
                assertThat(refusal).isNotNull();
                assertThat(refusal.path()).isEqualTo("model.second");
                assertThat(run.model().first().toDoubles()).containsExactly(1, 2);
            }
        }
    }

    @Test
    @DisplayName("case 139: the norm of floats is taken in double precision")
    void hugeFloats() {
        Tensor g = Tensor.ofFloats(-3e38f, -3e38f);
        for (List<Tensor> gradients : List.of(List.of(g), List.of(g.slice(0, 0, 1), g.slice(0, 1, 2)))) {
            Training<List<Tensor>> state = new Sgd(1).clipNorm(1).start(gradients.stream().map(t -> t.mul(0)).toList());
            for (Tensor moved : state.update(gradients).model()) {
                // the factor, 2.4e-39, is so small a float that it has lost three bits; all entries share it
                for (float v : moved.toFloats()) assertThat(v).isEqualTo((float) Math.sqrt(0.5), offset(5e-7f));
            }
        }
    }

    @Test
    @DisplayName("case 140: gradients of 0 stay 0 when they are clipped, and Adam doesn't move")
    void zeroGradients() {
        for (Optimizer o : List.of(new Sgd(0.1).clipNorm(1), new Adam(0.1), new Adam(0.1).clipValue(1).clipNorm(1))) {
            Tensor moved = o.start(Tensor.of(1, 2)).update(Tensor.of(0, 0)).update(Tensor.of(0, 0)).model();
            assertThat(moved.toDoubles()).containsExactly(1, 2);
        }
    }

    @Test
    @DisplayName("case 146: dropout of nothing is the identity, of everything 0 without NaN")
    void dropout() {
        Tensor x = Tensor.of(1, Double.POSITIVE_INFINITY, Double.NaN);
        assertThat(new Dropout(0).apply(x, training())).isSameAs(x);
        assertThat(new Dropout(1).apply(x, training()).toDoubles()).containsExactly(0, 0, 0);
        assertThat(grad((Tensor v) -> new Dropout(1).apply(v, training()).sum(), x).toDoubles()).containsExactly(0, 0, 0);
        assertThat(new Dropout(1).apply(x)).isSameAs(x);
    }
}
