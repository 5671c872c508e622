package dev.jacobi.testkit;

import static dev.jacobi.testkit.Inputs.empty;
import static dev.jacobi.testkit.Inputs.normal;

import dev.jacobi.op.Window;
import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// Convolutions and pooling.
final class WindowSamples {
    private WindowSamples() {}

    private static double sin(double a) { return StrictMath.sin(a); }

    private static Plain largest(Plain x, int window, int stride) {
        Shape shape = Shape.of(x.size(0), x.size(1), (x.size(2) - window) / stride + 1, (x.size(3) - window) / stride + 1);
        return Plain.make(shape, at -> {
            double most = Double.NEGATIVE_INFINITY;
            for (int r = 0; r < window; r++) {
                for (int s = 0; s < window; s++) most = Math.max(most, x.at(at[0], at[1], at[2] * stride + r, at[3] * stride + s));
            }
            return most;
        });
    }

    private static Plain convolution(Plain x, Plain w, int stride, int pad) {
        return PlainWindows.conv(x, w, Window.of(w.size(2), w.size(3)).stride(stride).pad(pad), 1);
    }

    private static Plain as(Plain x, int... sizes) { return new Plain(Shape.of(sizes), x.values()); }

    private static Sample conv(String what, Window window, int groups, Tensor x, Tensor w) {
        return Sample.of("conv, " + what, in -> in.get(0).conv(in.get(1), window, groups).sin(), x, w)
                .as(in -> PlainWindows.conv(in.get(0), in.get(1), window, groups).each(StrictMath::sin));
    }

    private static Sample transposed(String what, Window window, int groups, int[] extra, Tensor x, Tensor w) {
        return Sample.of("convTransposed, " + what, in -> in.get(0).convTransposed(in.get(1), window, groups, extra).sin(), x, w)
                .as(in -> PlainWindows.transposed(in.get(0), in.get(1), window, groups, extra).each(StrictMath::sin));
    }

    static List<Sample> all() {
        return Stream.concat(convolutions(), pools()).toList();
    }

    private static Stream<Sample> convolutions() {
        return Stream.of(
                conv("series", Window.of(3), 1, normal(2, 2, 5), normal(2, 2, 3)).also(empty(0, 2, 5), normal(2, 2, 3))
                        .also(empty(2, 0, 5), empty(2, 0, 3)).also(empty(1, 2, 5), empty(0, 2, 3)),
                conv("series, all settings", Window.of(3).stride(2).pad(new int[] {2}, new int[] {1}).dilation(2), 2, normal(1, 4, 6), normal(2, 2, 3)),
                conv("images, all settings", Window.of(2, 3).stride(2, 1).pad(new int[] {1, 0}, new int[] {2, 1}).dilation(1, 2), 2,
                        normal(2, 2, 3, 4), normal(4, 1, 2, 3)).also(empty(2, 2, 0, 4), normal(4, 1, 2, 3)),
                conv("images, depthwise", Window.of(2, 2).pad(1), 3, normal(1, 3, 2, 3), normal(3, 1, 2, 2)),
                conv("volumes", Window.of(2, 1, 2), 1, normal(1, 2, 3, 2, 3), normal(2, 2, 2, 1, 2)),
                conv("volumes, all settings", Window.of(2, 2, 2).stride(1, 2, 2).pad(new int[] {0, 1, 1}, new int[] {1, 0, 1}).dilation(2, 1, 2), 2,
                        normal(1, 2, 2, 3, 3), normal(2, 1, 2, 2, 2)),
                transposed("series", Window.of(3), 1, new int[] {0}, normal(2, 2, 3), normal(2, 2, 3)).also(empty(0, 2, 3), normal(2, 2, 3)),
                transposed("series, all settings", Window.of(2).stride(3).pad(new int[] {1}, new int[] {2}).dilation(2), 2, new int[] {2},
                        normal(1, 4, 3), normal(4, 1, 2)),
                transposed("images, all settings", Window.of(2, 3).stride(2, 3).pad(new int[] {1, 0}, new int[] {0, 1}).dilation(2, 1), 2, new int[] {1, 2},
                        normal(1, 2, 2, 3), normal(2, 2, 2, 3)),
                transposed("volumes", Window.of(2, 1, 2).stride(2).pad(1, 0, 0), 1, new int[] {0, 1, 0}, normal(1, 1, 2, 2, 2), normal(1, 2, 2, 1, 2)),
                Sample.of("conv1d", in -> in.get(0).conv1d(in.get(1), 2, 1).sin(), normal(3, 2, 2, 5), normal(2, 2, 3))
                        .as(in -> as(PlainWindows.conv(as(in.get(0), 6, 2, 5), in.get(1), Window.of(3).stride(2).pad(1), 1), 3, 2, 2, 3).each(StrictMath::sin)),
                Sample.of("conv3d", in -> in.get(0).conv3d(in.get(1), 1, 1).sin(), normal(1, 1, 2, 2, 1), normal(1, 1, 2, 3, 2))
                        .as(in -> PlainWindows.conv(in.get(0), in.get(1), Window.of(2, 3, 2).pad(1), 1).each(StrictMath::sin)),
                Sample.of("conv2d", in -> in.get(0).conv2d(in.get(1)).sin(), normal(2, 2, 4, 4), normal(3, 2, 2, 3))
                        .as(in -> convolution(in.get(0), in.get(1), 1, 0).each(StrictMath::sin)).also(empty(0, 2, 4, 4), normal(3, 2, 2, 3)),
                Sample.of("conv2d, stride and padding", in -> in.get(0).conv2d(in.get(1), 2, 1).sin(), normal(2, 2, 5, 4), normal(2, 2, 3, 3))
                        .as(in -> convolution(in.get(0), in.get(1), 2, 1).each(StrictMath::sin)),
                Sample.of("conv2d, one image", in -> in.get(0).conv2d(in.get(1)), normal(2, 3, 3), normal(1, 2, 2, 2))
                        .as(in -> as(convolution(as(in.get(0), 1, 2, 3, 3), in.get(1), 1, 0), 1, 2, 2)));
    }

    private static double mean(double[] seen) { return Arrays.stream(seen).sum() / seen.length; }

    private static double most(double[] seen) { return Arrays.stream(seen).max().orElseThrow(); }

    private static Sample pool(String what, Window window, Tensor x) {
        return Sample.unary("maxPool, " + what, t -> t.maxPool(window).sin(), x)
                .as(in -> PlainWindows.pool(in.getFirst(), window, WindowSamples::most).each(StrictMath::sin));
    }

    private static Sample mean(String what, Window window, Tensor x) {
        return Sample.unary("averagePool, " + what, t -> t.averagePool(window).sin(), x)
                .as(in -> PlainWindows.pool(in.getFirst(), window, WindowSamples::mean).each(StrictMath::sin));
    }

    private static Stream<Sample> pools() {
        Window settings = Window.of(2, 3).stride(2, 1).pad(new int[] {1, 0}, new int[] {0, 2}).dilation(1, 2).roundedUp();
        return Stream.of(
                pool("series", Window.of(3).stride(2).pad(1), normal(2, 5)),
                pool("images, all settings", settings, normal(2, 4, 6)).also(empty(0, 4, 6)),
                pool("volumes", Window.of(2, 1, 2), normal(1, 3, 2, 3)),
                mean("series", Window.of(3).stride(2).pad(1), normal(2, 5)),
                mean("images, all settings", settings, normal(2, 4, 6)).also(empty(0, 4, 6)),
                mean("volumes", Window.of(2, 1, 2), normal(1, 3, 2, 3)),
                Sample.unary("averagePoolWithPadding", x -> x.averagePoolWithPadding(Window.of(3, 2).pad(1)).sin(), normal(2, 4, 3))
                        .as(in -> PlainWindows.pool(in.getFirst(), Window.of(3, 2).pad(1), seen -> Arrays.stream(seen).sum() / 6).each(StrictMath::sin)),
                Sample.unary("adaptiveMaxPool", x -> x.adaptiveMaxPool(2, 1).sin(), normal(2, 4, 3))
                        .as(in -> PlainWindows.pool(in.getFirst(), Window.of(2, 3).stride(2, 1), WindowSamples::most).each(StrictMath::sin)),
                Sample.unary("adaptiveAveragePool, windows that overlap", x -> x.adaptiveAveragePool(3).sin(), normal(2, 4))
                        .as(in -> Plain.make(Shape.of(in.getFirst().size(0), 3),
                                at -> StrictMath.sin((in.getFirst().at(at) + in.getFirst().at(at[0], at[1] + 1)) / 2))),
                Sample.unary("maxPool2d", x -> x.maxPool2d(2, 2).sin(), normal(2, 1, 4, 5))
                        .as(in -> largest(in.getFirst(), 2, 2).each(WindowSamples::sin)).also(empty(0, 1, 4, 5))
                        .kink(Tensor.zeros(Shape.of(1, 1, 2, 2), DType.F64), Tensor.of(Shape.of(1, 1, 2, 2), 1, 0, 0, 0)),
                Sample.unary("maxPool2d, windows that overlap", x -> x.maxPool2d(3, 1).sin(), normal(1, 2, 4, 5))
                        .as(in -> largest(in.getFirst(), 3, 1).each(WindowSamples::sin)),
                Sample.unary("averagePool2d", x -> x.averagePool2d(2, 1).sin(), normal(2, 1, 3, 4))
                        .as(in -> convolution(in.get(0), new Plain(Shape.of(1, 1, 2, 2), new double[] {0.25, 0.25, 0.25, 0.25}), 1, 0)
                                .each(StrictMath::sin)).also(empty(0, 1, 3, 4)));
    }
}
