package dev.jacobi.testkit;

import static dev.jacobi.testkit.Inputs.NUMBER;
import static dev.jacobi.testkit.Inputs.POSITIVE;
import static dev.jacobi.testkit.Inputs.X;
import static dev.jacobi.testkit.Inputs.Y;
import static dev.jacobi.testkit.Inputs.empty;

import dev.jacobi.CrossEntropy;
import dev.jacobi.Jacobi;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.Function;
import java.util.stream.Stream;

/// The losses. Where a loss has a form for each element or row, that is the sample: the mean of it is a sample of its own.
final class LossSamples {
    private static final Tensor SIGNS = Tensor.of(Shape.of(2, 3), 1, -1, 1, -1, -1, 1);
    private static final Tensor SHARES = Tensor.of(Shape.of(2, 3), 0.2, 0.9, 0.4, 0.35, 0.6, 0.15);
    private static final Tensor CLASSES = Tensor.ofInts(2, 0);
    private static final Tensor MANY = Inputs.normal(4, 3);
    private static final Tensor OTHERS = Inputs.normal(4, 3).add(Inputs.normal(3));
    private static final Tensor ALIKE = Tensor.of(1, -1, -1, 1);
    private static final Tensor LABELS = Tensor.ofLongs(1, -100, 2, 1);
    private static final Tensor SPELLED = Tensor.ofInts(1, 2, 2, 2, 1, -1).reshape(3, 2);
    private static final Tensor TIMES = Tensor.ofInts(4, 4, 3);
    private static final Tensor LENGTHS = Tensor.ofInts(2, 2, 1);
    private static final double[] WEIGHTS = {0.5, 2, 1.25};

    private LossSamples() {}

    /// The probability of a label: of every path that spells it, one after the other.
    private static double spelled(Plain x, int sample) {
        int times = (int) TIMES.at(sample);
        double sum = 0;
        for (int path = 0; path < Math.pow(3, times); path++) {
            List<Integer> signs = new ArrayList<>();
            double log = 0;
            int before = 0;
            for (int t = 0, rest = path; t < times; t++, rest /= 3) {
                int sign = rest % 3;
                if (sign != 0 && sign != before) signs.add(sign);
                before = sign;
                log += x.at(sample, t, sign);
            }
            boolean same = signs.size() == (int) LENGTHS.at(sample);
            for (int i = 0; same && i < signs.size(); i++) same = signs.get(i) == (int) SPELLED.at(sample, i);
            if (same) sum += exp(log);
        }
        return sum;
    }

    private static double mean(Plain p) { return p.sum() / p.values().length; }

    private static double square(double a) { return a * a; }

    private static double log(double a) { return StrictMath.log(a); }

    private static double exp(double a) { return StrictMath.exp(a); }

    private static double sigmoid(double x) { return 1 / (1 + exp(-x)); }

    /// e to each element of a row, divided by their sum.
    private static double share(Plain row, int at) { return exp(row.at(at)) / row.each(StrictMath::exp).sum(); }

    private static double huber(double d, double delta) {
        return Math.abs(d) <= delta ? d * d / 2 : delta * (Math.abs(d) - delta / 2);
    }

    private static double length(Plain row) { return Math.sqrt(row.each(v -> v * v).sum()); }

    private static double cosine(Plain a, Plain b) { return a.each(b, (u, v) -> u * v).sum() / length(a) / length(b); }

    private static double distance(Plain a, Plain b) { return length(a.each(b, (u, v) -> u - v)); }

    /// A loss of pairs of elements, a number for each.
    private static Sample each(String name, Function<List<Tensor>, Tensor> f, Tensor x, Tensor y, DoubleBinaryOperator reference) {
        return Sample.of(name, f, x, y).as(in -> in.get(0).each(in.get(1), reference))
                .also(empty(0, 2), empty(0, 2)).also(NUMBER, NUMBER.mul(0.5));
    }

    private interface OfRow {
        double at(Plain row, int number);
    }

    /// A loss of rows, a number for each.
    private static Sample rows(String name, Function<Tensor, Tensor> f, Tensor x, OfRow reference) {
        return Sample.unary(name, f, x).as(in -> Plain.make(Shape.of(in.getFirst().size(0)), at -> reference.at(in.getFirst().row(at[0]), at[0])));
    }

    private interface OfRows {
        double at(Plain a, Plain b, int number);
    }

    /// A loss of pairs of rows, a number for each.
    private static Sample rows(String name, Function<List<Tensor>, Tensor> f, Tensor x, Tensor y, OfRows reference) {
        return Sample.of(name, f, x, y).as(in -> Plain.make(Shape.of(in.getFirst().size(0)),
                at -> reference.at(in.get(0).row(at[0]), in.get(1).row(at[0]), at[0])));
    }

    static List<Sample> all() { return Stream.of(differences(), probabilities(), classes(), margins()).flatMap(List::stream).toList(); }

    private static List<Sample> differences() {
        return List.of(
                Sample.of("squaredError", in -> Jacobi.squaredError(in.get(0), in.get(1)), X, Y)
                        .as(in -> Plain.number(mean(in.get(0).each(in.get(1), (a, b) -> square(a - b))))).also(NUMBER, NUMBER.mul(2)),
                each("squaredErrorEach", in -> Jacobi.squaredErrorEach(in.get(0), in.get(1)), X, Y, (a, b) -> square(a - b)),
                Sample.of("halfSquaredDistance", in -> Jacobi.halfSquaredDistance(in.get(0), in.get(1)), X, Y)
                        .as(in -> Plain.number(in.get(0).each(in.get(1), (a, b) -> square(a - b)).sum() / 4)),
                rows("halfSquaredDistanceEach", in -> Jacobi.halfSquaredDistanceEach(in.get(0), in.get(1)), X, Y,
                        (a, b, _) -> square(distance(a, b)) / 2),
                each("absoluteErrorEach", in -> Jacobi.absoluteErrorEach(in.get(0), in.get(1)), X, Y, (a, b) -> Math.abs(a - b)).ofLines(),
                each("huberEach", in -> Jacobi.huberEach(in.get(0), in.get(1), 1.5), X, Y, (a, b) -> huber(a - b, 1.5)),
                each("smoothL1Each", in -> Jacobi.smoothL1Each(in.get(0), in.get(1), 1.5), X, Y, (a, b) -> huber(a - b, 1.5) / 1.5),
                each("poissonNegativeLogLikelihoodEach", in -> Jacobi.poissonNegativeLogLikelihoodEach(in.get(0), in.get(1)), X, POSITIVE,
                        (x, t) -> exp(x) - t * x),
                Sample.of("gaussianNegativeLogLikelihoodEach",
                                in -> Jacobi.gaussianNegativeLogLikelihoodEach(in.get(0), in.get(1), in.get(2)), X, Y, POSITIVE)
                        .as(in -> Plain.make(in.getFirst().shape(), at -> {
                            double variance = in.get(2).at(at);
                            return log(Math.sqrt(variance)) + square((in.get(0).at(at) - in.get(1).at(at)) / Math.sqrt(variance)) / 2;
                        })),
                Sample.of("the means of absoluteError, huber and smoothL1", in -> Jacobi.absoluteError(in.get(0), in.get(1))
                                .add(Jacobi.huber(in.get(0), in.get(1), 1.5)).add(Jacobi.smoothL1(in.get(0), in.get(1), 1.5)), X, Y)
                        .as(in -> Plain.number(mean(in.get(0).each(in.get(1),
                                (a, b) -> Math.abs(a - b) + huber(a - b, 1.5) + huber(a - b, 1.5) / 1.5)))));
    }

    private static List<Sample> probabilities() {
        return List.of(
                each("binaryCrossEntropyEach", in -> Jacobi.binaryCrossEntropyEach(in.get(0), in.get(1)), X, SHARES,
                        (x, t) -> -t * log(sigmoid(x)) - (1 - t) * log(1 - sigmoid(x))),
                Sample.of("binaryCrossEntropy with positive weights",
                                in -> Jacobi.binaryCrossEntropyEach(in.get(0), in.get(1), in.get(2)), X, SHARES, Tensor.of(WEIGHTS))
                        .as(in -> Plain.make(in.getFirst().shape(), at -> {
                            double p = sigmoid(in.get(0).at(at));
                            double t = in.get(1).at(at);
                            return -in.get(2).at(at[1]) * t * log(p) - (1 - t) * log(1 - p);
                        })),
                each("binaryCrossEntropyOfProbabilitiesEach", in -> Jacobi.binaryCrossEntropyOfProbabilitiesEach(in.get(0), in.get(1)),
                        SHARES, SHARES.subFrom(0.97), (p, t) -> -t * log(p) - (1 - t) * log(1 - p)),
                Sample.unary("ctcEach", x -> Jacobi.ctcEach(x, SPELLED, TIMES, LENGTHS), Inputs.normal(3, 4, 3))
                        .as(in -> Plain.make(Shape.of(3), at -> -log(spelled(in.getFirst(), at[0])))),
                rows("klDivergenceEach", in -> Jacobi.klDivergenceEach(in.get(0), in.get(1)), X, SHARES,
                        (l, t, _) -> l.each(t, (x, p) -> p * log(p / exp(x))).sum()),
                rows("klDivergenceOfLogsEach", in -> Jacobi.klDivergenceOfLogsEach(in.get(0), in.get(1)), X, Y,
                        (l, t, _) -> l.each(t, (x, y) -> exp(y) * (y - x)).sum()));
    }

    private static List<Sample> classes() {
        return List.of(
                Sample.unary("crossEntropy", x -> Jacobi.crossEntropy(x, CLASSES), X)
                        .as(in -> Plain.number(-(log(share(in.getFirst().row(0), 2)) + log(share(in.getFirst().row(1), 0))) / 2)),
                rows("crossEntropyEach", x -> Jacobi.crossEntropyEach(x, CLASSES), X, (r, i) -> -log(share(r, i == 0 ? 2 : 0))),
                rows("negativeLogLikelihoodEach", x -> Jacobi.negativeLogLikelihoodEach(x, CLASSES), X, (r, i) -> -r.at(i == 0 ? 2 : 0)).ofLines(),
                rows("crossEntropyEach of probabilities", in -> Jacobi.crossEntropyEach(in.get(0), in.get(1)), X, SHARES,
                        (r, t, _) -> weighedCost(r, k -> t.at(k))),
                Sample.of("CrossEntropy, labels smoothed, weighed and ignored",
                                in -> new CrossEntropy().smoothing(0.2).ignoring(-100).weights(in.get(1)).of(in.get(0), LABELS), MANY, Tensor.of(WEIGHTS))
                        .as(in -> Plain.number(smoothedMean(in.get(0), in.get(1)))),
                rows("CrossEntropy, probabilities smoothed and weighed",
                        in -> new CrossEntropy().smoothing(0.2).weights(Tensor.of(WEIGHTS).to(in.get(0).dtype())).each(in.get(0), in.get(1)), X, SHARES,
                        (r, t, _) -> weighedCost(r, k -> WEIGHTS[k] * (0.8 * t.at(k) + 0.2 / 3))));
    }

    private interface OfClass {
        double at(int k);
    }

    private static double weighedCost(Plain row, OfClass weight) {
        double cost = 0;
        for (int k = 0; k < row.size(0); k++) cost -= weight.at(k) * log(share(row, k));
        return cost;
    }

    private static double smoothedMean(Plain logits, Plain weights) {
        double cost = 0;
        double total = 0;
        for (int i : new int[] {0, 2, 3}) {
            int label = (int) LABELS.at(i);
            cost += weighedCost(logits.row(i), k -> weights.at(k) * ((k == label ? 0.8 : 0) + 0.2 / 3));
            total += weights.at(label);
        }
        return cost / total;
    }

    private static List<Sample> margins() {
        return List.of(
                each("hingeEach", in -> Jacobi.hingeEach(in.get(0), in.get(1)), X, Y, (y, t) -> Math.max(0, 1 - y * t)),
                each("squaredHingeEach", in -> Jacobi.squaredHingeEach(in.get(0), in.get(1)), X, Y, (y, t) -> square(Math.max(0, 1 - y * t))),
                each("softMarginEach", in -> Jacobi.softMarginEach(in.get(0), in.get(1)), X, Y, (y, t) -> log(1 + exp(-y * t))),
                rows("multiclassHingeEach", x -> Jacobi.multiclassHingeEach(x, CLASSES, 1.1), X, (r, i) -> {
                    int right = i == 0 ? 2 : 0;
                    double sum = 0;
                    for (int k = 0; k < 3; k++) if (k != right) sum += Math.max(0, 1.1 - r.at(right) + r.at(k));
                    return sum;
                }).ofLines(),
                Sample.of("marginRankingEach", in -> Jacobi.marginRankingEach(in.get(0), in.get(1), SIGNS.to(in.get(0).dtype()), 0.3), X, Y)
                        .as(in -> Plain.make(X.shape(), at -> Math.max(0, 0.3 - SIGNS.at(at) * (in.get(0).at(at) - in.get(1).at(at))))).ofLines(),
                rows("cosineEmbeddingEach", in -> Jacobi.cosineEmbeddingEach(in.get(0), in.get(1), ALIKE, -0.4), MANY, OTHERS,
                        (a, b, i) -> ALIKE.at(i) > 0 ? 1 - cosine(a, b) : Math.max(0, cosine(a, b) + 0.4)),
                Sample.of("tripletMarginEach", in -> Jacobi.tripletMarginEach(in.get(0), in.get(1), in.get(2), 0.5), MANY, OTHERS, OTHERS.flip(0))
                        .as(in -> Plain.make(Shape.of(4), at -> {
                            Plain anchor = in.get(0).row(at[0]);
                            return Math.max(0, distance(anchor, in.get(1).row(at[0])) - distance(anchor, in.get(2).row(at[0])) + 0.5);
                        })));
    }
}
