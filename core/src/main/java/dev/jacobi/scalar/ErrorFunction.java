package dev.jacobi.scalar;

import java.util.Arrays;
import java.util.List;

/// The error function and what rests on it.
///
/// Away from 0, e^(x²)·erfc(x)·(x + c) is a polynomial of t = (x − c)/(x + c): Chebyshev interpolation
/// of that function at 300 bits, relative error 2e-17 (f64, c = 3) and 2e-8 (f32, c = 2).
public interface ErrorFunction {
    double TWO_BY_ROOT_PI = 1.1283791670955126;
    double ROOT_HALF = 0.7071067811865476;
    double BY_ROOT_2_PI = 0.3989422804014327;
    double TWO_BY_ROOT_PI_REST = 1.533545961316588e-17;
    double[] SCALED_F64 = {1.0740069070883398, -0.8833944531698834, 0.5902283571041017, -0.3104672619005836, 0.11952776128729657, -0.026827234624041664, -0.0012124166273809992, 0.0030340619959404215, -0.000548309689252168, -0.0002767778132333872, 0.00010756146675383789, 3.03980483596444e-05, -1.747047597754263e-05, -4.749019807941394e-06, 2.7651479916016476e-06, 9.988024518234282e-07, -4.0756884426822985e-07, -2.3383735980435184e-07, 4.565470037225715e-08, 5.117094154651631e-08, -7.153751145495182e-10, -8.68917229673563e-09, -1.0795037278510775e-09, 8.102668624003257e-10, 1.8102815683637526e-10};
    double[] SCALED_F32 = {1.0215827141123146, -0.6871606810631262, 0.27947145288706066, -0.03644247403365148, -0.021503138549792564, 0.006482091847823684, 0.0030579946453932524, -0.0008503942134569863, -0.0005983993387524499, 6.229687412065206e-05, 8.41757491682028e-05, 3.954668570762427e-06};

    /// erf x = 2/√π ∫₀ˣ e^(−t²) dt.
    record Erf() implements ScalarFunction {
        @Override public Words words() { return Words.of("2/sqrt(pi) integral of e^(-t^2) from 0 to x", "the error function"); }

        @Override public Scalar formula(List<Scalar> in) {
            Scalar x = in.getFirst();
            Scalar size = x.abs().min(30);                                  // 1 long before
            Scalar square = size.square();
            double[] series = series(x.precision() == Precision.F32 ? 10 : 19);
            double first = x.precision() == Precision.F32 ? (float) TWO_BY_ROOT_PI : TWO_BY_ROOT_PI;
            Scalar smaller = square.mul(square.polynomial(Arrays.copyOfRange(series, 1, series.length))).add(TWO_BY_ROOT_PI - first + TWO_BY_ROOT_PI_REST);
            Scalar near = x.fma(first, x.mul(smaller));
            Tail tail = Tail.erfc(size, square.neg(), size.fma(size, square.neg()).neg(), 1);
            Scalar far = tail.value.scale(tail.power).subFrom(1);
            Scalar signed = x.less(0).select(far.neg(), far);
            return size.less(0.9).select(near, signed);
        }

        @Override public Scalar slope(int i, List<Scalar> x, Scalar y) {
            Scalar size = x.getFirst().max(-30).min(30);
            Scalar exponent = size.square().neg();
            Scalar lost = size.fma(size, exponent).neg();
            Scalar e = exponent.exp();
            return e.fma(lost, e).mul(TWO_BY_ROOT_PI);
        }

        @Override public Scalar textbook(int i, List<Scalar> x, Scalar y) {
            return x.getFirst().square().neg().exp().mul(TWO_BY_ROOT_PI);
        }

        /// 2/√π · (1, −1/3, 1/10, …, ±1/(n!(2n+1))).
        private static double[] series(int terms) {
            double[] c = new double[terms];
            double factorial = 1;
            for (int n = 0; n < terms; n++) {
                if (n > 0) factorial *= -n;
                c[n] = TWO_BY_ROOT_PI / (factorial * (2 * n + 1));
            }
            return c;
        }
    }

    /// GELU, x·P(X ≤ x) for a standard normal X: the exact form, with its tails.
    record Gelu() implements ScalarFunction {
        @Override public Words words() {
            return Words.of("x P(X <= x), X standard normal", "GELU, the exact form").derivative("P(X <= x) + x density(x)").kinks("0 at -infinity, with slope 0; slope 1 at infinity");
        }

        @Override public Scalar formula(List<Scalar> in) {
            Scalar x = in.getFirst();
            Scalar held = x.max(-1e3).min(40);                              // beyond, the limits: 0 and x
            Tail tail = Tail.normal(held);
            Scalar below = held.mul(tail.value).scale(tail.power);
            Scalar above = held.mul(tail.value.scale(tail.power).subFrom(1));
            return x.greater(40).select(x, x.less(0).select(below, above));
        }

        @Override public Scalar slope(int i, List<Scalar> in, Scalar y) { return Scalar.call(new GeluSlope(), in); }

        @Override public Scalar textbook(int i, List<Scalar> in, Scalar y) {
            Scalar x = in.getFirst();
            Scalar normal = Scalar.call(new Erf(), x.mul(ROOT_HALF)).add(1).mul(0.5);
            return normal.add(x.mul(x.square().mul(-0.5).exp().mul(BY_ROOT_2_PI)));
        }
    }

    /// The slope of GELU: P(X ≤ x) + x·density(x).
    record GeluSlope() implements ScalarFunction {
        @Override public Words words() { return Words.of("P(X <= x) + x density(x), X standard normal", "The slope of gelu."); }

        @Override public Scalar formula(List<Scalar> in) {
            Scalar x = in.getFirst().max(-1e3).min(1e3);
            Tail tail = Tail.normal(x);
            Scalar density = tail.bell.mul(BY_ROOT_2_PI);
            Scalar below = x.fma(density, tail.value).scale(tail.power);
            Scalar above = x.fma(density, tail.value.neg()).scale(tail.power).add(1);
            return x.less(0).select(below, above);
        }

        /// density(x)·(2 − x²).
        @Override public Scalar slope(int i, List<Scalar> in, Scalar y) {
            Scalar x = in.getFirst().max(-1e3).min(1e3);
            Scalar half = x.mul(0.5);
            Scalar exponent = half.mul(x).neg();
            Scalar lost = half.fma(x, exponent).neg();
            Scalar e = exponent.exp();
            return e.fma(lost, e).mul(exponent.add(1)).mul(2 * BY_ROOT_2_PI);
        }
    }

    /// What is far out, times 2 to the power of `power`.
    ///
    /// @param bell e^(−x²), or of a normal distribution e^(−x²/2)
    /// @param value erfc(x), or the probability beyond x
    record Tail(Scalar bell, Scalar value, Scalar power) {
        /// erfc(x) for x ≥ 0, given −x² as a rounded number and what the rounding lost.
        static Tail erfc(Scalar x, Scalar minusSquare, Scalar lost, double factor) {
            boolean f32 = x.precision() == Precision.F32;
            double c = f32 ? 2 : 3;
            Scalar sum = x.add(c);
            Scalar t = x.sub(c).div(sum);
            double[] coefficients = (f32 ? SCALED_F32 : SCALED_F64).clone();
            for (int i = 0; i < coefficients.length; i++) coefficients[i] *= factor;
            TwoParts.Scaled e = Exponential.inTwoParts(minusSquare.max(f32 ? -120 : -800));
            Scalar bell = e.mantissa().high().fma(lost, e.mantissa().low()).add(e.mantissa().high());
            return new Tail(bell, t.polynomial(coefficients).div(sum).mul(bell), e.power());
        }

        /// P(X > |x|) for a standard normal X, = erfc(|x|/√2)/2.
        static Tail normal(Scalar x) {
            Scalar size = x.abs().min(1e3);
            Scalar half = size.mul(0.5);
            Scalar exponent = half.mul(size).neg();
            return erfc(size.mul(ROOT_HALF), exponent, half.fma(size, exponent).neg(), 0.5);
        }
    }
}
