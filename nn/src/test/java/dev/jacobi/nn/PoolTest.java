package dev.jacobi.nn;

import static dev.jacobi.Jacobi.grad;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.offset;
import static org.assertj.core.api.Assertions.within;

import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.RandomKey;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import org.junit.jupiter.api.Test;

class PoolTest {
    private final Tensor images = RandomKey.of(4).normal(Shape.of(2, 3, 6, 7), DType.F64);

    @Test
    void theLargestAndTheMeanOfEachWindow() {
        for (int window = 1; window <= 6; window++) {
            for (int stride = 1; stride <= 3; stride++) {
                Tensor most = new MaxPool(window, stride).apply(images);
                Tensor mean = new AveragePool(window, stride).apply(images);
                assertThat(most.shape()).isEqualTo(Shape.of(2, 3, (6 - window) / stride + 1, (7 - window) / stride + 1)).isEqualTo(mean.shape());
                for (int n = 0; n < 2; n++) for (int c = 0; c < 3; c++) for (int i = 0; i < most.size(2); i++) for (int j = 0; j < most.size(3); j++) {
                    double largest = Double.NEGATIVE_INFINITY;
                    double sum = 0;
                    for (int r = 0; r < window; r++) for (int s = 0; s < window; s++) {
                        double v = images.at(n, c, i * stride + r, j * stride + s);
                        largest = Math.max(largest, v);
                        sum += v;
                    }
                    assertThat(most.at(n, c, i, j)).isEqualTo(largest);
                    assertThat(mean.at(n, c, i, j)).isCloseTo(sum / (window * window), within(1e-14));
                }
            }
        }
    }

    @Test
    void agreesWithCs231n() {
        Vectors v = Vectors.of("max_pool_forward");
        assertThat(MaxPool.of(2).apply(v.get("x")).toDoubles()).containsExactly(v.get("correct_out").toDoubles(), offset(1e-8));
    }

    @Test
    void theFirstOfEqualsHasTheWholeGradient() {
        Tensor x = Tensor.of(Shape.of(1, 2, 4), 5, 1, 2, 7, /* */ 5, 5, 7, 7);
        Tensor g = grad((Tensor t) -> MaxPool.of(2).apply(t).mul(Tensor.of(10, 20).reshape(1, 1, 2)).sum(), x);
        assertThat(g.toDoubles()).containsExactly(10, 0, 0, 20, 0, 0, 0, 0);
        Tensor equal = Tensor.full(Shape.of(1, 3, 3), 4, DType.F64);
        assertThat(grad((Tensor t) -> new MaxPool(3, 3).apply(t).sum(), equal).toDoubles()).containsExactly(1, 0, 0, 0, 0, 0, 0, 0, 0);
        // windows that overlap add up
        assertThat(grad((Tensor t) -> new MaxPool(2, 1).apply(t).sum(), equal).toDoubles()).containsExactly(1, 1, 0, 1, 1, 0, 0, 0, 0);
    }

    @Test
    void notANumberWinsAndInfinityIsANumber() {
        for (int window : new int[] {2, 3}) {
            for (int at = 0; at < window * window; at++) {
                double[] values = new double[window * window];
                values[at] = Double.NaN;
                values[window * window - 1] = at == window * window - 1 ? Double.NaN : 9;
                Tensor x = Tensor.of(Shape.of(window, window), values);
                assertThat(MaxPool.of(window).apply(x).item()).isNaN();
                assertThat(grad((Tensor t) -> MaxPool.of(window).apply(t).sum(), x).toDoubles()[at]).isEqualTo(1);
            }
            Tensor low = Tensor.full(Shape.of(window, window), Double.NEGATIVE_INFINITY, DType.F64);
            assertThat(MaxPool.of(window).apply(low).item()).isEqualTo(Double.NEGATIVE_INFINITY);
        }
    }

    @Test
    void whatDoesntFitIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> MaxPool.of(7).apply(images))
                .withMessage("max pooling needs a window no larger than the image, but got the window (7, 7) and the image (6, 7)");
        assertThatIllegalArgumentException().isThrownBy(() -> AveragePool.of(7).apply(images)).withMessageContaining("(2, 3, 6, 7), 7 and 7");
        assertThatIllegalArgumentException().isThrownBy(() -> MaxPool.of(2).apply(Tensor.of(1, 2)));
        assertThatIllegalArgumentException().isThrownBy(() -> AveragePool.of(2).apply(Tensor.of(1, 2)));
        assertThatIllegalArgumentException().isThrownBy(() -> MaxPool.of(2).apply(Tensor.range(16).reshape(4, 4)));
        assertThatIllegalArgumentException().isThrownBy(() -> new MaxPool(2, 0)).withMessageContaining("but got 2 and 0");
        assertThatIllegalArgumentException().isThrownBy(() -> AveragePool.of(0));
    }
}
