package dev.jacobi.tensor;

import static dev.jacobi.Jacobi.grad;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FillsTest {
    private static void same(Tensor actual, double... expected) { assertThat(actual.toDoubles()).containsExactly(expected); }

    @ParameterizedTest
    @EnumSource(DType.class)
    void ofEveryKind(DType dtype) {
        same(Tensor.eye(2, dtype), 1, 0, 0, 1);
        assertThat(Tensor.eye(0, dtype).type()).isEqualTo(new TensorType(dtype, Shape.of(0, 0)));
        Tensor like = Tensor.ones(Shape.of(1, 2), dtype);
        for (Tensor t : List.of(like.zerosLike(), like.onesLike(), like.fullLike(1))) assertThat(t.type()).isEqualTo(like.type());
        same(like.zerosLike(), 0, 0);
        same(like.onesLike(), 1, 1);
    }

    @Test
    void likenessesHaveNoGradient() {
        same(grad((Tensor x) -> x.fullLike(3).mul(x).sum(), Tensor.of(7, 8)), 3, 3);
        assertThatIllegalArgumentException().isThrownBy(() -> Tensor.ofInts(1).fullLike(0.5)).withMessageContaining("whole numbers");
        assertThatIllegalArgumentException().isThrownBy(() -> Tensor.eye(-1, DType.F64)).withMessageContaining("0 or more");
    }

    @Test
    void grids() {
        List<Tensor> grid = Tensor.meshgrid(Tensor.of(1, 2), Tensor.ofInts(5, 6, 7));
        same(grid.get(0), 1, 1, 1, 2, 2, 2);
        same(grid.get(1), 5, 6, 7, 5, 6, 7);
        assertThat(grid.get(1).dtype()).isEqualTo(DType.I32);
        assertThat(Tensor.meshgrid()).isEmpty();
        assertThat(Tensor.meshgrid(Tensor.of(1, 2), Tensor.of()).getFirst().shape()).isEqualTo(Shape.of(2, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> Tensor.meshgrid(Tensor.scalar(1))).withMessageContaining("meshgrid needs vectors, but got ()");
    }

    /// Both ends are met exactly, the middle is symmetric, and nothing overflows on the way.
    @Test
    void evenSteps() {
        for (int n = 2; n < 200; n++) {
            Tensor t = Tensor.linspace(-0.7, 0.7, n);
            assertThat(t.at(0)).isEqualTo(-0.7);
            assertThat(t.at(-1)).isEqualTo(0.7);
            for (int i = 0; i < n / 2; i++) assertThat(t.at(i)).isEqualTo(-t.at(n - 1 - i));
        }
        for (double v : Tensor.linspace(Double.MAX_VALUE, -Double.MAX_VALUE, 7).toDoubles()) assertThat(v).isFinite();
        same(Tensor.linspace(5, 2, 4), 5, 4, 3, 2);
        same(Tensor.linspace(1, 1, 3), 1, 1, 1);
        assertThat(Tensor.arange(0, 1, 0.1).toDoubles()).hasSize(10).doesNotContain(1.0);
        assertThat(Tensor.arange(0, 1e-300, 1e-301).size()).isEqualTo(10);
    }
}
