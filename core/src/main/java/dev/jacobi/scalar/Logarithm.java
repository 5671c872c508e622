package dev.jacobi.scalar;

import java.util.Arrays;
import java.util.List;

/// Natural logarithms: NaN for negative numbers, −∞ for 0.
public interface Logarithm {

    /// log x. x = m·2ᵏ with m near 1; log m = 2·artanh s with s = (m − 1)/(m + 1), whose series
    /// converges fast.
    record Log() implements ScalarFunction {
        @Override public Words words() {
            return Words.of("log(x)", "the natural logarithm").kinks("-infinity at 0; value and slope NaN below");
        }

        @Override public Scalar formula(List<Scalar> in) {
            return of(in.getFirst(), Scalar.constant(0, in.getFirst().precision()));
        }

        /// log x + more, where more is smaller by some ten binary digits or more.
        private static Scalar of(Scalar x, Scalar more) {
            boolean f32 = x.precision() == Precision.F32;
            double[] log2 = f32 ? Exponential.LOG2_F32 : Exponential.LOG2_F64;
            Scalar upper = x.mantissa();
            Scalar high = upper.greater(1.4142135623730951);
            Scalar m = high.select(upper.mul(0.5), upper);                  // from √½ to √2
            Scalar k = x.exponent().add(high);
            Scalar f = m.sub(1);
            Scalar s = f.div(f.add(2));
            Scalar square = s.square();
            Scalar r = square.mul(artanhSeries(square));                    // 2·artanh(s)/s − 2
            Scalar half = f.square().mul(0.5);
            // log(1+f) = f − f²/2 + s·(f²/2 + r): the large term f is added last
            Scalar low = Double.valueOf(0).equals(more.constantValue()) ? k.mul(log2[1]) : k.fma(log2[1], more);
            Scalar small = s.fma(half.add(r), low).sub(half);
            Scalar y = k.fma(log2[0], small.add(f));
            Scalar finite = x.equal(Double.POSITIVE_INFINITY).select(x, x.less(0).select(Double.NaN, y));
            return x.equal(0).select(Double.NEGATIVE_INFINITY, x.equal(x).select(finite, x));
        }

        /// 1/x, and NaN outside of the domain.
        @Override public Scalar slope(int i, List<Scalar> x, Scalar y) {
            Scalar a = x.getFirst();
            return a.less(0).select(Double.NaN, a.abs().divInto(1));
        }

        @Override public Scalar textbook(int i, List<Scalar> x, Scalar y) { return x.getFirst().divInto(1); }
    }

    /// log(1 + x), also for small x. What 1 + x loses by rounding is put back (after Kahan).
    record Log1p() implements ScalarFunction {
        @Override public Words words() {
            return Words.of("log(1 + x)", "the logarithm of 1 + x, also for small x").kinks("-infinity at -1; value and slope NaN below");
        }

        @Override public Scalar formula(List<Scalar> in) {
            Scalar x = in.getFirst();
            Scalar u = x.add(1);
            Scalar lost = x.sub(u.sub(1));
            Scalar y = Log.of(u, lost.div(u));
            Scalar ordinary = x.less(x.precision() == Precision.F32 ? 1e30 : 1e300).select(y, x.log());
            return u.equal(0).select(Double.NEGATIVE_INFINITY, u.equal(1).select(x, ordinary));
        }

        @Override public Scalar slope(int i, List<Scalar> x, Scalar y) {
            Scalar u = x.getFirst().add(1);
            return u.less(0).select(Double.NaN, u.divInto(1));
        }

        @Override public Scalar textbook(int i, List<Scalar> x, Scalar y) { return x.getFirst().add(1).divInto(1); }
    }

    /// log x, for 0 < x < ∞, as the sum of a number and a correction some 60 binary digits further down.
    static Scalar[] twoParts(Scalar x) {
        boolean f32 = x.precision() == Precision.F32;
        double[] log2 = f32 ? Exponential.LOG2_F32 : Exponential.LOG2_F64;
        Scalar upper = x.mantissa();
        Scalar high = upper.greater(1.4142135623730951);
        Scalar f = high.select(upper.mul(0.5), upper).sub(1);
        Scalar k = x.exponent().add(high);
        Scalar u = f.add(2);
        Scalar s = f.div(u);
        Scalar rest = s.neg().fma(u, f).sub(s.mul(f.sub(u.sub(2)))).div(u);   // what s and 2 + f have rounded away
        TwoParts square = TwoParts.product(s, s);
        square = new TwoParts(square.high(), square.low().add(s.mul(rest).mul(2)));
        // 2s + s·(⅔s² + s⁴·(…)), the larger terms in two parts
        double[] series = artanhSeries(f32);
        Scalar smaller = square.high().square().mul(square.high().polynomial(Arrays.copyOfRange(series, 1, series.length)));
        TwoParts third = square.times(TwoParts.constant(2.0 / 3, 3.700743415417189e-17, x.precision()));
        TwoParts correction = TwoParts.ordered(third.high(), third.low().add(smaller)).times(new TwoParts(s, rest));
        TwoParts sum = TwoParts.ordered(k.mul(log2[0]), s.mul(2));                 // the product is exact
        TwoParts whole = TwoParts.sum(sum.high(), correction.high());
        Scalar low = whole.low().add(sum.low()).add(k.fma(log2[1], correction.low().add(rest.mul(2))));
        Scalar log = whole.high().add(low);
        return new Scalar[] {log, whole.high().sub(log).add(low)};
    }

    /// 2/3 + 2/5·s² + 2/7·s⁴ + …, given s².
    private static Scalar artanhSeries(Scalar square) { return square.polynomial(artanhSeries(square.precision() == Precision.F32)); }

    private static double[] artanhSeries(boolean f32) {
        double[] c = new double[f32 ? 5 : 11];
        for (int i = 0; i < c.length; i++) c[i] = 2.0 / (2 * i + 3);
        return c;
    }
}
