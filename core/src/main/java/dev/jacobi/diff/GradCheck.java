package dev.jacobi.diff;

import dev.jacobi.scalar.ScalarFunction;
import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.Tensor;
import dev.jacobi.tensor.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;

/// Holds the gradient of a function against differences of its values.
///
/// ```java
/// GradCheck.of((Net n) -> crossEntropy(n.apply(x), y)).at(net).orThrow();
/// GradCheck.of(new Softsign()).at(Tensor.of(-1.0, 0.5)).orThrow();
/// ```
///
/// By default the difference takes five points, which leaves an error near 1e-12 in `F64`. In `F32`, where values
/// have seven digits, steps are longer and the tolerance is wider. Where a kink lies within the step there is no
/// single slope: the report says so, and any slope between those on both sides is right.
///
/// Immutable; each option gives another checker.
public final class GradCheck<T> {
    /// How the difference is taken.
    private enum Difference { ONE_SIDED, TWO_SIDED, FIVE_POINT }

    private static final int SAMPLE = 1000;

    private final Function<? super T, Tensor> function;
    private final Difference difference;
    private final double step;
    private final double tolerance;

    private GradCheck(Function<? super T, Tensor> function, Difference difference, double step, double tolerance) {
        this.function = function;
        this.difference = difference;
        this.step = step;
        this.tolerance = tolerance;
    }

    /// A checker of a function whose result is one number.
    public static <T> GradCheck<T> of(Function<? super T, Tensor> function) {
        return new GradCheck<>(function, Difference.FIVE_POINT, 0, 0);
    }

    /// A checker of a function of one element, applied to each.
    public static GradCheck<Tensor> of(ScalarFunction function) { return of(x -> x.apply(function).sum()); }

    /// With this step, for arguments near 1; it grows with the argument.
    public GradCheck<T> step(double step) { return new GradCheck<>(function, difference, positive("step", step), tolerance); }

    /// With this relative error allowed.
    public GradCheck<T> tolerance(double tolerance) {
        return new GradCheck<>(function, difference, step, positive("tolerance", tolerance));
    }

    /// As the Stanford lecture on backpropagation does it: (f(x+h) − f(x−h))/2h with h = 1e-4, right "within some 1e-2".
    public GradCheck<T> lecture() { return new GradCheck<>(function, Difference.TWO_SIDED, 1e-4, 1e-2); }

    /// By (f(x+h) − f(x))/h, to see how much worse that is.
    public GradCheck<T> oneSided() { return new GradCheck<>(function, Difference.ONE_SIDED, step, tolerance); }

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
    /// @param kink whether the function has a kink within the step
    public record Entry(String path, int index, double analytic, double numeric, double error, boolean kink) {
        @Override public String toString() {
            return (path.isEmpty() ? "entry " : path + " entry ") + index + ": analytic " + analytic + ", numeric " + numeric
                    + (kink ? " (a kink lies within the step)" : ", relative error " + String.format("%.1e", error));
        }
    }

    /// What a check found.
    ///
    /// @param worst the entry with the largest error
    /// @param checked how many entries were looked at
    /// @param entries how many there are
    /// @param kinks entries with a kink within the step
    /// @param tolerance the error allowed
    public record Report(Entry worst, int checked, int entries, List<Entry> kinks, double tolerance) {
        /// Whether every error is within the tolerance.
        public boolean passed() { return worst.error <= tolerance; }

        /// Nothing where the check passed.
        ///
        /// @throws AssertionError with the worst entry where it didn't
        public void orThrow() {
            if (!passed()) throw new AssertionError("the gradient is wrong: " + this);
        }

        @Override public String toString() {
            return (passed() ? "ok" : "WRONG") + ", worst of " + checked + (checked < entries ? " sampled entries of " + entries : " entries")
                    + ": " + worst + (kinks.isEmpty() ? "" : "; kinks at " + kinks.size() + ", first " + kinks.getFirst());
        }
    }

    /// Checks the gradient at one place. Of more than 1000 entries, 1000 are chosen, always the same.
    public Report at(T at) {
        List<Tree.Leaf> leaves = Tree.leaves(at).stream().filter(l -> l.role() == Tree.Role.TRAINED).toList();
        List<Tensor> gradients = Tree.leaves(Reverse.grad(function, at)).stream().filter(l -> l.role() == Tree.Role.TRAINED)
                .map(Tree.Leaf::tensor).toList();
        boolean single = leaves.stream().anyMatch(l -> l.tensor().dtype() == DType.F32);
        double h = step != 0 ? step : single ? 1e-2 : difference == Difference.FIVE_POINT ? 1e-3 : 1e-5;
        double allowed = tolerance != 0 ? tolerance : single ? 1e-2 : difference == Difference.ONE_SIDED ? 1e-3 : 1e-8;
        double largest = 0;
        int entries = 0;
        List<double[]> analytic = new ArrayList<>();
        for (Tensor g : gradients) {
            double[] values = g.toDoubles();
            analytic.add(values);
            entries += values.length;
            for (double v : values) largest = Math.max(largest, Math.abs(v));
        }
        double floor = Math.max(1e-3 * largest, Double.MIN_NORMAL);
        SplittableRandom random = new SplittableRandom(1);
        int checked = 0;
        Entry worst = new Entry("", 0, 0, 0, 0, false);
        List<Entry> kinks = new ArrayList<>();
        for (int l = 0; l < leaves.size(); l++) {
            Tree.Leaf leaf = leaves.get(l);
            double[] values = leaf.tensor().toDoubles();
            for (int i = 0; i < values.length; i++) {
                if (entries > SAMPLE && random.nextInt(entries) >= SAMPLE) continue;
                Entry e = entry(at, leaf, values, i, analytic.get(l)[i], h * Math.max(1, Math.abs(values[i])), floor);
                checked++;
                if (e.kink()) kinks.add(e);
                if (!(e.error() <= worst.error())) worst = e;
            }
        }
        return new Report(worst, checked, entries, List.copyOf(kinks), allowed);
    }

    private Entry entry(T at, Tree.Leaf leaf, double[] values, int i, double analytic, double h, double floor) {
        double f0 = value(at, leaf, values, i, 0);
        double right = value(at, leaf, values, i, h);
        double left = value(at, leaf, values, i, -h);
        double far = difference == Difference.FIVE_POINT ? 2 * h : h;
        double farRight = difference == Difference.FIVE_POINT ? value(at, leaf, values, i, far) : right;
        double farLeft = difference == Difference.FIVE_POINT ? value(at, leaf, values, i, -far) : left;
        double numeric = switch (difference) {
            case ONE_SIDED -> (right - f0) / h;
            case TWO_SIDED -> (right - left) / (2 * h);
            case FIVE_POINT -> (8 * (right - left) - (farRight - farLeft)) / (12 * h);
        };
        double nearRight = value(at, leaf, values, i, far / 2);
        double nearLeft = value(at, leaf, values, i, -far / 2);
        // in a smooth place the slopes on both sides differ by an amount that halves with the step
        double slopeRight = (farRight - f0) / far;
        double slopeLeft = (f0 - farLeft) / far;
        double jump = slopeRight - slopeLeft;
        double nearJump = (nearRight - f0 - (f0 - nearLeft)) / (far / 2);
        double scale = Math.max(Math.max(Math.abs(slopeLeft), Math.abs(slopeRight)), floor);
        // what the rounding of the function's own value can make of a difference
        double ulp = Math.ulp(Math.max(Math.abs(f0), 1)) * (leaf.tensor().dtype() == DType.F32 ? 0x1p29 : 1);
        double noise = 4 * ulp / h;
        boolean kink = Math.abs(nearJump - jump / 2) > 0.1 * Math.abs(jump) && Math.abs(jump) > 1e-3 * scale + 8 * noise;
        double error = Math.max(0, Math.abs(analytic - numeric) - noise) / Math.max(Math.max(Math.abs(analytic), Math.abs(numeric)), floor);
        if (Double.isNaN(analytic) || Double.isNaN(numeric)) error = Double.POSITIVE_INFINITY;
        if (kink) {
            double low = Math.min(slopeLeft, slopeRight) - 0.05 * scale;
            double high = Math.max(slopeLeft, slopeRight) + 0.05 * scale;
            if (analytic >= low && analytic <= high) error = 0;
        }
        return new Entry(leaf.path(), i, analytic, numeric, error, kink);
    }

    /// The function with one entry moved. A tied tensor moves in all its places.
    private double value(T at, Tree.Leaf leaf, double[] values, int i, double by) {
        double[] moved = values.clone();
        moved[i] += by;
        Tensor replaced = Tensor.of(leaf.tensor().shape(), moved).to(leaf.tensor().dtype());
        return function.apply(Tree.map(at, t -> t == leaf.tensor() ? replaced : t)).item();
    }
}
