package dev.jacobi.scalar;

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
            Scalar x = in.getFirst();
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
            Scalar small = s.fma(half.add(r), k.mul(log2[1])).sub(half);
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
            Scalar y = u.log().add(lost.div(u));
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
        Scalar square = s.square();
        Scalar a = k.mul(log2[0]);                                          // exact
        Scalar b = s.mul(2);
        Scalar sum = a.add(b);
        Scalar lost = a.sub(sum).add(b);
        Scalar correction = k.fma(log2[1], s.mul(square).fma(artanhSeries(square), rest.mul(2)));
        Scalar low = lost.add(correction);
        Scalar log = sum.add(low);
        return new Scalar[] {log, sum.sub(log).add(low)};
    }

    /// 2/3 + 2/5·s² + 2/7·s⁴ + …, given s².
    private static Scalar artanhSeries(Scalar square) {
        double[] c = new double[square.precision() == Precision.F32 ? 5 : 11];
        for (int i = 0; i < c.length; i++) c[i] = 2.0 / (2 * i + 3);
        return square.polynomial(c);
    }
}
