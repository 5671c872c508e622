package dev.jacobi.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jacobi.diff.Scan;
import dev.jacobi.tensor.Tensor;
import org.junit.jupiter.api.Test;

/// What plans know about the trees they are made for: the same tensor in two places is one value, two
/// equal tensors are two, and what isn't a tensor is fixed.
class StateTest {
    record Pair(Tensor a, Tensor b) {
        Pair moved(Tensor by) { return new Pair(a.add(by), b.add(by.square())); }
    }

    private static final Tensor ONE = Tensor.of(1, 2);
    private static final Tensor OTHER = Tensor.of(3, 4);

    @Test
    void aCompiledFunctionTellsTiedFromUntiedArguments() {
        var product = Compiled.of((Pair p) -> p.a().mul(p.b()).sum());
        assertThat(product.apply(new Pair(ONE, ONE)).item()).isEqualTo(5);
        assertThat(product.apply(new Pair(ONE, OTHER)).item()).isEqualTo(11);
        assertThat(product.apply(new Pair(OTHER, OTHER)).item()).isEqualTo(25);
        assertThat(product.plans()).isEqualTo(2);
    }

    @Test
    void aTiedStateStaysTied() {
        var run = Run.of(new Pair(ONE, ONE), (Pair p, Tensor x) -> {
            Tensor next = p.a().add(x);
            return new Scan.Step<>(new Pair(next, next), next.sum());
        });
        assertThat(run.step(Tensor.of(1, 1))).isEqualTo(5);
        Pair now = run.state();
        assertThat(now.a()).isSameAs(now.b());
        assertThat(now.a().toDoubles()).containsExactly(2, 3);
    }

    @Test
    void aStepThatUntiesItsStateIsRefused() {
        var run = Run.of(new Pair(ONE, ONE), (Pair p, Tensor x) -> new Scan.Step<>(p.moved(x), x.sum()));
        assertThatThrownBy(() -> run.step(OTHER)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("\"a\"", "\"b\"", "alias()");
        var apart = Run.of(new Pair(ONE, ONE.alias()), (Pair p, Tensor x) -> new Scan.Step<>(p.moved(x), x.sum()));
        apart.step(OTHER);
        assertThat(apart.state().a().toDoubles()).containsExactly(4, 6);
        assertThat(apart.state().b().toDoubles()).containsExactly(10, 18);
    }

    @Test
    void aBatchMayBeTheStateItself() {
        var run = Run.of(ONE, (Tensor state, Tensor x) -> new Scan.Step<>(state.mul(x), x.sum()));
        run.step(ONE);
        run.step(OTHER);
        assertThat(run.state().toDoubles()).containsExactly(3, 16);
    }

    /// A Java number in the state.
    record Counted(Tensor sum, int steps) {}

    @Test
    void aJavaNumberThatAStepChangesIsRefused() {
        var start = new Counted(ONE, 0);
        var run = Run.of(start, (Counted c, Tensor x) -> new Scan.Step<>(new Counted(c.sum().add(x), c.steps() + 1), x.sum()));
        assertThatThrownBy(() -> run.step(OTHER)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("given 0", "hands on 1", "tensor");
        assertThatThrownBy(() -> Scan.scan((Counted c, Tensor x) -> new Scan.Step<>(new Counted(c.sum().add(x), c.steps() + 1), x),
                start, OTHER)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("hands on 1");
        var kept = Run.of(start, (Counted c, Tensor x) -> new Scan.Step<>(new Counted(c.sum().add(x), c.steps()), x.sum()));
        kept.step(OTHER);
        assertThat(kept.state().sum().toDoubles()).containsExactly(4, 6);
    }
}
