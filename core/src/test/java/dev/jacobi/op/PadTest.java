package dev.jacobi.op;

import static dev.jacobi.Jacobi.grad;
import static dev.jacobi.Jacobi.hessian;
import static dev.jacobi.Jacobi.vmap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import org.junit.jupiter.api.Test;

class PadTest {
    private static final Tensor X = Tensor.of(Shape.of(2, 2), 1, 2, 3, 4);

    @Test
    void puttingNumbersAround() {
        assertThat(X.pad(1, 1, 2).toDoubles()).containsExactly(0, 1, 2, 0, 0, 0, 3, 4, 0, 0);
        assertThat(X.pad(-2, 1, 0, -7).toDoubles()).containsExactly(-7, -7, 1, 2, 3, 4);
        assertThat(X.pad(0, 0, 0).toDoubles()).containsExactly(1, 2, 3, 4);
        assertThat(Tensor.of().pad(0, 1, 1).toDoubles()).containsExactly(0, 0);
        assertThat(Tensor.of(1).pad(0, 1, 0, Double.NEGATIVE_INFINITY).toDoubles()).containsExactly(Double.NEGATIVE_INFINITY, 1);
    }

    @Test
    void everyKindOfNumber() {
        assertThat(Tensor.ofInts(5).pad(0, 1, 1, -1).toLongs()).containsExactly(-1, 5, -1);
        assertThat(Tensor.ofLongs(Long.MAX_VALUE).pad(0, 1, 0).toLongs()).containsExactly(0, Long.MAX_VALUE);
        assertThat(Tensor.ofBooleans(true).pad(0, 0, 1).to(DType.I32).toLongs()).containsExactly(1, 0);
        assertThat(Tensor.ofFloats(0.1f).pad(0, 0, 1, 0.2).toFloats()).containsExactly(0.1f, 0.2f);
    }

    @Test
    void gradientsComeFromTheInside() {
        Tensor g = grad(x -> x.pad(1, 1, 1, 3).mul(Tensor.of(10, 20, 30, 40)).sum(), X);
        assertThat(g.toDoubles()).containsExactly(20, 30, 20, 30);
        assertThat(hessian(x -> x.pad(0, 2, 1, 3).square().sum(), Tensor.of(5, 6)).toDoubles()).containsExactly(2, 0, 0, 2);
        assertThat(vmap(x -> x.pad(0, 1, 0, 9), X).toDoubles()).containsExactly(9, 1, 2, 9, 3, 4);
    }

    @Test
    void errorsSayWhatToDo() {
        assertThatThrownBy(() -> X.pad(1, -1, 0)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("pad needs 0 or more on both sides, and a sum that fits an axis, but got -1 and 0 for axis 1 of (2, 2); "
                        + "slice takes elements away");
        assertThatThrownBy(() -> X.pad(1, Integer.MAX_VALUE, 1)).hasMessageContaining("a sum that fits an axis");
        assertThatThrownBy(() -> X.pad(2, 1, 1)).hasMessageContaining("axis 2");
        assertThatThrownBy(() -> Tensor.ofInts(1, 2).pad(0, 1, 1, 0.5)).isInstanceOf(IllegalArgumentException.class);
    }
}
