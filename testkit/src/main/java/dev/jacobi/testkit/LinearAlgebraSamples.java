package dev.jacobi.testkit;

import static dev.jacobi.testkit.Inputs.empty;
import static dev.jacobi.testkit.Inputs.normal;

import dev.jacobi.op.Determinant;
import dev.jacobi.op.Triangle;
import dev.jacobi.tensor.Graph;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import java.util.List;

/// Matrices solved, measured and taken apart. Where any matrix won't do, the function adds to the diagonal first.
final class LinearAlgebraSamples {
    private LinearAlgebraSamples() {}

    static List<Sample> all() {
        return List.of(
                Sample.unary("det", Tensor::det, normal(4, 4)).as(in -> Plain.number(PlainMatrices.determinant(in.getFirst())))
                        .also(empty(0, 0)).also(Tensor.of(Shape.of(1, 1), -0.7)).also(normal(2, 2))
                        .also(Tensor.of(Shape.of(2, 2), 1, 2, 2, 4)),
                Sample.unary("det of a batch", Tensor::det, normal(2, 3, 3))
                        .as(in -> PlainMatrices.each(in.getFirst(), a -> Plain.number(PlainMatrices.determinant(a)))),
                Sample.unary("det, three times differentiated", x -> Graph.apply(new Determinant.Cofactors(), shifted(x)), normal(3, 3))
                        .as(in -> cofactors(shifted(in.getFirst()))),
                Sample.unary("slogdet", x -> shifted(x).slogdet().log(), normal(3, 3))
                        .as(in -> Plain.number(Math.log(Math.abs(PlainMatrices.determinant(shifted(in.getFirst())))))).also(empty(0, 0)),
                Sample.unary("inverse", x -> shifted(x).inverse(), normal(3, 3))
                        .as(in -> PlainMatrices.inverse(shifted(in.getFirst()))).also(empty(0, 0)).also(normal(1, 1)),
                Sample.unary("inverse of a batch", x -> shifted(x).inverse(), normal(2, 3, 3))
                        .as(in -> PlainMatrices.each(in.getFirst(), a -> PlainMatrices.inverse(shifted(a)))),
                Sample.of("solve", in -> shifted(in.get(0)).solve(in.get(1)), normal(3, 3), normal(3, 2))
                        .as(in -> PlainMatrices.product(PlainMatrices.inverse(shifted(in.get(0))), in.get(1)))
                        .also(normal(3, 3), empty(3, 0)),
                Sample.of("solve for a vector", in -> shifted(in.get(0)).solve(in.get(1)), normal(3, 3), normal(3))
                        .as(in -> new Plain(Shape.of(3), PlainMatrices.product(PlainMatrices.inverse(shifted(in.get(0))),
                                new Plain(Shape.of(3, 1), in.get(1).values())).values())),
                triangular(Triangle.LOWER), triangular(Triangle.UPPER), triangular(Triangle.UNIT_LOWER), triangular(Triangle.UNIT_UPPER),
                Sample.unary("cholesky", x -> positive(x).cholesky(), normal(3, 3))
                        .as(in -> PlainMatrices.cholesky(positive(in.getFirst()))).also(empty(0, 0)).also(normal(1, 1)),
                Sample.unary("cholesky reads the symmetric part", x -> shifted(x).cholesky(), normal(2, 3, 3))
                        .as(in -> PlainMatrices.each(in.getFirst(), a -> PlainMatrices.cholesky(PlainMatrices.symmetricPart(shifted(a))))),
                Sample.of("cholesky, then solve", in -> positive(in.get(0)).cholesky().choleskySolve(in.get(1)), normal(3, 3), normal(3, 2))
                        .as(in -> PlainMatrices.product(PlainMatrices.inverse(positive(in.get(0))), in.get(1))),
                Sample.unary("qr, Q alone", x -> shifted(x).qr().q(), normal(4, 3)).as(in -> PlainMatrices.orthonormal(shifted(in.getFirst()))),
                Sample.unary("qr, R alone", x -> shifted(x).qr().r(), normal(3, 3))
                        .as(in -> PlainMatrices.product(PlainMatrices.transposed(PlainMatrices.orthonormal(shifted(in.getFirst()))), shifted(in.getFirst()))),
                Sample.unary("qr, Q times R", x -> shifted(x).qr().q().matmul(shifted(x).qr().r()).square(), normal(4, 3))
                        .as(in -> shifted(in.getFirst()).each(x -> x * x)),
                Sample.unary("qr of a wide matrix", x -> shifted(x.transpose()).transpose().qr().r(), normal(2, 3)).as(in -> {
                    Plain a = PlainMatrices.transposed(shifted(PlainMatrices.transposed(in.getFirst())));
                    Plain square = Plain.make(Shape.of(2, 2), at -> a.at(at[0], at[1]));
                    return PlainMatrices.product(PlainMatrices.transposed(PlainMatrices.orthonormal(square)), a);
                }),
                Sample.unary("eigh, put together again", x -> {
                    var e = distinct(x).eigh();
                    return e.vectors().mul(e.values().exp().unsqueeze(-2)).matmul(e.vectors().transpose());
                }, normal(3, 3)).as(in -> PlainMatrices.exponential(distinct(in.getFirst()))).also(empty(0, 0)).also(normal(1, 1)),
                Sample.unary("eigh, values of a batch", x -> x.eigh().values().pow(3).sum(-1), normal(2, 3, 3)).as(in -> PlainMatrices.each(in.getFirst(), a -> {
                    Plain s = PlainMatrices.symmetricPart(a);
                    return Plain.number(PlainMatrices.trace(PlainMatrices.product(s, PlainMatrices.product(s, s))));
                })),
                Sample.unary("svd, the orthogonal factor", x -> {
                    var d = distinct(x).svd();
                    return d.u().matmul(d.v().transpose());
                }, normal(3, 3)).as(in -> PlainMatrices.orthogonalFactor(distinct(in.getFirst()))),
                Sample.unary("svd of a tall matrix", x -> {
                    var d = distinct(x).svd();
                    return d.u().mul(d.s().square().unsqueeze(-2)).matmul(d.v().transpose());
                }, normal(4, 3)).as(in -> {
                    Plain a = distinct(in.getFirst());
                    return PlainMatrices.product(a, PlainMatrices.orthogonalSquareRoot(a));
                }),
                Sample.unary("singularValues of a wide matrix", x -> x.singularValues().pow(4).sum(-1), normal(2, 3)).as(in -> {
                    Plain a = PlainMatrices.product(in.getFirst(), PlainMatrices.transposed(in.getFirst()));
                    return Plain.number(PlainMatrices.trace(PlainMatrices.product(a, a)));
                }),
                Sample.of("leastSquares", in -> shifted(in.get(0)).leastSquares(in.get(1)), normal(4, 3), normal(4)).as(in -> {
                    Plain a = shifted(in.get(0));
                    Plain t = PlainMatrices.transposed(a);
                    Plain x = PlainMatrices.product(PlainMatrices.inverse(PlainMatrices.product(t, a)), PlainMatrices.product(t, new Plain(Shape.of(4, 1), in.get(1).values())));
                    return new Plain(Shape.of(3), x.values());
                }),
                Sample.of("leastSquares of a wide matrix", in -> shifted(in.get(0)).leastSquares(in.get(1)), normal(2, 3), normal(2, 2)).as(in -> {
                    Plain a = shifted(in.get(0));
                    Plain t = PlainMatrices.transposed(a);
                    return PlainMatrices.product(PlainMatrices.product(t, PlainMatrices.inverse(PlainMatrices.product(a, t))), in.get(1));
                }),
                Sample.unary("lu, the upper triangle", x -> shifted(x).lu().u().square(), normal(3, 3)).as(in -> {
                    // no rows are exchanged here, so the elements are ratios of minors
                    Plain a = shifted(in.getFirst());
                    return Plain.make(a.shape(), at -> at[1] < at[0] ? 0 : Math.pow(minor(a, at[0], at[1]) / leading(a, at[0]), 2));
                }).also(empty(0, 0)),
                Sample.unary("lu, the lower triangle of exchanged rows", x -> shifted(x).flip(-2).lu().l().square(), normal(3, 3)).as(in -> {
                    Plain a = shifted(in.getFirst());
                    return Plain.make(a.shape(), at -> at[1] > at[0] ? 0 : Math.pow(minor(PlainMatrices.transposed(a), at[1], at[0]) / leading(a, at[1] + 1), 2));
                }),
                Sample.unary("lu of a batch, L times U", x -> {
                    var d = shifted(x).flip(-2).lu();
                    return d.l().matmul(d.u()).square();
                }, normal(2, 3, 3)).as(in -> PlainMatrices.each(in.getFirst(), a -> shifted(a).each(x -> x * x))),
                Sample.unary("pseudoInverse", x -> shifted(x).pseudoInverse(), normal(4, 3)).as(in -> {
                    Plain a = shifted(in.getFirst());
                    Plain t = PlainMatrices.transposed(a);
                    return PlainMatrices.product(PlainMatrices.inverse(PlainMatrices.product(t, a)), t);
                }).also(empty(3, 0)),
                Sample.unary("pseudoInverse of wide matrices", x -> shifted(x).pseudoInverse(), normal(2, 2, 3)).as(in -> PlainMatrices.each(in.getFirst(), x -> {
                    Plain a = shifted(x);
                    Plain t = PlainMatrices.transposed(a);
                    return PlainMatrices.product(t, PlainMatrices.inverse(PlainMatrices.product(a, t)));
                })),
                Sample.unary("spectralNorm", Tensor::spectralNorm, normal(2, 2)).as(in -> Plain.number(stretch(in.getFirst(), 1))),
                Sample.unary("nuclearNorm", Tensor::nuclearNorm, Tensor.of(Shape.of(2, 2), 1.7, -0.6, 0.4, -1.3))
                        .as(in -> Plain.number(stretch(in.getFirst(), 1) + stretch(in.getFirst(), -1))),
                Sample.unary("matrixPower", x -> x.matrixPower(5), normal(2, 2)).as(in -> {
                    Plain a = in.getFirst();
                    Plain r = a;
                    for (int i = 1; i < 5; i++) r = PlainMatrices.product(r, a);
                    return r;
                }),
                Sample.unary("matrixPower, negative", x -> shifted(x).matrixPower(-2), normal(2, 2)).as(in -> {
                    Plain a = PlainMatrices.inverse(shifted(in.getFirst()));
                    return PlainMatrices.product(a, a);
                }),
                Sample.of("kron", in -> in.get(0).kron(in.get(1)), normal(2, 3), normal(3, 2))
                        .as(in -> Plain.make(Shape.of(6, 6), at -> in.get(0).at(at[0] / 3, at[1] / 2) * in.get(1).at(at[0] % 3, at[1] % 2))),
                Sample.unary("trace", Tensor::trace, normal(3, 4)).as(in -> Plain.number(in.getFirst().at(0, 0) + in.getFirst().at(1, 1)
                        + in.getFirst().at(2, 2))));
    }

    private static Sample triangular(Triangle triangle) {
        return Sample.of("triangularSolve, " + triangle, in -> shifted(in.get(0)).triangularSolve(in.get(1), triangle), normal(3, 3), normal(3, 2))
                .as(in -> {
                    Plain a = shifted(in.get(0));
                    Plain read = Plain.make(a.shape(), at -> switch (triangle) {
                        case LOWER -> at[0] >= at[1] ? a.at(at) : 0;
                        case UPPER -> at[0] <= at[1] ? a.at(at) : 0;
                        case UNIT_LOWER -> at[0] == at[1] ? 1 : at[0] > at[1] ? a.at(at) : 0;
                        case UNIT_UPPER -> at[0] == at[1] ? 1 : at[0] < at[1] ? a.at(at) : 0;
                    });
                    return PlainMatrices.product(PlainMatrices.inverse(read), in.get(1));
                });
    }

    private static Plain cofactors(Plain a) {
        return Plain.make(a.shape(), at -> ((at[0] + at[1]) % 2 == 0 ? 1 : -1) * PlainMatrices.determinant(PlainMatrices.without(a, at[0], at[1])));
    }

    /// The determinant of the first rows and columns, so many.
    private static double leading(Plain a, int count) {
        return PlainMatrices.determinant(Plain.make(Shape.of(count, count), at -> a.at(at[0], at[1])));
    }

    /// The determinant of the rows up to i, of the columns before i, and of column j.
    private static double minor(Plain a, int i, int j) {
        return PlainMatrices.determinant(Plain.make(Shape.of(i + 1, i + 1), at -> a.at(at[0], at[1] < i ? at[1] : j)));
    }

    /// The larger (1) or smaller (-1) singular value of two rows and columns, by the roots of a quadratic equation.
    private static double stretch(Plain a, int which) {
        double squares = a.each(x -> x * x).sum();
        double det = PlainMatrices.determinant(a);
        return (Math.sqrt(squares + 2 * Math.abs(det)) + which * Math.sqrt(squares - 2 * Math.abs(det))) / 2;
    }

    // ---- matrices that can be inverted, whatever x is

    private static Tensor eye(int m, int n, double value) {
        double[] r = new double[m * n];
        for (int i = 0; i < Math.min(m, n); i++) r[i * n + i] = value;
        return Tensor.of(Shape.of(m, n), r);
    }

    /// x + 5
    private static Tensor shifted(Tensor x) { return x.add(eye(x.size(-2), x.size(-1), 5).to(x.dtype())); }

    private static Plain shifted(Plain x) { return Plain.make(x.shape(), at -> x.at(at) + (at[0] == at[1] ? 5 : 0)); }

    /// x/5 with 0.9, 1.8, 2.7 on the diagonal, so that its values differ
    private static Tensor distinct(Tensor x) {
        double[] r = new double[x.size(-2) * x.size(-1)];
        for (int i = 0; i < Math.min(x.size(-2), x.size(-1)); i++) r[i * x.size(-1) + i] = 3 * (i + 1) * 0.3;
        return x.mul(0.2).add(Tensor.of(Shape.of(x.size(-2), x.size(-1)), r).to(x.dtype()));
    }

    private static Plain distinct(Plain x) { return Plain.make(x.shape(), at -> 0.2 * x.at(at) + (at[0] == at[1] ? 3 * (at[0] + 1) * 0.3 : 0)); }

    /// x·xᵀ + 1
    private static Tensor positive(Tensor x) { return x.matmul(x.transpose()).add(eye(x.size(-1), x.size(-1), 1).to(x.dtype())); }

    private static Plain positive(Plain x) {
        return PlainMatrices.sum(PlainMatrices.product(x, PlainMatrices.transposed(x)), PlainMatrices.identity(x.size(0)));
    }
}
