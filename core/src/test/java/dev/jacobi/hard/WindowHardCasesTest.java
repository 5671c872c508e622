package dev.jacobi.hard;

import static dev.jacobi.Jacobi.grad;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jacobi.op.Window;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Pooling where it is hard.
class WindowHardCasesTest {

    @Test
    @DisplayName("case 127: the first of equals has the gradient, with every way to pool")
    void tiesGoToTheFirst() {
        Tensor x = Tensor.of(Shape.of(2, 3), 2, 2, 1, 2, 0, 2);
        assertThat(grad((Tensor t) -> t.maxPool(Window.of(2, 3)).sum(), x).toDoubles()).containsExactly(1, 0, 0, 0, 0, 0);
        assertThat(grad((Tensor t) -> t.adaptiveMaxPool(1, 1).sum(), x).toDoubles()).containsExactly(1, 0, 0, 0, 0, 0);
        assertThat(grad((Tensor t) -> t.maxPool2d(2, 1).sum(), x).toDoubles()).containsExactly(1, 1, 0, 0, 0, 0);
        assertThat(grad((Tensor t) -> t.maxPool(Window.of(2, 2).roundedUp()).sum(), x).toDoubles()).containsExactly(1, 1, 0, 0, 0, 0);
    }

    @Test
    @DisplayName("case 127: NaN wins, -infinity loses, padding is never seen")
    void nanWins() {
        Tensor x = Tensor.of(1, Double.NaN, Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY);
        Tensor y = x.maxPool(Window.of(2).stride(2).pad(0));
        assertThat(y.toDoubles()).containsExactly(Double.NaN, Double.NEGATIVE_INFINITY);
        assertThat(grad((Tensor t) -> t.maxPool(Window.of(2).stride(2)).sum(), x).toDoubles()).containsExactly(0, 1, 1, 0);
        assertThat(Tensor.of(-3, -2).maxPool(Window.of(2).pad(1)).toDoubles()).containsExactly(-3, -2, -2);
    }

    @Test
    @DisplayName("case 128: whether an average counts the padding is said by the name")
    void paddingCountsWhereTheNameSaysSo() {
        Tensor x = Tensor.of(1, 4);
        assertThat(x.averagePool(Window.of(2).pad(1)).toDoubles()).containsExactly(1, 2.5, 4);
        assertThat(x.averagePoolWithPadding(Window.of(2).pad(1)).toDoubles()).containsExactly(0.5, 2.5, 2);
    }

    @Test
    void windowsMustSeeSomething() {
        assertThatThrownBy(() -> Tensor.of(1, 2).maxPool(Window.of(3))).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("fits into");
        assertThatThrownBy(() -> Tensor.of(1, 2).averagePool(Window.of(2).pad(2))).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("pad by less");
        assertThatThrownBy(() -> Tensor.of(1, 2).adaptiveMaxPool(0)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("at least 1");
    }

    @Test
    @DisplayName("case 128, further: a mean has nothing of what its window doesn't see, be it NaN or infinite")
    void whatIsOutsideOfAWindowHasNoPart() {
        Tensor x = Tensor.of(Double.NaN, 1, 2, 3, Double.POSITIVE_INFINITY, 7);
        assertThat(x.averagePool(Window.tiles(2)).toDoubles()).containsExactly(Double.NaN, 2.5, Double.POSITIVE_INFINITY);
        assertThat(x.adaptiveAveragePool(3).toDoubles()).containsExactly(Double.NaN, 2.5, Double.POSITIVE_INFINITY);
        assertThat(Tensor.of(1, 2, 3, 4, Double.POSITIVE_INFINITY).averagePool(Window.of(3).stride(2).pad(1)).toDoubles())
                .containsExactly(1.5, 3, Double.POSITIVE_INFINITY);
        Tensor picture = Tensor.stack(List.of(x, x.flip(0)));                                      // NaN and infinity in each row
        for (boolean padded : new boolean[] {false, true}) {
            Window window = Window.tiles(2, 2);
            assertThat((padded ? picture.averagePoolWithPadding(window) : picture.averagePool(window)).toDoubles()).containsExactly(Double.NaN, 2.5, Double.NaN);
        }
    }
}
