package dev.jacobi.scalar;

import java.util.List;

/// Functions of the normal distribution that keep their digits in its tails.
///
/// They rest on E(x) = e^(x²)·erfc(x) for x ≥ 0, which falls slowly from 1: E(x)·(x + c) is a polynomial of
/// t = (x − c)/(x + c), by Chebyshev interpolation at 80 digits, relative error 3e-18 (f64, c = 3) and 2e-9 (f32, c = 2).
/// Its first coefficients have second parts.
public interface NormalDistribution {
    double[] SCALED_F64 = {1.0740069070883398, -0.8833944531698836, 0.5902283571041024, -0.31046726190056184, 0.11952776128726571, -0.026827234624709966, -0.0012124166268093813, 0.0030340620054672574, -0.000548309694726331, -0.00027677788930351106, 0.0001075614977090451, 3.0398423921881705e-05, -1.747058701476735e-05, -4.7502313075737725e-06, 2.7654103185099284e-06, 1.0014294992887557e-06, -4.0798245829659536e-07, -2.3769581319180378e-07, 4.608561253155146e-08, 5.495736123232459e-08, -1.0001676849090697e-09, -1.1066712172163185e-08, -9.713457766322574e-10, 1.6739940735895336e-09, 1.6305251390806985e-10, -1.3807366412787743e-10};
    double[] SCALED_REST_F64 = {-9.03694838024473e-17, -3.5758255082175364e-17, 9.47405932833722e-19, -2.7019665044955855e-18, -7.531931429179914e-19, -5.689154819999512e-19, -2.964326069071368e-21};
    double[] SCALED_F32 = {1.021582705242023, -0.6871606645198982, 0.2794720856819758, -0.036442796460743714, -0.02151047096443451, 0.0064838646818707844, 0.003089116821258644, -0.0008543913769217021, -0.000658174509982131, 6.625186031558835e-05, 0.00013713324580658478, 2.5286262459977816e-06, -1.7604320698932338e-05};
    double[] SCALED_REST_F32 = {0, 0, 0, 0, 0, 0, 0};
    double HALF_ROOT_PI = 0.886226925452758;
    // erf⁻¹(x)/x to 8 digits, a polynomial of w = −log(1 − x²) or of √w, by Chebyshev interpolation
    double[] INVERSE_NEAR = {0.8862269388690153, 0.23201314254082755, 0.011552841283881258, -0.0023445080946986373, -0.0001147022809001812, 3.5306408612331197e-05, 8.09211710363168e-06, -3.1103912833753954e-06, 4.108372133534167e-07, -2.6431648788711068e-08, 6.98368073027241e-10};
    double[] INVERSE_MIDDLE = {2.651743271899325, -3.7375222429701265, 3.3471291809610983, -1.2534590350794503, 0.24783375188217038, -0.017067677605579222, -0.0025310128005726876, 0.0005666303092759624, -3.172821561125341e-05};
    double[] INVERSE_FAR = {0.0009088014932419242, 0.8133889562996024, 0.07971319303930106, -0.017304074417579793, 0.0021385226133540983, -0.00014325899685241193, 4.053763626853133e-06};

    /// 1 − erf x, also where that is tiny.
    record Erfc() implements ScalarFunction {
        @Override public Scalar formula(List<Scalar> in) {
            Scalar x = in.getFirst();
            TwoParts size = TwoParts.of(x.abs().min(60));
            TwoParts.Scaled e = size.times(size).negated().exp();
            TwoParts tail = e.mantissa().times(scaled(size));
            TwoParts other = TwoParts.of(Scalar.constant(2, x.precision())).minus(tail.scaled(e.power()));
            return x.less(0).select(other.value(), tail.value().scale(e.power()));
        }

        @Override public Scalar slope(int i, List<Scalar> x, Scalar y) { return Scalar.call(new Gaussian(), x).mul(-ErrorFunction.TWO_BY_ROOT_PI); }

        @Override public Words words() { return Words.of("1 - erf(x)", "what erf lacks to 1, with all its digits"); }
    }

    /// e^(−x²).
    record Gaussian() implements ScalarFunction {
        @Override public Scalar formula(List<Scalar> in) {
            Scalar x = in.getFirst().abs().min(60);
            return TwoParts.product(x, x).negated().exp().value();
        }

        /// Bounded, because ∞·0 is no number.
        @Override public Scalar slope(int i, List<Scalar> in, Scalar y) { return in.getFirst().max(-60).min(60).mul(-2).mul(y); }

        @Override public Words words() { return Words.of("e^(-x²)", "the bell curve"); }
    }

    /// The inverse of the error function; ±∞ at ±1, NaN beyond. A start with eight digits and one step of Halley's
    /// method, which measures its error against erf, or against erfc beyond ½.
    record ErfInv() implements ScalarFunction {
        @Override public Scalar formula(List<Scalar> in) {
            Scalar x = in.getFirst();
            Scalar inside = x.abs().less(1).select(x.abs(), 0);
            Scalar rest = inside.subFrom(1);                                // exact beyond ½
            Scalar w = rest.mul(inside.add(1)).log().neg();
            Scalar root = w.max(1).sqrt();
            Scalar start = w.less(6.25).select(w.polynomial(INVERSE_NEAR),
                    w.less(16).select(root.polynomial(INVERSE_MIDDLE), root.polynomial(INVERSE_FAR))).mul(inside);
            TwoParts y = TwoParts.of(start);
            TwoParts.Scaled e = y.times(y).exp();
            TwoParts grown = e.parts();                                     // e^(y²)
            Scalar missing = TwoParts.of(start).times(series(start)).minus(TwoParts.of(inside)).times(grown).value();
            Scalar beyond = grown.times(rest).minus(scaled(y)).value();
            Scalar u = inside.less(0.5).select(missing, beyond).mul(HALF_ROOT_PI);
            Scalar v = start.sub(u.div(start.mul(u).add(1)));
            Scalar outside = x.abs().equal(1).select(Double.POSITIVE_INFINITY, Double.NaN);
            Scalar finite = x.abs().less(1).select(v, outside);
            return x.less(0).select(finite.neg(), x.equal(0).select(x, finite));
        }

        @Override public Scalar slope(int i, List<Scalar> x, Scalar y) { return Scalar.call(new ErfInvSlope(), x); }

        @Override public Scalar textbook(int i, List<Scalar> x, Scalar y) { return y.square().exp().mul(HALF_ROOT_PI); }

        @Override public Words words() { return Words.of("y with erf(y) = x", "the inverse of the error function").kinks("slope ∞ at -1 and 1, NaN outside"); }
    }

    /// √π/2·e^(y²) with y = erf⁻¹ x; beyond ½ as √π/2·E(y)/(1 − x), which doesn't magnify what y has rounded away.
    record ErfInvSlope() implements ScalarFunction {
        @Override public Scalar formula(List<Scalar> in) {
            Scalar x = in.getFirst().abs();
            Scalar y = Scalar.call(new ErfInv(), x);
            Scalar bounded = x.less(1).select(y, 0);
            TwoParts root = TwoParts.constant(HALF_ROOT_PI, -3.8332932499128993e-17, x.precision());
            Scalar tail = scaled(TwoParts.of(bounded)).times(root).over(x.subFrom(1)).value();
            Scalar inside = x.less(0.5).select(y.square().exp().mul(HALF_ROOT_PI), tail);
            return x.less(1).select(inside, x.equal(1).select(Double.POSITIVE_INFINITY, Double.NaN));
        }

        @Override public Scalar slope(int i, List<Scalar> x, Scalar s) { return Scalar.call(new ErfInv(), x).mul(2).mul(s).mul(s); }

        @Override public Words words() { return Words.of("√π / 2 e^(y²), y = erfInv(x)", "the slope of erfInv"); }
    }

    /// log P(X ≤ x) for a standard normal X: −x²/2 + log(E(−x/√2)/2) below 0, and the logarithm of 1 − P(X > x) above.
    record LogNdtr() implements ScalarFunction {
        @Override public Scalar formula(List<Scalar> in) {
            Scalar x = in.getFirst();
            Scalar size = bounded(x.abs());
            TwoParts half = TwoParts.product(size, size).scaled(-0.5);
            TwoParts tail = scaled(overRoot2(size)).scaled(0.5);
            Scalar below = x.less(0);
            TwoParts outside = tail.times(exponential(size).parts());
            TwoParts one = TwoParts.of(Scalar.constant(1, x.precision()));
            TwoParts log = TwoParts.select(below, tail, one.minus(outside)).log();
            Scalar y = below.select(log.plus(half).value(), log.value());
            return x.abs().less(LIMIT).select(y, below.select(x.square().mul(-0.5), x.equal(x).select(0.0, x)));
        }

        @Override public Scalar slope(int i, List<Scalar> x, Scalar y) { return Scalar.call(new LogNdtrSlope(), x); }

        @Override public Words words() { return Words.of("log P(X <= x), X standard normal", "the logarithm of the normal distribution function"); }
    }

    /// The density by the distribution function: √(2/π)/E(−x/√2) below 0.
    record LogNdtrSlope() implements ScalarFunction {
        @Override public Scalar formula(List<Scalar> in) {
            Scalar x = in.getFirst();
            Scalar size = bounded(x.abs());
            TwoParts tail = scaled(overRoot2(size));
            TwoParts.Scaled e = exponential(size);
            TwoParts root = TwoParts.constant(0.7978845608028654, -4.98465440455546e-17, x.precision());
            TwoParts whole = TwoParts.of(Scalar.constant(2, x.precision())).minus(tail.times(e.parts()));
            Scalar above = root.times(e.mantissa()).over(whole).value().scale(e.power());
            Scalar y = x.less(0).select(root.over(tail).value(), above);
            return x.abs().less(LIMIT).select(y, x.less(0).select(x.neg(), x.equal(x).select(0.0, x)));
        }

        /// −s·(x + s).
        @Override public Scalar slope(int i, List<Scalar> x, Scalar s) {
            return x.getFirst().greater(60).select(0, s.neg().mul(x.getFirst().add(s)));
        }

        @Override public Words words() { return Words.of("p(x) / P(X <= x), X standard normal with density p", "the slope of logNdtr"); }
    }

    /// From here on 1/x is lost beside x.
    double LIMIT = 1e9;

    private static Scalar bounded(Scalar size) { return size.min(LIMIT); }

    /// e^(−x²/2); beyond 60 it is 0 anyway.
    private static TwoParts.Scaled exponential(Scalar x) {
        Scalar near = x.min(60);
        return TwoParts.product(near, near).scaled(-0.5).exp();
    }

    private static TwoParts overRoot2(Scalar x) {
        return TwoParts.constant(0.7071067811865476, -4.833646656726457e-17, x.precision()).times(x);
    }

    /// E(x) = e^(x²)·erfc(x) for x ≥ 0.
    private static TwoParts scaled(TwoParts x) {
        Precision precision = x.high().precision();
        boolean f32 = precision == Precision.F32;
        double[] c = f32 ? SCALED_F32 : SCALED_F64;
        double[] rest = f32 ? SCALED_REST_F32 : SCALED_REST_F64;
        Scalar center = Scalar.constant(f32 ? 2 : 3, precision);
        TwoParts sum = x.plus(center);
        TwoParts t = x.plus(center.neg()).over(sum);
        TwoParts p = TwoParts.of(t.high().polynomial(java.util.Arrays.copyOfRange(c, rest.length, c.length)));
        for (int i = rest.length - 1; i >= 0; i--) p = p.times(t).plus(TwoParts.constant(c[i], rest[i], precision));
        return p.over(sum);
    }

    /// erf(x)/x for 0 ≤ x ≤ ½: 2/√π·(1 − x²/3 + x⁴/10 − …).
    private static TwoParts series(Scalar x) {
        double[] c = new double[x.precision() == Precision.F32 ? 6 : 12];   // from x⁴ on
        double factorial = 2;
        for (int n = 2; n < c.length + 2; n++) {
            c[n - 2] = (n % 2 == 0 ? 1 : -1) * ErrorFunction.TWO_BY_ROOT_PI / (factorial * (2 * n + 1));
            factorial *= n + 1;
        }
        Scalar near = x.min(0.6);
        TwoParts square = TwoParts.product(near, near);
        return TwoParts.constant(-0.37612638903183754, 1.3391897206030649e-17, x.precision())
                .plus(square.high().mul(square.high().polynomial(c))).times(square)
                .plus(TwoParts.constant(ErrorFunction.TWO_BY_ROOT_PI, 1.533545961316588e-17, x.precision()));
    }
}
