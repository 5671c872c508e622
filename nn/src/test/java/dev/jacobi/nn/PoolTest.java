package dev.jacobi.nn;

import static dev.jacobi.Jacobi.grad;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.offset;
import static org.assertj.core.api.Assertions.within;

import dev.jacobi.op.Window;
import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.RandomKey;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
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
    void windowsOverOneAxisWithPaddingGapsAndARest() {
        Tensor series = RandomKey.of(5).normal(Shape.of(2, 3, 8), DType.F64);
        for (int size = 1; size <= 3; size++) for (int stride = 1; stride <= 3; stride++) for (int padding = 0; padding < size; padding++) {
            for (int dilation = 1; dilation <= 2; dilation++) {
                int gaps = dilation;
                Window window = Window.of(size).stride(stride).pad(padding).dilation(gaps);
                Tensor most = new MaxPool(window).apply(series);
                Tensor mean = new AveragePool(window, false).apply(series);
                Tensor counted = new AveragePool(window, true).apply(series);
                int count = (8 + 2 * padding - (size - 1) * gaps - 1) / stride + 1;
                assertThat(most.shape()).isEqualTo(Shape.of(2, 3, count)).isEqualTo(mean.shape()).isEqualTo(counted.shape());
                for (int n = 0; n < 2; n++) for (int c = 0; c < 3; c++) for (int i = 0; i < count; i++) {
                    int start = i * stride - padding;
                    double[] seen = IntStream.range(0, size).map(k -> start + k * gaps).filter(k -> k >= 0 && k < 8)
                            .mapToDouble(series.get(n).get(c)::at).toArray();
                    assertThat(most.at(n, c, i)).isEqualTo(Arrays.stream(seen).max().orElseThrow());
                    double sum = Arrays.stream(seen).sum();
                    assertThat(mean.at(n, c, i)).isCloseTo(sum / seen.length, within(1e-14));
                    assertThat(counted.at(n, c, i)).isCloseTo(sum / size, within(1e-14));
                }
            }
        }
        assertThat(new MaxPool(Window.of(2).stride(3).roundedUp()).apply(Tensor.of(1, 5, 2, 3)).toDoubles()).containsExactly(5, 3);
    }

    @Test
    void anImageInParts() {
        for (int rows = 1; rows <= 7; rows++) for (int columns = 1; columns <= 3; columns++) {
            Tensor most = AdaptiveMaxPool.of(rows, columns).apply(images);
            Tensor mean = AdaptiveAveragePool.of(rows, columns).apply(images);
            assertThat(most.shape()).isEqualTo(Shape.of(2, 3, rows, columns)).isEqualTo(mean.shape());
            for (int n = 0; n < 2; n++) for (int c = 0; c < 3; c++) for (int i = 0; i < rows; i++) for (int j = 0; j < columns; j++) {
                int top = 6 * i / rows;
                int bottom = (6 * (i + 1) + rows - 1) / rows;
                int left = 7 * j / columns;
                int right = (7 * (j + 1) + columns - 1) / columns;
                double largest = Double.NEGATIVE_INFINITY;
                double sum = 0;
                for (int r = top; r < bottom; r++) for (int s = left; s < right; s++) {
                    largest = Math.max(largest, images.at(n, c, r, s));
                    sum += images.at(n, c, r, s);
                }
                assertThat(most.at(n, c, i, j)).isEqualTo(largest);
                assertThat(mean.at(n, c, i, j)).isCloseTo(sum / ((bottom - top) * (right - left)), within(1e-14));
            }
        }
        Tensor global = AdaptiveAveragePool.of(1).apply(images);
        assertThat(global.shape()).isEqualTo(Shape.of(2, 3, 6, 1));
        assertThat(global.flatten().toDoubles()).containsExactly(images.mean(-1).flatten().toDoubles(), offset(1e-15));
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
        assertThatIllegalArgumentException().isThrownBy(() -> new MaxPool(2, 0)).withMessageContaining("but got the size 2, the stride 0");
        assertThatIllegalArgumentException().isThrownBy(() -> AveragePool.of(0));
        assertThatIllegalArgumentException().isThrownBy(() -> new MaxPool(Window.of(2).stride(2).pad(2)).apply(Tensor.of(1, 2)))
                .withMessageContaining("lies in the padding of (2); pad by less than the window");
        for (List<Integer> parts : List.of(List.<Integer>of(), List.of(1, 0), List.of(1, 1, 1, 1))) {
            assertThatIllegalArgumentException().isThrownBy(() -> new AdaptiveMaxPool(parts))
                    .withMessage("adaptive max pooling needs 1 to 3 numbers of parts of at least 1, but got " + parts + "; give one for each axis of space");
            assertThatIllegalArgumentException().isThrownBy(() -> new AdaptiveAveragePool(parts)).withMessageStartingWith("adaptive average pooling");
        }
        assertThatIllegalArgumentException().isThrownBy(() -> AdaptiveMaxPool.of(1, 1).apply(Tensor.of(1, 2)));
    }
}
