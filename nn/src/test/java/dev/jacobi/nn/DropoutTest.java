package dev.jacobi.nn;

import static dev.jacobi.Jacobi.grad;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.RandomKey;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DropoutTest {
    private static final Tensor ONES = Tensor.ones(Shape.of(100, 1000), DType.F64);

    @Test
    void keepsTheMean() {
        for (double p : new double[] {0.1, 0.5, 0.8}) {
            Tensor y = new Dropout(p).apply(ONES, Pass.training(RandomKey.of(2)));
            double kept = 1 / (1 - p);
            for (double v : y.toDoubles()) if (v != 0 && v != kept) throw new AssertionError(v + " at p = " + p);
            double deviation = Math.sqrt(p / (1 - p) / ONES.size());                // of the mean
            assertThat(y.mean().item()).isBetween(1 - 5 * deviation, 1 + 5 * deviation);
        }
    }

    @Test
    void inUseNothingHappens() {
        assertThat(new Dropout(0.5).apply(ONES)).isSameAs(ONES);
    }

    @Test
    void nothingAndEverythingCanBeDropped() {
        Tensor x = Tensor.of(1, -2, Double.POSITIVE_INFINITY);
        assertThat(new Dropout(0).apply(x, Pass.training(RandomKey.of(2)))).isSameAs(x);
        assertThat(new Dropout(1).apply(x, Pass.training(RandomKey.of(2))).toDoubles()).containsExactly(0, 0, 0);
        assertThat(grad((Tensor t) -> new Dropout(1).apply(t, Pass.training(RandomKey.of(2))).sum(), x).toDoubles()).containsExactly(0, 0, 0);
    }

    /// What a compiled training drops, step by step: the loss is the sum of the places that are left.
    private static List<Double> losses(long seed) {
        TrainingRun<Tensor, Tensor> run = TrainingRun.of(new Sgd(0).start(Tensor.range(1000).to(DType.F64)), RandomKey.of(seed),
                (places, x, pass) -> Sequential.of(new Dropout(0.5), new Dropout(0.5)).apply(x, pass).mul(places).sum());
        List<Double> losses = new ArrayList<>();
        for (int i = 0; i < 4; i++) losses.add(run.step(ONES.get(0)));
        return losses;
    }

    @Test
    void everyStepDropsOthersYetTheKeyDecides() {
        assertThat(losses(1)).doesNotHaveDuplicates().isEqualTo(losses(1)).doesNotContainAnyElementsOf(losses(2));
    }

    @Test
    void layersDropIndependently() {
        Tensor once = new Dropout(0.5).apply(ONES, Pass.training(RandomKey.of(1)));
        Tensor twice = Sequential.of(new Dropout(0.5), new Dropout(0.5)).apply(ONES, Pass.training(RandomKey.of(1)));
        assertThat(once.gt(0).to(DType.F64).mean().item()).isBetween(0.49, 0.51);
        assertThat(twice.gt(0).to(DType.F64).mean().item()).isBetween(0.24, 0.26);
    }

    @Test
    void noProbabilityIsRefused() {
        for (double p : new double[] {-0.1, 1.1, Double.NaN}) {
            assertThatIllegalArgumentException().isThrownBy(() -> new Dropout(p))
                    .withMessage("dropout needs a probability from 0 to 1, but got " + p);
        }
    }
}
