package dev.jacobi.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jacobi.compile.Run;
import dev.jacobi.diff.Scan;
import org.junit.jupiter.api.Test;

/// The front part of a tensor is dense from index 0, but its storage goes on behind it.
class FrontViewTest {
    private static final Tensor WHOLE = Tensor.of(Shape.of(3, 2), 0, 1, 2, 3, 4, 5);
    private static final Tensor FRONT = WHOLE.get(0);

    @Test
    void itsNumbersEndWhereItEnds() {
        assertThat(FRONT.layout()).isNull();
        assertThat(FRONT.toDoubles()).containsExactly(0, 1);
        assertThat(FRONT.to(DType.F32).toFloats()).containsExactly(0, 1);
        assertThat(WHOLE.to(DType.F32).get(0).toFloats()).containsExactly(0, 1);
        assertThat(FRONT.to(DType.I64).toLongs()).containsExactly(0, 1);
        assertThat(WHOLE.to(DType.I64).get(0).toLongs()).containsExactly(0, 1);
        assertThat(Tensor.of(Shape.of(2, 1), 0, Double.NaN).get(0).hasNaN()).isFalse();
        assertThat(FRONT.allClose(Tensor.of(0, 1), 0, 0)).isTrue();
        assertThat(FRONT.add(1).toDoubles()).containsExactly(1, 2);
    }

    @Test
    void asAnIndex() {
        Tensor index = Tensor.ofInts(2, 0, 1).slice(0, 0, 2);
        assertThat(WHOLE.gather(0, index).toDoubles()).containsExactly(4, 5, 0, 1);
    }

    @Test
    void asTheOutputOfAScan() {
        Tensor start = Tensor.of(0, 0, 0, 0);
        var r = Scan.scan((Tensor carry, Tensor x) -> {
            Tensor next = carry.add(x.sum());
            return new Scan.Step<>(next, next.slice(0, 0, 1));
        }, start, WHOLE);
        assertThat(r.output().toDoubles()).containsExactly(1, 6, 15);
    }

    @Test
    void asTheNextStateOfARun() {
        var run = Run.of(Tensor.of(1, 1), (Tensor state, Tensor x) ->
                new Scan.Step<>(Tensor.concat(0, java.util.List.of(state, x)).mul(2).slice(0, 0, 2), state.sum()));
        run.step(Tensor.of(7, 7, 7));
        assertThat(run.state().toDoubles()).containsExactly(2, 2);
    }
}
