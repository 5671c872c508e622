package dev.jacobi.tensor;

import static dev.jacobi.Jacobi.grad;
import static dev.jacobi.Jacobi.vjp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.jacobi.op.Movement;
import dev.jacobi.op.Range;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Strides against index arithmetic, in every way that tensors can lie.
class LayoutTest {
    private static Tensor numbered(int... sizes) { return Tensor.range(Shape.of(sizes).size()).to(DType.F64).reshape(Shape.of(sizes)); }

    private static Tensor copied(Tensor t) { return Tensor.of(t.shape(), t.toDoubles()).to(t.dtype()); }

    /// Where each element lies, in row-major order.
    private static int[] positions(Layout layout, Shape shape) {
        int[] r = new int[shape.size()];
        int[] index = new int[shape.rank()];
        for (int i = 0; i < r.length; i++) {
            r[i] = layout.offset();
            for (int a = 0; a < index.length; a++) r[i] += index[a] * layout.strides()[a];
            for (int a = index.length - 1; a >= 0 && ++index[a] == shape.size(a); a--) index[a] = 0;
        }
        return r;
    }

    // ---- reshape

    /// All shapes of a size with up to four axes.
    private static List<Shape> shapesOf(int size) {
        List<Shape> r = new ArrayList<>();
        if (size == 1) r.add(Shape.of());
        collect(size, new int[0], r);
        return r;
    }

    private static void collect(int left, int[] before, List<Shape> r) {
        if (before.length == 4) return;
        for (int n = 1; n <= left; n++) {
            if (left % n != 0) continue;
            int[] now = Arrays.copyOf(before, before.length + 1);
            now[before.length] = n;
            if (n == left) r.add(Shape.of(now));
            collect(left / n, now, r);
        }
    }

    /// Strides that put the elements of a shape at these positions, found by trying; null where there are none.
    private static @Nullable Layout bySearch(int[] positions, Shape shape) {
        int[] strides = new int[shape.rank()];
        int step = 1;
        for (int a = shape.rank() - 1; a >= 0; a--) {
            if (shape.size(a) > 1) strides[a] = positions[step] - positions[0];
            step *= shape.size(a);
        }
        Layout guess = new Layout(positions[0], strides);
        return Arrays.equals(positions(guess, shape), positions) ? guess : null;
    }

    private static Layout random(Random random, Shape shape) {
        int[] strides = new int[shape.rank()];
        List<Integer> order = new ArrayList<>();
        for (int a = 0; a < strides.length; a++) order.add(random.nextInt(order.size() + 1), a);
        int step = 1 + random.nextInt(2);
        for (int a : order) {
            strides[a] = random.nextInt(6) == 0 ? 0 : random.nextInt(4) == 0 ? -step : step;
            step *= shape.size(a) + (random.nextInt(4) == 0 ? 1 : 0);
        }
        return new Layout(1000, strides);
    }

    /// A reshape is a view exactly where strides can describe it, and then puts every element where it was.
    @Test
    void reshapeIsAViewWhereverStridesCanSayIt() {
        int views = 0;
        int copies = 0;
        int[] sizes = {1, 2, 4, 6, 8, 12, 16, 24};
        for (int seed = 0; seed < 1500; seed++) {
            Random random = new Random(seed);
            List<Shape> shapes = shapesOf(sizes[random.nextInt(sizes.length)]);
            Shape from = shapes.get(random.nextInt(shapes.size()));
            Layout layout = random.nextBoolean() ? random(random, from) : Layout.dense(from);
            int[] positions = positions(layout, from);
            for (int k = 0; k < 5; k++) {
                Shape to = shapes.get(random.nextInt(shapes.size()));
                Layout moved = layout.reshape(from, to);
                String again = "seed " + seed + ": " + from + " " + Arrays.toString(layout.strides()) + " to " + to;
                if (moved == null) {
                    copies++;
                    assertThat(bySearch(positions, to)).as(again).isNull();
                } else {
                    views++;
                    assertThat(positions(moved, to)).as(again).isEqualTo(positions);
                }
            }
        }
        assertThat(List.of(views, copies)).allMatch(n -> n > 1000);
    }

    @Test
    void reshapesOfNothing() {
        for (Tensor t : List.of(numbered(0, 3), numbered(2, 0, 4).transpose(), numbered(0), numbered(3, 4).slice(1, 2, 2).flip())) {
            for (int[] sizes : new int[][] {{0}, {3, 0}, {0, 0, 7}, {1, 0, 1}}) {
                assertThat(t.reshape(sizes).shape()).isEqualTo(Shape.of(sizes));
                assertThat(t.reshape(sizes).toDoubles()).isEmpty();
            }
            assertThatIllegalArgumentException().isThrownBy(() -> t.reshape(-1, 0)).withMessageContaining("sizes that divide the 0 elements");
            assertThatIllegalArgumentException().isThrownBy(() -> t.reshape(1)).withMessageContaining("0 elements");
        }
    }

    // ---- slices

    /// What Python's rule leaves: the indexes that a step meets, from the start up to the end.
    private static double[] sliced(int n, int start, int end, int step) {
        int from = start < 0 ? start + n : start;
        int to = end < 0 ? end + n : end;
        List<Double> r = new ArrayList<>();
        if (step > 0) {
            from = Math.max(0, from);
            for (int k = 0; k < n; k++) if (k >= from && k < to && (k - from) % step == 0) r.add((double) k);
        } else {
            from = Math.min(n - 1, from);
            for (int k = n - 1; k >= 0; k--) if (k <= from && k > to && (from - k) % -step == 0) r.add((double) k);
        }
        return r.stream().mapToDouble(d -> d).toArray();
    }

    @Test
    void slicesOfEveryKind() {
        for (int n = 0; n <= 4; n++) {
            Tensor t = numbered(n);
            for (int start = -6; start <= 6; start++) {
                for (int end = -6; end <= 6; end++) {
                    for (int step : new int[] {-5, -2, -1, 1, 2, 3, Integer.MAX_VALUE, -Integer.MAX_VALUE, Integer.MIN_VALUE}) {
                        String what = n + " elements, " + start + ":" + end + ":" + step;
                        double[] expected = sliced(n, start, end, Math.clamp(step, -100, 100));
                        assertThat(t.slice(0, start, end, step).toDoubles()).as(what).isEqualTo(expected);
                        Tensor columns = numbered(n, 2).transpose().slice(-1, start, end, step);
                        assertThat(columns.get(1).sub(1).div(2).toDoubles()).as(what + " of a view").isEqualTo(expected);
                    }
                }
            }
            assertThat(t.slice(0, Integer.MIN_VALUE, Integer.MAX_VALUE).toDoubles()).isEqualTo(t.toDoubles());
            assertThat(t.slice(0, Integer.MAX_VALUE, Integer.MIN_VALUE, -1).toDoubles()).isEqualTo(t.flip().toDoubles());
        }
    }

    @Test
    void aSliceOfASliceIsOneSlice() {
        Tensor t = numbered(20);
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            Tensor view = t;
            double[] expected = t.toDoubles();
            for (int k = 0; k < 4; k++) {
                Range r = Range.between(random.nextInt(-22, 22), random.nextInt(-22, 22), random.nextBoolean() ? 1 + random.nextInt(3) : -1 - random.nextInt(3), expected.length);
                double[] next = new double[r.count()];
                for (int i = 0; i < next.length; i++) next[i] = expected[r.start() + i * r.step()];
                view = Graph.apply(new Movement.Slice(List.of(r)), view);
                expected = next;
                assertThat(view.toDoubles()).as("seed %s", seed).isEqualTo(expected);
            }
            assertThat(view.storage()).isSameAs(t.storage());
        }
    }

    // ---- strided against contiguous

    private static final Map<String, UnaryOperator<Tensor>> MOVEMENTS = new LinkedHashMap<>();

    static {
        MOVEMENTS.put("flip", Tensor::flip);
        MOVEMENTS.put("roll", t -> t.roll(-1, 2));
        MOVEMENTS.put("split", t -> Tensor.concat(0, t.split(0, new int[] {1, 0, t.size(0) - 1}).reversed()));
        MOVEMENTS.put("unstack", t -> Tensor.stack(t.unstack(-1)));
        MOVEMENTS.put("windows", t -> t.slidingWindows(1, 3, 1));
        MOVEMENTS.put("windows of windows", t -> t.slidingWindows(0, 2, 1).slidingWindows(-2, 2, 2));
        MOVEMENTS.put("diagonal", Tensor::diagonal);
        MOVEMENTS.put("diagonal above", t -> t.diagonal(2, -1, -2));
        MOVEMENTS.put("diagEmbed", t -> t.diagEmbed(1));
        MOVEMENTS.put("tril", t -> t.tril(1));
        MOVEMENTS.put("tile", t -> t.tile(2, 1, 2));
        MOVEMENTS.put("repeatInterleave", t -> t.repeatInterleave(0, 2));
        MOVEMENTS.put("pad, reflected", t -> t.pad(new int[] {0, 1}, 5, 1, PadMode.REFLECT));
        MOVEMENTS.put("pad, circular", t -> t.pad(1, 5, 9, PadMode.CIRCULAR));
        MOVEMENTS.put("gather", t -> t.gather(0, Tensor.ofInts(1, 1, 0).reshape(3, 1)));
        MOVEMENTS.put("takeAlong", t -> t.takeAlong(0, Tensor.ofInts(1, 2, 0, 1).reshape(1, 4)));
        MOVEMENTS.put("scatter", t -> t.scatter(0, Tensor.ofInts(2, 0), t.slice(0, 0, 2)));
        MOVEMENTS.put("scatterAdd", t -> t.scatterAdd(0, Tensor.ofInts(2, 2), t.slice(0, 0, 2)));
        MOVEMENTS.put("maskedSelect", t -> t.maskedSelect(Tensor.ofBooleans(true, false, true, true)));
        MOVEMENTS.put("einsum", t -> Tensor.einsum("ij,kj,kl->il", t, t, t));
        MOVEMENTS.put("reshape", t -> t.reshape(-1, 2));
    }

    /// The same (3, 4) numbers, or numbers that repeat, lying in many ways.
    private static Map<String, Tensor> layouts() {
        Map<String, Tensor> r = new LinkedHashMap<>();
        Tensor base = RandomKey.of(4).normal(Shape.of(9, 9), DType.F64);
        r.put("turned", base.slice(0, 0, 4).slice(1, 0, 3).transpose());
        r.put("every second", base.slice(0, 1, 7, 2).slice(1, 0, 8, 2));
        r.put("backward", base.slice(0, 2, -10, -1).slice(1, 8, 0, -2));
        r.put("repeated", base.slice(0, 0, 1).slice(1, 2, 6).expand(3, 4));
        r.put("repeated columns", base.slice(0, 0, 3).slice(1, 2, 3).expand(3, 4));
        r.put("overlapping", base.flatten().slice(0, 3, 9).slidingWindows(0, 4, 1));
        r.put("a diagonal of blocks", base.slidingWindows(0, 4, 2).slidingWindows(1, 4, 1).diagonal(0, 0, 1).get(1).slice(1, 0, 3).transpose());
        return r;
    }

    @Test
    void everyLayoutGivesTheSameBits() {
        layouts().forEach((lying, view) -> {
            assertThat(view.layout()).as(lying).isNotNull();
            Tensor dense = copied(view);
            MOVEMENTS.forEach((name, f) -> {
                String what = name + " of numbers that lie " + lying;
                Tensor expected = f.apply(dense);
                assertThat(f.apply(view).shape()).as(what).isEqualTo(expected.shape());
                assertThat(f.apply(view).toDoubles()).as(what).containsExactly(expected.toDoubles());
                Tensor seed = RandomKey.of(5).normal(expected.shape(), DType.F64);
                double[] slope = pulled(f, dense, seed);
                assertThat(pulled(f, view, seed)).as("the gradient of " + what).containsExactly(slope);
                assertThat(pulled(f, view, lyingBackward(seed))).as("the gradient of " + what + ", the upstream lying backward").containsExactly(slope);
            });
        });
    }

    private static Tensor lyingBackward(Tensor t) { return copied(t.transpose().flip()).flip().transpose(); }

    private static double[] pulled(UnaryOperator<Tensor> f, Tensor x, Tensor seed) {
        return vjp(f::apply, x).apply(seed).toDoubles();
    }

    // ---- eight axes

    @Test
    void eightAxes() {
        Shape shape = Shape.of(2, 1, 3, 1, 2, 2, 1, 3);
        Tensor t = RandomKey.of(8).normal(shape, DType.F64);
        int[] order = {7, 2, 0, 6, 5, 1, 4, 3};
        Tensor turned = t.permute(order);
        Tensor flipped = t.flip(0, -1);
        Tensor even = t.slice(-1, 0, 3, 2).slice(2, 2, -9, -2);
        Tensor windows = t.squeeze(1).slidingWindows(1, 2, 1);
        Tensor diagonal = t.squeeze(1).diagonal(1, 0, -1);
        double[][] sums = new double[3][2];
        each(shape, at -> {
            int[] there = new int[8];
            for (int i = 0; i < 8; i++) there[i] = at[order[i]];
            double v = t.at(at);
            assertThat(turned.at(there)).isEqualTo(v);
            assertThat(flipped.at(1 - at[0], at[1], at[2], at[3], at[4], at[5], at[6], 2 - at[7])).isEqualTo(v);
            if (at[7] != 1 && at[2] != 1) assertThat(even.at(at[0], 0, 1 - at[2] / 2, 0, at[4], at[5], 0, at[7] / 2)).isEqualTo(v);
            for (int w = 0; w < 2; w++) {
                int in = at[2] - w;
                if (in == 0 || in == 1) assertThat(windows.at(at[0], w, 0, at[4], at[5], 0, at[7], in)).isEqualTo(v);
            }
            if (at[7] == at[0] + 1) assertThat(diagonal.at(at[2], 0, at[4], at[5], 0, at[0])).isEqualTo(v);
            sums[at[2]][at[5]] += v;
        });
        Tensor expected = Tensor.of(Shape.of(3, 2), Arrays.stream(sums).flatMapToDouble(Arrays::stream).toArray());
        for (Tensor sum : List.of(t.sum(0, 1, -5, 4, -2, -1), turned.sum(-8, 2, 3, 5, 6, 7), Tensor.einsum("abcdefgh->cf", t))) {
            assertThat(sum.allClose(expected, 1e-13, 1e-13)).isTrue();
        }
        Tensor slope = grad((Tensor x) -> x.permute(order).flip(2).tile(2).mul(x.permute(order).tile(2)).sum(), t);
        assertThat(slope.allClose(t.flip(0).mul(4), 1e-14, 1e-14)).isTrue();
    }

    // ---- axes

    @Test
    void axesCountFromBothEnds() {
        Tensor t = numbered(2, 3, 4);
        List<BiFunction<Tensor, Integer, Tensor>> along = List.of((x, a) -> x.flip(a), (x, a) -> x.roll(a, 1), (x, a) -> x.slice(a, 1, 2),
                (x, a) -> x.pick(a, 1), (x, a) -> x.gather(a, Tensor.ofInts(1, 0)), (x, a) -> x.slidingWindows(a, 2, 1),
                (x, a) -> x.repeatInterleave(a, 2), (x, a) -> x.pad(a, 1, 1), (x, a) -> x.pad(a, 1, 1, PadMode.CIRCULAR), (x, a) -> x.sum(a),
                (x, a) -> Tensor.concat(a, List.of(x, x)), (x, a) -> x.split(a, 1).getFirst(), (x, a) -> x.chunk(a, 2).getLast(),
                (x, a) -> x.unstack(a).getLast(), (x, a) -> x.moveAxis(a, 0), (x, a) -> x.moveAxis(1, a),
                (x, a) -> x.takeAlong(a, Tensor.ofInts(0).reshape(1, 1, 1)), (x, a) -> x.unsqueeze(a).squeeze(a), (x, a) -> x.softmax(a));
        for (int k = 0; k < along.size(); k++) {
            BiFunction<Tensor, Integer, Tensor> f = along.get(k);
            for (int a = 0; a < 3; a++) {
                int axis = a;
                assertThat(f.apply(t, axis - 3).toDoubles()).as("function %s along axis %s", k, axis).containsExactly(f.apply(t, axis).toDoubles());
            }
            for (int wrong : new int[] {4, -5, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
                assertThatIllegalArgumentException().as("function %s along axis %s", k, wrong).isThrownBy(() -> f.apply(t, wrong)).withMessageContaining("" + wrong);
            }
        }
    }

    @Test
    void anAxisIsNamedOnce() {
        Tensor t = numbered(2, 3, 4);
        List<Consumer<int[]>> over = List.of(a -> t.flip(a), a -> t.sum(a), a -> t.pad(a, 1, 1, PadMode.REFLECT), a -> t.max(a), a -> t.logSumExp(a));
        for (Consumer<int[]> f : over) {
            for (int[] twice : new int[][] {{0, 0}, {1, -2}, {0, 1, 2, -1}}) {
                assertThatIllegalArgumentException().isThrownBy(() -> f.accept(twice)).withMessageContaining("given twice");
            }
        }
        assertThatIllegalArgumentException().isThrownBy(() -> t.permute(0, 1, -2)).withMessageContaining("twice");
        assertThatIllegalArgumentException().isThrownBy(() -> t.permute(0, 1)).withMessageContaining("each of the 3 axes");
        assertThatIllegalArgumentException().isThrownBy(() -> t.diagonal(0, 1, -2)).withMessageContaining("one axis");
    }

    private static void each(Shape shape, Consumer<int[]> f) {
        int[] index = new int[shape.rank()];
        for (int i = 0; i < shape.size(); i++) {
            f.accept(index.clone());
            for (int a = index.length - 1; a >= 0 && ++index[a] == shape.size(a); a--) index[a] = 0;
        }
    }
}
