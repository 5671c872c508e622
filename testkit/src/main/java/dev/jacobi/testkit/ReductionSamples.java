package dev.jacobi.testkit;

import static dev.jacobi.testkit.Inputs.NUMBER;
import static dev.jacobi.testkit.Inputs.POSITIVE;
import static dev.jacobi.testkit.Inputs.X;
import static dev.jacobi.testkit.Inputs.Y;
import static dev.jacobi.testkit.Inputs.empty;
import static dev.jacobi.testkit.Inputs.normal;

import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/// What makes one element of many.
final class ReductionSamples {
    private ReductionSamples() {}

    private static double sin(double a) { return StrictMath.sin(a); }

    private static double mean(Plain p) { return p.sum() / p.values().length; }

    private static double variance(Plain p) {
        double mean = mean(p);
        return mean(p.each(a -> (a - mean) * (a - mean)));
    }

    private static double logSumExp(Plain p) { return StrictMath.log(p.each(StrictMath::exp).sum()); }

    private static double norm(Plain p) { return StrictMath.sqrt(p.each(a -> a * a).sum()); }

    private static double max(Plain p) { return p.fold(Double.NEGATIVE_INFINITY, Math::max); }

    private static double square(double a) { return a * a; }

    private static double std(Plain p) { return StrictMath.sqrt(variance(p)); }

    private static Function<List<Plain>, Plain> number(ToDoubleFunction<Plain> f) { return in -> Plain.number(f.applyAsDouble(in.getFirst())); }

    /// Row i of one without row j of the other.
    private static Plain difference(Plain a, int i, Plain b, int j) { return a.row(i).each(b.row(j), (p, q) -> p - q); }

    private static double norm(Plain p, double order) {
        return StrictMath.pow(p.each(a -> StrictMath.pow(Math.abs(a), order)).sum(), 1 / order);
    }

    static List<Sample> all() {
        return List.of(
                Sample.unary("sum", x -> x.sum(1).sin(), X).as(in -> in.getFirst().rows(r -> sin(r.sum()))).also(empty(0, 3)).also(empty(2, 0)),
                Sample.unary("sum of all", x -> x.sum().sin(), X).as(in -> Plain.number(sin(in.getFirst().sum())))
                        .also(NUMBER).also(empty(0)).also(normal(3, 2, 2)),
                Sample.unary("sum of outer axes", x -> x.sum(0, 2).sin(), normal(2, 3, 4)).as(in -> Plain.make(Shape.of(3), at -> {
                    double sum = 0;
                    for (int i = 0; i < 2; i++) for (int k = 0; k < 4; k++) sum += in.getFirst().at(i, at[0], k);
                    return sin(sum);
                })),
                Sample.unary("sumExact", x -> x.sumExact(1).sin(), X).as(in -> in.getFirst().rows(r -> sin(r.sum()))).also(empty(0, 3)).also(empty(2, 0)),
                Sample.unary("sumExact of the first axis", x -> x.sumExact(0).square(), normal(5, 2))
                        .as(in -> in.getFirst().columns(c -> square(c.sum()))),
                Sample.unary("mean", x -> x.mean(0).sin(), X).as(in -> in.getFirst().columns(c -> sin(mean(c)))).also(empty(2, 0)),
                Sample.unary("variance", x -> x.variance(1), X).as(in -> in.getFirst().rows(ReductionSamples::variance)).also(empty(0, 3)),
                Sample.unary("variance of a number", x -> x.variance(), NUMBER).as(in -> Plain.number(0)),
                Sample.unary("sampleVariance", x -> x.sampleVariance(0, 1), X)
                        .as(in -> Plain.number(variance(in.getFirst()) * 6 / 5)),
                Sample.unary("center", x -> x.center(0).sin(), X).as(in -> Plain.make(in.getFirst().shape(),
                        at -> sin(in.getFirst().at(at) - mean(in.getFirst().column(at[1]))))).also(empty(2, 0)).also(empty(0, 3)),
                Sample.unary("center of all but one axis", x -> x.center(0, 2).sin(), normal(2, 3, 1))
                        .as(in -> Plain.make(Shape.of(2, 3, 1), at -> sin((in.getFirst().at(at) - in.getFirst().at(1 - at[0], at[1], 0)) / 2))),
                Sample.unary("std", x -> x.std(1), X).as(in -> in.getFirst().rows(ReductionSamples::std)).also(empty(0, 3)),
                Sample.unary("sampleStd", x -> x.sampleStd(), X).as(number(p -> std(p) * StrictMath.sqrt(1.2))),
                Sample.unary("max", x -> x.max(1).square(), X).as(in -> in.getFirst().rows(r -> square(max(r)))).also(empty(0, 3))
                        .kink(Tensor.of(Shape.of(2, 3), 2, 2, 1, 1, 3, 3), Tensor.of(Shape.of(2, 3), 2, 2, 0, 0, 3, 3)),
                Sample.unary("min", x -> x.min(0).square(), X).as(in -> in.getFirst().columns(c -> square(-max(c.each(a -> -a)))))
                        .kink(Tensor.of(Shape.of(2, 2), 2, 1, 2, 3), Tensor.of(Shape.of(2, 2), 2, 2, 2, 0)),
                Sample.unary("prod", x -> x.prod(1), X).as(in -> in.getFirst().rows(r -> r.fold(1, (a, b) -> a * b)))
                        .also(empty(2, 0)).also(empty(0, 3)),
                Sample.unary("prod with a zero", x -> x.prod(), Tensor.of(0, 1.5, -0.5)).as(in -> Plain.number(0)).also(NUMBER.mul(0)),
                Sample.unary("argMax", x -> x.mul(x.argMax(1).to(x.dtype()).unsqueeze(1)), X)
                        .as(in -> Plain.make(Shape.of(2, 3), at -> in.getFirst().at(at) * (at[0] == 0 ? 2 : 1))),
                Sample.unary("argMin", x -> x.mul(x.argMin(0).to(x.dtype())), X).as(in -> Plain.make(Shape.of(2, 3),
                        at -> in.getFirst().at(at) * (in.getFirst().at(0, at[1]) < in.getFirst().at(1, at[1]) ? 0 : 1))),
                Sample.unary("any and all", x -> x.gt(1).any(1).to(x.dtype()).add(x.lt(2).all(1).to(x.dtype())).mul(x.sum(1)), X)
                        .as(in -> in.getFirst().rows(r -> r.sum() * ((max(r) > 1 ? 1 : 0) + (max(r) < 2 ? 1 : 0)))).also(empty(2, 0)),
                Sample.unary("countNonZero", x -> x.relu().countNonZero(0).to(x.dtype()).mul(x.sum(0)), X)
                        .as(in -> in.getFirst().columns(c -> c.sum() * c.each(a -> a > 0 ? 1 : 0).sum())),
                Sample.unary("logSumExp", x -> x.logSumExp(1), X).as(in -> in.getFirst().rows(ReductionSamples::logSumExp))
                        .also(empty(0, 3)).also(empty(2, 0)),
                Sample.unary("norm", x -> x.norm(), X).as(in -> Plain.number(norm(in.getFirst()))).also(NUMBER).also(empty(0)),
                Sample.unary("norm along an axis", x -> x.norm(0), X).as(in -> in.getFirst().columns(ReductionSamples::norm)),
                Sample.unary("normOfOrder 1", x -> x.normOfOrder(1, 1).square(), X).as(in -> in.getFirst().rows(r -> square(norm(r, 1)))).also(empty(2, 0)),
                Sample.unary("normOfOrder 3", x -> x.normOfOrder(3), X).as(number(p -> norm(p, 3))).also(NUMBER).also(empty(0)),
                Sample.unary("normOfOrder 1.5", x -> x.normOfOrder(1.5, 0), X).as(in -> in.getFirst().columns(c -> norm(c, 1.5))),
                Sample.unary("normOfOrder 0.5", x -> x.normOfOrder(0.5), POSITIVE).as(number(p -> norm(p, 0.5))),
                Sample.unary("normOfOrder infinity", x -> x.normOfOrder(Double.POSITIVE_INFINITY, 1).square(), X)
                        .as(in -> in.getFirst().rows(r -> square(Math.max(0, max(r.each(Math::abs)))))).also(empty(2, 0))
                        .kink(Tensor.of(Shape.of(1, 3), 2, -2, 1), Tensor.of(Shape.of(1, 3), 2, -2, 0)),
                Sample.unary("normOfOrder -infinity", x -> x.normOfOrder(Double.NEGATIVE_INFINITY).square(), X)
                        .as(number(p -> square(max(p.each(a -> -Math.abs(a)))))),
                Sample.unary("normOfOrder 0", x -> x.relu().normOfOrder(0, 0).mul(x.sum(0)), X)
                        .as(in -> in.getFirst().columns(c -> c.sum() * c.each(a -> a > 0 ? 1 : 0).sum())),
                Sample.unary("normalize", x -> x.normalize(1), X)
                        .as(in -> Plain.make(in.getFirst().shape(), at -> in.getFirst().at(at) / norm(in.getFirst().row(at[0]))))
                        .also(NUMBER.unsqueeze(0).unsqueeze(0)).also(empty(2, 0)),
                Sample.of("distance", in -> in.get(0).distance(in.get(1)), X, Y)
                        .as(in -> Plain.make(Shape.of(2), at -> norm(difference(in.get(0), at[0], in.get(1), at[0])))),
                Sample.of("distances", in -> in.get(0).distances(in.get(1)), normal(3, 2), normal(4, 2))
                        .as(in -> Plain.make(Shape.of(in.getFirst().size(0), 4), at -> norm(difference(in.get(0), at[0], in.get(1), at[1]))))
                        .also(empty(0, 2), normal(4, 2)));
    }
}
