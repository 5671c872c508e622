package dev.jacobi.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.offset;
import static org.assertj.core.api.Assertions.within;

import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.RandomKey;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import org.junit.jupiter.api.Test;

class ConvolutionTest {
    @Test
    void everyFilterMeetsEveryWindow() {
        RandomKey key = RandomKey.of(3);
        Tensor x = key.fold(0).normal(Shape.of(2, 3, 5, 6), DType.F64);
        Tensor w = key.fold(1).normal(Shape.of(4, 3, 2, 3), DType.F64);
        Tensor b = key.fold(2).normal(Shape.of(4), DType.F64);
        for (int stride = 1; stride <= 3; stride++) {
            for (int padding = 0; padding <= 2; padding++) {
                Tensor y = new Convolution(w, b, stride, padding).apply(x);
                assertThat(y.shape()).isEqualTo(Shape.of(2, 4, (5 + 2 * padding - 2) / stride + 1, (6 + 2 * padding - 3) / stride + 1));
                for (int n = 0; n < 2; n++) for (int f = 0; f < 4; f++) for (int i = 0; i < y.size(2); i++) for (int j = 0; j < y.size(3); j++) {
                    double sum = b.at(f);
                    for (int c = 0; c < 3; c++) for (int r = 0; r < 2; r++) for (int s = 0; s < 3; s++) {
                        int row = i * stride + r - padding;
                        int column = j * stride + s - padding;
                        if (row >= 0 && row < 5 && column >= 0 && column < 6) sum += w.at(f, c, r, s) * x.at(n, c, row, column);
                    }
                    assertThat(y.at(n, f, i, j)).isCloseTo(sum, within(1e-13));
                }
            }
        }
    }

    @Test
    void agreesWithCs231n() {
        Vectors v = Vectors.of("conv_forward");
        Tensor y = new Convolution(v.get("w"), v.get("b"), 2, 1).apply(v.get("x"));
        assertThat(y.toDoubles()).containsExactly(v.get("correct_out").toDoubles(), offset(1e-8));
    }

    @Test
    void freshWeightsSpreadAsTheInitializationSays() {
        Convolution c = Convolution.of(40, 50, 3, 1, Initialization.HE, RandomKey.of(7));
        assertThat(c.weight().variance().item() * 40 * 9 / 2).isBetween(0.97, 1.03);       // 18 000 numbers: ±1 %
        assertThat(c.bias().square().sum().item()).isZero();
        Convolution x = Convolution.of(40, 50, 3, 1, Initialization.XAVIER, RandomKey.of(7));
        assertThat(x.weight().variance().item() * (40 + 50) * 9 / 2).isBetween(0.97, 1.03);
        assertThat(c.weight().dtype()).isEqualTo(DType.F32);
    }

    @Test
    void shapesThatDontBelongTogetherAreRefused() {
        Tensor w = Tensor.zeros(Shape.of(3, 2, 2, 2), DType.F32);
        Tensor b = Tensor.zeros(Shape.of(3), DType.F32);
        assertThatIllegalArgumentException().isThrownBy(() -> new Convolution(w, Tensor.zeros(Shape.of(2), DType.F32), 1, 0))
                .withMessage("a convolution needs a weight (filters, channels, rows, columns) and a bias (filters), but got (3, 2, 2, 2) and (2)");
        assertThatIllegalArgumentException().isThrownBy(() -> new Convolution(w, b, 0, 0))
                .withMessageContaining("but got the stride 0, the padding 0 and the weight (3, 2, 2, 2)");
        assertThatIllegalArgumentException().isThrownBy(() -> new Convolution(w, b, 1, -1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Convolution(w, b, 1, 2));
        assertThatIllegalArgumentException().isThrownBy(() -> Convolution.of(1, 0, 3, 0, Initialization.HE, RandomKey.of(1)));
        assertThatIllegalArgumentException().isThrownBy(() -> new Convolution(w, b, 1, 0).apply(Tensor.zeros(Shape.of(1, 3, 4, 4), DType.F32)));
    }
}
