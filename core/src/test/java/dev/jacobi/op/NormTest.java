package dev.jacobi.op;

import static dev.jacobi.Jacobi.grad;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.RandomKey;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import org.junit.jupiter.api.Test;

/// The norm keeps its digits for very large and very small elements, and has the gradient 0 at 0.
class NormTest {
    private static Tensor slope(Tensor x) { return grad((Tensor t) -> t.norm(), x); }

    @Test
    void squaresNeitherOverflowNorVanish() {
        for (double size : new double[] {1, 1e200, 1e-200}) {
            Tensor x = Tensor.of(3 * size, 4 * size);
            assertThat(x.norm().item() / size).isEqualTo(5, offset(1e-14));
            assertThat(slope(x).allClose(Tensor.of(0.6, 0.8), 1e-14, 0)).isTrue();
        }
        assertThat(Tensor.ofFloats(3e30f, 4e30f).norm().item()).isEqualTo(5e30f);
    }

    @Test
    void theEnds() {
        assertThat(Tensor.of(0, 0, 0).norm().item()).isZero();
        assertThat(slope(Tensor.of(0, 0, 0)).toDoubles()).containsExactly(0, 0, 0);
        assertThat(grad((Tensor t) -> slope(t).sum(), Tensor.of(0, 0)).toDoubles()).containsExactly(0, 0);
        assertThat(Tensor.of(Double.NEGATIVE_INFINITY, 1).norm().item()).isInfinite();
        assertThat(Tensor.of(Double.NaN, 1).norm().item()).isNaN();
        assertThat(Tensor.zeros(Shape.of(0), DType.F64).norm().item()).isZero();
        assertThat(Tensor.scalar(-2).norm().item()).isEqualTo(2);
    }

    @Test
    void elsewhereItIsTheRootOfTheSumOfSquares() {
        Tensor x = RandomKey.of(1).normal(Shape.of(7, 5), DType.F64);
        Tensor plain = x.square().sum().sqrt();
        assertThat(x.norm().allClose(plain, 1e-15, 0)).isTrue();
        assertThat(slope(x).allClose(x.div(plain), 1e-14, 0)).isTrue();
    }
}
