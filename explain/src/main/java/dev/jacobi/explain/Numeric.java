package dev.jacobi.explain;

import dev.jacobi.diff.Difference;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/// What the result really does when one entry is moved a little: the proof that needs no rule.
///
/// @param h the step
/// @param twoSided (f(x+h) − f(x−h)) / 2h
/// @param oneSided (f(x+h) − f(x)) / h
/// @param left the slope from the step to the left
/// @param kink whether the slopes on both sides don't meet, so that a kink lies within the step
/// @param right whether the derivative agrees; at a kink, whether it lies between the slopes of both sides
/// @param difference between the two-sided estimate and the derivative
public record Numeric(double h, double twoSided, double oneSided, double left, boolean kink, boolean right, double difference) {
    private static final double ROUNDING = 0x1p-52;
    private static final double SURE = 1e-3;

    /// @param f how the result changes with a change of the entry
    /// @param x the entry's value
    /// @param parts the sum of the sizes of all that the result is made of
    static Numeric of(DoubleUnaryOperator f, double x, double derivative, double h, double parts) {
        Numeric first = once(f, x, derivative, h, parts, Double.POSITIVE_INFINITY);
        if (first.right || !first.isFinite() || !Double.isFinite(derivative)) return first;
        // what turns within the step, such as the sine of a large number, wants a smaller one
        for (int k = 1; k <= 4; k++) {
            Numeric next = once(f, x, derivative, h / Math.pow(10, k), parts, SURE);
            if (next.right) return next;
        }
        return first;
    }

    /// @param most how much the estimate may be off, as a part of the slopes, to say anything
    private static Numeric once(DoubleUnaryOperator f, double x, double derivative, double h, double parts, double most) {
        Difference d = Difference.of(f, h, Difference.Form.TWO_SIDED, new Difference.Rounding(ROUNDING, ROUNDING * Math.abs(x)));
        double wider = (f.applyAsDouble(2 * h) - f.applyAsDouble(-2 * h)) / (4 * h);
        double noise = d.noise() + (Double.isFinite(parts) ? ROUNDING * parts / h : 0);
        boolean kink = d.kink() && Math.abs(d.right() - d.left()) > 4 * noise;
        double scale = Math.max(Math.abs(d.left()), Math.abs(d.right()));
        double allowed = 1e-6 * scale + 4 * noise + (kink ? 0 : 2 * Math.abs(wider - d.value()));
        boolean between = derivative >= Math.min(d.left(), d.right()) - allowed && derivative <= Math.max(d.left(), d.right()) + allowed;
        double difference = Math.abs(d.value() - derivative);
        boolean right = (kink ? between : difference <= allowed || d.value() == derivative)
                && (Double.isInfinite(most) || allowed <= most * scale);
        return new Numeric(h, d.value(), d.right(), d.left(), kink, right, difference);
    }

    /// Whether there is anything to compare with: the result is a number here and on both sides.
    public boolean isFinite() { return Double.isFinite(twoSided) && Double.isFinite(left) && Double.isFinite(oneSided); }

    /// The slope to the right.
    public double rightSlope() { return oneSided; }

    /// The errors of the two estimates for steps from 0.1 down to 1e-13: first the curve, then the rounding.
    static List<Point> sweep(DoubleUnaryOperator f, double derivative) {
        List<Point> points = new ArrayList<>();
        double f0 = f.applyAsDouble(0);
        for (int k = 1; k <= 13; k++) {
            double h = Math.pow(10, -k);
            double two = (f.applyAsDouble(h) - f.applyAsDouble(-h)) / (2 * h);
            double one = (f.applyAsDouble(h) - f0) / h;
            points.add(new Point(h, Math.abs(two - derivative), Math.abs(one - derivative)));
        }
        return points;
    }

    /// Errors of the estimates with one step.
    public record Point(double h, double twoSided, double oneSided) {}
}
