package dev.jacobi.testkit.fuzz;

import dev.jacobi.Jacobi;
import dev.jacobi.compile.Compiled;
import dev.jacobi.diff.ValueAndGradient;
import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A random graph of the whole vocabulary, held against itself in many ways: gradients backward, forward, by differences
/// and by an interpreter that shares nothing with the engine; compiled, checkpointed and batched runs, bit by bit; second
/// derivatives in all orders. A failure is made smaller until nothing can be left out, and printed as Java.
///
/// ```java
/// GraphFuzz.of(4711).orThrow();
/// ```
public final class GraphFuzz {
    private static final List<Entry> VOCABULARY =
            Stream.of(ElementVocabulary.all(), ShapeVocabulary.all(), SelectionVocabulary.all(), ReductionVocabulary.all(),
                    CallVocabulary.all(), FunctionVocabulary.all(), StructureVocabulary.all()).flatMap(List::stream).toList();
    private static final double[] EXTREMES =
            {0, -0.0, 1, -1, 0.5, 2, 1e-310, -1e300, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NaN, 1, 0};

    private final long seed;
    private final boolean extreme;

    private GraphFuzz(long seed, boolean extreme) {
        this.seed = seed;
        this.extreme = extreme;
    }

    /// A graph whose numbers stay finite and away from kinks.
    public static GraphFuzz of(long seed) { return new GraphFuzz(seed, false); }

    /// A graph with infinities, NaN, ties and zeros among its numbers: nothing may break, and compiled runs have the same bits.
    public static GraphFuzz extremes(long seed) { return new GraphFuzz(seed, true); }

    /// How many kinds of steps there are.
    public static int vocabulary() { return VOCABULARY.size(); }

    /// What is wrong, with the smallest graph that shows it; empty if nothing is.
    public String problem() {
        FuzzGraph graph = graph();
        String problem = check(graph);
        if (problem == null) return "";
        FuzzGraph smallest = shrunk(graph);
        return "GraphFuzz." + (extreme ? "extremes(" : "of(") + seed + "L).orThrow(): " + check(smallest) + "\n" + smallest;
    }

    /// @throws AssertionError if something is wrong
    public void orThrow() {
        String problem = problem();
        if (!problem.isEmpty()) throw new AssertionError(problem);
    }

    /// The graph as Java.
    @Override public String toString() { return graph().toString(); }

    private FuzzGraph graph() {
        FuzzGraph g = FuzzGraph.random(seed, VOCABULARY);
        if (!extreme) return g;
        SplittableRandom random = new SplittableRandom(seed);
        return new FuzzGraph(g.leaves().stream().map(t -> {
            double[] v = t.toDoubles();
            for (int i = 0; i < v.length; i++) if (random.nextInt(3) > 0) v[i] = EXTREMES[random.nextInt(EXTREMES.length)];
            return Tensor.of(t.shape(), v);
        }).toList(), g.steps());
    }

    /// Cuts off as much as it can.
    private FuzzGraph shrunk(FuzzGraph graph) {
        FuzzGraph g = graph;
        boolean smaller = true;
        while (smaller) {
            smaller = false;
            for (int number = g.leaves().size() + g.steps().size() - 1; number >= 0 && !smaller; number--) {
                FuzzGraph only = g.only(number);
                smaller = only.steps().size() < g.steps().size() && fails(only);
                if (smaller) g = only;
            }
            for (int step = g.steps().size() - 1; step >= 0 && !smaller; step--) {
                FuzzGraph cut = g.cut(step);
                smaller = cut.steps().size() < g.steps().size() && fails(cut);
                if (smaller) g = cut;
            }
        }
        return g;
    }

    private boolean fails(FuzzGraph g) { return check(g) != null; }

    /// The first thing that is wrong, or null.
    private @Nullable String check(FuzzGraph g) {
        try {
            String problem = compiled(g);
            if (problem != null || extreme) return problem;
            problem = firstOrder(g);
            if (problem == null && seed % 4 == 0) problem = secondOrder(g);
            if (problem == null && seed % 4 == 1) problem = batched(g);
            return problem;
        } catch (RuntimeException | AssertionError e) {
            return e.toString();
        }
    }

    private static ValueAndGradient<List<Tensor>> plain(FuzzGraph g, List<Tensor> x) { return Jacobi.valueAndGrad((List<Tensor> in) -> g.apply(in), x); }

    private @Nullable String compiled(FuzzGraph g) {
        Compiled<List<Tensor>, ValueAndGradient<List<Tensor>>> plan = Jacobi.compile((List<Tensor> in) -> plain(g, in));
        List<Tensor> single = g.leaves().stream().map(t -> t.to(DType.F32)).toList();
        for (List<Tensor> x : extreme ? List.of(g.leaves(), single) : List.of(g.leaves(), g.others(1), single)) {
            var expected = plain(g, x);
            var actual = plan.apply(x);
            String problem = different("compiled", actual, expected);
            if (problem != null) return problem;
        }
        if (!extreme && !sameBits(List.of(g.apply(g.leaves())), List.of(plain(g, g.leaves()).value()))) return "the value inside a gradient is another";
        var checkpointed = Jacobi.valueAndGrad((List<Tensor> in) -> Jacobi.checkpoint((List<Tensor> q) -> g.apply(q), in), g.leaves());
        if (extreme) return null;                                           // sums of infinities depend on their order
        // the steps of a checkpoint may be numbered otherwise, and so the paths added in another order
        return far("checkpointed, the gradient", checkpointed.gradient(), plain(g, g.leaves()).gradient(), 1e-12);
    }

    private static @Nullable String different(String what, ValueAndGradient<List<Tensor>> actual, ValueAndGradient<List<Tensor>> expected) {
        if (!sameBits(List.of(actual.value()), List.of(expected.value()))) return "the value, " + what + ", is " + actual.value() + ", not " + expected.value();
        for (int i = 0; i < expected.gradient().size(); i++) {
            Tensor a = actual.gradient().get(i);
            Tensor b = expected.gradient().get(i);
            if (!sameBits(List.of(a), List.of(b))) return "the gradient of t" + i + ", " + what + ", is " + a + ", not " + b;
        }
        return null;
    }

    private static boolean sameBits(List<Tensor> a, List<Tensor> b) {
        for (int i = 0; i < a.size(); i++) {
            if (!a.get(i).type().equals(b.get(i).type()) || !Arrays.equals(a.get(i).toDoubles(), b.get(i).toDoubles())) return false;
        }
        return true;
    }

    /// Two right computations differ by some roundings on the way, and a steep graph makes much of them: as much as it makes of
    /// so small a change of its inputs, relative to their size.
    private static final double ROUNDINGS = 0x1p-48;

    private static @Nullable String firstOrder(FuzzGraph g) {
        List<Tensor> x = g.leaves();
        var r = plain(g, x);
        for (int n = 1; n <= 2; n++) {
            List<Tensor> direction = g.others(n);
            double size = 1e-3 + Math.abs(r.value().item());
            for (int i = 0; i < x.size(); i++) size += r.gradient().get(i).mul(direction.get(i)).abs().sum().item();
            double reverse = inner(r.gradient(), direction).item();
            double forward = Jacobi.jvp((List<Tensor> in) -> g.apply(in), x, direction).tangent().item();
            Dual naive = g.naive(x, direction);
            if (!(Math.abs(r.value().item() - naive.value()) <= 1e-10 * size)) return "the value is " + r.value().item() + ", naively " + naive.value();
            if (!(Math.abs(forward - reverse) <= 1e-12 * size)) return "the slope is " + reverse + " backward, " + forward + " forward, naively " + naive.slope();
            double bend = Math.abs(g.naive(x.stream().map(t -> t.mul(1 + ROUNDINGS)).toList(), direction).slope() - naive.slope());
            if (!(Math.abs(naive.slope() - reverse) <= 1e-10 * size + bend)) return "the slope is " + reverse + ", naively " + naive.slope();
            if (n == 1 && !numeric(g, x, direction, reverse, size)) return "the slope is " + reverse + ", also naively, and not by differences";
        }
        return null;
    }

    /// Differences of five points with shorter and shorter steps: one of them must come within 1e-8, or as near as it comes to
    /// the one before, and that within 1e-6. Long steps bend, short ones lose digits; in steep graphs they meet above 1e-8.
    private static boolean numeric(FuzzGraph g, List<Tensor> x, List<Tensor> direction, double slope, double size) {
        double before = Double.NaN;
        for (double h = 0x1p-9; h > 1e-9; h /= 4) {
            double near = at(g, x, direction, h) - at(g, x, direction, -h);
            double far = at(g, x, direction, 2 * h) - at(g, x, direction, -2 * h);
            double estimate = (8 * near - far) / (12 * h);
            double uncertain = Math.min(Math.abs(estimate - before), 1e-6 * size);
            if (Math.abs(estimate - slope) <= Math.max(1e-8 * size, Double.isNaN(before) ? 0 : uncertain)) return true;
            before = estimate;
        }
        return false;
    }

    private static double at(FuzzGraph g, List<Tensor> x, List<Tensor> direction, double h) {
        List<Tensor> moved = new ArrayList<>();
        for (int i = 0; i < x.size(); i++) moved.add(x.get(i).add(direction.get(i).mul(h)));
        return g.apply(moved).item();
    }

    private static Tensor inner(List<Tensor> a, List<Tensor> b) {
        Tensor sum = Tensor.scalar(0);
        for (int i = 0; i < a.size(); i++) sum = sum.add(a.get(i).mul(b.get(i)).sum());
        return sum;
    }

    private static @Nullable String secondOrder(FuzzGraph g) {
        List<Tensor> x = g.leaves();
        List<Tensor> v = g.others(1);
        List<Tensor> expected = Jacobi.grad((List<Tensor> in) -> inner(plain(g, in).gradient(), v), x);
        Function<List<Tensor>, List<Tensor>> gradient = in -> plain(g, in).gradient();
        String problem = far("forward over reverse", Jacobi.jvp(gradient, x, v).tangent(), expected, 1e-10);
        if (problem != null) return problem;
        return far("reverse over forward", Jacobi.grad((List<Tensor> in) -> Jacobi.jvp((List<Tensor> q) -> g.apply(q), in, v).tangent(), x), expected, 1e-10);
    }

    private static @Nullable String far(String what, List<Tensor> actual, List<Tensor> expected, double tolerance) {
        double scale = 1;
        for (Tensor t : expected) if (t.size() > 0) scale = Math.max(scale, t.abs().max().item());
        for (int i = 0; i < expected.size(); i++) {
            if (!actual.get(i).allClose(expected.get(i), tolerance, tolerance * scale)) {
                return what + " by t" + i + " is " + actual.get(i) + ", not " + expected.get(i);
            }
        }
        return null;
    }

    private static @Nullable String batched(FuzzGraph g) {
        List<List<Tensor>> members = List.of(g.leaves(), g.others(1), g.others(2));
        List<Tensor> batch = new ArrayList<>();
        for (int i = 0; i < g.leaves().size(); i++) {
            int at = i;
            batch.add(Tensor.stack(members.stream().map(m -> m.get(at)).toList()));
        }
        Tensor values = Jacobi.vmap((List<Tensor> in) -> g.apply(in), batch);
        List<Tensor> gradients = Jacobi.vmap((List<Tensor> in) -> plain(g, in).gradient(), batch);
        for (int m = 0; m < members.size(); m++) {
            int at = m;
            var alone = plain(g, members.get(m));
            if (!sameBits(List.of(values.get(m)), List.of(alone.value()))) return "member " + m + " of a batch gives " + values.get(m) + ", not " + alone.value();
            String problem = far("member " + m + " of a batch", gradients.stream().map(t -> t.get(at)).toList(), alone.gradient(), 1e-10);
            if (problem != null) return problem;
        }
        return null;
    }
}
