package dev.jacobi.op;

import static dev.jacobi.Jacobi.grad;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import org.junit.jupiter.api.Test;

/// Largest and smallest elements: ties share, NaN wins, and long numbers keep all their digits.
class ExtremesTest {
    @Test
    void tiesShareTheGradientEqually() {
        assertThat(grad((Tensor x) -> x.max(), Tensor.of(2, 2, 1)).toDoubles()).containsExactly(0.5, 0.5, 0);
        assertThat(grad((Tensor x) -> x.min(), Tensor.of(1, 1, 1, 5)).toDoubles()).containsExactly(1 / 3.0, 1 / 3.0, 1 / 3.0, 0);
        assertThat(grad((Tensor x) -> x.max(1).mul(Tensor.of(1, 10)).sum(), Tensor.of(Shape.of(2, 2), 3, 3, 1, 2)).toDoubles())
                .containsExactly(0.5, 0.5, 0, 10);
        assertThat(grad((Tensor x) -> x.maximum(Tensor.of(1, 0)).sum(), Tensor.of(1, 1)).toDoubles()).containsExactly(0.5, 1);
    }

    @Test
    void nanWins() {
        assertThat(Tensor.of(2, Double.NaN, 3).max().item()).isNaN();
        assertThat(Tensor.of(2, Double.NaN, 3).min().item()).isNaN();
        assertThat(Tensor.of(2, Double.NaN, 3).argMax(0).item()).isEqualTo(1);
    }

    @Test
    void argMaxTellsLongNumbersApart() {
        long big = 1L << 53;
        assertThat(Tensor.ofLongs(big, big + 1, big).argMax(0).item()).isEqualTo(1);
        assertThat(Tensor.ofInts(3, 7, 7, -1).argMax(0).item()).isEqualTo(1);
        assertThat(Tensor.ofBooleans(false, true, true).argMax(0).item()).isEqualTo(1);
    }
}
