package dev.jacobi.testkit;

import static dev.jacobi.testkit.Inputs.empty;
import static dev.jacobi.testkit.Inputs.normal;

import dev.jacobi.tensor.Shape;
import java.util.List;

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
        int height = (x.size(2) + 2 * pad - w.size(2)) / stride + 1;
        int width = (x.size(3) + 2 * pad - w.size(3)) / stride + 1;
        return Plain.make(Shape.of(x.size(0), w.size(0), height, width), at -> {
            double sum = 0;
            for (int c = 0; c < x.size(1); c++) {
                for (int r = 0; r < w.size(2); r++) {
                    for (int s = 0; s < w.size(3); s++) {
                        int i = at[2] * stride - pad + r;
                        int j = at[3] * stride - pad + s;
                        boolean inside = i >= 0 && i < x.size(2) && j >= 0 && j < x.size(3);
                        if (inside) sum += x.at(at[0], c, i, j) * w.at(at[1], c, r, s);
                    }
                }
            }
            return sum;
        });
    }

    static List<Sample> all() {
        return List.of(
                Sample.unary("maxPool2d", x -> x.maxPool2d(2, 2).sin(), normal(2, 1, 4, 5))
                        .as(in -> largest(in.getFirst(), 2, 2).each(WindowSamples::sin)).also(empty(0, 1, 4, 5)),
                Sample.unary("maxPool2d, windows that overlap", x -> x.maxPool2d(3, 1).sin(), normal(1, 2, 4, 5))
                        .as(in -> largest(in.getFirst(), 3, 1).each(WindowSamples::sin)),
                Sample.of("conv2d", in -> in.get(0).conv2d(in.get(1)).sin(), normal(2, 2, 4, 4), normal(3, 2, 2, 3))
                        .as(in -> convolution(in.get(0), in.get(1), 1, 0).each(StrictMath::sin)).also(empty(0, 2, 4, 4), normal(3, 2, 2, 3)),
                Sample.of("conv2d, stride and padding", in -> in.get(0).conv2d(in.get(1), 2, 1).sin(), normal(2, 2, 5, 4), normal(2, 2, 3, 3))
                        .as(in -> convolution(in.get(0), in.get(1), 2, 1).each(StrictMath::sin)),
                Sample.of("conv2d, one image", in -> in.get(0).conv2d(in.get(1)), normal(2, 3, 3), normal(1, 2, 2, 2)),
                Sample.unary("averagePool2d", x -> x.averagePool2d(2, 1).sin(), normal(2, 1, 3, 4))
                        .as(in -> convolution(in.get(0), new Plain(Shape.of(1, 1, 2, 2), new double[] {0.25, 0.25, 0.25, 0.25}), 1, 0)
                                .each(StrictMath::sin)).also(empty(0, 1, 3, 4)));
    }
}
