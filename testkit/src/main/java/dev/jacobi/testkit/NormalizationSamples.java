package dev.jacobi.testkit;

import static dev.jacobi.testkit.Inputs.X;
import static dev.jacobi.testkit.Inputs.empty;

import java.util.List;

/// Softmax and its relatives.
final class NormalizationSamples {
    private NormalizationSamples() {}

    private static double logSumExp(Plain p) { return StrictMath.log(p.each(StrictMath::exp).sum()); }

    /// e to each element of a row, divided by their sum.
    private static double share(Plain row, int at) { return StrictMath.exp(row.at(at)) / row.each(StrictMath::exp).sum(); }

    static List<Sample> all() {
        return List.of(
                Sample.unary("softmax", x -> x.softmax(1), X)
                        .as(in -> Plain.make(in.getFirst().shape(), at -> share(in.getFirst().row(at[0]), at[1])))
                        .also(empty(0, 3)).also(empty(2, 0)),
                Sample.unary("softmax over the first axis", x -> x.softmax(0), X)
                        .as(in -> Plain.make(in.getFirst().shape(), at -> share(in.getFirst().column(at[1]), at[0]))),
                Sample.unary("logSoftmax", x -> x.logSoftmax(-1), X)
                        .as(in -> Plain.make(in.getFirst().shape(), at -> in.getFirst().at(at) - logSumExp(in.getFirst().row(at[0]))))
                        .also(empty(0, 3)).also(empty(2, 0)));
    }
}
