package dev.jacobi.testkit;

import static dev.jacobi.testkit.Inputs.ROW;
import static dev.jacobi.testkit.Inputs.X;
import static dev.jacobi.testkit.Inputs.empty;
import static dev.jacobi.testkit.Inputs.normal;

import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import java.util.List;

/// Products of vectors and matrices.
final class ProductSamples {
    private ProductSamples() {}

    private static Plain product(Plain a, Plain b) {
        return Plain.make(Shape.of(a.size(0), b.size(1)), at -> a.row(at[0]).each(b.column(at[1]), (p, q) -> p * q).sum());
    }

    static List<Sample> all() {
        return List.of(
                Sample.of("outer", in -> in.get(0).outer(in.get(1)), ROW, Tensor.of(0.2, 0.4))
                        .as(in -> Plain.make(Shape.of(in.get(0).size(0), in.get(1).size(0)), at -> in.get(0).at(at[0]) * in.get(1).at(at[1])))
                        .also(empty(0), ROW),
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
                Sample.of("einsum of two", in -> Tensor.einsum("ij,kj->ki", in.get(0), in.get(1)).sin(), X, normal(4, 3))
                        .as(in -> Plain.make(Shape.of(in.get(1).size(0), in.get(0).size(0)),
                                at -> StrictMath.sin(in.get(0).row(at[1]).each(in.get(1).row(at[0]), (p, q) -> p * q).sum())))
                        .also(empty(0, 3), normal(4, 3)).also(empty(2, 0), empty(4, 0)),
                Sample.of("einsum of three, one of them a diagonal", in -> Tensor.einsum("ij,jk,kk->i", in.get(0), in.get(1), in.get(2)), X, normal(3, 2), normal(2, 2))
                        .as(in -> Plain.make(Shape.of(2), at -> {
                            double sum = 0;
                            for (int j = 0; j < 3; j++) for (int k = 0; k < 2; k++) sum += in.get(0).at(at[0], j) * in.get(1).at(j, k) * in.get(2).at(k, k);
                            return sum;
                        })),
                Sample.of("einsum with an ellipsis and a size of 1", in -> Tensor.einsum("...ij,...j->j...", in.get(0), in.get(1)), normal(2, 3, 4), normal(1, 4))
                        .as(in -> Plain.make(Shape.of(4, 2), at -> {
                            double sum = 0;
                            for (int i = 0; i < 3; i++) sum += in.get(0).at(at[1], i, at[0]) * in.get(1).at(0, at[0]);
                            return sum;
                        })),
                Sample.of("einsum, everywhere apart", in -> Tensor.einsum("i,j", in.get(0), in.get(1)).sin(), ROW, Tensor.of(0.2, 0.4))
                        .as(in -> Plain.make(Shape.of(in.get(0).size(0), in.get(1).size(0)), at -> StrictMath.sin(in.get(0).at(at[0]) * in.get(1).at(at[1])))).also(empty(0), ROW));
    }
}
