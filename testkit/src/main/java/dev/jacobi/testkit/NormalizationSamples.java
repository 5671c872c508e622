package dev.jacobi.testkit;

import static dev.jacobi.testkit.Inputs.ROW;
import static dev.jacobi.testkit.Inputs.X;
import static dev.jacobi.testkit.Inputs.Y;
import static dev.jacobi.testkit.Inputs.empty;
import static dev.jacobi.testkit.Inputs.normal;

import dev.jacobi.tensor.Attention;
import dev.jacobi.tensor.RandomKey;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Softmax and its relatives, normalizations, attention, dropout.
final class NormalizationSamples {
    private static final double EPSILON = 1e-3;
    private static final RandomKey KEY = RandomKey.of(5);
    private static final Tensor IMAGES = normal(2, 4, 3);
    private static final Tensor SCALE = Tensor.of(0.7, -1.2, 1.9, 0.4);
    private static final Tensor SHIFT = Tensor.of(0.2, 0.8, -0.5, 1.3);
    /// The second query may see nothing.
    private static final Tensor SEEN = Tensor.of(Shape.of(3, 4), 1, 0, 1, 1, 0, 0, 0, 0, 0, 1, 0, 1).ne(0);

    private NormalizationSamples() {}

    private static double logSumExp(Plain p) { return StrictMath.log(p.each(StrictMath::exp).sum()); }

    /// e to each element of a row, divided by their sum.
    private static double share(Plain row, int at) { return StrictMath.exp(row.at(at)) / row.each(StrictMath::exp).sum(); }

    private static double length(Plain row) { return Math.sqrt(row.each(v -> v * v).sum()); }

    static List<Sample> all() { return Stream.of(softmax(), normalized(), byChannel(), attention()).flatMap(List::stream).toList(); }

    private static List<Sample> softmax() {
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

    private static List<Sample> normalized() {
        return List.of(
                Sample.of("cosineSimilarity", in -> in.get(0).cosineSimilarity(in.get(1)), X, Y)
                        .as(in -> Plain.make(Shape.of(in.get(0).size(0)), at -> {
                            Plain a = in.get(0).row(at[0]);
                            Plain b = in.get(1).row(at[0]);
                            return a.each(b, (u, v) -> u * v).sum() / length(a) / length(b);
                        })),
                Sample.of("rmsNorm", in -> in.get(0).rmsNorm(in.get(1), EPSILON), X, ROW)
                        .as(in -> Plain.make(in.get(0).shape(), at -> {
                            Plain row = in.get(0).row(at[0]);
                            return in.get(1).at(at[1]) * row.at(at[1]) / Math.sqrt(row.each(v -> v * v).sum() / row.values().length + EPSILON);
                        })).also(empty(0, 3), ROW),
                Sample.unary("standardize", x -> x.standardize(EPSILON), X)
                        .as(in -> standardized(in.getFirst(), _ -> 0)).also(Tensor.scalar(3)),
                Sample.unary("standardize over the first axis", x -> x.standardize(EPSILON, 0), X).as(in -> standardized(in.getFirst(), at -> at[1])),
                Sample.of("layerNorm", in -> in.get(0).layerNorm(in.get(1), in.get(2), EPSILON), X, ROW, ROW.flip(0))
                        .as(in -> {
                            Plain y = standardized(in.get(0), at -> at[0]);
                            return Plain.make(y.shape(), at -> in.get(1).at(at[1]) * y.at(at) + in.get(2).at(at[1]));
                        }).also(empty(0, 3), ROW, ROW),
                Sample.of("layerNorm over two axes", in -> in.get(0).layerNorm(in.get(1), in.get(2), EPSILON), IMAGES, normal(4, 3), normal(4, 3).neg())
                        .as(in -> {
                            Plain y = standardized(in.get(0), at -> at[0]);
                            return Plain.make(y.shape(), at -> in.get(1).at(at[1], at[2]) * y.at(at) + in.get(2).at(at[1], at[2]));
                        }));
    }

    private static List<Sample> byChannel() {
        return List.of(
                Sample.of("batchNorm", in -> in.get(0).batchNorm(in.get(1), in.get(2), EPSILON), IMAGES, SCALE, SHIFT)
                        .as(in -> scaled(standardized(in.get(0), at -> at[1]), in.get(1), in.get(2))),
                Sample.of("batchNorm by given statistics", in -> in.get(0).batchNorm(in.get(1), in.get(2), in.get(3), in.get(4), EPSILON),
                                IMAGES, SHIFT.mul(2), SCALE.square(), SCALE, SHIFT)
                        .as(in -> scaled(Plain.make(in.get(0).shape(),
                                at -> (in.get(0).at(at) - in.get(1).at(at[1])) / Math.sqrt(in.get(2).at(at[1]) + EPSILON)), in.get(3), in.get(4))),
                Sample.of("groupNorm", in -> in.get(0).groupNorm(2, in.get(1), in.get(2), EPSILON), IMAGES, SCALE, SHIFT)
                        .as(in -> scaled(standardized(in.get(0), at -> at[0] * 2 + at[1] / 2), in.get(1), in.get(2))),
                Sample.of("instanceNorm", in -> in.get(0).instanceNorm(in.get(1), in.get(2), EPSILON), IMAGES, SCALE, SHIFT)
                        .as(in -> scaled(standardized(in.get(0), at -> at[0] * 4 + at[1]), in.get(1), in.get(2))));
    }

    /// Each element by the mean and the variance of those that are of the same part.
    private static Plain standardized(Plain x, ToIntFunction<int[]> part) {
        Plain parts = Plain.make(x.shape(), part::applyAsInt);
        return Plain.make(x.shape(), at -> {
            double[] same = IntStream.range(0, x.values().length).filter(i -> parts.values()[i] == parts.at(at)).mapToDouble(i -> x.values()[i]).toArray();
            double mean = IntStream.range(0, same.length).mapToDouble(i -> same[i]).sum() / same.length;
            double variance = 0;
            for (double v : same) variance += (v - mean) * (v - mean) / same.length;
            return (x.at(at) - mean) / Math.sqrt(variance + EPSILON);
        });
    }

    private static Plain scaled(Plain y, Plain scale, Plain shift) {
        return Plain.make(y.shape(), at -> scale.at(at[1]) * y.at(at) + shift.at(at[1]));
    }

    private static List<Sample> attention() {
        Tensor q = normal(2, 3, 5);
        Tensor k = normal(2, 4, 5);
        Tensor v = normal(2, 4, 6);
        return List.of(
                Sample.of("attention", in -> in.get(0).attention(in.get(1), in.get(2)), q, k, v).as(in -> attended(in, _ -> true)),
                Sample.of("attention, causal", in -> new Attention().causal().of(in.get(0), in.get(1), in.get(2)), q, k, v)
                        .as(in -> attended(in, pair -> pair % 4 <= pair / 4 + 1)),
                Sample.of("attention, masked", in -> new Attention().mask(SEEN).of(in.get(0), in.get(1), in.get(2)), q, k, v)
                        .as(in -> attended(in, pair -> SEEN.at(pair / 4, pair % 4) != 0)),
                Sample.of("attention, shifted", in -> new Attention().mask(in.get(3)).weights(in.get(0), in.get(1)).matmul(in.get(2)),
                                q.get(0), k.get(0), v.get(0), normal(3, 4))
                        .as(in -> {
                            Plain fits = fits(in.get(0), in.get(1));
                            Plain shifted = fits.each(in.get(3), Double::sum);
                            return Plain.make(Shape.of(3, 6), at -> {
                                double sum = 0;
                                for (int j = 0; j < 4; j++) sum += share(shifted.row(at[0]), j) * in.get(2).at(j, at[1]);
                                return sum;
                            });
                        }),
                Sample.unary("dropout", x -> x.dropout(0.4, KEY), IMAGES).ofLines()
                        .as(in -> {
                            double[] kept = KEY.bernoulli(0.6, IMAGES.shape()).toDoubles();
                            return in.getFirst().each(new Plain(IMAGES.shape(), kept), (x, one) -> one * x / 0.6);
                        }));
    }

    private static Plain fits(Plain q, Plain k) {
        return Plain.make(Shape.of(q.size(0), k.size(0)), at -> q.row(at[0]).each(k.row(at[1]), (a, b) -> a * b).sum() / Math.sqrt(q.size(1)));
    }

    private static Plain member(Plain p, int i) { return Plain.make(p.shape().part(1, 3), at -> p.at(i, at[0], at[1])); }

    /// @param seen whether query i may see key j, asked as 4·i + j
    private static Plain attended(List<Plain> in, IntPredicate seen) {
        return Plain.make(Shape.of(2, 3, 6), at -> {
            Plain row = fits(member(in.get(0), at[0]), member(in.get(1), at[0])).row(at[1]).each(StrictMath::exp);
            double sum = 0;
            double total = 0;
            for (int j = 0; j < 4; j++) {
                if (!seen.test(4 * at[1] + j)) continue;
                total += row.at(j);
                sum += row.at(j) * in.get(2).at(at[0], j, at[2]);
            }
            return total == 0 ? 0 : sum / total;
        });
    }
}
