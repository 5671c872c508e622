package dev.jacobi.testkit;

import static dev.jacobi.testkit.Inputs.NUMBER;
import static dev.jacobi.testkit.Inputs.X;
import static dev.jacobi.testkit.Inputs.empty;
import static dev.jacobi.testkit.Inputs.normal;

import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import java.util.List;

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
                Sample.unary("mean", x -> x.mean(0).sin(), X).as(in -> in.getFirst().columns(c -> sin(mean(c)))).also(empty(2, 0)),
                Sample.unary("variance", x -> x.variance(1), X).as(in -> in.getFirst().rows(ReductionSamples::variance)).also(empty(0, 3)),
                Sample.unary("variance of a number", x -> x.variance(), NUMBER).as(in -> Plain.number(0)),
                Sample.unary("sampleVariance", x -> x.sampleVariance(0, 1), X)
                        .as(in -> Plain.number(variance(in.getFirst()) * 6 / 5)),
                Sample.unary("max", x -> x.max(1).square(), X).as(in -> in.getFirst().rows(r -> square(max(r)))).also(empty(0, 3)),
                Sample.unary("min", x -> x.min(0).square(), X).as(in -> in.getFirst().columns(c -> square(-max(c.each(a -> -a))))),
                Sample.unary("prod", x -> x.prod(1), X).as(in -> in.getFirst().rows(r -> r.fold(1, (a, b) -> a * b)))
                        .also(empty(2, 0)).also(empty(0, 3)),
                Sample.unary("prod with a zero", x -> x.prod(), Tensor.of(0, 1.5, -0.5)).as(in -> Plain.number(0)).also(NUMBER.mul(0)),
                Sample.unary("argMax", x -> x.mul(x.argMax(1).to(x.dtype()).unsqueeze(1)), X)
                        .as(in -> Plain.make(Shape.of(2, 3), at -> in.getFirst().at(at) * (at[0] == 0 ? 2 : 1))),
                Sample.unary("logSumExp", x -> x.logSumExp(1), X).as(in -> in.getFirst().rows(ReductionSamples::logSumExp))
                        .also(empty(0, 3)).also(empty(2, 0)),
                Sample.unary("norm", x -> x.norm(), X).as(in -> Plain.number(norm(in.getFirst()))).also(NUMBER).also(empty(0)),
                Sample.unary("norm along an axis", x -> x.norm(0), X).as(in -> in.getFirst().columns(ReductionSamples::norm)));
    }
}
