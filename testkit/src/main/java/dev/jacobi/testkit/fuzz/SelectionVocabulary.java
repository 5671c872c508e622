package dev.jacobi.testkit.fuzz;

import static dev.jacobi.testkit.fuzz.Entry.alongAxis;
import static dev.jacobi.testkit.fuzz.ShapeVocabulary.list;

import dev.jacobi.tensor.PadMode;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import dev.jacobi.testkit.fuzz.Entry.Use;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntBinaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Elements by index and by mask, put around and repeated, and sums of products by the names of their axes.
final class SelectionVocabulary {
    private SelectionVocabulary() {}

    static List<Entry> all() {
        return List.of(
                alongAxis("tile", 0, (random, s, axis) -> {
                    int[] times = IntStream.range(0, s.rank()).map(a -> a == axis ? 2 : 1).toArray();
                    return new Use("{0}.tile(" + list(times) + ")", in -> in.getFirst().tile(times),
                            in -> Naive.make(s.with(axis, 2 * s.size(axis)), at -> in.getFirst().at(with(at, axis, at[axis] % s.size(axis)))));
                }),
                padded(PadMode.REFLECT, SelectionVocabulary::bounced),
                padded(PadMode.REPLICATE, (k, n) -> k < 0 ? 0 : k < n ? k : n - 1),
                padded(PadMode.CIRCULAR, (k, n) -> (k + 7 * n) % n),
                alongAxis("takeAlong", 1, (random, s, axis) -> {
                    Shape shape = s.with(axis, 1 + random.nextInt(3));
                    int[] index = random.ints(shape.size(), -s.size(axis), s.size(axis)).toArray();
                    return new Use("{0}.takeAlong(" + axis + ", Tensor.ofInts(" + list(index) + ").reshape" + shape + ")",
                            in -> in.getFirst().takeAlong(axis, Tensor.ofInts(index).reshape(shape)),
                            in -> Naive.make(shape, at -> in.getFirst().at(with(at, axis, Math.floorMod(index[place(shape, at)], s.size(axis))))));
                }),
                alongAxis("scatter", 1, (random, s, axis) -> {
                    int[] to = IntStream.range(0, s.size(axis)).filter(k -> random.nextBoolean()).toArray();
                    int[] from = random.ints(to.length, 0, s.size(axis)).toArray();
                    return new Use("{0}.scatter(" + axis + ", Tensor.ofInts(" + list(to) + "), {0}.indexSelect(" + axis + ", " + list(from) + ").sin())",
                            in -> in.getFirst().scatter(axis, Tensor.ofInts(to), in.getFirst().indexSelect(axis, from).sin()),
                            in -> Naive.make(s, at -> {
                                int k = IntStream.range(0, to.length).filter(i -> to[i] == at[axis]).findFirst().orElse(-1);
                                return k < 0 ? in.getFirst().at(at) : in.getFirst().at(with(at, axis, from[k])).sin();
                            }));
                }),
                alongAxis("scatterAdd", 1, (random, s, axis) -> {
                    int[] to = random.ints(3, -s.size(axis), s.size(axis)).toArray();
                    int[] from = random.ints(3, 0, s.size(axis)).toArray();
                    return new Use("{0}.scatterAdd(" + axis + ", Tensor.ofInts(" + list(to) + "), {0}.indexSelect(" + axis + ", " + list(from) + ").sin())",
                            in -> in.getFirst().scatterAdd(axis, Tensor.ofInts(to), in.getFirst().indexSelect(axis, from).sin()),
                            in -> Naive.make(s, at -> {
                                Dual sum = in.getFirst().at(at);
                                for (int i = 0; i < 3; i++) {
                                    if (Math.floorMod(to[i], s.size(axis)) == at[axis]) sum = sum.plus(in.getFirst().at(with(at, axis, from[i])).sin());
                                }
                                return sum;
                            }));
                }),
                alongAxis("maskedFill", 1, (random, s, axis) -> {
                    int[] filled = IntStream.range(0, s.size(-1)).map(k -> random.nextInt(2)).toArray();
                    return new Use("{0}.maskedFill(Tensor.ofInts(" + list(filled) + ").gt(0), 0.5)", in -> in.getFirst().maskedFill(Tensor.ofInts(filled).gt(0), 0.5),
                            in -> Naive.make(s, at -> filled[at[at.length - 1]] > 0 ? Dual.of(0.5) : in.getFirst().at(at)));
                }),
                alongAxis("diagEmbed", 1, (random, s, axis) -> {
                    int offset = random.nextInt(5) - 2;
                    int n = s.size(-1) + Math.abs(offset);
                    return new Use("{0}.diagEmbed(" + offset + ")", in -> in.getFirst().diagEmbed(offset),
                            in -> Naive.make(s.part(0, s.rank() - 1).append(Shape.of(n, n)), at -> {
                                int row = at[at.length - 2];
                                int[] there = Arrays.copyOf(at, at.length - 1);
                                there[at.length - 2] = offset < 0 ? row + offset : row;
                                return at[at.length - 1] - row == offset && there[at.length - 2] >= 0 ? in.getFirst().at(there) : Dual.of(0);
                            }));
                }),
                new Entry("einsum", 2, SelectionVocabulary::einsum),
                new Entry("einsum of three", 2, (random, s) -> {
                    if (s.get(0).rank() != 2 || s.get(1).rank() != 1 || s.get(1).size(0) != s.get(0).size(1)) return null;
                    Shape to = Shape.of(s.get(0).size(0));
                    return new Use("Tensor.einsum(\"ij,kj,j->k\", {0}, {0}, {1})", in -> Tensor.einsum("ij,kj,j->k", in.get(0), in.get(0), in.get(1)),
                            in -> Naive.make(to, at -> {
                                Dual sum = Dual.of(0);
                                for (int i = 0; i < s.get(0).size(0); i++) {
                                    for (int j = 0; j < s.get(0).size(1); j++) sum = sum.plus(in.get(0).at(i, j).times(in.get(0).at(at[0], j)).times(in.get(1).at(j)));
                                }
                                return sum;
                            }));
                }));
    }

    private static Entry padded(PadMode mode, IntBinaryOperator source) {
        return alongAxis("pad " + mode, 1, (random, s, axis) -> {
            int before = random.nextInt(6);
            int after = random.nextInt(6);
            return new Use("{0}.pad(" + axis + ", " + before + ", " + after + ", PadMode." + mode + ")", in -> in.getFirst().pad(axis, before, after, mode),
                    in -> Naive.make(s.with(axis, before + s.size(axis) + after),
                            at -> in.getFirst().at(with(at, axis, source.applyAsInt(at[axis] - before, s.size(axis))))));
        });
    }

    /// A place that turns around at both ends until it is inside.
    private static int bounced(int place, int n) {
        int k = n == 1 ? 0 : place;
        while (k < 0 || k >= n) k = k < 0 ? -k : 2 * (n - 1) - k;
        return k;
    }

    /// A random equation of two groups: letters may be shared where the sizes agree, and come twice.
    private static @Nullable Use einsum(SplittableRandom random, List<Shape> s) {
        String letters = "";
        int[] sizes = new int[8];
        String[] groups = {"", ""};
        for (int g = 0; g < 2; g++) {
            for (int a = 0; a < s.get(g).rank(); a++) {
                int n = s.get(g).size(a);
                int[] same = IntStream.range(0, letters.length()).filter(i -> sizes[i] == n).toArray();
                if (same.length > 0 && random.nextInt(3) > 0) {
                    groups[g] += letters.charAt(same[random.nextInt(same.length)]);
                } else if (letters.length() == sizes.length) {
                    return null;
                } else {
                    sizes[letters.length()] = n;
                    letters += (char) ('a' + letters.length());
                    groups[g] += letters.charAt(letters.length() - 1);
                }
            }
        }
        StringBuilder result = new StringBuilder();
        for (int i = letters.length() - 1; i >= 0; i--) if (random.nextInt(5) < 2) result.append(letters.charAt(i));
        Shape all = Shape.of(Arrays.copyOf(sizes, letters.length()));
        if (all.size() > 2000) return null;
        String names = letters;
        String equation = groups[0] + "," + groups[1] + "->" + result;
        Shape to = Shape.of(result.chars().map(c -> sizes[names.indexOf(c)]).toArray());
        return new Use("Tensor.einsum(\"" + equation + "\", {0}, {1})", in -> Tensor.einsum(equation, in.get(0), in.get(1)), in -> {
            Dual[] cells = new Dual[to.size()];
            Arrays.fill(cells, Dual.of(0));
            Naive.make(all, at -> {
                Dual product = in.get(0).at(at(groups[0], at)).times(in.get(1).at(at(groups[1], at)));
                int place = place(to, at(result.toString(), at));
                cells[place] = cells[place].plus(product);
                return product;
            });
            return new Naive(to, cells);
        });
    }

    /// The index of a group, from that of all letters in their order.
    private static int[] at(String group, int[] all) { return group.chars().map(c -> all[c - 'a']).toArray(); }

    private static int place(Shape shape, int[] at) {
        int place = 0;
        for (int a = 0; a < at.length; a++) place = place * shape.size(a) + at[a];
        return place;
    }

    private static int[] with(int[] at, int axis, int k) {
        int[] r = at.clone();
        r[axis] = k;
        return r;
    }
}
