package dev.jacobi.scalar;

import java.util.List;

/// The tangent, and angles from ratios: arcus tangent, sine and cosine.
///
/// Every angle is that of a point (a, b) in the first quadrant. It is turned by 0, 45 or 90 degrees so that |b/a| ≤ √2 − 1, where
/// atan u = u + u³·P(u²); P is a Chebyshev interpolation at 40 digits, relative error 5e-20 (f64) and 6e-10 (f32).
public interface InverseTrigonometry {
    double[] ATAN_F64 = {-0.3333333333333333, 0.19999999999999993, -0.14285714285711518, 0.11111111110754596, -0.09090909067001965, 0.07692306735718386, -0.06666642013802823, 0.058819251621305094, -0.052580406718134826, 0.0471938939438005, -0.041044134902075015, 0.03063517636855608, -0.013917695219310572};
    double[] ATAN_F32 = {-0.33333333279242233, 0.19999977254347343, -0.14284150959481018, 0.11071360682318138, -0.08624643784438366, 0.05048055010223574};
    double[] QUARTER_PI = {0.7853981633974483, 3.061616997868383e-17};

    /// tan x.
    record Tan() implements ScalarFunction {
        @Override public Words words() { return Words.of("sin(x) / cos(x)", "The tangent, x in radians."); }

        /// Sine and cosine of what is left of the angle beside whole quarters, each as two parts, and their ratio.
        @Override public Scalar formula(List<Scalar> in) {
            Scalar x = in.getFirst();
            int terms = x.precision() == Precision.F32 ? 4 : 8;
            Scalar r = x.quarterRemainder();
            Scalar square = r.square();
            TwoParts sin = TwoParts.ordered(r, square.mul(r).fma(square.polynomial(series(3, terms)), x.quarterRest()));
            TwoParts half = TwoParts.product(r, r).scaled(-0.5);
            TwoParts cos = TwoParts.ordered(one(x), half.high());
            Scalar rest = square.square().mul(square.polynomial(series(4, terms))).add(half.low());
            cos = TwoParts.ordered(cos.high(), cos.low().add(rest));
            Scalar quarter = x.quarter();
            Scalar odd = quarter.sub(quarter.mul(0.5).floor().mul(2)).equal(1);
            Scalar y = TwoParts.select(odd, cos.negated(), sin).over(TwoParts.select(odd, sin, cos)).value();
            return x.equal(0).select(x, y);
        }

        /// ∓1/n! ± 1/(n + 2)! …
        private static double[] series(int n, int terms) {
            double[] c = new double[terms];
            double factorial = n == 3 ? -6 : 24;
            for (int i = 0; i < terms; i++) {
                c[i] = 1 / factorial;
                factorial *= -(n + 2 * i + 1.0) * (n + 2 * i + 2.0);
            }
            return c;
        }

        @Override public Scalar slope(int i, List<Scalar> x, Scalar y) {
            Scalar c = Scalar.call(new Trigonometry.Cos(), x);
            return c.square().divInto(1);
        }

        @Override public Scalar textbook(int i, List<Scalar> x, Scalar y) { return y.square().add(1); }
    }

    /// atan x: the angle from −π/2 to π/2 whose tangent is x.
    record Atan() implements ScalarFunction {
        @Override public Words words() { return Words.of("atan(x)", "The angle from -π/2 to π/2 whose tangent is x."); }

        @Override public Scalar formula(List<Scalar> in) {
            Scalar x = in.getFirst();
            Scalar size = x.abs().min(x.precision() == Precision.F32 ? 1e15 : 1e30);
            Scalar y = angle(TwoParts.of(size), TwoParts.of(one(x))).value();
            Scalar signed = x.less(0).select(y.neg(), y);
            return x.abs().less(tiny(x)).select(x, x.equal(x).select(signed, x));
        }

        /// 1/(1 + x²), or for large x (1/x)/(x + 1/x).
        @Override public Scalar slope(int i, List<Scalar> in, Scalar y) {
            Scalar x = in.getFirst();
            Scalar over = x.divInto(1);
            return x.abs().less(1).select(x.square().add(1).divInto(1), over.div(x.add(over)));
        }

        @Override public Scalar textbook(int i, List<Scalar> x, Scalar y) { return x.getFirst().square().add(1).divInto(1); }
    }

    /// atan2(y, x): the angle from −π to π of the point (x, y), the first argument being y.
    record Atan2() implements ScalarFunction {
        @Override public Words words() {
            return Words.of("the angle of (y, x)", "The angle from -π to π of the point with x upward and y to the right.")
                    .kinks("0 at the origin, with slopes 0; signs of zeros count, as in IEEE 754");
        }

        @Override public int arity() { return 2; }

        @Override public Scalar formula(List<Scalar> in) {
            Scalar up = in.get(0);
            Scalar right = in.get(1);
            Scalar[] p = scaled(up.abs(), right.abs());
            TwoParts first = angle(TwoParts.of(p[0]), TwoParts.of(p[1]));
            TwoParts half = TwoParts.constant(4 * QUARTER_PI[0], 4 * QUARTER_PI[1], up.precision());
            Scalar left = right.less(0).max(right.equal(0).mul(right.divInto(1).less(0)));
            Scalar y = TwoParts.select(left, half.minus(first), first).value();
            Scalar below = up.less(0).max(up.equal(0).mul(up.divInto(1).less(0)));
            Scalar signed = below.select(y.neg(), y);
            return up.equal(up).select(right.equal(right).select(signed, right), up);
        }

        /// (x, −y)/(x² + y²), divided twice by the root, which neither overflows nor vanishes.
        @Override public Scalar slope(int i, List<Scalar> in, Scalar y) {
            Scalar length = Scalar.call(new Powers.Hypot(), in);
            Scalar part = i == 0 ? in.get(1) : in.get(0).neg();
            return length.equal(0).select(0, part.div(length).div(length));
        }

        @Override public Scalar textbook(int i, List<Scalar> in, Scalar y) {
            Scalar square = in.get(0).square().add(in.get(1).square());
            return (i == 0 ? in.get(1) : in.get(0).neg()).div(square);
        }
    }

    /// asin x: the angle from −π/2 to π/2 whose sine is x.
    record Asin() implements ScalarFunction {
        @Override public Words words() {
            return Words.of("asin(x)", "The angle from -π/2 to π/2 whose sine is x.").kinks("infinite slope at -1 and 1; value and slope NaN outside");
        }

        @Override public Scalar formula(List<Scalar> in) {
            Scalar x = in.getFirst();
            Scalar size = x.abs().min(1);
            Scalar y = angle(TwoParts.of(size), other(size)).value();
            Scalar signed = x.less(0).select(y.neg(), y);
            Scalar inside = x.abs().greater(1).select(Double.NaN, signed);
            return x.abs().less(tiny(x)).select(x, x.equal(x).select(inside, x));
        }

        @Override public Scalar slope(int i, List<Scalar> x, Scalar y) { return steep(x.getFirst()); }

        @Override public Scalar textbook(int i, List<Scalar> x, Scalar y) { return x.getFirst().square().subFrom(1).sqrt().divInto(1); }
    }

    /// acos x: the angle from 0 to π whose cosine is x.
    record Acos() implements ScalarFunction {
        @Override public Words words() {
            return Words.of("acos(x)", "The angle from 0 to π whose cosine is x.").kinks("infinite slope at -1 and 1; value and slope NaN outside");
        }

        @Override public Scalar formula(List<Scalar> in) {
            Scalar x = in.getFirst();
            Scalar size = x.abs().min(1);
            TwoParts first = angle(other(size), TwoParts.of(size));
            TwoParts half = TwoParts.constant(4 * QUARTER_PI[0], 4 * QUARTER_PI[1], x.precision());
            Scalar y = TwoParts.select(x.less(0), half.minus(first), first).value();
            return x.abs().greater(1).select(Double.NaN, x.equal(x).select(y, x));
        }

        @Override public Scalar slope(int i, List<Scalar> x, Scalar y) { return steep(x.getFirst()).neg(); }

        @Override public Scalar textbook(int i, List<Scalar> x, Scalar y) { return x.getFirst().square().subFrom(1).sqrt().divInto(-1); }
    }

    /// 1/√(1 − x²).
    private static Scalar steep(Scalar x) {
        Scalar size = x.abs();
        Scalar s = size.min(1).subFrom(1).mul(size.add(1)).sqrt().divInto(1);
        return size.lessOrEqual(1).select(s, Double.NaN);
    }

    /// √(1 − x²) for 0 ≤ x ≤ 1.
    private static TwoParts other(Scalar x) {
        return TwoParts.sum(one(x), x.neg()).times(TwoParts.sum(one(x), x)).sqrt();
    }

    /// Both brought to a size where nothing overflows or vanishes; infinite ones to 1, beside which finite ones are 0.
    private static Scalar[] scaled(Scalar a, Scalar b) {
        Scalar most = a.max(b);
        Scalar infinite = most.equal(Double.POSITIVE_INFINITY);
        Scalar power = most.exponent().neg();
        power = infinite.max(most.equal(0)).select(0, power);
        Scalar p = infinite.select(a.equal(Double.POSITIVE_INFINITY), a.scale(power));
        Scalar q = infinite.select(b.equal(Double.POSITIVE_INFINITY), b.scale(power));
        return new Scalar[] {p, q};
    }

    /// The angle of (right, up), both 0 or more; 0 for (0, 0).
    private static TwoParts angle(TwoParts up, TwoParts right) {
        Precision precision = up.high().precision();
        Scalar steep = right.high().mul(2.414213562373095).less(up.high());      // above 67.5 degrees
        Scalar flat = up.high().lessOrEqual(right.high().mul(0.41421356237309503)); // below 22.5
        TwoParts top = TwoParts.select(flat, up, TwoParts.select(steep, right.negated(), up.minus(right)));
        TwoParts bottom = TwoParts.select(flat, right, TwoParts.select(steep, up, up.plus(right)));
        TwoParts u = top.over(TwoParts.select(bottom.high().equal(0), TwoParts.of(Scalar.constant(1, precision)), bottom));
        Scalar square = u.high().square();
        Scalar rest = square.mul(u.high()).mul(square.polynomial(precision == Precision.F32 ? ATAN_F32 : ATAN_F64));
        Scalar turn = flat.select(0, steep.select(2, Scalar.constant(1, precision)));
        TwoParts quarter = TwoParts.constant(QUARTER_PI[0], QUARTER_PI[1], precision);
        TwoParts turned = new TwoParts(turn.mul(quarter.high()), turn.mul(quarter.low()));
        TwoParts sum = TwoParts.sum(turned.high(), u.high());
        return TwoParts.ordered(sum.high(), sum.low().add(rest.add(u.low()).add(turned.low())));
    }

    private static Scalar one(Scalar like) { return Scalar.constant(1, like.precision()); }

    /// Up to here the function is x.
    private static double tiny(Scalar like) { return like.precision() == Precision.F32 ? 0x1p-13 : 0x1p-28; }
}
