package dev.jacobi.scalar;

import java.util.List;

/// sin and cos: the angle is brought to a quarter turn, see [Quarters]; Taylor's series does the rest.
public interface Trigonometry {

    /// sin x.
    record Sin() implements ScalarFunction {
        @Override public Words words() { return Words.of("sin(x)", "the sine, x in radians"); }

        @Override public Scalar formula(List<Scalar> x) { return turned(x.getFirst(), 0); }

        @Override public Scalar slope(int i, List<Scalar> x, Scalar y) { return Scalar.call(new Cos(), x); }
    }

    /// cos x.
    record Cos() implements ScalarFunction {
        @Override public Words words() { return Words.of("cos(x)", "the cosine, x in radians"); }

        @Override public Scalar formula(List<Scalar> x) { return turned(x.getFirst(), 1); }

        @Override public Scalar slope(int i, List<Scalar> x, Scalar y) { return Scalar.call(new Sin(), x).neg(); }
    }

    /// sin(x + quarters·π/2).
    private static Scalar turned(Scalar x, int quarters) {
        boolean f32 = x.precision() == Precision.F32;
        Scalar r = x.quarterRemainder();
        Scalar square = r.square();
        Scalar whole = square.mul(-0.5).add(1);
        Scalar sinSeries = square.polynomial(series(3, f32 ? 4 : 8));
        Scalar cosSeries = square.polynomial(series(4, f32 ? 4 : 8));
        Scalar sin;
        Scalar cos;
        if (f32) {                                                          // with what r, r² and 1 − r²/2 have rounded away
            Scalar rest = x.quarterRest();
            sin = square.mul(r).fma(sinSeries, rest).add(r);
            Scalar lost = whole.subFrom(1).sub(square.mul(0.5)).sub(r.fma(r, square.neg()).mul(0.5));
            cos = square.square().fma(cosSeries, r.neg().fma(rest, lost)).add(whole);
        } else {
            sin = square.mul(r).fma(sinSeries, r);
            cos = square.square().fma(cosSeries, whole);
        }
        Scalar q = x.quarter().add(quarters);
        Scalar turn = q.sub(q.mul(0.25).floor().mul(4));
        Scalar odd = turn.equal(1).max(turn.equal(3));
        Scalar y = odd.select(cos, sin);
        return turn.greaterOrEqual(2).select(y.neg(), y);
    }

    /// ∓1/n! ± 1/(n+2)! …, the coefficients after those of the first terms.
    private static double[] series(int n, int terms) {
        double[] c = new double[terms];
        double factorial = 1;
        for (int i = 2; i <= n; i++) factorial *= i;
        double sign = n == 3 ? -1 : 1;
        for (int i = 0; i < terms; i++) {
            c[i] = sign / factorial;
            sign = -sign;
            factorial *= (n + 2 * i + 1.0) * (n + 2 * i + 2.0);
        }
        return c;
    }
}
