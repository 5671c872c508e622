package dev.jacobi.testkit.fuzz;

import static dev.jacobi.testkit.fuzz.Entry.alongAxis;

import dev.jacobi.Jacobi;
import dev.jacobi.op.Window;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import dev.jacobi.testkit.fuzz.Entry.Use;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

/// Running sums, sorting, windows, small matrices, losses.
final class StructureVocabulary {
    private StructureVocabulary() {}

    static List<Entry> all() {
        return List.of(
                lines("cumSum", 0, Tensor::cumSum, d -> running(d, false)),
                lines("cumProd", 0, Tensor::cumProd, d -> running(d, true)),
                alongAxis("sort", 1, (random, s, axis) -> new Use("{0}.sort(" + axis + ")", in -> in.getFirst().sort(axis),
                        in -> in.getFirst().lines(axis, Naive::sorted)).apart()),
                alongAxis("median", 1, (random, s, axis) -> new Use("{0}.median(" + axis + ")", in -> in.getFirst().median(axis), in -> in.getFirst().reduce(axis, d -> {
                    Dual[] r = Naive.sorted(d);
                    return r[(r.length - 1) / 2].plus(r[r.length / 2]).times(0.5);
                })).apart()),
                new Entry("conv1d", 2, (random, s) -> {
                    Shape x = s.get(0);
                    Shape w = s.get(1);
                    if (x.rank() != 3 || w.rank() != 3 || x.size(1) != w.size(1) || w.size(2) > x.size(2) || w.size(2) == 0) return null;
                    return new Use("{0}.conv1d({1}, 1, 0)", in -> in.get(0).conv1d(in.get(1), 1, 0), in -> convolution(in.get(0), in.get(1)));
                }),
                new Entry("conv1d with parts of itself", 1, (random, s) -> s.getFirst().rank() != 3 || s.getFirst().size(2) < 2 || s.getFirst().size(0) == 0 ? null
                        : new Use("{0}.conv1d({0}.slice(2, 0, 2), 1, 0)", in -> in.getFirst().conv1d(in.getFirst().slice(2, 0, 2), 1, 0),
                                in -> convolution(in.getFirst(), Naive.make(s.getFirst().with(2, 2), in.getFirst()::at)))),
                new Entry("maxPool", 1, (random, s) -> s.getFirst().rank() == 0 || s.getFirst().size(-1) < 2 ? null
                        : new Use("{0}.maxPool(Window.of(2))", in -> in.getFirst().maxPool(Window.of(2)), in -> pooled(in.getFirst(), Dual::max)).apart()),
                new Entry("averagePool", 1, (random, s) -> s.getFirst().rank() == 0 || s.getFirst().size(-1) < 2 ? null
                        : new Use("{0}.averagePool(Window.of(2))", in -> in.getFirst().averagePool(Window.of(2)),
                                in -> pooled(in.getFirst(), (a, b) -> a.plus(b).times(0.5)))),
                small("det", Tensor::det, StructureVocabulary::determinant),
                new Entry("solve", 1, (random, s) -> s.getFirst().rank() != 2 || s.getFirst().size(0) != 2 || s.getFirst().size(1) != 2 ? null
                        : new Use("{0}.add(3 eye).solve({0})", in -> shifted(in.getFirst()).solve(in.getFirst()), in -> solved(in.getFirst()))),
                standardized(),
                new Entry("squaredError", 2, (random, s) -> !s.get(0).equals(s.get(1)) || s.get(0).size() == 0 ? null
                        : new Use("squaredError({0}, {1})", in -> Jacobi.squaredError(in.get(0), in.get(1)), in -> new Naive(Shape.of(),
                                new Dual[] {Naive.mean(in.get(0).with(in.get(1), (a, b) -> a.minus(b).square()).cells())}))),
                new Entry("crossEntropy", 1, (random, s) -> {
                    if (s.getFirst().rank() != 2 || s.getFirst().size(0) == 0 || s.getFirst().size(1) == 0) return null;
                    int c = random.nextInt(s.getFirst().size(1));
                    int[] classes = new int[s.getFirst().size(0)];
                    Arrays.fill(classes, c);
                    return new Use("crossEntropy({0}, all " + c + ")", in -> Jacobi.crossEntropy(in.getFirst(), Tensor.ofInts(classes)), in -> new Naive(Shape.of(),
                            new Dual[] {Naive.mean(in.getFirst().reduce(1, d -> Naive.softmax(d)[c].log().times(-1)).cells())}));
                }),
                new Entry("attention", 1, (random, s) -> s.getFirst().rank() != 2 || s.getFirst().size(0) == 0 || s.getFirst().size(1) == 0 ? null
                        : new Use("{0}.attention({0}, {0})", in -> in.getFirst().attention(in.getFirst(), in.getFirst()), in -> attended(in.getFirst()))));
    }

    private interface Axed {
        Tensor apply(Tensor x, int axis);
    }

    private static Entry lines(String name, int least, Axed run, Function<Dual[], Dual[]> naive) {
        return alongAxis(name, least, (random, s, axis) -> new Use("{0}." + name + "(" + axis + ")", in -> run.apply(in.getFirst(), axis),
                in -> in.getFirst().lines(axis, naive)));
    }

    private static Dual[] running(Dual[] d, boolean product) {
        Dual[] r = d.clone();
        for (int i = 1; i < r.length; i++) r[i] = product ? r[i - 1].times(r[i]) : r[i - 1].plus(r[i]);
        return r;
    }

    private static Naive pooled(Naive x, BiFunction<Dual, Dual, Dual> f) {
        int last = x.rank() - 1;
        return Naive.make(x.shape().with(last, x.size(last) - 1), at -> {
            int[] next = at.clone();
            next[last]++;
            return f.apply(x.at(at), x.at(next));
        });
    }

    private static Naive convolution(Naive x, Naive w) {
        return Naive.make(Shape.of(x.size(0), w.size(0), x.size(2) - w.size(2) + 1), at -> {
            Dual sum = Dual.of(0);
            for (int c = 0; c < x.size(1); c++) for (int r = 0; r < w.size(2); r++) sum = sum.plus(x.at(at[0], c, at[2] + r).times(w.at(at[1], c, r)));
            return sum;
        });
    }

    private static Entry small(String name, Function<Tensor, Tensor> run, Function<Naive, Dual> naive) {
        return new Entry(name, 1, (random, s) -> {
            Shape shape = s.getFirst();
            if (shape.rank() != 2 || shape.size(0) != shape.size(1) || shape.size(0) > 3) return null;
            return new Use("{0}." + name + "()", in -> run.apply(in.getFirst()), in -> new Naive(Shape.of(), new Dual[] {naive.apply(in.getFirst())}));
        });
    }

    /// Along the first row.
    private static Dual determinant(Naive a) {
        int n = a.size(0);
        if (n == 0) return Dual.of(1);
        Dual sum = Dual.of(0);
        for (int j = 0; j < n; j++) {
            int without = j;
            Naive rest = Naive.make(Shape.of(n - 1, n - 1), at -> a.at(at[0] + 1, at[1] < without ? at[1] : at[1] + 1));
            sum = sum.plus(a.at(0, j).times(determinant(rest)).times(j % 2 == 0 ? 1 : -1));
        }
        return sum;
    }

    private static Tensor shifted(Tensor x) { return x.tanh().add(Tensor.of(Shape.of(2, 2), 3, 0, 0, 3).to(x.dtype())); }

    /// By Cramer's rule.
    private static Naive solved(Naive x) {
        Naive a = Naive.make(x.shape(), at -> x.at(at).tanh().plus(at[0] == at[1] ? 3 : 0));
        Dual det = determinant(a);
        return Naive.make(x.shape(), at -> determinant(Naive.make(x.shape(), in -> in[1] == at[0] ? x.at(in[0], at[1]) : a.at(in))).over(det));
    }

    private static Entry standardized() {
        return alongAxis("standardize", 2, (random, s, axis) -> new Use("{0}.standardize(0.1, " + axis + ")", in -> in.getFirst().standardize(0.1, axis),
                in -> in.getFirst().lines(axis, d -> {
                    Dual root = Naive.variance(d).plus(0.1).sqrt();
                    Dual[] r = d.clone();
                    for (int i = 0; i < r.length; i++) r[i] = d[i].minus(Naive.mean(d)).over(root);
                    return r;
                })));
    }

    private static Naive attended(Naive x) {
        int n = x.size(0);
        double scale = 1 / Math.sqrt(x.size(1));
        return Naive.make(x.shape(), at -> {
            Dual[] scores = new Dual[n];
            for (int k = 0; k < n; k++) {
                scores[k] = Dual.of(0);
                for (int c = 0; c < x.size(1); c++) scores[k] = scores[k].plus(x.at(at[0], c).times(x.at(k, c)).times(scale));
            }
            Dual[] weights = Naive.softmax(scores);
            Dual sum = Dual.of(0);
            for (int k = 0; k < n; k++) sum = sum.plus(weights[k].times(x.at(k, at[1])));
            return sum;
        });
    }
}
