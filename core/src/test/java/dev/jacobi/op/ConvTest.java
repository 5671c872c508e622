package dev.jacobi.op;

import static dev.jacobi.Jacobi.grad;
import static dev.jacobi.Jacobi.jvp;
import static dev.jacobi.Jacobi.vmap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.jacobi.diff.GradCheck;
import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.Graph;
import dev.jacobi.tensor.RandomKey;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Convolution against its definition, and its three ops as each other's adjoints.
class ConvTest {
    private static Tensor normal(int... sizes) { return RandomKey.of(2).fold(Shape.of(sizes).hashCode()).normal(Shape.of(sizes), DType.F64); }

    /// The definition, one output at a time.
    private static double at(Tensor x, Tensor w, int stride, int pad, int image, int filter, int row, int column) {
        double sum = 0;
        for (int c = 0; c < x.size(1); c++) for (int r = 0; r < w.size(2); r++) for (int s = 0; s < w.size(3); s++) {
            int i = row * stride - pad + r;
            int j = column * stride - pad + s;
            if (i >= 0 && i < x.size(2) && j >= 0 && j < x.size(3)) sum += x.at(image, c, i, j) * w.at(filter, c, r, s);
        }
        return sum;
    }

    @ParameterizedTest
    @CsvSource({"1, 0", "2, 0", "1, 1", "2, 1", "3, 2"})
    void agreesWithItsDefinition(int stride, int pad) {
        Tensor x = normal(2, 3, 6, 5);
        Tensor w = normal(4, 3, 2, 3);
        Tensor y = x.conv2d(w, stride, pad);
        assertThat(y.shape()).isEqualTo(Shape.of(2, 4, (6 + 2 * pad - 2) / stride + 1, (5 + 2 * pad - 3) / stride + 1));
        for (int n = 0; n < 2; n++) for (int f = 0; f < 4; f++) for (int i = 0; i < y.size(2); i++) for (int j = 0; j < y.size(3); j++) {
            assertThat(y.at(n, f, i, j)).isCloseTo(at(x, w, stride, pad, n, f, i, j), within(1e-13));
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 0", "2, 1"})
    void gradientsOfEveryOrder(int stride, int pad) {
        Tensor x = normal(1, 2, 4, 4);
        Tensor w = normal(2, 2, 2, 3);
        Function<List<Tensor>, Tensor> f = in -> in.get(0).conv2d(in.get(1), stride, pad).sin().sum();
        GradCheck.of(f).at(List.of(x, w)).orThrow();
        Function<List<Tensor>, Tensor> slopes = in -> {
            List<Tensor> g = grad(f, in);
            return g.get(0).square().sum().add(g.get(1).square().sum());
        };
        GradCheck.of(slopes).tolerance(1e-7).at(List.of(x, w)).orThrow();
        List<Tensor> along = List.of(normal(1, 2, 4, 4).flip(3), normal(2, 2, 2, 3).flip(2));
        double forward = jvp(slopes, List.of(x, w), along).tangent().item();
        List<Tensor> reverse = grad(slopes, List.of(x, w));
        double expected = reverse.get(0).mul(along.get(0)).sum().add(reverse.get(1).mul(along.get(1)).sum()).item();
        assertThat(forward).isCloseTo(expected, within(1e-10 * Math.abs(expected)));
    }

    /// ⟨conv(x, w), g⟩ = ⟨x, inputGradient(g, w)⟩ = ⟨w, weightGradient(x, g)⟩, also where the window doesn't reach the edge.
    @ParameterizedTest
    @CsvSource({"1, 0", "2, 0", "3, 1"})
    void eachIsTheOthersAdjoint(int stride, int pad) {
        Tensor x = normal(2, 2, 6, 6);
        Tensor w = normal(3, 2, 3, 2);
        Conv op = new Conv(Window.ofFilters(w).stride(stride).pad(pad), 1);
        Tensor y = Graph.apply(op, x, w);
        Tensor g = RandomKey.of(7).normal(y.shape(), DType.F64);
        double expected = y.mul(g).sum().item();
        assertThat(x.mul(Graph.apply(new Conv.InputGradient(op, x.shape()), g, w)).sum().item()).isCloseTo(expected, within(1e-12));
        assertThat(w.mul(Graph.apply(new Conv.WeightGradient(op, w.shape()), x, g)).sum().item()).isCloseTo(expected, within(1e-12));
    }

    @Test
    void otherStepsForRowsAndColumns() {
        Tensor x = normal(1, 1, 5, 7);
        Tensor w = normal(1, 1, 2, 2);
        Tensor y = x.conv(w, Window.of(2, 2).stride(1, 3).pad(0, 2));
        Tensor padded = x.pad(3, 2, 2);
        assertThat(y.shape()).isEqualTo(Shape.of(1, 1, 4, 4));
        assertThat(y.toDoubles()).containsExactly(padded.conv2d(w).slice(3, 0, 10, 3).toDoubles(), within(1e-15));
    }

    @Test
    void axesBeforeTheChannelsAreBatch() {
        Tensor x = normal(2, 3, 2, 4, 4);
        Tensor w = normal(3, 2, 2, 2);
        Tensor y = x.conv2d(w, 2, 1);
        assertThat(y.shape()).isEqualTo(Shape.of(2, 3, 3, 3, 3));
        assertThat(y.get(1).toDoubles()).containsExactly(x.get(1).conv2d(w, 2, 1).toDoubles());
        assertThat(y.get(1).get(2).toDoubles()).containsExactly(x.get(1).get(2).conv2d(w, 2, 1).toDoubles());
    }

    @Test
    void batchesOfImagesAndOfFilters() {
        Tensor x = normal(3, 1, 2, 4, 4);
        Tensor w = normal(3, 2, 2, 3, 3);
        Function<List<Tensor>, Tensor> f = in -> in.get(0).conv2d(in.get(1), 1, 1).sin();
        Function<List<Tensor>, List<Tensor>> slope = in -> grad((List<Tensor> v) -> f.apply(v).sum(), in);
        Tensor images = vmap((Tensor t) -> f.apply(List.of(t, w.get(0))), x);
        Tensor filters = vmap((Tensor t) -> f.apply(List.of(x.get(0), t)), w);
        Tensor both = vmap(f, List.of(x, w));
        List<Tensor> slopes = vmap(slope, List.of(x, w));
        List<Tensor> imageSlopes = vmap((Tensor t) -> slope.apply(List.of(t, w.get(0))), x);
        for (int m = 0; m < 3; m++) {
            assertThat(images.get(m).toDoubles()).containsExactly(f.apply(List.of(x.get(m), w.get(0))).toDoubles());
            assertThat(filters.get(m).toDoubles()).containsExactly(f.apply(List.of(x.get(0), w.get(m))).toDoubles());
            assertThat(both.get(m).toDoubles()).containsExactly(f.apply(List.of(x.get(m), w.get(m))).toDoubles());
            for (int i = 0; i < 2; i++) {
                assertThat(slopes.get(i).get(m).toDoubles()).containsExactly(slope.apply(List.of(x.get(m), w.get(m))).get(i).toDoubles());
                assertThat(imageSlopes.get(i).get(m).toDoubles()).containsExactly(slope.apply(List.of(x.get(m), w.get(0))).get(i).toDoubles());
            }
        }
    }

    @Test
    void theResultMovesWithTheImage() {
        Tensor x = normal(1, 2, 5, 5);
        Tensor w = normal(2, 2, 2, 2);
        Tensor moved = x.pad(2, 1, 0).pad(3, 2, 0);
        assertThat(moved.conv2d(w).slice(2, 1, 5).slice(3, 2, 6).toDoubles()).containsExactly(x.conv2d(w).toDoubles());
    }

    @Test
    void errorsSayWhatToDo() {
        Tensor x = normal(1, 2, 4, 4);
        assertThatThrownBy(() -> x.conv2d(normal(3, 1, 2, 2))).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("conv2d needs (images, channels, height, width) and (filters, channels, rows, columns) with as many channels, "
                        + "but got (1, 2, 4, 4) and (3, 1, 2, 2)");
        assertThatThrownBy(() -> x.get(0).get(0).conv2d(normal(3, 2, 2, 2))).hasMessageContaining("but got (4, 4) and (3, 2, 2, 2)");
        assertThatThrownBy(() -> x.conv2d(normal(3, 2, 5, 2), 2, 0))
                .hasMessage("conv2d needs a window no larger than the padded image, but got the window 5x2 stride 2 and the image (4, 4); pad more");
        assertThatThrownBy(() -> x.conv2d(normal(3, 2, 2, 2), 0, 1))
                .hasMessage("a window needs a size, a stride and a dilation of at least 1 and padding of at least 0, but got the size 2, the stride 0, "
                        + "the dilation 1 and the padding 0 and 0");
        assertThatThrownBy(() -> x.conv2d(normal(3, 2, 2, 2).to(DType.F32))).hasMessageContaining("to(DType.F32)");
        assertThatThrownBy(() -> x.conv2d(normal(3, 2, 2, 2), 1, Integer.MAX_VALUE)).hasMessageContaining("a window needs padded axes of at most 2147483647 elements");
    }
}
