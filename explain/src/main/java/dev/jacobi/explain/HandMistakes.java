package dev.jacobi.explain;

import dev.jacobi.explain.notation.Digits;
import dev.jacobi.tensor.Shape;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The mistakes that are made by hand, each with the number that it leads to. Their order decides between two that lead to
/// the same: the one that is made more often comes first.
final class HandMistakes {
    private static final double[] STEPS = {0.1, 0.01, 1e-3, 1e-4};
    private static final int MOST_ENTRIES = 4096;
    private static final int MANY_DIGITS = 4;
    private static final double NEAR = 0.02;

    private final Ways ways;
    private final GivenNumber given;
    private final boolean whole;
    private final PathMistakes paths;
    private final ChainMistakes chain;

    /// @param whole whether it is one entry of a tensor that was given as a whole
    HandMistakes(Ways ways, GivenNumber given, boolean whole) {
        this.ways = ways;
        this.given = given;
        this.whole = whole;
        this.paths = new PathMistakes(ways);
        this.chain = new ChainMistakes(ways);
    }

    /// Those that lead to the given number, the most likely first.
    List<Mistake> found() {
        List<Mistake> simple = new ArrayList<>();
        simple.add(sign());
        simple.addAll(paths.forgotten());
        simple.addAll(paths.averaged());
        simple.addAll(oneSided());
        simple.addAll(factors());
        simple.addAll(transposed());
        simple.addAll(chain.leftOut());
        simple.addAll(chain.elsewhere());
        List<Mistake> things = wrongThings();
        List<Mistake> all = new ArrayList<>(simple);
        all.addAll(things);
        all.addAll(chain.oneRatio());
        for (Mistake m : simple) if (m.verdict() != Diagnosis.Verdict.SIGN) all.add(negated(m));
        for (Mistake m : simple) if (isScaled(m)) for (double factor : new double[] {2, 0.5}) all.add(scaled(m, factor));
        for (Mistake m : things) all.add(negated(m));
        all.addAll(chain.rounded());
        all.removeIf(m -> !fits(m));
        if (!all.isEmpty()) return all;
        Mistake last = near();
        if (last == null) last = Misreading.of(ways, given);
        return last == null ? List.of() : List.of(last);
    }

    private boolean fits(Mistake m) {
        boolean harmless = Math.abs(m.value() - ways.right()) <= Math.max(1e-9 * Math.abs(ways.right()), ways.noise());
        // so many things can be combined that few digits would fit some of them by chance
        boolean exactly = m.verdict() != Diagnosis.Verdict.TWO_MISTAKES || given.digits() >= MANY_DIGITS || given.isExactly(m.value());
        return !harmless && exactly && given.fits(m.value(), ways.noise());
    }

    private String right() { return Digits.SIX.of(ways.right()); }

    private String derivative() { return Ways.derivative(ways.explanation(), ways.quantity(), ways.entry()); }

    private Mistake sign() {
        return new Mistake(Diagnosis.Verdict.SIGN, "sign", -ways.right(),
                typed -> typed + " has the wrong sign; the right value is " + right());
    }

    private List<Mistake> oneSided() {
        List<Mistake> r = new ArrayList<>();
        for (double h : STEPS) {
            Numeric n = ways.explanation().numeric(ways.quantity(), ways.entry(), h);
            for (boolean left : new boolean[] {false, true}) {
                String x = ways.quantity().entry(ways.entry());
                String f = ways.explanation().resultName();
                String difference = "(" + f + (left ? " - " + f + " at " + x + " - h" : " at " + x + " + h - " + f) + ") / h";
                r.add(new Mistake(Diagnosis.Verdict.ONE_SIDED, "one-sided " + left + h, left ? n.left() : n.oneSided(),
                        typed -> typed + " is the one-sided estimate with h = " + EntryText.step(h) + ", " + difference
                                + "; the derivative is " + right() + ", and the two-sided estimate comes to " + Digits.SIX.of(n.twoSided())));
            }
        }
        return r;
    }

    private List<Mistake> factors() {
        List<Mistake> r = new ArrayList<>();
        String square = ways.squares() ? "; the derivative of u² is 2u" : "";
        r.add(factor(0.5, "is half of that: a factor 2 is missing" + square));
        r.add(factor(2, "is twice that: a factor 2 too much" + (square.isEmpty() ? "" : "; of ½u² it is u")));
        for (int n : sizes()) {
            r.add(factor(1.0 / n, "is that divided by " + n + ": here is a sum, no mean over " + n));
            r.add(factor(n, "is " + n + " times that: the 1/" + n + " of a mean is missing"));
        }
        return r;
    }

    private Mistake factor(double factor, String words) {
        return new Mistake(Diagnosis.Verdict.FACTOR, "factor " + factor, factor * ways.right(),
                typed -> "the right value is " + right() + ", and " + typed + " " + words);
    }

    /// The numbers of things over which somebody may have averaged.
    private Set<Integer> sizes() {
        Set<Integer> r = new LinkedHashSet<>();
        for (Quantity q : ways.explanation().all()) {
            for (int size : q.shape().toArray()) if (size > 2) r.add(size);
        }
        for (Quantity q : ways.explanation().all()) if (q.shape().size() > 2) r.add(q.shape().size());
        return r;
    }

    private List<Mistake> transposed() {
        Quantity q = ways.quantity();
        Shape shape = q.shape();
        if (shape.rank() != 2) return List.of();
        List<Mistake> r = new ArrayList<>();
        int rows = shape.size(0);
        int columns = shape.size(1);
        int i = ways.entry() / columns;
        int j = ways.entry() % columns;
        if (j < rows && i < columns && i != j) {
            r.add(other(q, j * columns + i, Diagnosis.Verdict.TRANSPOSED, "transposed", "row and column are swapped: "));
        }
        int byColumns = ways.entry() % rows * columns + ways.entry() / rows;
        if (whole && rows != columns) {
            r.add(other(q, byColumns, Diagnosis.Verdict.TRANSPOSED, "by columns", "the numbers stand column by column, not row by row: "));
        }
        return r;
    }

    private Mistake other(Quantity q, int entry, Diagnosis.Verdict verdict, String key, String words) {
        Explanation e = ways.explanation();
        return new Mistake(verdict, key, e.derivative(q, entry), typed -> words + typed + " is " + Ways.derivative(e, q, entry) + ", but "
                + derivative() + " = " + right());
    }

    /// Other derivatives, and values in place of derivatives.
    private List<Mistake> wrongThings() {
        List<Mistake> r = new ArrayList<>();
        Explanation e = ways.explanation();
        Quantity own = ways.quantity();
        r.add(value(own, ways.entry()));
        r.addAll(chain.ofTheWay());
        List<Quantity> others = new ArrayList<>(e.all());
        others.remove(own);
        int entries = 0;
        if (!whole) {
            for (int i = 0; i < Math.min(own.shape().size(), MOST_ENTRIES); i++) if (i != ways.entry()) r.add(gradientBy(own, i));
        }
        for (Quantity q : others) {
            if (q.gradient() == null || entries + q.shape().size() > MOST_ENTRIES) continue;
            if (whole) {
                if (q.shape().equals(own.shape())) r.add(gradientBy(q, ways.entry()));
                continue;
            }
            entries += q.shape().size();
            for (int i = 0; i < q.shape().size(); i++) r.add(gradientBy(q, i));
        }
        if (whole) return r;
        for (Quantity q : others) {
            boolean near = q.shape().rank() == 0 || onTheWay(q);
            if (near) for (int i = 0; i < Math.min(q.shape().size(), 64); i++) r.add(value(q, i));
        }
        return r;
    }

    private boolean onTheWay(Quantity q) { return ways.links().stream().anyMatch(l -> l.upper() == q); }

    private Mistake gradientBy(Quantity q, int entry) {
        String key = "gradient by " + (whole ? q.name() : q.entry(entry));
        return other(q, entry, Diagnosis.Verdict.WRONG_THING, key, "this is the derivative by " + q.entry(entry) + ": ");
    }

    private Mistake value(Quantity q, int entry) {
        return new Mistake(Diagnosis.Verdict.WRONG_THING, "value of " + (whole ? q.name() : q.entry(entry)), Ways.value(q, entry),
                typed -> typed + " is the value of " + q.entry(entry) + "; the derivative was asked for, " + derivative() + " = " + right());
    }

    private static boolean isScaled(Mistake m) {
        return switch (m.verdict()) {
            case FACTOR, MEAN_OF_PATHS -> false;
            default -> true;
        };
    }

    private static Mistake negated(Mistake m) {
        return new Mistake(Diagnosis.Verdict.TWO_MISTAKES, "sign and " + m.key(), -m.value(), _ -> "the sign is turned, and besides, "
                + m.why().apply(Digits.SIX.of(m.value())));
    }

    private static Mistake scaled(Mistake m, double factor) {
        String words = factor == 2 ? "there is a factor 2 too much" : "a factor 2 is missing";
        return new Mistake(Diagnosis.Verdict.TWO_MISTAKES, words + " and " + m.key(), factor * m.value(), _ -> words + ", and besides, "
                + m.why().apply(Digits.SIX.of(m.value())));
    }

    /// Close, but not to the digits that were typed.
    private @Nullable Mistake near() {
        double right = ways.right();
        if (given.isShortFor(right)) {
            return new Mistake(Diagnosis.Verdict.ROUNDED, "rounded", given.value(), typed -> typed
                    + " is right as far as it goes; with two digits or more it could be told: " + right());
        }
        if (!(Math.abs(given.value() - right) <= NEAR * Math.abs(right))) return null;
        return new Mistake(Diagnosis.Verdict.ROUNDED, "rounded", given.value(), typed -> typed + " is close to " + right()
                + ", but not to all digits that were given; keep them until the end, and round then");
    }
}
