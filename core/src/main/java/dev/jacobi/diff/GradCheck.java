package dev.jacobi.diff;

import dev.jacobi.scalar.ScalarFunction;
import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.RandomKey;
import dev.jacobi.tensor.Tensor;
import dev.jacobi.tensor.Tree;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Holds the gradient of a function against differences of its values.
///
/// ```java
/// GradCheck.of((Net n) -> crossEntropy(n.apply(x), y)).at(net).orThrow();
/// GradCheck.of(new Softsign()).at(Tensor.of(-1.0, 0.5)).orThrow();
/// ```
///
/// By default the difference takes five points, which leaves an error near 1e-12 in `F64`, and goes to smaller steps where
/// the function bends too much for that. Arguments in `F32` stay what they are: their values have seven digits, so the
/// first step is longer (1e-2) and the error allowed larger (1e-2); convert the arguments to `F64` for a sharper check.
/// Where a kink lies within the step there is no single slope: the report says so. If no smaller step leaves the kink out,
/// any slope between those on both sides is right.
///
/// Immutable; each option gives another checker.
public final class GradCheck<T> {
    /// As many entries of a tree are checked; of more, so many are chosen.
    private static final int SAMPLE = 1000;

    private record Options(Difference.Form form, double step, double tolerance, boolean bothModes) {}

    private final Function<? super T, Tensor> function;
    private final @Nullable ScalarFunction pointwise;
    private final Options options;

    private GradCheck(Function<? super T, Tensor> function, @Nullable ScalarFunction pointwise, Options options) {
        this.function = function;
        this.pointwise = pointwise;
        this.options = options;
    }

    /// A checker of a function whose result is one number.
    public static <T> GradCheck<T> of(Function<? super T, Tensor> function) {
        return new GradCheck<>(function, null, new Options(Difference.Form.FIVE_POINT, 0, 0, false));
    }

    /// A checker of a function of one element, at each of some points by itself. For a function of several elements, the
    /// points are (arguments, points): a row for each argument.
    public static GradCheck<Tensor> of(ScalarFunction function) {
        return new GradCheck<>(x -> applied(function, x).sum(), function, new Options(Difference.Form.FIVE_POINT, 0, 0, false));
    }

    private static Tensor applied(ScalarFunction function, Tensor rows) {
        Tensor[] others = new Tensor[function.arity() - 1];
        for (int i = 0; i < others.length; i++) others[i] = rows.get(i + 1);
        return rows.get(0).apply(function, others);
    }

    private GradCheck<T> with(Difference.Form form, double step, double tolerance, boolean bothModes) {
        return new GradCheck<>(function, pointwise, new Options(form, step, tolerance, bothModes));
    }

    /// With this step and no smaller one, for arguments up to 1; it grows with larger ones.
    ///
    /// @throws IllegalArgumentException unless it is above 0
    public GradCheck<T> step(double step) {
        return with(options.form, positive("step", step), options.tolerance, options.bothModes);
    }

    /// With this relative error allowed.
    ///
    /// @throws IllegalArgumentException unless it is above 0
    public GradCheck<T> tolerance(double tolerance) {
        return with(options.form, options.step, positive("tolerance", tolerance), options.bothModes);
    }

    /// As the Stanford lecture on backpropagation does it: (f(x+h) − f(x−h))/2h with h = 1e-4, right "within some 1e-2".
    public GradCheck<T> lecture() { return with(Difference.Form.TWO_SIDED, 1e-4, 1e-2, options.bothModes); }

    /// By (f(x+h) − f(x))/h, to see how much worse that is.
    public GradCheck<T> oneSided() { return with(Difference.Form.ONE_SIDED, options.step, options.tolerance, options.bothModes); }

    /// Holds forward mode against reverse mode as well: the change of the result along a random direction, by a jvp and by
    /// the gradient.
    public GradCheck<T> bothModes() { return with(options.form, options.step, options.tolerance, true); }

    private static double positive(String what, double value) {
        if (!(value > 0)) throw new IllegalArgumentException("a gradient check needs a " + what + " above 0, but got " + value);
        return value;
    }

    /// One entry of the gradient.
    ///
    /// @param path of its tensor in the tree
    /// @param index in that tensor, row by row
    /// @param analytic from the rules
    /// @param numeric from the difference
    /// @param uncertainty how far the difference itself may be off
    /// @param error how far the two are apart, divided by the larger of them or by a thousandth of the gradient's largest
    ///     entry; 0 at a kink where the analytic slope lies between those on both sides
    /// @param right whether they agree, but for the tolerance and the uncertainty
    /// @param kink whether a kink (or a bend that looks like one) lies within the step
    public record Entry(String path, int index, double analytic, double numeric, double uncertainty, double error, boolean right,
            boolean kink) {
        @Override public String toString() {
            return (path.isEmpty() ? "entry " : path + " entry ") + index + ": analytic " + analytic + ", numeric " + numeric
                    + ", relative error " + text(error) + (kink ? " (a kink lies within the step)" : "");
        }
    }

    /// What a check found.
    ///
    /// @param worst the entry with the largest error, a wrong one before right ones
    /// @param checked how many entries were looked at
    /// @param entries how many there are
    /// @param kinks entries with a kink within the step
    /// @param tolerance the relative error allowed
    /// @param uncertainty how far the differences themselves may be off, at most
    /// @param modes how far forward and reverse mode are apart, relatively; null where that wasn't asked for
    /// @param modesTolerance what is allowed of that
    public record Report(Entry worst, int checked, long entries, List<Entry> kinks, double tolerance, double uncertainty,
            @Nullable Double modes, double modesTolerance) {
        /// Whether all entries are right.
        public boolean passed() { return worst.right && (modes == null || modes <= modesTolerance); }

        /// Nothing where the check passed.
        ///
        /// @throws AssertionError with the worst entry where it didn't
        public void orThrow() {
            if (!passed()) throw new AssertionError("the gradient is wrong: " + this);
        }

        @Override public String toString() {
            return (passed() ? "ok" : "WRONG") + ", worst of " + checked + (checked < entries ? " sampled entries of " + entries : " entries")
                    + ": " + worst + (kinks.isEmpty() ? "" : "; kinks at " + kinks.size() + ", first " + kinks.getFirst())
                    + "; tolerance " + text(tolerance) + ", differences off by up to " + text(uncertainty)
                    + (modes == null ? "" : "; forward and reverse mode differ by " + text(modes));
        }
    }

    private static String text(double error) { return String.format(Locale.ROOT, "%.1e", error); }

    /// Checks the gradient at one place. Of more than 1000 entries, 1000 are chosen, always the same.
    public Report at(T at) {
        ScalarFunction f = pointwise;
        boolean single = isSingle(at);
        CheckTally tally = new CheckTally(allowed(single));
        if (f == null || !(at instanceof Tensor points)) {
            whole(at, tally, 0, 1);
        } else {
            Tensor rows = points.reshape(f.arity(), points.size() / f.arity());
            GradCheck<Tensor> one = new GradCheck<>(x -> applied(f, x).sum(), null, options);
            for (int i = 0; i < rows.size(1); i++) one.whole(rows.slice(1, i, i + 1), tally, i, rows.size(1));
        }
        return tally.report(single ? 1e-3 : 1e-11);
    }

    private static boolean isSingle(Object at) {
        return Tree.leaves(at).stream().anyMatch(l -> l.tensor().dtype() == DType.F32);
    }

    private double allowed(boolean single) {
        if (options.tolerance != 0) return options.tolerance;
        return single ? 1e-2 : options.form == Difference.Form.ONE_SIDED ? 1e-3 : 1e-8;
    }

    /// @param first where the indexes begin in what is reported, and how far they lie apart
    private void whole(T at, CheckTally tally, int first, int apart) {
        T gradient = Reverse.grad(function, at);
        Map<String, Tensor> tensors = Tree.named(at);
        List<double[]> analytic = Tree.named(gradient).values().stream().map(Tensor::toDoubles).toList();
        long entries = 0;
        double largest = 0;
        for (double[] gradients : analytic) {
            entries += gradients.length;
            for (double g : gradients) largest = Math.max(largest, Math.abs(g));
        }
        tally.entries += entries;
        double floor = Math.max(1e-3 * largest, Double.MIN_NORMAL);
        SplittableRandom random = new SplittableRandom(1);
        long left = entries;
        int wanted = (int) Math.min(SAMPLE, entries);
        Iterator<double[]> gradients = analytic.iterator();
        for (Map.Entry<String, Tensor> leaf : tensors.entrySet()) {
            Tensor t = leaf.getValue();
            double[] values = t.toDoubles();
            double[] slopes = gradients.next();
            for (int i = 0; i < values.length; i++) {
                if (random.nextLong(left--) >= wanted) continue;              // all have the same chance
                wanted--;
                int index = i;
                DoubleUnaryOperator f = by -> value(at, t, values, index, by);
                Difference d = difference(f, t.dtype() == DType.F32, values[i], Math.max(Math.abs(slopes[i]), floor));
                double scale = Math.max(Math.max(Math.abs(slopes[i]), Math.abs(d.value())), floor);
                tally.add(leaf.getKey(), first + i * apart, slopes[i], d, scale);
            }
        }
        if (options.bothModes) tally.modes(modes(at, gradient));
    }

    private Difference difference(DoubleUnaryOperator f, boolean single, double at, double least) {
        boolean fivePoint = options.form == Difference.Form.FIVE_POINT;
        double first = options.step != 0 ? options.step : single ? 1e-2 : fivePoint ? 1e-3 : 1e-5;
        double h = first * Math.max(1, Math.abs(at));
        var rounding = new Difference.Rounding(single ? 0x1p-24 : 0x1p-53, single ? Math.ulp((float) at) : Math.ulp(at));
        return fivePoint && options.step == 0 ? Difference.refined(f, h, rounding, 0.1 * allowed(single), least)
                : Difference.of(f, h, options.form, rounding);
    }

    /// The function with one entry moved. A tied tensor moves in all its places.
    private double value(T at, Tensor tensor, double[] values, int i, double by) {
        double[] moved = values.clone();
        moved[i] += by;
        Tensor replaced = Tensor.of(tensor.shape(), moved).to(tensor.dtype());
        return function.apply(Tree.map(at, t -> t == tensor ? replaced : t)).item();
    }

    /// How far the change along a direction by a jvp is from that by the gradient.
    private double modes(T at, T gradient) {
        List<Tensor> directions = new ArrayList<>();
        T direction = Tree.map(at, t -> {
            Tensor v = RandomKey.of(2).fold(directions.size()).normal(t.shape(), t.dtype());
            directions.add(v);
            return v;
        });
        double forward = Forward.jvp(function, at, direction).tangent().item();
        double[] reverse = new double[2];
        Tree.zip(gradient, direction, (g, v) -> {
            Tensor products = g.mul(v).to(DType.F64);
            reverse[0] += products.sum().item();
            reverse[1] += products.abs().sum().item();
            return g;
        });
        return Math.abs(forward - reverse[0]) / Math.max(reverse[1], Double.MIN_NORMAL);
    }
}
