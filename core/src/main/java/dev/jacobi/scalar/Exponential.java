package dev.jacobi.scalar;

import java.util.List;

/// eˣ and eˣ − 1. x is brought to a remainder r of at most ½·log 2 by a whole number of
/// doublings; the series of eʳ does the rest.
public interface Exponential {
    /// log 2 in two parts, the first short enough that its product with a whole number is exact.
    double[] LOG2_F64 = {0x1.62e42fee00000p-1, 0x1.a39ef35793c76p-33};
    double[] LOG2_F32 = {0.693145751953125, 1.4286068203094173e-06};
    double LOG2_E = 1 / 0.6931471805599453;

    /// eˣ.
    record Exp() implements ScalarFunction {
        @Override public Words words() { return Words.of("e^x", "the exponential function"); }

        @Override public Scalar formula(List<Scalar> in) {
            boolean f32 = in.getFirst().precision() == Precision.F32;
            Scalar x = in.getFirst().max(f32 ? -120 : -800).min(f32 ? 120 : 800);
            Scalar k = x.mul(LOG2_E).round();
            Scalar r = remainder(x, k);
            // 1 + r + r²·(…): the large terms last
            Scalar e = r.square().fma(series(r, 2), r).add(1);
            return e.scale(k);
        }

        @Override public Scalar slope(int i, List<Scalar> x, Scalar y) { return y; }
    }

    /// eˣ − 1, also for small x.
    record Expm1() implements ScalarFunction {
        @Override public Words words() { return Words.of("e^x - 1", "the exponential function less 1, also for small x"); }

        @Override public Scalar formula(List<Scalar> in) {
            Scalar x = in.getFirst();
            boolean f32 = x.precision() == Precision.F32;
            TwoParts m = expm1InTwoParts(x.max(f32 ? -30 : -60).min(f32 ? 30 : 60));
            Scalar near = m.value();
            return x.abs().less(f32 ? 20 : 40).select(near.equal(0).select(x, near), x.exp().sub(1));
        }

        @Override public Scalar slope(int i, List<Scalar> x, Scalar y) { return x.getFirst().exp(); }
    }

    /// e^(a − b); where both are equal, also infinite, exactly 1.
    record ExpOfDifference() implements ScalarFunction {
        @Override public Words words() {
            return Words.of("e^(x - y)", "the exponential of a difference, 1 where both are equal, also infinite");
        }

        @Override public int arity() { return 2; }

        @Override public Scalar formula(List<Scalar> x) {
            Scalar a = x.get(0);
            Scalar b = x.get(1);
            TwoParts difference = TwoParts.sum(a, b.neg());
            double bound = a.precision() == Precision.F32 ? 120 : 800;
            TwoParts.Scaled e = inTwoParts(a.equal(b).select(0, difference.high()).max(-bound).min(bound));
            Scalar lost = difference.high().abs().less(bound).select(difference.low(), 0);
            Scalar high = e.mantissa().high();
            return high.fma(lost, e.mantissa().low()).add(high).scale(e.power());
        }

        @Override public Scalar slope(int i, List<Scalar> x, Scalar y) { return i == 0 ? y : y.neg(); }
    }

    /// eˣ in two parts before it is scaled by a power of two, for x that isn't far beyond what a number holds. Half the work of
    /// [TwoParts#exp], for an x without a second part, and right to some 0.1 units in the last place.
    static TwoParts.Scaled inTwoParts(Scalar x) {
        Scalar k = x.mul(LOG2_E).round();
        TwoParts m = expm1OfRemainder(remainder(x, k));
        Scalar e = m.high().add(1);
        return new TwoParts.Scaled(new TwoParts(e, m.high().sub(e.sub(1)).add(m.low())), k);
    }

    /// The same with three steps less, right to some 0.25 units.
    static TwoParts.Scaled inTwoPartsShort(Scalar x) {
        Scalar k = x.mul(LOG2_E).round();
        Scalar r = remainder(x, k);
        Scalar m = r.square().fma(series(r, 2), r);
        Scalar e = m.add(1);
        return new TwoParts.Scaled(new TwoParts(e, m.sub(e.sub(1))), k);
    }

    /// eˣ − 1 likewise, for |x| where 2ᵏ is a number.
    static TwoParts expm1InTwoParts(Scalar x) {
        Scalar k = x.mul(LOG2_E).round();
        TwoParts m = expm1OfRemainder(remainder(x, k));
        Scalar power = Scalar.constant(1, x.precision()).scale(k);
        Scalar whole = power.sub(1);
        Scalar y = power.fma(m.high(), whole);                              // 2ᵏ(m + 1) − 1
        Scalar small = power.sub(whole.add(1));                             // what 2ᵏ − 1 has rounded away where 2ᵏ is small
        return new TwoParts(y, power.fma(m.high(), whole.sub(y)).add(power.fma(m.low(), small)));
    }

    private static TwoParts expm1OfRemainder(Scalar r) {
        Scalar square = r.square();
        Scalar series = series(r, 2);
        Scalar m = square.fma(series, r);
        return new TwoParts(m, square.fma(series, r.sub(m)));
    }

    private static Scalar remainder(Scalar x, Scalar k) {
        double[] log2 = x.precision() == Precision.F32 ? LOG2_F32 : LOG2_F64;
        return k.fma(-log2[1], k.fma(-log2[0], x));
    }

    /// 1/n! + r/(n+1)! + …, as many terms as the precision asks for |r| ≤ 0.35.
    private static Scalar series(Scalar r, int n) {
        int terms = r.precision() == Precision.F32 ? 6 : 13;
        double[] c = new double[terms];
        double factorial = 1;
        for (int i = 2; i <= n; i++) factorial *= i;
        for (int i = 0; i < terms; i++) {
            c[i] = 1 / factorial;
            factorial *= n + i + 1;
        }
        return r.polynomial(c);
    }
}
