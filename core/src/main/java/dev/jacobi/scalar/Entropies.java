package dev.jacobi.scalar;

import java.util.List;

/// Products with logarithms as information needs them, where 0·log 0 is 0, and sums in logarithms.
public interface Entropies {

    /// x·log y, and 0 where x is 0 unless y is NaN.
    record XLogY() implements ScalarFunction {
        @Override public int arity() { return 2; }

        @Override public String name() { return "xlogy"; }

        @Override public Scalar formula(List<Scalar> in) {
            return product(in.get(0), in.get(1), TwoParts.of(in.get(1)), in.get(1).log());
        }

        /// By x it is log y; by y x/y, and 0 where x is 0.
        @Override public Scalar slope(int i, List<Scalar> in, Scalar y) {
            Scalar x = in.get(0);
            return i == 0 ? in.get(1).log() : x.equal(0).select(0, in.get(1).less(0).select(Double.NaN, x.div(in.get(1))));
        }

        @Override public Scalar textbook(int i, List<Scalar> x, Scalar y) { return i == 0 ? x.get(1).log() : x.get(0).div(x.get(1)); }

        @Override public Words words() { return Words.of("x log(y)", "x times the logarithm of y, 0 where x is 0").kinks("where x is 0, slope 0 by y whatever y is"); }
    }

    /// x·log(1 + y), and 0 where x is 0 unless y is NaN.
    record XLog1pY() implements ScalarFunction {
        @Override public int arity() { return 2; }

        @Override public String name() { return "xlog1py"; }

        @Override public Scalar formula(List<Scalar> in) {
            Scalar y = in.get(1);
            return product(in.get(0), y.add(1), TwoParts.sum(Scalar.constant(1, y.precision()), y), y.log1p());
        }

        @Override public Scalar slope(int i, List<Scalar> in, Scalar v) {
            Scalar x = in.get(0);
            Scalar u = in.get(1).add(1);
            return i == 0 ? in.get(1).log1p() : x.equal(0).select(0, u.less(0).select(Double.NaN, x.div(u)));
        }

        @Override public Scalar textbook(int i, List<Scalar> x, Scalar y) { return i == 0 ? x.get(1).log1p() : x.get(0).div(x.get(1).add(1)); }

        @Override public Words words() { return Words.of("x log(1 + y)", "x times the logarithm of 1 + y, 0 where x is 0").kinks("where x is 0, slope 0 by y whatever y is"); }
    }

    /// −x·log x, a term of an entropy: 0 at 0, −∞ below.
    record Entr() implements ScalarFunction {
        @Override public Scalar formula(List<Scalar> in) {
            Scalar x = in.getFirst();
            Scalar y = product(x, x, TwoParts.of(x), x.log()).neg();
            return x.less(0).select(Double.NEGATIVE_INFINITY, y);
        }

        @Override public Scalar slope(int i, List<Scalar> x, Scalar y) { return x.getFirst().log().add(1).neg(); }

        @Override public Words words() { return Words.of("-x log(x)", "a term of an entropy").kinks("0 with slope ∞ at 0; -∞ with slope NaN below"); }
    }

    /// log(eᵃ + eᵇ) without overflow.
    record LogAddExp() implements ScalarFunction {
        @Override public int arity() { return 2; }

        @Override public Scalar formula(List<Scalar> in) {
            Scalar a = in.get(0);
            Scalar b = in.get(1);
            Scalar large = a.max(b);
            TwoParts difference = distance(a.min(b), large);
            TwoParts inside = TwoParts.of(Scalar.constant(1, a.precision())).plus(difference.exp().parts());
            Scalar y = inside.log().plus(large).value();
            return large.abs().equal(Double.POSITIVE_INFINITY).select(large, y);
        }

        @Override public Scalar slope(int i, List<Scalar> x, Scalar y) { return Scalar.call(new LogisticOfDifference(), x.get(i), x.get(1 - i)); }

        @Override public Scalar textbook(int i, List<Scalar> x, Scalar y) { return x.get(i).sub(y).exp(); }

        @Override public Words words() {
            return Words.of("log(e^x + e^y)", "adds numbers that are given by their logarithms").kinks("slopes 0 where both are -∞, 1/2 where both are ∞");
        }
    }

    /// 1/(1 + e^(b − a)): which share eᵃ has of eᵃ + eᵇ.
    record LogisticOfDifference() implements ScalarFunction {
        @Override public int arity() { return 2; }

        @Override public Scalar formula(List<Scalar> in) {
            Scalar a = in.get(0);
            Scalar b = in.get(1);
            TwoParts.Scaled e = distance(a.min(b), a.max(b)).exp();
            TwoParts bottom = e.parts().plus(Scalar.constant(1, a.precision()));
            Scalar less = e.mantissa().over(bottom).value().scale(e.power());
            Scalar more = TwoParts.of(Scalar.constant(1, a.precision())).over(bottom).value();
            Scalar inside = a.less(b).select(less, b.less(a).select(more, a.add(b).mul(0).add(0.5)));
            Scalar none = a.max(b).equal(Double.NEGATIVE_INFINITY);
            return none.select(0, a.equal(b).select(0.5, inside));
        }

        @Override public Scalar slope(int i, List<Scalar> x, Scalar y) {
            Scalar s = y.mul(Scalar.call(new LogisticOfDifference(), x.get(1), x.get(0)));
            return i == 0 ? s : s.neg();
        }

        @Override public Words words() { return Words.of("1 / (1 + e^(y - x))", "the slope of logAddExp: the share of e^x").kinks("0 where both are -∞, 1/2 where both are ∞"); }
    }

    /// a − b for a ≤ b, exactly, from where its exponential is 0 up to 0.
    private static TwoParts distance(Scalar a, Scalar b) {
        Scalar least = Scalar.constant(a.precision() == Precision.F32 ? -120 : -800, a.precision());
        TwoParts d = TwoParts.sum(a, b.neg());
        Scalar far = d.high().less(least);
        Scalar infinite = a.abs().max(b.abs()).equal(Double.POSITIVE_INFINITY);
        return new TwoParts(infinite.select(a.less(b).select(least, 0), far.select(least, d.high())), infinite.max(far).select(0, d.low()));
    }

    /// x·log y in two parts where y is an ordinary number.
    private static Scalar product(Scalar x, Scalar y, TwoParts parts, Scalar log) {
        Scalar ordinary = y.greater(0).mul(y.less(Double.POSITIVE_INFINITY)).mul(x.abs().less(x.precision() == Precision.F32 ? 1e30 : 1e290));
        Scalar v = ordinary.select(parts.log().times(x).value(), x.mul(log));
        return x.equal(0).select(log.equal(log).select(0, y.less(0).select(0, log)), v);
    }
}
