package dev.jacobi.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.Held;
import dev.jacobi.tensor.RandomKey;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PassTest {
    /// Adds noise to its input and counts how often it was trained.
    record Noisy(Tensor weight, Held count) implements Layer {
        @Override public Tensor apply(Tensor x, Pass pass) {
            if (!pass.isTraining()) return x.mul(weight);
            pass.gather(count, count.tensor().add(1));
            return x.mul(weight).add(pass.key().uniform(x.shape(), x.dtype()));
        }

        @Override public String specification() { return "noisy"; }
    }

    private static Sequential net() {
        return Sequential.of(new Noisy(Tensor.of(2), new Held(Tensor.scalar(0))), Activation.IDENTITY,
                new Noisy(Tensor.of(3), new Held(Tensor.scalar(10))));
    }

    private static TrainingRun<Sequential, Tensor> run(long seed) {
        return TrainingRun.of(new Sgd(0).start(net()), RandomKey.of(seed), (model, x, pass) -> model.apply(x, pass).sum());
    }

    private static List<Double> losses(long seed) {
        TrainingRun<Sequential, Tensor> run = run(seed);
        List<Double> losses = new ArrayList<>();
        for (int i = 0; i < 5; i++) losses.add(run.step(Tensor.zeros(Shape.of(1), DType.F64)));
        return losses;
    }

    @Test
    void statisticsGatherInACompiledTraining() {
        TrainingRun<Sequential, Tensor> run = run(1);
        for (int i = 0; i < 5; i++) run.step(Tensor.of(1));
        List<Layer> layers = run.model().layers();
        assertThat(((Noisy) layers.get(0)).count().tensor().item()).isEqualTo(5);
        assertThat(((Noisy) layers.get(2)).count().tensor().item()).isEqualTo(15);
    }

    @Test
    void everyStepAndEveryLayerHasItsOwnRandomNumbers() {
        List<Double> losses = losses(1);
        assertThat(losses).doesNotHaveDuplicates().isEqualTo(losses(1)).isNotEqualTo(losses(2));
        Pass pass = Pass.training(RandomKey.of(1));
        assertThat(pass.key().uniform(Shape.of(3), DType.F64).toDoubles())
                .isNotEqualTo(pass.key().uniform(Shape.of(3), DType.F64).toDoubles());
    }

    @Test
    void aNetworkInUseIsNeitherRandomNorChanged() {
        Pass pass = Pass.inference();
        assertThat(net().apply(Tensor.of(1), pass).item()).isEqualTo(6);
        assertThat(((Noisy) pass.updated(net()).layers().get(0)).count().tensor().item()).isZero();
        assertThatIllegalStateException().isThrownBy(pass::key).withMessageContaining("isTraining()");
    }
}
