package dev.jacobi.scalar;

import java.util.List;

/// Powers, roots and logarithms of other bases, and the length of a vector of two.
public interface Powers {
    double[] LOG_2 = {0.6931471805599453, 2.3190468138462996e-17};
    double[] ONE_BY_LOG_2 = {1.4426950408889634, 2.0355273740931033e-17};
    double[] ONE_BY_LOG_10 = {0.4342944819032518, 1.098319650216765e-17};

    /// 2ˣ.
    record Exp2() implements ScalarFunction {
        @Override public Words words() { return Words.of("2^x", "Two to the power of x."); }

        @Override public Scalar formula(List<Scalar> in) {
            Scalar x = in.getFirst();
            double bound = x.precision() == Precision.F32 ? 160 : 1100;
            Scalar held = x.max(-bound).min(bound);
            Scalar whole = held.round();
            TwoParts.Scaled e = TwoParts.constant(LOG_2[0], LOG_2[1], x.precision()).times(held.sub(whole)).exp();
            return e.mantissa().value().scale(whole.add(e.power()));
        }

        /// Where 2ˣ is too large, its slope may not be.
        @Override public Scalar slope(int i, List<Scalar> in, Scalar y) {
            Scalar x = in.getFirst();
            Scalar less = Scalar.call(this, x.sub(2)).mul(4 * LOG_2[0]);
            return x.greater(x.precision() == Precision.F32 ? 100 : 1000).select(less, y.mul(LOG_2[0]));
        }

        @Override public Scalar textbook(int i, List<Scalar> x, Scalar y) { return y.mul(LOG_2[0]); }
    }

    /// log₂ x.
    record Log2() implements ScalarFunction {
        @Override public Words words() {
            return Words.of("log(x) / log(2)", "The logarithm to the base 2.").kinks("-infinity at 0; value and slope NaN below");
        }

        @Override public Scalar formula(List<Scalar> in) { return logarithm(in.getFirst(), ONE_BY_LOG_2); }

        @Override public Scalar slope(int i, List<Scalar> x, Scalar y) { return logarithmSlope(x.getFirst(), LOG_2[0]); }

        @Override public Scalar textbook(int i, List<Scalar> x, Scalar y) { return x.getFirst().mul(LOG_2[0]).divInto(1); }
    }

    /// log₁₀ x.
    record Log10() implements ScalarFunction {
        @Override public Words words() {
            return Words.of("log(x) / log(10)", "The logarithm to the base 10.").kinks("-infinity at 0; value and slope NaN below");
        }

        @Override public Scalar formula(List<Scalar> in) { return logarithm(in.getFirst(), ONE_BY_LOG_10); }

        @Override public Scalar slope(int i, List<Scalar> x, Scalar y) { return logarithmSlope(x.getFirst(), 2.302585092994046); }

        @Override public Scalar textbook(int i, List<Scalar> x, Scalar y) { return x.getFirst().mul(2.302585092994046).divInto(1); }
    }

    private static Scalar logarithm(Scalar x, double[] factor) {
        Scalar inside = x.greater(0).select(x.min(x.precision() == Precision.F32 ? Float.MAX_VALUE : Double.MAX_VALUE), 1);
        Scalar y = TwoParts.of(inside).log().times(TwoParts.constant(factor[0], factor[1], x.precision())).value();
        Scalar finite = x.equal(Double.POSITIVE_INFINITY).select(x, x.less(0).select(Double.NaN, y));
        return x.equal(0).select(Double.NEGATIVE_INFINITY, x.equal(x).select(finite, x));
    }

    private static Scalar logarithmSlope(Scalar x, double log) {
        return x.less(0).select(Double.NaN, x.abs().divInto(1).div(log));
    }

    /// 1/√x.
    record Rsqrt() implements ScalarFunction {
        @Override public Words words() { return Words.of("1 / sqrt(x)", "One divided by the square root.").kinks("infinite at 0; NaN below"); }

        @Override public Scalar formula(List<Scalar> in) {
            Scalar x = in.getFirst();
            Scalar plain = x.sqrt().divInto(1);
            Scalar y = TwoParts.of(Scalar.constant(1, x.precision())).over(TwoParts.of(x).sqrt()).value();
            return x.equal(0).max(x.equal(Double.POSITIVE_INFINITY)).select(plain, y);
        }

        @Override public Scalar slope(int i, List<Scalar> x, Scalar y) { return y.div(x.getFirst()).mul(-0.5); }
    }

    /// 1/x.
    record Reciprocal() implements ScalarFunction {
        @Override public Words words() { return Words.of("1 / x", "One divided by the number."); }

        @Override public Scalar formula(List<Scalar> x) { return x.getFirst().divInto(1); }

        @Override public Scalar slope(int i, List<Scalar> x, Scalar y) { return y.square().neg(); }
    }

    /// The cube root, with the sign of x.
    record Cbrt() implements ScalarFunction {
        @Override public Words words() { return Words.of("x^(1/3)", "The cube root, with the sign of x.").kinks("infinite slope at 0"); }

        @Override public Scalar formula(List<Scalar> in) {
            Scalar x = in.getFirst();
            Scalar size = x.abs();
            Scalar inside = size.greater(0).select(size.min(x.precision() == Precision.F32 ? Float.MAX_VALUE : Double.MAX_VALUE), 1);
            Scalar y = TwoParts.of(inside).log().over(Scalar.constant(3, x.precision())).exp().value();
            Scalar signed = x.less(0).select(y.neg(), y);
            return x.equal(0).max(size.equal(Double.POSITIVE_INFINITY)).select(x, x.equal(x).select(signed, x));
        }

        @Override public Scalar slope(int i, List<Scalar> x, Scalar y) { return y.divInto(1).div(y).div(3); }

        @Override public Scalar textbook(int i, List<Scalar> x, Scalar y) { return y.square().mul(3).divInto(1); }
    }

    /// √(x² + y²), without squares that are too large or too small.
    record Hypot() implements ScalarFunction {
        @Override public Words words() {
            return Words.of("sqrt(x^2 + y^2)", "The length of a vector of two.").kinks("slopes 0 at 0");
        }

        @Override public int arity() { return 2; }

        @Override public Scalar formula(List<Scalar> in) {
            Scalar a = in.get(0).abs();
            Scalar b = in.get(1).abs();
            Scalar infinite = a.max(b).equal(Double.POSITIVE_INFINITY);
            Scalar eitherInfinite = infinite.max(a.equal(Double.POSITIVE_INFINITY)).max(b.equal(Double.POSITIVE_INFINITY));
            Scalar most = a.max(b);
            Scalar power = eitherInfinite.max(most.equal(0)).select(0, most.exponent());
            Scalar p = a.scale(power.neg());
            Scalar q = b.scale(power.neg());
            Scalar y = TwoParts.product(p, p).plus(TwoParts.product(q, q)).sqrt().value().scale(power);
            Scalar usual = most.equal(0).select(0, y);
            return eitherInfinite.select(Double.POSITIVE_INFINITY, usual);
        }

        @Override public Scalar slope(int i, List<Scalar> in, Scalar y) {
            Scalar infinite = in.get(i).abs().equal(Double.POSITIVE_INFINITY);
            return y.equal(0).select(0, infinite.select(in.get(i).sign(), in.get(i).div(y)));
        }

        @Override public Scalar textbook(int i, List<Scalar> in, Scalar y) { return in.get(i).div(y); }
    }
}
