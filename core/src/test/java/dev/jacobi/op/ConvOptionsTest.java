package dev.jacobi.op;

import static dev.jacobi.Jacobi.grad;
import static dev.jacobi.Jacobi.vmap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.RandomKey;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/// Strides, paddings, dilations and groups of convolutions over one, two and three axes, drawn at random.
class ConvOptionsTest {
    private static Tensor normal(int... sizes) { return RandomKey.of(2).fold(Shape.of(sizes).hashCode()).normal(Shape.of(sizes), DType.F64); }

    /// A convolution that fits.
    private record Case(Tensor x, Tensor w, Window window, int groups) {
        static Case of(Random random) {
            int n = 1 + random.nextInt(3);
            int groups = 1 + random.nextInt(3);
            int channels = 1 + random.nextInt(3);
            int[] x = new int[n + 2];
            int[] w = new int[n + 2];
            x[0] = 1 + random.nextInt(3);
            x[1] = groups * channels;
            w[0] = groups * (1 + random.nextInt(3));
            w[1] = channels;
            int[][] settings = new int[4][n];
            for (int i = 0; i < n; i++) {
                w[i + 2] = 1 + random.nextInt(3);
                settings[0][i] = 1 + random.nextInt(3);
                settings[1][i] = random.nextInt(3);
                settings[2][i] = random.nextInt(3);
                settings[3][i] = 1 + random.nextInt(2);
                x[i + 2] = Math.max(1, (w[i + 2] - 1) * settings[3][i] + 1 - settings[1][i] - settings[2][i]) + random.nextInt(5);
            }
            Window window = Window.of(Arrays.copyOfRange(w, 2, n + 2)).stride(settings[0]).pad(settings[1], settings[2]).dilation(settings[3]);
            return new Case(normal(x), normal(w), window, groups);
        }

        Tensor y() { return x.conv(w, window, groups); }

        /// How many elements at the end of each axis no window comes to.
        int[] left() {
            int[] r = new int[window.axes().size()];
            for (int i = 0; i < r.length; i++) {
                Along.Steps a = window.axes().get(i);
                r[i] = (x.size(i + 2) + a.before() + a.after() - (a.size() - 1) * a.dilation() - 1) % a.stride();
            }
            return r;
        }
    }

    /// ⟨conv(x), y⟩ = ⟨x, convT(y)⟩.
    @Test
    void transposedIsTheAdjoint() {
        for (int seed = 0; seed < 200; seed++) {
            Case c = Case.of(new Random(seed));
            Tensor y = c.y();
            Tensor g = RandomKey.of(seed).normal(y.shape(), DType.F64);
            Tensor back = g.convTransposed(c.w, c.window, c.groups, c.left());
            assertThat(back.shape()).as("seed %d, %s", seed, c).isEqualTo(c.x.shape());
            double expected = y.mul(g).sum().item();
            double size = y.abs().mul(g.abs()).sum().item();
            assertThat(c.x.mul(back).sum().item()).as("seed %d, %s", seed, c).isCloseTo(expected, within(1e-13 * size));
            assertThat(grad((Tensor x) -> x.conv(c.w, c.window, c.groups).mul(g).sum(), c.x).toDoubles())
                    .as("seed %d, %s", seed, c).containsExactly(back.toDoubles());
        }
    }

    /// Groups are convolutions of their own, beside each other.
    @Test
    void groupsShareNothing() {
        for (int seed = 0; seed < 50; seed++) {
            Case c = Case.of(new Random(seed));
            int channels = c.w.size(1);
            int filters = c.w.size(0) / c.groups;
            Tensor y = c.y();
            for (int g = 0; g < c.groups; g++) {
                Tensor alone = c.x.slice(1, g * channels, (g + 1) * channels).conv(c.w.slice(0, g * filters, (g + 1) * filters), c.window);
                assertThat(y.slice(1, g * filters, (g + 1) * filters).toDoubles()).as("seed %d, %s", seed, c).containsExactly(alone.toDoubles());
            }
        }
    }

    /// A dilated window is a larger one with zeros in its gaps; padding is zeros around the image.
    @Test
    void dilationAndPaddingSpelledOut() {
        for (int seed = 0; seed < 100; seed++) {
            Case c = Case.of(new Random(seed));
            Tensor x = c.x;
            Tensor w = c.w;
            int[] strides = new int[c.window.axes().size()];
            for (int i = 0; i < strides.length; i++) {
                Along.Steps a = c.window.axes().get(i);
                strides[i] = a.stride();
                x = x.pad(i + 2, a.before(), a.after());
                Tensor wide = Tensor.zeros(w.shape().with(i + 2, (a.size() - 1) * a.dilation() + 1), DType.F64);
                w = wide.scatterAdd(i + 2, Tensor.range(a.size()).to(DType.I64).mul(a.dilation()), w);
            }
            assertThat(c.y().allClose(x.conv(w, Window.ofFilters(w).stride(strides), c.groups), 1e-13, 1e-13)).as("seed %d, %s", seed, c).isTrue();
        }
    }

    /// A convolution in steps of 1 moves with its input, along each axis.
    @Test
    void theResultMovesWithTheInput() {
        for (int seed = 0; seed < 50; seed++) {
            Case c = Case.of(new Random(seed));
            Window window = c.window.stride(1).pad(3);
            Tensor y = c.x.conv(c.w, window, c.groups);
            for (int axis = 2; axis < c.x.rank(); axis++) {
                Tensor moved = c.x.pad(axis, 2, 0).conv(c.w, window, c.groups);
                assertThat(moved.slice(axis, 2, moved.size(axis)).toDoubles()).as("seed %d, %s", seed, c).containsExactly(y.toDoubles());
            }
        }
    }

    /// One op for a batch, whichever inputs carry it: more images, more filters, more channels or more groups.
    @Test
    void batchesAreLargerConvolutions() {
        for (int seed = 0; seed < 60; seed++) {
            Case c = Case.of(new Random(seed));
            Tensor xs = RandomKey.of(seed).fold(1).normal(c.x.shape().prepend(3), DType.F64);
            Tensor ws = RandomKey.of(seed).fold(2).normal(c.w.shape().prepend(3), DType.F64);
            Function<List<Tensor>, List<Tensor>> all = in -> {
                Tensor y = in.get(0).conv(in.get(1), c.window, c.groups);
                List<Tensor> g = grad((List<Tensor> v) -> v.get(0).conv(v.get(1), c.window, c.groups).sin().sum(), in);
                return List.of(y, g.get(0), g.get(1));
            };
            List<Tensor> both = vmap(all, List.of(xs, ws));
            List<Tensor> images = vmap((Tensor x) -> all.apply(List.of(x, c.w)), xs);
            List<Tensor> filters = vmap((Tensor w) -> all.apply(List.of(c.x, w)), ws);
            for (int m = 0; m < 3; m++) {
                same(seed, both, m, all.apply(List.of(xs.get(m), ws.get(m))));
                same(seed, images, m, all.apply(List.of(xs.get(m), c.w)));
                same(seed, filters, m, all.apply(List.of(c.x, ws.get(m))));
            }
        }
    }

    private static void same(int seed, List<Tensor> batch, int member, List<Tensor> expected) {
        for (int i = 0; i < expected.size(); i++) {
            assertThat(batch.get(i).get(member).toDoubles()).as("seed %d, result %d", seed, i).containsExactly(expected.get(i).toDoubles());
        }
    }

    @Test
    void emptyBatchesAndImages() {
        Tensor w = normal(4, 1, 3);
        assertThat(Tensor.zeros(Shape.of(0, 2, 5), DType.F64).conv(w, Window.of(3), 2).shape()).isEqualTo(Shape.of(0, 4, 3));
        assertThat(Tensor.zeros(Shape.of(3, 0, 2, 5), DType.F64).conv(w, Window.of(3), 2).shape()).isEqualTo(Shape.of(3, 0, 4, 3));
        assertThat(Tensor.zeros(Shape.of(1, 2, 0), DType.F64).conv(w, Window.of(3).pad(2), 2).toDoubles()).containsOnly(0).hasSize(8);
        assertThat(Tensor.zeros(Shape.of(0, 4, 5), DType.F64).convTransposed(w, Window.of(3), 2).shape()).isEqualTo(Shape.of(0, 2, 7));
        assertThat(grad((Tensor v) -> Tensor.zeros(Shape.of(0, 2, 5), DType.F64).conv(v, Window.of(3), 2).sum(), w).toDoubles()).containsOnly(0).hasSize(12);
    }

    @Test
    void errorsSayWhatToDo() {
        Tensor x = normal(2, 4, 6, 6);
        Tensor w = normal(6, 2, 3, 3);
        Window window = Window.ofFilters(w);
        refused(() -> x.conv(w, window), "conv2d needs (images, channels, height, width) and (filters, channels, rows, columns) with as many "
                + "channels, but got (2, 4, 6, 6) and (6, 2, 3, 3)");
        refused(() -> x.conv(normal(5, 2, 3, 3), window, 2), "conv2d in 2 groups needs (images, channels, height, width) and (filters, channels / 2, "
                + "rows, columns), and filters that the groups divide, but got (2, 4, 6, 6) and (5, 2, 3, 3)");
        refused(() -> x.conv(w, window, 3), "conv2d in 3 groups needs");
        refused(() -> x.conv(w, window, 0), "a convolution needs at least 1 group, but got 0");
        refused(() -> x.conv(w, window.dilation(3), 2), "conv2d needs a window no larger than the padded image, but got the window 3x3 dilation 3 and "
                + "the image (6, 6); pad more");
        refused(() -> x.conv(w, Window.of(3, 2), 2), "conv2d needs a window of the size of its filters, but got the window 3x2 and the filters "
                + "(6, 2, 3, 3); Window.ofFilters makes it");
        refused(() -> x.conv(w, Window.of(3), 2), "conv1d in 2 groups needs");
        refused(() -> x.conv(w, window.stride(0), 2), "a window needs a size, a stride and a dilation of at least 1");
        refused(() -> window.pad(1, 2, 3), "a window of 2 axes needs one padding or 2, but got [1, 2, 3]");
        refused(() -> new Window(List.of(Window.of(2).axes().getFirst(), Window.of(3).roundedUp().axes().getFirst())),
                "a window is rounded up along all axes or none, but got [2, 3 rounded up]; use roundedUp()");
        refused(Window::of, "a window needs 1, 2 or 3 axes, but got 0; give a size for each space axis");
        refused(() -> Window.of(1, 1, 1, 1), "but got 4");
        refused(() -> x.conv1d(w, 1, 0), "conv1d needs filters of 3 axes, (filters, channels, window), but got (6, 2, 3, 3); conv takes any number");
        refused(() -> normal(1, 1, 2, 2).conv(normal(1, 1, 1, 1), Window.of(1, 1).stride(99_999).pad(99_999)),
                "conv2d needs padded images of at most 2147483647 elements, but got the window 1x1 stride 99999 padding 99999 and the image (1, 2, 2); pad less");
        refused(() -> x.conv(w.to(DType.F32), window, 2), "to(DType.F32)");
    }

    @Test
    void errorsOfTransposedConvolutions() {
        Tensor x = normal(2, 4, 6);
        Tensor w = normal(4, 3, 3);
        Window window = Window.of(3);
        refused(() -> x.convTransposed(normal(3, 4, 3), window), "transposed conv1d needs (images, channels, width) and (channels, filters, columns) with as "
                + "many channels, and an output padding for each axis, but got (2, 4, 6), (3, 4, 3) and the output padding [0]");
        refused(() -> x.convTransposed(w, window, 3), "which the groups divide");
        refused(() -> x.convTransposed(w, window, 1, 1), "transposed conv1d needs an image of at least 1 and an output padding from 0 that is less than the "
                + "stride, and less padding than it fills, but got 6 elements along an axis, the window 3 and the output padding 1");
        refused(() -> x.convTransposed(w, window.stride(2), 1, -1), "the output padding -1");
        refused(() -> x.convTransposed(w, window.stride(2), 1, 1, 1), "the output padding [1, 1]");
        refused(() -> x.convTransposed(w, window.pad(4)), "less padding than it fills");
        refused(() -> x.convTransposed(w, window.stride(1 << 30)), "transposed conv1d needs");
        refused(() -> x.convTransposed(w, Window.of(2)), "conv1d needs a window of the size of its filters");
    }

    private static void refused(Runnable call, String message) {
        assertThatIllegalArgumentException().isThrownBy(call::run).withMessageContaining(message);
    }
}
