package dev.jacobi.testkit;

import static dev.jacobi.testkit.Inputs.NUMBER;
import static dev.jacobi.testkit.Inputs.X;
import static dev.jacobi.testkit.Inputs.Y;

import dev.jacobi.Jacobi;
import dev.jacobi.tensor.Tensor;
import java.util.List;

/// The losses.
final class LossSamples {
    private LossSamples() {}

    private static double mean(Plain p) { return p.sum() / p.values().length; }

    private static double square(double a) { return a * a; }

    /// e to each element of a row, divided by their sum.
    private static double share(Plain row, int at) { return StrictMath.exp(row.at(at)) / row.each(StrictMath::exp).sum(); }

    static List<Sample> all() {
        return List.of(
                Sample.of("squaredError", in -> Jacobi.squaredError(in.get(0), in.get(1)), X, Y)
                        .as(in -> Plain.number(mean(in.get(0).each(in.get(1), (a, b) -> square(a - b))))).also(NUMBER, NUMBER.mul(2)),
                Sample.of("halfSquaredDistance", in -> Jacobi.halfSquaredDistance(in.get(0), in.get(1)), X, Y)
                        .as(in -> Plain.number(in.get(0).each(in.get(1), (a, b) -> square(a - b)).sum() / 4)),
                Sample.unary("crossEntropy", x -> Jacobi.crossEntropy(x, Tensor.ofInts(2, 0)), X)
                        .as(in -> Plain.number(-(StrictMath.log(share(in.getFirst().row(0), 2)) + StrictMath.log(share(in.getFirst().row(1), 0))) / 2)));
    }
}
