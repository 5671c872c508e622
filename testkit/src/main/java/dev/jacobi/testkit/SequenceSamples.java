package dev.jacobi.testkit;

import static dev.jacobi.testkit.Inputs.NUMBER;
import static dev.jacobi.testkit.Inputs.ROW;
import static dev.jacobi.testkit.Inputs.X;
import static dev.jacobi.testkit.Inputs.Y;
import static dev.jacobi.testkit.Inputs.empty;
import static dev.jacobi.testkit.Inputs.normal;

import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/// What depends on the order of elements along an axis.
final class SequenceSamples {
    private SequenceSamples() {}

    private static double sin(double a) { return StrictMath.sin(a); }

    private static double square(double a) { return a * a; }

    private static double logAddExp(double a, double b) { return StrictMath.log(StrictMath.exp(a) + StrictMath.exp(b)); }

    /// Each element of a row brought together with all before it.
    private static Function<List<Plain>, Plain> running(double start, DoubleBinaryOperator f) {
        return in -> Plain.make(in.getFirst().shape(), at -> {
            double r = start;
            for (int k = 0; k <= at[1]; k++) r = f.applyAsDouble(r, in.getFirst().at(at[0], k));
            return r;
        });
    }

    private static double[] sorted(Plain p) {
        double[] r = p.values().clone();
        Arrays.sort(r);
        return r;
    }

    private static double median(Plain p) {
        double[] r = sorted(p);
        int n = r.length;
        return (r[(n - 1) / 2] + r[n / 2]) / 2;
    }

    /// The element of a row that stands at a place in its order.
    private static Plain ordered(Plain x, int count, ToDoubleFunction<int[]> place) {
        return Plain.make(Shape.of(x.size(0), count), at -> sorted(x.row(at[0]))[(int) place.applyAsDouble(at)]);
    }

    static List<Sample> all() {
        return List.of(
                Sample.unary("cumSum", x -> x.cumSum(1).sin(), X)
                        .as(in -> running(0, Double::sum).apply(in).each(SequenceSamples::sin)).also(empty(2, 0)).also(empty(0, 3)),
                Sample.unary("cumSum along the first axis", x -> x.cumSum(0).square(), normal(4, 2, 3)).as(in -> Plain.make(Shape.of(4, 2, 3), at -> {
                    double sum = 0;
                    for (int k = 0; k <= at[0]; k++) sum += in.getFirst().at(k, at[1], at[2]);
                    return square(sum);
                })),
                Sample.unary("cumProd", x -> x.cumProd(1), X).as(running(1, (a, b) -> a * b)).also(empty(2, 0)).also(empty(0, 3)),
                Sample.unary("cumProd with zeros", x -> x.cumProd(1), Tensor.of(Shape.of(2, 4), 1.5, 0, 2.5, -0.5, 0, 0, 3.5, 1.25))
                        .as(running(1, (a, b) -> a * b)),
                Sample.of("recurrence", in -> in.get(0).recurrence(in.get(1), 1), X, Y).as(in -> Plain.make(in.getFirst().shape(), at -> {
                    double y = in.get(0).at(at[0], 0);
                    for (int k = 1; k <= at[1]; k++) y = in.get(1).at(at[0], k) * y + in.get(0).at(at[0], k);
                    return y;
                })).also(empty(2, 0), empty(2, 0)).also(empty(0, 3), empty(0, 3)),
                Sample.of("recurrence with one factor a place", in -> in.get(0).recurrence(in.get(1), -1), X, ROW).as(in -> Plain.make(Shape.of(2, 3), at -> {
                    double y = in.get(0).at(at[0], 0);
                    for (int k = 1; k <= at[1]; k++) y = in.get(1).at(k) * y + in.get(0).at(at[0], k);
                    return y;
                })),
                Sample.unary("cumMax", x -> x.cumMax(1).square(), X)
                        .as(in -> running(Double.NEGATIVE_INFINITY, Math::max).apply(in).each(SequenceSamples::square)).also(empty(2, 0)),
                Sample.unary("cumMin", x -> x.cumMin(1).square(), X)
                        .as(in -> running(Double.POSITIVE_INFINITY, Math::min).apply(in).each(SequenceSamples::square)).also(empty(0, 3)),
                Sample.unary("logCumSumExp", x -> x.logCumSumExp(1), X).as(running(Double.NEGATIVE_INFINITY, SequenceSamples::logAddExp))
                        .also(empty(2, 0)).also(empty(0, 3)),
                Sample.unary("sort", x -> x.sort(1).square(), X).as(in -> ordered(in.getFirst(), in.getFirst().size(1), at -> at[1]).each(SequenceSamples::square))
                        .also(empty(2, 0)).also(empty(0, 3)),
                Sample.unary("sort of the first axis", x -> x.sort(0).sin(), X).as(in -> Plain.make(Shape.of(2, 3),
                        at -> sin(sorted(in.getFirst().column(at[1]))[at[0]]))),
                Sample.unary("sortDescending", x -> x.sortDescending(1).square(), X)
                        .as(in -> ordered(in.getFirst(), 3, at -> 2 - at[1]).each(SequenceSamples::square)),
                Sample.unary("argSort", x -> x.argSort(1).to(x.dtype()).mul(x).sub(x.argSortDescending(1).to(x.dtype())), X)
                        .as(in -> Plain.make(Shape.of(2, 3), at -> {
                            double[] order = sorted(in.getFirst().row(at[0]));
                            int up = 0;
                            int down = 0;
                            for (int k = 0; k < 3; k++) {
                                if (in.getFirst().at(at[0], k) == order[at[1]]) up = k;
                                if (in.getFirst().at(at[0], k) == order[2 - at[1]]) down = k;
                            }
                            return up * in.getFirst().at(at) - down;
                        })),
                Sample.unary("topK", x -> x.topK(2, 1).values().square(), X)
                        .as(in -> ordered(in.getFirst(), 2, at -> 2 - at[1]).each(SequenceSamples::square)).also(empty(0, 3)),
                Sample.unary("bottomK", x -> x.bottomK(2, 1).values().square(), X)
                        .as(in -> ordered(in.getFirst(), 2, at -> at[1]).each(SequenceSamples::square)),
                Sample.unary("places of topK", x -> x.topK(1, 1).places().to(x.dtype()).mul(x), X)
                        .as(in -> Plain.make(Shape.of(2, 3), at -> in.getFirst().at(at) * (at[0] == 0 ? 2 : 1))),
                Sample.of("searchSorted", in -> in.get(0).sort(1).searchSorted(in.get(1)).to(in.get(0).dtype()).mul(in.get(1)), X, Y)
                        .as(in -> Plain.make(in.get(1).shape(), at -> in.get(1).at(at) * in.get(0).row(at[0]).each(a -> a < in.get(1).at(at) ? 1 : 0).sum())),
                Sample.unary("median", x -> x.median(1).square(), X).as(in -> in.getFirst().rows(r -> square(median(r)))).also(empty(0, 3)),
                Sample.unary("median of an even number", x -> x.median().square(), X).as(in -> Plain.number(square(median(in.getFirst())))).also(NUMBER),
                Sample.unary("quantile", x -> x.quantile(0.3, 1).square(), X)
                        .as(in -> in.getFirst().rows(r -> square(0.4 * sorted(r)[0] + 0.6 * sorted(r)[1]))));
    }
}
