package dev.jacobi.nn;

import static dev.jacobi.Jacobi.grad;
import static dev.jacobi.Jacobi.halfSquaredDistance;
import static dev.jacobi.nn.Training.compileTraining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.offset;

import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.Held;
import dev.jacobi.tensor.RandomKey;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import dev.jacobi.tensor.Tree;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrainingTest {
    /// A model with a weight in two places, one that isn't trained, and two dtypes.
    record Odd(Tensor first, Tensor again, Tensor half, Held frozen) {
        Tensor loss() {
            return first.mul(again).mul(frozen.tensor()).sum().add(half.square().sum().to(DType.F64));
        }
    }

    private static Odd odd() {
        Tensor w = Tensor.of(1, 2);
        return new Odd(w, w, Tensor.ofFloats(3), new Held(Tensor.of(10, 20)));
    }

    @Test
    void gradientDescentGoesAgainstTheGradient() {
        Training<Tensor> state = new Sgd(0.5).start(Tensor.of(1, 2));
        Training<Tensor> next = state.update(Tensor.of(4, -2));
        assertThat(next.model().toDoubles()).containsExactly(-1, 3);
        assertThat(next.step().tensor().item()).isEqualTo(1);
        assertThat(state.model().toDoubles()).as("the state before is a value, too").containsExactly(1, 2);
        assertThat(next.withRate(0.1).update(Tensor.of(10, 0)).model().toDoubles()).containsExactly(-2, 3);
    }

    @Test
    void adamAgreesWithCs231n() {
        Vectors v = Vectors.of("adam");
        List<Tensor> slots = List.of(v.get("m"), v.get("v"));
        Optimizer.Update u = new Adam(1e-2).update(Tensor.scalar(1e-2), Tensor.scalar(6), v.get("w"), v.get("dw"), slots);
        assertThat(u.weight().toDoubles()).containsExactly(v.get("expected_next_w").toDoubles(), offset(1e-8));
        assertThat(u.slots().get(0).toDoubles()).containsExactly(v.get("expected_m").toDoubles(), offset(1e-8));
        assertThat(u.slots().get(1).toDoubles()).containsExactly(v.get("expected_v").toDoubles(), offset(1e-8));
    }

    @Test
    void adamsFirstStepIsTheRate() {
        // both averages are corrected, so their quotient is the sign
        Tensor moved = new Adam(0.1).start(Tensor.of(1, 1, 1)).update(Tensor.of(1e-3, -5, 1e6)).model();
        assertThat(moved.toDoubles()).containsExactly(new double[] {0.9, 1.1, 0.9}, offset(1e-5));
    }

    @Test
    void aTensorInTwoPlacesIsUpdatedOnceAndStaysOne() {
        for (Optimizer optimizer : List.of(new Sgd(0.01), new Adam(0.01))) {
            Training<Odd> state = optimizer.start(odd());
            for (int i = 0; i < 3; i++) state = state.update(grad(Odd::loss, state.model()));
            Odd model = state.model();
            assertThat(model.again()).isSameAs(model.first());
            assertThat(model.half().dtype()).isEqualTo(DType.F32);
            assertThat(model.frozen().tensor().toDoubles()).containsExactly(10, 20);
            for (Odd slot : state.slots()) assertThat(slot.again()).isSameAs(slot.first());
        }
        Odd once = new Sgd(0.01).start(odd()).update(grad(Odd::loss, odd())).model();
        assertThat(once.first().toDoubles()).containsExactly(1 - 0.01 * 20, 2 - 0.01 * 80);
    }

    @Test
    void compiledIsTheSameBitForBit() {
        Tensor x = RandomKey.of(1).normal(Shape.of(40, 3), DType.F32);
        Batch all = new Batch(x, x.slice(1, 0, 1).sub(x.slice(1, 1, 2)));
        Sequential net = Sequential.dense(3, List.of(8, 1), Activation.TANH, Activation.IDENTITY, Initialization.XAVIER, RandomKey.of(2));
        for (Optimizer optimizer : List.of(new Sgd(0.1), new Adam(0.01))) {
            Training<Sequential> state = optimizer.start(net);
            var run = compileTraining(net, optimizer, (Sequential n, Batch b) -> halfSquaredDistance(n.apply(b.x()), b.y()));
            for (int epoch = 0; epoch < 30; epoch++) {
                for (Batch b : all.batches(16, epoch)) {                     // 16, 16 and 8
                    state = state.update(grad((Sequential n) -> halfSquaredDistance(n.apply(b.x()), b.y()), state.model()));
                    run.step(b);
                }
            }
            double before = halfSquaredDistance(net.apply(all.x()), all.y()).item();
            assertThat(halfSquaredDistance(run.model().apply(all.x()), all.y()).item()).isLessThan(before / 2);
            List<Tensor> mine = Tree.leaves(state).stream().map(Tree.Leaf::tensor).toList();
            List<Tensor> compiled = Tree.leaves(run.state()).stream().map(Tree.Leaf::tensor).toList();
            assertThat(compiled).hasSameSizeAs(mine);
            for (int i = 0; i < mine.size(); i++) assertThat(compiled.get(i).toDoubles()).containsExactly(mine.get(i).toDoubles());
        }
    }

    @Test
    void compiledKeepsTiesAndWhatIsNotTrained() {
        var run = compileTraining(odd(), new Adam(0.01), (Odd o, List<Tensor> _) -> o.loss());
        Training<Odd> state = new Adam(0.01).start(odd());
        for (int i = 0; i < 3; i++) {
            run.step(List.of());
            state = state.update(grad(Odd::loss, state.model()));
        }
        Odd now = run.model();
        assertThat(now.again()).isSameAs(now.first());
        assertThat(now.first().toDoubles()).containsExactly(state.model().first().toDoubles());
        assertThat(now.frozen().tensor().toDoubles()).containsExactly(10, 20);
    }

    /// One tensor for both slots, and for all weights: what is remembered has its place, not its object.
    record Lazy() implements Optimizer {
        @Override public double rate() { return 1; }

        @Override public int slots() { return 2; }

        @Override public Update update(Tensor rate, Tensor step, Tensor weight, Tensor gradient, List<Tensor> slots) {
            return new Update(weight.sub(slots.get(0)).sub(slots.get(1).mul(10)), List.of(step, step));
        }
    }

    @Test
    void slotsHavePlaces() {
        Training<List<Tensor>> state = new Lazy().start(List.of(Tensor.scalar(0), Tensor.scalar(100)));
        for (int i = 0; i < 3; i++) state = state.update(List.of(Tensor.scalar(1), Tensor.scalar(1)));
        assertThat(state.model().get(0).item()).isEqualTo(-11 - 22);
        assertThat(state.model().get(1).item()).isEqualTo(100 - 11 - 22);
    }

    @Test
    void aGradientOfAnotherShapeOfTreeIsRefused() {
        Training<List<Tensor>> state = new Sgd(1).start(List.of(Tensor.of(1), Tensor.of(2)));
        assertThatIllegalArgumentException().isThrownBy(() -> state.update(List.of(Tensor.of(1))))
                .withMessageContaining("each of the 2 tensors that are trained, but got 1");
    }
}
