package dev.jacobi.testkit.fuzz;

import static dev.jacobi.testkit.fuzz.Entry.alongAxis;

import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import dev.jacobi.testkit.fuzz.Entry.Use;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

/// What brings elements together, and products.
final class ReductionVocabulary {
    private ReductionVocabulary() {}

    static List<Entry> all() {
        return List.of(
                reduction("sum", 0, Tensor::sum, Naive::sum),
                reduction("mean", 1, Tensor::mean, Naive::mean),
                reduction("prod", 0, Tensor::prod, Naive::product),
                reduction("variance", 1, Tensor::variance, Naive::variance),
                reduction("logSumExp", 1, Tensor::logSumExp, d -> {
                    double most = Naive.largest(d).value();
                    Dual s = Dual.of(0);
                    for (Dual x : d) s = s.plus(x.plus(-most).exp());
                    return s.log().plus(most);
                }),
                spread("std", Tensor::std, d -> Naive.variance(d).sqrt()),
                spread("norm", Tensor::norm, d -> {
                    Dual s = Dual.of(0);
                    for (Dual x : d) s = s.plus(x.square());
                    return s.sqrt();
                }),
                apart("max", (x, axis) -> x.max(axis), Naive::largest),
                apart("min", (x, axis) -> x.min(axis), d -> Naive.sorted(d)[0]),
                alongAxis("sum of all", 0, (random, s, axis) -> new Use("{0}.sum()", in -> in.getFirst().sum(),
                        in -> new Naive(Shape.of(), new Dual[] {Naive.sum(in.getFirst().cells())}))),
                lines("softmax", Tensor::softmax, Naive::softmax),
                lines("logSoftmax", Tensor::logSoftmax, d -> {
                    Dual[] r = Naive.softmax(d);
                    for (int i = 0; i < r.length; i++) r[i] = r[i].log();
                    return r;
                }),
                lines("center", Tensor::center, d -> {
                    Dual[] r = d.clone();
                    for (int i = 0; i < r.length; i++) r[i] = r[i].minus(Naive.mean(d));
                    return r;
                }),
                new Entry("matmul", 2, (random, s) -> s.get(0).rank() != 2 || s.get(1).rank() != 2 || s.get(0).size(1) != s.get(1).size(0) ? null
                        : new Use("{0}.matmul({1})", in -> in.get(0).matmul(in.get(1)), in -> product(in.get(0), in.get(1)))),
                new Entry("matmul with its transpose", 1, (random, s) -> s.getFirst().rank() != 2 ? null
                        : new Use("{0}.matmul({0}.transpose())", in -> in.getFirst().matmul(in.getFirst().transpose()),
                                in -> product(in.getFirst(), ShapeVocabulary.permuted(in.getFirst(), new int[] {1, 0})))),
                new Entry("matmul, batched", 2, (random, s) -> {
                    Shape a = s.get(0);
                    Shape b = s.get(1);
                    if (a.rank() != 3 || b.rank() != 2 || a.size(2) != b.size(0)) return null;
                    return new Use("{0}.matmul({1})", in -> in.get(0).matmul(in.get(1)), in -> Naive.make(Shape.of(a.size(0), a.size(1), b.size(1)), at -> {
                        Dual sum = Dual.of(0);
                        for (int k = 0; k < b.size(0); k++) sum = sum.plus(in.get(0).at(at[0], at[1], k).times(in.get(1).at(k, at[2])));
                        return sum;
                    }));
                }),
                new Entry("outer", 2, (random, s) -> s.get(0).rank() != 1 || s.get(1).rank() != 1 ? null : new Use("{0}.outer({1})",
                        in -> in.get(0).outer(in.get(1)), in -> Naive.make(Shape.of(s.get(0).size(0), s.get(1).size(0)),
                                at -> in.get(0).at(at[0]).times(in.get(1).at(at[1]))))));
    }

    private static Naive product(Naive a, Naive b) {
        return Naive.make(Shape.of(a.size(0), b.size(1)), at -> {
            Dual sum = Dual.of(0);
            for (int k = 0; k < a.size(1); k++) sum = sum.plus(a.at(at[0], k).times(b.at(k, at[1])));
            return sum;
        });
    }

    private interface Axed {
        Tensor apply(Tensor x, int... axes);
    }

    private static Entry reduction(String name, int leastSize, Axed run, Function<Dual[], Dual> naive) {
        return alongAxis(name, leastSize, (random, s, axis) -> new Use("{0}." + name + "(" + axis + ")", in -> run.apply(in.getFirst(), axis),
                in -> in.getFirst().reduce(axis, naive)));
    }

    /// A root, which bends at 0: the elements of a line mustn't be alike.
    private static Entry spread(String name, Axed run, Function<Dual[], Dual> naive) {
        return alongAxis(name, 2, (random, s, axis) -> new Use("{0}." + name + "(" + axis + ")", in -> run.apply(in.getFirst(), axis),
                in -> in.getFirst().reduce(axis, naive), in -> Entry.distance(run.apply(in.getFirst(), axis), 0) / 5));
    }

    private static Entry apart(String name, BiFunction<Tensor, Integer, Tensor> run, Function<Dual[], Dual> naive) {
        return alongAxis(name, 1, (random, s, axis) -> new Use("{0}." + name + "(" + axis + ")", in -> run.apply(in.getFirst(), axis),
                in -> in.getFirst().reduce(axis, naive)).apart());
    }

    private static Entry lines(String name, Axed run, Function<Dual[], Dual[]> naive) {
        return alongAxis(name, 1, (random, s, axis) -> new Use("{0}." + name + "(" + axis + ")", in -> run.apply(in.getFirst(), axis),
                in -> in.getFirst().lines(axis, naive)));
    }
}
