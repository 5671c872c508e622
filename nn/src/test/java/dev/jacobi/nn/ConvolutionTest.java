package dev.jacobi.nn;

import static dev.jacobi.Jacobi.grad;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.offset;
import static org.assertj.core.api.Assertions.within;

import dev.jacobi.op.Along;
import dev.jacobi.op.Window;
import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.RandomKey;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import dev.jacobi.tensor.Tree;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

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

    /// Places in a shape, the last axis fastest.
    private static int[] place(int flat, int... sizes) {
        int[] r = new int[sizes.length];
        for (int i = sizes.length - 1; i >= 0; i--) {
            r[i] = flat % sizes[i];
            flat /= sizes[i];
        }
        return r;
    }

    /// Where in the image the element r of a window stands, at position i; null where it is outside.
    private static int @Nullable [] seen(Window window, int[] i, int[] r, Shape image) {
        int[] place = new int[i.length];
        for (int k = 0; k < i.length; k++) {
            Along.Steps a = window.axes().get(k);
            place[k] = i[k] * a.stride() + r[k] * a.dilation() - a.before();
            if (place[k] < 0 || place[k] >= image.size(k)) return null;
        }
        return place;
    }

    private static int[] joined(int a, int b, int[] rest) {
        return IntStream.concat(IntStream.of(a, b), Arrays.stream(rest)).toArray();
    }

    static Stream<Arguments> windows() {
        return Stream.of(
                Arguments.of(Window.of(3), 1, new int[] {7}), Arguments.of(Window.of(3).stride(2).pad(2).dilation(2), 2, new int[] {7}),
                Arguments.of(Window.of(2).pad(new int[] {1}, new int[] {0}), 4, new int[] {4}),
                Arguments.of(Window.of(3, 2).stride(2, 1).pad(1, 0).dilation(1, 2), 2, new int[] {5, 6}),
                Arguments.of(Window.of(2, 2).stride(3), 4, new int[] {5, 8}),
                Arguments.of(Window.of(2, 1, 3).stride(1, 2, 1).pad(1, 0, 2), 2, new int[] {3, 4, 3}));
    }

    @ParameterizedTest
    @MethodSource("windows")
    void groupsSeeTheirChannelsAlongAnyNumberOfAxes(Window window, int groups, int[] space) {
        Convolution layer = Tree.map(Convolution.of(4, 8, window, groups, Initialization.NORMAL, RandomKey.of(3)), t -> t.to(DType.F64));
        Tensor x = RandomKey.of(4).normal(Shape.of(joined(2, 4, space)), DType.F64);
        Tensor y = layer.apply(x);
        Shape image = Shape.of(space);
        int[] positions = y.shape().part(2, y.rank()).toArray();
        int[] filter = Convolution.sizes(window).toArray();
        for (int n = 0; n < 2; n++) for (int f = 0; f < 8; f++) for (int p = 0; p < Shape.of(positions).size(); p++) {
            int[] i = place(p, positions);
            double sum = layer.bias().at(f);
            for (int c = 0; c < 4 / groups; c++) for (int r = 0; r < Shape.of(filter).size(); r++) {
                int[] at = seen(window, i, place(r, filter), image);
                int channel = f / (8 / groups) * (4 / groups) + c;
                if (at != null) sum += layer.weight().at(joined(f, c, place(r, filter))) * x.at(joined(n, channel, at));
            }
            assertThat(y.at(joined(n, f, i))).isCloseTo(sum, within(1e-12));
        }
    }

    @ParameterizedTest
    @MethodSource("windows")
    void transposedEveryElementSpreadsOverAWindow(Window window, int groups, int[] space) {
        for (int extra = 0; extra < window.axes().stream().mapToInt(Along.Steps::stride).min().orElseThrow(); extra++) {
            TransposedConvolution layer = Tree.map(TransposedConvolution.of(4, 8, window, groups, List.of(extra), Initialization.NORMAL, RandomKey.of(3)),
                    t -> t.to(DType.F64));
            Tensor x = RandomKey.of(4).normal(Shape.of(joined(2, 4, space)), DType.F64);
            Tensor y = layer.apply(x);
            int[] larger = new int[space.length];
            for (int k = 0; k < space.length; k++) {
                Along.Steps a = window.axes().get(k);
                larger[k] = (space[k] - 1) * a.stride() + (a.size() - 1) * a.dilation() + 1 - a.before() - a.after() + extra;
            }
            assertThat(y.shape()).isEqualTo(Shape.of(joined(2, 8, larger)));
            double[] expected = layer.bias().reshape(Shape.of(8).append(Shape.ones(space.length))).expand(y.shape()).toDoubles();
            int[] filter = Convolution.sizes(window).toArray();
            int spread = Shape.of(larger).size();
            for (int n = 0; n < 2; n++) for (int c = 0; c < 4; c++) for (int p = 0; p < Shape.of(space).size(); p++) {
                for (int f = 0; f < 8 / groups; f++) for (int r = 0; r < Shape.of(filter).size(); r++) {
                    int[] at = seen(window, place(p, space), place(r, filter), Shape.of(larger));
                    if (at == null) continue;
                    int flat = 0;
                    for (int k = 0; k < at.length; k++) flat = flat * larger[k] + at[k];
                    int out = c / (4 / groups) * (8 / groups) + f;
                    expected[(n * 8 + out) * spread + flat] += x.at(joined(n, c, place(p, space))) * layer.weight().at(joined(c, f, place(r, filter)));
                }
            }
            assertThat(y.toDoubles()).containsExactly(expected, offset(1e-12));
        }
    }

    @Test
    void transposedItIsTheWayBack() {
        Window window = Window.of(3, 2).stride(2, 1).pad(1);
        Convolution there = Tree.map(Convolution.of(2, 3, window, 1, Initialization.HE, RandomKey.of(5)), t -> t.to(DType.F64));
        Tensor x = RandomKey.of(6).normal(Shape.of(2, 2, 6, 4), DType.F64);
        Tensor y = there.apply(x);
        Tensor upstream = RandomKey.of(7).normal(y.shape(), DType.F64);
        Tensor back = new TransposedConvolution(there.weight(), Tensor.zeros(Shape.of(2), DType.F64), window, 1, List.of(1, 0)).apply(upstream);
        assertThat(back.toDoubles()).containsExactly(grad((Tensor t) -> there.apply(t).mul(upstream).sum(), x).toDoubles(), offset(1e-12));
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
        Convolution grouped = Convolution.of(80, 100, Window.of(9), 20, Initialization.HE, RandomKey.of(7));
        assertThat(grouped.weight().variance().item() * 80 / 20 * 9 / 2).isBetween(0.93, 1.07);   // 3600 numbers: ±2.4 %
        // of a window of 4 in steps of 2, two places reach each element
        TransposedConvolution t = TransposedConvolution.of(60, 50, Window.of(4).stride(2), 1, List.of(), Initialization.HE, RandomKey.of(7));
        assertThat(t.weight().variance().item() * 60 * 2 / 2).isBetween(0.96, 1.04);
    }

    @Test
    void shapesThatDontBelongTogetherAreRefused() {
        Tensor w = Tensor.zeros(Shape.of(3, 2, 2, 2), DType.F32);
        Tensor b = Tensor.zeros(Shape.of(3), DType.F32);
        assertThatIllegalArgumentException().isThrownBy(() -> new Convolution(w, Tensor.zeros(Shape.of(2), DType.F32), 1, 0))
                .withMessage("a convolution needs a weight (filters, channels / groups, window), a bias (filters) and a number of groups that divides "
                        + "the filters, but got (3, 2, 2, 2), (2) and 1 group for the window 2x2");
        assertThatIllegalArgumentException().isThrownBy(() -> new Convolution(w, b, 0, 0))
                .withMessageContaining("the size 2, the stride 0");
        assertThatIllegalArgumentException().isThrownBy(() -> new Convolution(w, b, 1, -1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Convolution(w, b, 1, 2))
                .withMessage("a convolution needs a padding that is smaller than the window, but got the window 2x2 padding 2; pad less");
        assertThatIllegalArgumentException().isThrownBy(() -> new Convolution(w, b, Window.of(2, 3), 1)).withMessage("a convolution needs a window "
                + "of the size of its filters, but got the window 2x3 and the weight (3, 2, 2, 2); Window.ofFilters makes it");
        assertThatIllegalArgumentException().isThrownBy(() -> new Convolution(w, b, Window.of(2, 2), 2)).withMessageContaining("and 2 groups");
        assertThatIllegalArgumentException().isThrownBy(() -> new Convolution(w, b, Window.of(2, 2, 2), 1));
        assertThatIllegalArgumentException().isThrownBy(() -> Convolution.of(4, 6, Window.of(2), 4, Initialization.HE, RandomKey.of(1)))
                .withMessageContaining("groups that divide both, but got 4, 6 and 4");
        Window steps = Window.of(2, 2).stride(2, 1);
        assertThatIllegalArgumentException().isThrownBy(() -> new TransposedConvolution(w, b, steps))
                .withMessageContaining("(channels, filters / groups, window)").withMessageContaining("but got (3, 2, 2, 2), (3) and 1 group");
        Tensor two = Tensor.zeros(Shape.of(2), DType.F32);
        assertThat(new TransposedConvolution(w, two, steps, 1, List.of(1, 0)).outputPadding()).containsExactly(1, 0);
        assertThat(new TransposedConvolution(w, two, steps).outputPadding()).containsExactly(0, 0);
        for (List<Integer> extra : List.of(List.of(1), List.of(-1, 0), List.of(0, 0, 0))) {
            assertThatIllegalArgumentException().isThrownBy(() -> new TransposedConvolution(w, two, steps, 1, extra))
                    .withMessageContaining("an output padding from 0 that is less than the stride");
        }
        assertThatIllegalArgumentException().isThrownBy(() -> new TransposedConvolution(w, two, steps).apply(Tensor.zeros(Shape.of(1, 2, 4, 4), DType.F32)));
        assertThatIllegalArgumentException().isThrownBy(() -> Convolution.of(1, 0, 3, 0, Initialization.HE, RandomKey.of(1)));
        assertThatIllegalArgumentException().isThrownBy(() -> new Convolution(w, b, 1, 0).apply(Tensor.zeros(Shape.of(1, 3, 4, 4), DType.F32)));
    }
}
