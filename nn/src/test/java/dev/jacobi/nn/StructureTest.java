package dev.jacobi.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.jacobi.tensor.RandomKey;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import org.junit.jupiter.api.Test;

class StructureTest {
    private final Tensor x = Tensor.of(Shape.of(2, 6), 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);

    @Test
    void samplesChangeTheirShapeAndKeepTheirNumbers() {
        Tensor images = Unflatten.of(1, 2, 3).apply(x);
        assertThat(images.shape()).isEqualTo(Shape.of(2, 1, 2, 3));
        assertThat(images.at(1, 0, 0, 2)).isEqualTo(9);
        Tensor rows = new Flatten().apply(images);
        assertThat(rows.shape()).isEqualTo(x.shape());
        assertThat(rows.toDoubles()).containsExactly(x.toDoubles());
        assertThat(new Flatten().apply(Tensor.of(1, 2)).shape()).isEqualTo(Shape.of(2, 1));
    }

    @Test
    void aResidualLayerAddsItsInput() {
        assertThat(new Residual(Activation.RELU).apply(Tensor.of(-2, 3)).toDoubles()).containsExactly(-2, 6);
        assertThat(new Residual(Sequential.of()).apply(Tensor.of(-2, 3)).toDoubles()).containsExactly(-4, 6);
    }

    @Test
    void shapesThatDontFitAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Unflatten.of(4).apply(x))
                .withMessage("samples of the shape (4) need 4 numbers each, but got (2, 6)");
        assertThatIllegalArgumentException().isThrownBy(() -> Unflatten.of(2, 0)).withMessage("unflatten needs sizes of at least 1, but got [2, 0]");
        assertThatIllegalArgumentException().isThrownBy(Unflatten::of);
        assertThatIllegalArgumentException().isThrownBy(() -> new Flatten().apply(Tensor.scalar(1)));
        Residual narrow = new Residual(Dense.of(2, 1, Initialization.HE, RandomKey.of(1)));
        assertThatIllegalArgumentException().isThrownBy(() -> narrow.apply(Tensor.ofFloats(1, 2)))
                .withMessage("a residual layer needs a body that keeps the shape, but dense 2 1 makes (1) of (2)");
    }
}
