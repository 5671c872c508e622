package dev.jacobi.nn;

import static dev.jacobi.Jacobi.grad;
import static dev.jacobi.Jacobi.vmap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.offset;
import static org.assertj.core.api.Assertions.within;

import dev.jacobi.diff.GradCheck;
import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.RandomKey;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class EmbeddingTest {
    private final Embedding table = new Embedding(Tensor.of(Shape.of(3, 2), 1, 2, 3, 4, 5, 6));

    @Test
    void everyNumberGivesItsRow() {
        Tensor y = table.apply(Tensor.ofInts(2, 0, 2, 1).reshape(2, 2));
        assertThat(y.shape()).isEqualTo(Shape.of(2, 2, 2));
        assertThat(y.toDoubles()).containsExactly(5, 6, 1, 2, 5, 6, 3, 4);
        assertThat(table.apply(Tensor.ofLongs(1)).toDoubles()).containsExactly(3, 4);
    }

    @Test
    void agreesWithCs231n() {
        Vectors v = Vectors.of("word_embedding");
        Tensor y = new Embedding(v.get("W")).apply(v.get("x").to(DType.I32));
        assertThat(y.toDoubles()).containsExactly(v.get("expected_out").toDoubles(), offset(1e-8));
    }

    @Test
    void aRowThatIsUsedTwiceGetsBothGradients() {
        Embedding g = grad((Embedding e) -> e.apply(Tensor.ofInts(2, 0, 2)).sum(), table);
        assertThat(g.table().toDoubles()).containsExactly(1, 1, 0, 0, 2, 2);
        GradCheck.of((Embedding e) -> e.apply(Tensor.ofInts(2, 0, 2)).sin().sum()).at(table).orThrow();
    }

    @Test
    void paddingIsZeroAndLearnsNothing() {
        Tensor things = Tensor.ofInts(2, 1, -2, 0, 1).reshape(5);                     // −2 is 1, from the end
        Embedding padded = new Embedding(table.table(), OptionalInt.of(1));
        assertThat(padded.apply(things).toDoubles()).containsExactly(5, 6, 0, 0, 0, 0, 1, 2, 0, 0);
        Embedding g = grad((Embedding e) -> e.apply(things).exp().sum(), padded);
        assertThat(g.table().get(1).toDoubles()).containsExactly(0, 0);
        assertThat(g.table().get(2).toDoubles()).containsExactly(Math.exp(5), Math.exp(6));
        GradCheck.of((Embedding e) -> e.apply(things).sin().sum()).at(padded).orThrow();
        Embedding poisoned = new Embedding(table.table().maskedFill(Tensor.ofBooleans(false, true, false).unsqueeze(1), Double.NaN), OptionalInt.of(1));
        assertThat(grad((Embedding e) -> e.apply(things).sum(), poisoned).table().toDoubles()).containsExactly(1, 1, 0, 0, 1, 1);
    }

    @Test
    void theRowOfPaddingStaysZeroWhateverTheOptimizer() {
        Tensor things = Tensor.ofInts(0, 1, 2, 1);
        for (Optimizer optimizer : new Optimizer[] {new Sgd(0.1), new Adam(0.1), new AdamW(0.1), new RmsProp(0.1)}) {
            var run = TrainingRun.of(optimizer.start(table.withPadding(1)), (Embedding e, Tensor x) -> e.apply(x).sub(7).square().sum());
            for (int i = 0; i < 5; i++) run.step(things);
            assertThat(run.model().table().get(1).toDoubles()).containsExactly(0, 0);
            assertThat(run.model().table().get(0).toDoubles()).doesNotContain(1, 2);
        }
    }

    @Test
    void aTableCanServeAsTheLastLayerToo() {
        record Tied(Embedding in, Tensor out) {}
        Tied tied = new Tied(table, table.table());
        Tied g = grad((Tied t) -> t.in().apply(Tensor.ofInts(1)).matmul(t.out().transpose()).square().sum(), tied);
        assertThat(g.in().table()).isSameAs(g.out());
        GradCheck.of((Tied t) -> t.in().apply(Tensor.ofInts(1)).matmul(t.out().transpose()).square().sum()).at(tied).orThrow();
    }

    @Test
    void aBatchOfBatchesIsALoop() {
        Tensor batches = Tensor.ofInts(2, 0, 2, 1, 1, 1).reshape(3, 2);
        Tensor together = vmap((Tensor x) -> table.apply(x), batches);
        Embedding gradients = vmap((Tensor x) -> grad((Embedding e) -> e.apply(x).sin().sum(), table), batches);
        for (int i = 0; i < 3; i++) {
            Tensor x = batches.get(i);
            assertThat(together.get(i).toDoubles()).containsExactly(table.apply(x).toDoubles());
            assertThat(gradients.table().get(i).toDoubles())
                    .containsExactly(grad((Embedding e) -> e.apply(x).sin().sum(), table).table().toDoubles());
        }
    }

    @Test
    void freshRowsAreStandardNormal() {
        Embedding e = Embedding.of(100, 200, RandomKey.of(1));
        assertThat(e.table().shape()).isEqualTo(Shape.of(100, 200));
        assertThat(e.table().variance().item()).isCloseTo(1, within(0.05));
    }

    @Test
    void whatIsNotInTheTableIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> table.apply(Tensor.ofInts(0, 3)))
                .withMessageContaining("index 3 of an axis of size 3");
        assertThatIllegalArgumentException().isThrownBy(() -> table.apply(Tensor.of(1.0)))
                .withMessageContaining("an embedding needs whole numbers, but got");
        assertThatIllegalArgumentException().isThrownBy(() -> new Embedding(Tensor.of(1)));
        assertThatIllegalArgumentException().isThrownBy(() -> table.withPadding(3))
                .withMessage("an embedding needs a padding from 0 to 2, a row of its table, but got 3");
        assertThatIllegalArgumentException().isThrownBy(() -> table.withPadding(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> Embedding.of(0, 2, RandomKey.of(1)));
    }
}
