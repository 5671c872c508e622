package dev.jacobi.explain;

import dev.jacobi.explain.notation.Digits;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/// Looks for the one ratio that, read off wrongly, explains a number. Some value of every ratio does; but few of these are
/// short, and what people read off is short.
final class Misreading {
    private static final int LONGEST = 3;
    /// Whoever misreads by more has made another mistake.
    private static final double FARTHEST = 5;

    private Misreading() {}

    /// A ratio and the short number that it was taken for.
    ///
    /// @param slope whether it is a slope of a function, which is read off a curve, rather than a weight
    private record Reading(Routes.Link link, double taken, int digits, boolean slope) {
        boolean isBetter(@Nullable Reading other) {
            if (other == null) return true;
            if (digits != other.digits) return digits < other.digits;
            if (slope != other.slope) return slope;
            return distance() < other.distance();
        }

        private double distance() { return Math.abs(Math.log(Math.abs(taken / link.ratio()))); }
    }

    static @Nullable Mistake of(Ways ways, GivenNumber given) {
        if (!ways.isComplete()) return null;
        int most = Math.min(LONGEST, given.digits() - 2); // shorter than what it explains, or it explains anything
        double width = Math.max(given.unit() / 2, 1e-6 * Math.abs(given.value()));
        Reading best = null;
        for (Routes.Link link : ways.links()) {
            double with = 0;
            double rest = 0;
            for (Routes.Way way : ways.all()) {
                if (!way.links().contains(link)) rest += way.product();
                else with += way.product() / link.ratio();
            }
            if (with == 0 || !Double.isFinite(with)) continue;
            double a = (given.value() - width - rest) / with;
            double b = (given.value() + width - rest) / with;
            double taken = (given.value() - rest) / with;
            double times = taken / link.ratio();
            if (!(times > 1 / FARTHEST && times < FARTHEST)) continue;
            for (int digits = 1; digits <= most; digits++) {
                double rounded = new BigDecimal(taken).round(new MathContext(digits, RoundingMode.HALF_EVEN)).doubleValue();
                if (rounded < Math.min(a, b) || rounded > Math.max(a, b)) continue;
                Reading r = new Reading(link, rounded, digits, Ways.function(link.step()) != null);
                if (r.isBetter(best)) best = r;
                break;
            }
        }
        if (best == null) return null;
        Reading found = best;
        return new Mistake(Diagnosis.Verdict.RATIO_MISREAD, "misread", given.value(), _ -> (found.slope ? "the slope " : "the ratio ")
                + Ways.name(found.link) + " was taken as " + Digits.SIX.of(found.taken) + "; it is " + Digits.SIX.of(found.link.ratio())
                + ", and the right value is " + Digits.SIX.of(ways.right()));
    }
}
