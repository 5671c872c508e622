package dev.jacobi.nn;

import static dev.jacobi.nn.Training.compileTraining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.Held;
import dev.jacobi.tensor.RandomKey;
import dev.jacobi.tensor.Tensor;
import dev.jacobi.tensor.Tree;
import java.util.List;
import org.junit.jupiter.api.Test;

class NonFiniteStepTest {
    record Two(Tensor first, Tensor second) {}

    private static final Two TWO = new Two(Tensor.ofFloats(1, 2, 3), Tensor.ofFloats(4, 5));

    /// The batch are the gradients of the two.
    private static Tensor loss(Two model, List<Tensor> gradients) {
        return model.first().mul(gradients.get(0)).sum().add(model.second().mul(gradients.get(1)).sum());
    }

    private static <M, B> NonFiniteStep refused(TrainingRun<M, B> run, B batch) {
        List<Tensor> before = tensors(run);
        NonFiniteStep refusal = catchThrowableOfType(NonFiniteStep.class, () -> run.step(batch));
        assertThat(refusal).isNotNull();
        List<Tensor> after = tensors(run);
        for (int i = 0; i < before.size(); i++) {
            assertThat(after.get(i).toDoubles()).as("the state is as before the step").containsExactly(before.get(i).toDoubles());
        }
        return refusal;
    }

    private static List<Tensor> tensors(TrainingRun<?, ?> run) {
        return Tree.leaves(run.state()).stream().map(Tree.Leaf::tensor).toList();
    }

    private static List<Tensor> gradients(float... all) {
        return List.of(Tensor.ofFloats(all[0], all[1], all[2]), Tensor.ofFloats(all[3], all[4]));
    }

    @Test
    void aLossThatIsNotFiniteChangesNothing() {
        for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
            var run = compileTraining(TWO, new Adam(0.1), NonFiniteStepTest::loss);
            run.step(gradients(1, 2, 3, 4, 5));
            NonFiniteStep refusal = refused(run, gradients(1, bad, 3, 4, 5));
            assertThat(refusal.path()).isEmpty();
            assertThat(refusal).hasMessageContaining("the loss was " + (double) bad).hasMessageContaining("state is as before");
            assertThat(run.state().step().tensor().item()).isEqualTo(1);
            assertThat(run.step(gradients(1, 2, 3, 4, 5))).as("and the training can go on").isFinite();
        }
    }

    @Test
    void theFirstTensorThatWouldNotBeFiniteIsNamed() {
        var run = compileTraining(TWO, new Sgd(1e30), NonFiniteStepTest::loss);
        run.step(gradients(0, 0, 0, 0, 0));
        NonFiniteStep refusal = refused(run, gradients(1, 1, 1, 1, 1e20f));           // the loss is finite, 1e50 no f32
        assertThat(refusal.path()).isEqualTo("model.second");
        assertThat(refusal.value()).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(refusal).hasMessageContaining("model.second would become -Infinity");
    }

    @Test
    void aSlotCountsToo() {
        var run = compileTraining(TWO, new Adam(0.1), NonFiniteStepTest::loss);
        NonFiniteStep refusal = refused(run, gradients(1, 1, 1e20f, 1, 1));           // its square is no f32, the weight stays finite
        assertThat(refusal.path()).isEqualTo("slots.1.first");
    }

    @Test
    void soDoStatistics() {
        var run = TrainingRun.of(new Sgd(0.1).start(List.of(new Held(Tensor.scalar(1)), Tensor.scalar(2))), RandomKey.of(0),
                (List<Object> model, Tensor x, Pass pass) -> {
                    pass.gather((Held) model.get(0), x.sum());
                    return ((Tensor) model.get(1)).mul(2);
                });
        assertThat(refused(run, Tensor.of(Double.NaN)).path()).isEqualTo("model.0");
    }

    @Test
    void whatWasNotFiniteAndStaysSoIsNoFault() {
        record Masked(Held mask, Tensor weight) {}
        var run = compileTraining(new Masked(new Held(Tensor.of(Double.NEGATIVE_INFINITY)), Tensor.of(2)), new Sgd(0.1),
                (Masked m, Tensor x) -> m.mask().tensor().exp().add(m.weight().mul(x)).sum());
        assertThat(run.step(Tensor.of(3))).isEqualTo(6);
    }

    @Test
    void aScheduleNeverCompilesAgain() {
        var run = compileTraining(Tensor.of(10), new Sgd(1), (Tensor w, Tensor x) -> w.mul(x).sum());
        Training<Tensor> state = new Sgd(1).start(Tensor.of(10));
        for (int i = 1; i <= 20; i++) {
            double rate = 1.0 / i;
            run.rate(rate);
            run.step(Tensor.of(2));
            state = state.withRate(rate).update(Tensor.of(2));
            assertThat(run.model().toDoubles()).containsExactly(state.model().toDoubles());
        }
        assertThat(run.plans()).isEqualTo(1);
        assertThatIllegalArgumentException().isThrownBy(() -> run.rate(Double.NaN)).withMessageContaining("learning rate");
        assertThat(run.state().rate().tensor().item()).isEqualTo(0.05);
        assertThat(run.state().model().dtype()).isEqualTo(DType.F64);
    }
}
