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
            Scalar bounded = x.max(f32 ? -30 : -60).min(f32 ? 30 : 60);
            Scalar k = bounded.mul(LOG2_E).round();
            Scalar r = remainder(bounded, k);
            Scalar m = r.square().fma(series(r, 2), r);                    // eʳ − 1
            Scalar power = Scalar.constant(1, x.precision()).scale(k);
            Scalar near = power.fma(m, power.sub(1));                       // 2ᵏ(m + 1) − 1
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
            return a.equal(b).select(0, a.sub(b)).exp();
        }

        @Override public Scalar slope(int i, List<Scalar> x, Scalar y) { return i == 0 ? y : y.neg(); }
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
