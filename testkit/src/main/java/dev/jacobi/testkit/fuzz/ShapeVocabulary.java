package dev.jacobi.testkit.fuzz;

import static dev.jacobi.testkit.fuzz.Entry.alongAxis;

import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import dev.jacobi.testkit.fuzz.Entry.Use;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntUnaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// What puts elements in other places.
final class ShapeVocabulary {
    private ShapeVocabulary() {}

    static List<Entry> all() {
        return List.of(
                new Entry("reshape", 1, (random, s) -> {
                    Shape to = s.getFirst().size() % 2 == 0 ? Shape.of(2, s.getFirst().size() / 2) : Shape.of(s.getFirst().size());
                    return new Use("{0}.reshape" + to, in -> in.getFirst().reshape(to), in -> new Naive(to, in.getFirst().cells()));
                }),
                new Entry("permute", 1, (random, s) -> {
                    int[] order = order(random, s.getFirst().rank());
                    return new Use("{0}.permute(" + list(order) + ")", in -> in.getFirst().permute(order), in -> permuted(in.getFirst(), order));
                }),
                new Entry("unsqueeze", 1, (random, s) -> {
                    int axis = random.nextInt(s.getFirst().rank() + 1);
                    Shape to = s.getFirst().part(0, axis).append(Shape.of(1)).append(s.getFirst().part(axis, s.getFirst().rank()));
                    return new Use("{0}.unsqueeze(" + axis + ")", in -> in.getFirst().unsqueeze(axis), in -> new Naive(to, in.getFirst().cells()));
                }),
                new Entry("expand", 1, (random, s) -> {
                    int n = 1 + random.nextInt(3);
                    Shape to = s.getFirst().prepend(n);
                    return new Use("{0}.expand" + to, in -> in.getFirst().expand(to),
                            in -> Naive.make(to, at -> in.getFirst().at(Arrays.copyOfRange(at, 1, at.length))));
                }),
                alongAxis("slice", 1, (random, s, axis) -> {
                    int n = s.size(axis);
                    int start = random.nextInt(n);
                    int end = start + random.nextInt(n - start + 1);
                    int step = 1 + random.nextInt(2);
                    Shape to = s.with(axis, (end - start + step - 1) / step);
                    return new Use("{0}.slice(" + axis + ", " + start + ", " + end + ", " + step + ")", in -> in.getFirst().slice(axis, start, end, step),
                            in -> moved(in.getFirst(), to, axis, k -> start + k * step));
                }),
                alongAxis("pick", 1, (random, s, axis) -> {
                    int k = random.nextInt(s.size(axis));
                    return new Use("{0}.pick(" + axis + ", " + k + ")", in -> in.getFirst().pick(axis, k), in -> in.getFirst().reduce(axis, d -> d[k]));
                }),
                alongAxis("flip", 0, (random, s, axis) -> new Use("{0}.flip(" + axis + ")", in -> in.getFirst().flip(axis),
                        in -> moved(in.getFirst(), s, axis, k -> s.size(axis) - 1 - k))),
                alongAxis("roll", 1, (random, s, axis) -> {
                    int by = random.nextInt(7) - 3;
                    return new Use("{0}.roll(" + axis + ", " + by + ")", in -> in.getFirst().roll(axis, by),
                            in -> moved(in.getFirst(), s, axis, k -> Math.floorMod(k - by, s.size(axis))));
                }),
                alongAxis("pad", 0, (random, s, axis) -> {
                    int before = random.nextInt(3);
                    int after = random.nextInt(3);
                    return new Use("{0}.pad(" + axis + ", " + before + ", " + after + ")", in -> in.getFirst().pad(axis, before, after),
                            in -> Naive.make(s.with(axis, s.size(axis) + before + after), at -> {
                                int[] there = at.clone();
                                there[axis] -= before;
                                return there[axis] < 0 || there[axis] >= s.size(axis) ? Dual.of(0) : in.getFirst().at(there);
                            }));
                }),
                alongAxis("repeatInterleave", 1, (random, s, axis) -> new Use("{0}.repeatInterleave(" + axis + ", 2)", in -> in.getFirst().repeatInterleave(axis, 2),
                        in -> moved(in.getFirst(), s.with(axis, 2 * s.size(axis)), axis, k -> k / 2))),
                alongAxis("split", 2, (random, s, axis) -> new Use("{0}.split(" + axis + ", new int[] {1, " + (s.size(axis) - 1) + "}).get(1)",
                        in -> in.getFirst().split(axis, new int[] {1, s.size(axis) - 1}).get(1),
                        in -> moved(in.getFirst(), s.with(axis, s.size(axis) - 1), axis, k -> k + 1))),
                alongAxis("slidingWindows", 2, (random, s, axis) -> new Use("{0}.slidingWindows(" + axis + ", 2, 1)", in -> in.getFirst().slidingWindows(axis, 2, 1),
                        in -> Naive.make(s.with(axis, s.size(axis) - 1).append(Shape.of(2)), at -> {
                            int[] there = Arrays.copyOf(at, at.length - 1);
                            there[axis] += at[at.length - 1];
                            return in.getFirst().at(there);
                        }))),
                alongAxis("gather", 1, (random, s, axis) -> {
                    int[] index = IntStream.range(0, 1 + random.nextInt(4)).map(i -> random.nextInt(s.size(axis))).toArray();
                    return new Use("{0}.indexSelect(" + axis + ", " + list(index) + ")", in -> in.getFirst().indexSelect(axis, index),
                            in -> moved(in.getFirst(), s.with(axis, index.length), axis, k -> index[k]));
                }),
                triangle("tril", (row, column) -> column <= row, Tensor::tril),
                triangle("triu", (row, column) -> column >= row, Tensor::triu),
                new Entry("diagonal", 1, (random, s) -> s.getFirst().rank() < 2 ? null : new Use("{0}.diagonal()", in -> in.getFirst().diagonal(), in -> {
                    Naive x = in.getFirst();
                    int n = Math.min(x.size(x.rank() - 2), x.size(x.rank() - 1));
                    return Naive.make(x.shape().part(0, x.rank() - 2).append(Shape.of(n)), at -> {
                        int[] there = Arrays.copyOf(at, at.length + 1);
                        there[at.length] = at[at.length - 1];
                        return x.at(there);
                    });
                })),
                new Entry("concat", 2, (random, s) -> {
                    if (s.get(0).rank() == 0 || s.get(0).rank() != s.get(1).rank()) return null;
                    int axis = random.nextInt(s.get(0).rank());
                    if (!s.get(0).with(axis, 1).equals(s.get(1).with(axis, 1))) return null;
                    int n = s.get(0).size(axis);
                    return new Use("Tensor.concat(" + axis + ", List.of({0}, {1}))", in -> Tensor.concat(axis, in),
                            in -> Naive.make(s.get(0).with(axis, n + s.get(1).size(axis)), at -> {
                                int[] there = at.clone();
                                if (at[axis] >= n) there[axis] -= n;
                                return in.get(at[axis] < n ? 0 : 1).at(there);
                            }));
                }));
    }

    private interface Kept {
        boolean test(int row, int column);
    }

    private static Entry triangle(String name, Kept kept, UnaryOperator<Tensor> run) {
        return new Entry(name, 1, (random, s) -> s.getFirst().rank() < 2 ? null : new Use("{0}." + name + "()", in -> run.apply(in.getFirst()),
                in -> Naive.make(s.getFirst(), at -> kept.test(at[at.length - 2], at[at.length - 1]) ? in.getFirst().at(at) : Dual.of(0))));
    }

    private static Naive moved(Naive x, Shape to, int axis, IntUnaryOperator from) {
        return Naive.make(to, at -> {
            int[] there = at.clone();
            there[axis] = from.applyAsInt(at[axis]);
            return x.at(there);
        });
    }

    static Naive permuted(Naive x, int[] order) {
        Shape to = Shape.of(IntStream.of(order).map(x::size).toArray());
        return Naive.make(to, at -> {
            int[] there = new int[order.length];
            for (int i = 0; i < order.length; i++) there[order[i]] = at[i];
            return x.at(there);
        });
    }

    private static int[] order(SplittableRandom random, int rank) {
        int[] order = IntStream.range(0, rank).toArray();
        for (int i = rank - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int t = order[i];
            order[i] = order[j];
            order[j] = t;
        }
        return order;
    }

    static String list(int[] numbers) { return IntStream.of(numbers).mapToObj(Integer::toString).collect(Collectors.joining(", ")); }
}
