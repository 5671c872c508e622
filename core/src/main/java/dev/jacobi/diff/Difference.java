package dev.jacobi.diff;

import java.util.function.DoubleUnaryOperator;

/// The slope of a function of one number at 0, by differences of its values.
///
/// @param value the slope
/// @param uncertainty how far it may be off: what two steps disagree by, at least the noise
/// @param noise what the rounding of the function's values can make of a slope
/// @param left the slope from one step to the left
/// @param right the slope to one step to the right
/// @param kink whether the slopes on both sides don't meet as the step shrinks, so that a kink lies within it
/// @param broken whether that is so for this very step, and not only for a larger one
public record Difference(double value, double uncertainty, double noise, double left, double right, boolean kink, boolean broken) {
    /// Each an eighth of the step before.
    private static final int STEPS = 10;

    /// How the difference is taken.
    public enum Form {
        /// (f(h) − f(0))/h.
        ONE_SIDED,
        /// (f(h) − f(−h))/2h.
        TWO_SIDED,
        /// (8(f(h) − f(−h)) − (f(2h) − f(−2h)))/12h, and the same with 2h to see how far it is off.
        FIVE_POINT
    }

    /// What rounding does.
    ///
    /// @param values the relative error of the function's values
    /// @param argument the error of the moved argument
    public record Rounding(double values, double argument) {}

    /// By five points, with smaller steps where the function bends or breaks too much for the first.
    ///
    /// @param h the first step
    /// @param relative how sure to be of the slope, as a part of it
    /// @param least as a part of at least this
    static Difference refined(DoubleUnaryOperator f, double h, Rounding rounding, double relative, double least) {
        Difference first = of(f, h, Form.FIVE_POINT, rounding);
        Difference best = first;
        for (int k = 1; k < STEPS; k++) {
            if (!best.broken && best.uncertainty <= relative * Math.max(least, Math.abs(best.value))) break;
            Difference next = of(f, Math.scalb(h, -3 * k), Form.FIVE_POINT, rounding);
            // what looks surer and is far from what was known before is chance, or values that rounding has made equal
            boolean near = Math.abs(next.value - best.value) <= 10 * best.uncertainty;
            boolean surer = near && next.uncertainty < best.uncertainty || Double.isNaN(best.uncertainty);
            if (best.broken ? !next.broken || surer : !next.broken && surer) best = next;
        }
        return new Difference(best.value, best.uncertainty, best.noise, best.left, best.right, first.kink, best.broken);
    }

    /// @param h the step
    public static Difference of(DoubleUnaryOperator f, double h, Form form, Rounding rounding) {
        double f0 = f.applyAsDouble(0);
        double right = f.applyAsDouble(h);
        double left = f.applyAsDouble(-h);
        double right2 = f.applyAsDouble(2 * h);
        double left2 = f.applyAsDouble(-2 * h);
        double size = Math.abs(f0);
        for (double v : new double[] {right, left, right2, left2}) size = Math.max(size, Math.abs(v));
        // in a smooth place the slopes on both sides differ by an amount that halves with the step
        double slopeRight = (right - f0) / h;
        double slopeLeft = (f0 - left) / h;
        double near = slopeRight - slopeLeft;
        double far = (right2 - f0 - (f0 - left2)) / (2 * h);
        double scale = Math.max(Math.abs(slopeLeft), Math.abs(slopeRight));
        double noise = (8 * rounding.values * size + rounding.argument * scale) / h;
        boolean kink = Math.abs(near - far / 2) > 0.1 * Math.abs(far) && Math.max(Math.abs(far), Math.abs(near)) > 1e-3 * scale + 2 * noise;
        double twoSided = (right - left) / (2 * h);
        return switch (form) {
            case ONE_SIDED -> new Difference(slopeRight, noise, noise, slopeLeft, slopeRight, kink, kink);
            case TWO_SIDED -> new Difference(twoSided, noise, noise, slopeLeft, slopeRight, kink, kink);
            case FIVE_POINT -> {
                double wider = (right2 - left2) / (4 * h);
                double widest = (f.applyAsDouble(4 * h) - f.applyAsDouble(-4 * h)) / (8 * h);
                double fine = (4 * twoSided - wider) / 3;
                double coarse = (4 * wider - widest) / 3;
                yield new Difference(fine, Math.max(noise, Math.abs(fine - coarse)), noise, slopeLeft, slopeRight, kink, kink);
            }
        };
    }

    /// Whether a slope is right: at a kink, any between those on both sides.
    ///
    /// @param tolerance how far it may be off, beyond what this one may be off
    /// @param scale the size of slopes here
    boolean allows(double slope, double tolerance, double scale) {
        if (broken) {
            double margin = 0.05 * scale + noise;
            if (slope >= Math.min(left, right) - margin && slope <= Math.max(left, right) + margin) return true;
        }
        return Math.abs(slope - value) <= tolerance * scale + uncertainty;
    }
}
