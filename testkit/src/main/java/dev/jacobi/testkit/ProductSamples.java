package dev.jacobi.testkit;

import static dev.jacobi.testkit.Inputs.ROW;
import static dev.jacobi.testkit.Inputs.X;
import static dev.jacobi.testkit.Inputs.empty;
import static dev.jacobi.testkit.Inputs.normal;

import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import java.util.List;

/// Products, convolutions and factorizations.
final class ProductSamples {
    private ProductSamples() {}

    private static Plain product(Plain a, Plain b) {
        return Plain.make(Shape.of(a.size(0), b.size(1)), at -> a.row(at[0]).each(b.column(at[1]), (p, q) -> p * q).sum());
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
                Sample.of("matmul", in -> in.get(0).matmul(in.get(1)).sin(), X, normal(3, 4))
                        .as(in -> product(in.get(0), in.get(1)).each(StrictMath::sin))
                        .also(empty(0, 3), normal(3, 4)).also(empty(2, 0), empty(0, 4)).also(X, empty(3, 0)),
                Sample.of("matmul of a matrix and its transpose", in -> in.get(0).matmul(in.get(0).transpose()), X)
                        .as(in -> Plain.make(Shape.of(2, 2), at -> in.get(0).row(at[0]).each(in.get(0).row(at[1]), (p, q) -> p * q).sum())),
                Sample.of("matmul, batched", in -> in.get(0).matmul(in.get(1)), normal(2, 3, 4), normal(2, 4, 2))
                        .as(in -> Plain.make(Shape.of(in.get(0).size(0), 3, 2), at -> {
                            double sum = 0;
                            for (int k = 0; k < 4; k++) sum += in.get(0).at(at[0], at[1], k) * in.get(1).at(at[0], k, at[2]);
                            return sum;
                        })).also(empty(0, 3, 4), empty(0, 4, 2)),
                Sample.of("matmul, one matrix for a batch", in -> in.get(0).matmul(in.get(1)), normal(2, 3, 4), normal(4, 2))
                        .as(in -> Plain.make(Shape.of(in.get(0).size(0), 3, 2), at -> {
                            double sum = 0;
                            for (int k = 0; k < 4; k++) sum += in.get(0).at(at[0], at[1], k) * in.get(1).at(k, at[2]);
                            return sum;
                        })),
                Sample.of("matmul, a vector behind", in -> in.get(0).matmul(in.get(1)), X, ROW)
                        .as(in -> in.get(0).rows(r -> r.each(in.get(1), (p, q) -> p * q).sum())),
                Sample.of("matmul, a vector in front", in -> in.get(0).matmul(in.get(1)), ROW, normal(3, 4))
                        .as(in -> in.get(1).columns(c -> c.each(in.get(0), (p, q) -> p * q).sum())),
                Sample.of("dot", in -> in.get(0).dot(in.get(1)), ROW, Tensor.of(0.2, 0.4, -0.6))
                        .as(in -> Plain.number(in.get(0).each(in.get(1), (p, q) -> p * q).sum())).also(empty(0), empty(0)),
                Sample.of("conv2d", in -> in.get(0).conv2d(in.get(1)).sin(), normal(2, 2, 4, 4), normal(3, 2, 2, 3))
                        .as(in -> convolution(in.get(0), in.get(1), 1, 0).each(StrictMath::sin)).also(empty(0, 2, 4, 4), normal(3, 2, 2, 3)),
                Sample.of("conv2d, stride and padding", in -> in.get(0).conv2d(in.get(1), 2, 1).sin(), normal(2, 2, 5, 4), normal(2, 2, 3, 3))
                        .as(in -> convolution(in.get(0), in.get(1), 2, 1).each(StrictMath::sin)),
                Sample.of("conv2d, one image", in -> in.get(0).conv2d(in.get(1)), normal(2, 3, 3), normal(1, 2, 2, 2)),
                Sample.unary("averagePool2d", x -> x.averagePool2d(2, 1).sin(), normal(2, 1, 3, 4))
                        .as(in -> convolution(in.get(0), new Plain(Shape.of(1, 1, 2, 2), new double[] {0.25, 0.25, 0.25, 0.25}), 1, 0)
                                .each(StrictMath::sin)).also(empty(0, 1, 3, 4)),
                // no reference: Q is given by what it does
                Sample.unary("qr", x -> x.qr().q().add(x.qr().r().sum()), normal(4, 3)),
                Sample.unary("qr, R alone", x -> x.qr().r().sin(), normal(3, 3)),
                Sample.unary("qr, Q times R", x -> x.qr().q().matmul(x.qr().r()), normal(4, 3)).as(in -> in.getFirst()));
    }
}
