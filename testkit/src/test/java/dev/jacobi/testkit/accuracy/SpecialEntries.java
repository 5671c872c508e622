package dev.jacobi.testkit.accuracy;

import static dev.jacobi.testkit.accuracy.Entries.ALL;
import static dev.jacobi.testkit.accuracy.Entries.COMMON;
import static dev.jacobi.testkit.accuracy.Entries.HARD;
import static dev.jacobi.testkit.accuracy.Entries.sum;
import static dev.jacobi.testkit.accuracy.Precise.ONE;

import dev.jacobi.scalar.Entropies;
import dev.jacobi.scalar.GammaFunction;
import dev.jacobi.scalar.NormalDistribution;
import dev.jacobi.scalar.Sinc;

/// What the special functions are exactly, and their slopes.
final class SpecialEntries {
    private static final Precise TWO = Precise.of(2);
    private static final Precise ROOT_PI = PreciseFunctions.PI.sqrt();

    private SpecialEntries() {}

    static void addTo(Entries e) {
        normal(e);
        gamma(e);
        sinc(e);
        logarithms(e);
    }

    private static void normal(Entries e) {
        e.one(new NormalDistribution.Erfc(), -60, 60, COMMON, PreciseFunctions::erfc, x -> sum(gaussian(x).times(-2).over(ROOT_PI)));
        e.one(new NormalDistribution.Gaussian(), -26, 26, COMMON, SpecialEntries::gaussian, x -> sum(x.times(-2).times(gaussian(x))));
        e.one(new NormalDistribution.ErfInv(), Math.nextUp(-1.0), Math.nextDown(1.0), COMMON, SpecialEntries::erfInv, x -> inside(x) ? sum(erfInvSlope(x)) : null);
        e.one(new NormalDistribution.ErfInvSlope(), Math.nextUp(-1.0), Math.nextDown(1.0), HARD, x -> inside(x) ? erfInvSlope(x) : null,
                x -> inside(x) ? sum(erfInvSlope(x).squared().times(erfInv(x)).scaled(1)) : null);
        e.one(new NormalDistribution.LogNdtr(), -1e3, 50, COMMON, SpecialEntries::logNdtr, x -> sum(logNdtrSlope(x)));
        e.one(new NormalDistribution.LogNdtrSlope(), -1e3, 37, HARD, SpecialEntries::logNdtrSlope, x -> {
            Precise s = logNdtrSlope(x);
            return sum(s.times(x).negated(), s.squared().negated());
        });
    }

    private static boolean inside(Precise x) { return x.abs().compareTo(ONE) < 0; }

    private static Precise gaussian(Precise x) { return PreciseFunctions.exp(x.squared().negated()); }

    /// By Newton's method on erf, or on the logarithm of erfc where that is small.
    private static Precise erfInv(Precise x) {
        if (!inside(x)) return null;
        Precise size = x.abs();
        Precise rest = ONE.minus(size);
        boolean tail = rest.less(0.25);
        Precise y = tail ? PreciseFunctions.log(rest).negated().sqrt().times(0.9) : size;
        for (int i = 0; i < 40; i++) {
            Precise slope = gaussian(y).scaled(1).over(ROOT_PI);
            Precise step;
            if (tail) {
                Precise c = PreciseFunctions.erfc(y);
                step = PreciseFunctions.log(c.over(rest)).times(c).over(slope);
            } else {
                step = size.minus(PreciseFunctions.erf(y)).over(slope);
            }
            y = y.plus(step);
            if (step.sign() == 0 || step.exponent() < y.exponent() - 140) break;
        }
        return x.sign() < 0 ? y.negated() : y;
    }

    private static Precise erfInvSlope(Precise x) { return ROOT_PI.scaled(-1).over(gaussian(erfInv(x))); }

    private static Precise logNdtr(Precise x) {
        return x.sign() < 0 ? PreciseFunctions.log(PreciseFunctions.normal(x)) : PreciseFunctions.log1p(PreciseFunctions.normal(x.negated()).negated());
    }

    private static Precise logNdtrSlope(Precise x) { return PreciseFunctions.density(x).over(PreciseFunctions.normal(x)); }

    private static void gamma(Entries e) {
        e.one(new GammaFunction.LogGamma(), Double.MIN_VALUE, 1e12, HARD, SpecialEntries::lgamma, x -> sum(PreciseFunctions.digamma(x)));
        e.one(new GammaFunction.Digamma(), Double.MIN_VALUE, 1e12, HARD, PreciseFunctions::digamma, x -> sum(PreciseFunctions.trigamma(x)));
        e.one(new GammaFunction.Polygamma(1), 1e-3, 100, HARD, PreciseFunctions::trigamma, x -> sum(tetragamma(x)));
    }

    /// Exactly 0 at its zeros.
    private static Precise lgamma(Precise x) { return x.equals(ONE) || x.equals(TWO) ? Precise.ZERO : PreciseFunctions.lgamma(x); }

    /// ψ″ = −2·Σ 1/(x + k)³: 400 terms, then by Euler and Maclaurin.
    private static Precise tetragamma(Precise x) {
        Precise s = Precise.ZERO;
        Precise z = x;
        for (int k = 0; k < 400; k++, z = z.plus(ONE)) s = s.plus(z.squared().times(z).inverse());
        Precise u = z.inverse();
        Precise square = u.squared();
        Precise tail = square.scaled(-1).plus(square.times(u).scaled(-1)).plus(square.squared().scaled(-2))
                .minus(square.squared().times(square).over(12)).plus(square.squared().squared().over(12));
        return s.plus(tail).times(-2);
    }

    private static void sinc(Entries e) {
        e.one(new Sinc(), -1e3, 1e3, COMMON, SpecialEntries::sinc, x -> sum(sincSlope(x)));
        // beyond, it is the slope of the line before
        e.one(new Sinc.Derivative(1), -0.5, 0.5, HARD, x -> total(sincSlope(x)), SpecialEntries::sincBend);
    }

    private static Precise total(Precise[] terms) {
        Precise s = Precise.ZERO;
        for (Precise t : terms) s = s.plus(t);
        return s;
    }

    private static Precise sinc(Precise x) {
        if (x.isZero() || x.exponent() < -200) return ONE;
        if (x.minus(new Precise(x.floor(), 0)).isZero()) return Precise.ZERO;
        Precise angle = PreciseFunctions.PI.times(x);
        return PreciseFunctions.sin(angle).over(angle);
    }

    /// One term near 0, where the two of cos πx/x − sinc x/x cancel without need.
    private static Precise[] sincSlope(Precise x) {
        Precise square = PreciseFunctions.PI.squared();
        if (x.exponent() < -20) return sum(square.times(x).over(-3).times(Precise.ONE.minus(square.times(x.squared()).over(10))));
        Precise a = PreciseFunctions.cos(PreciseFunctions.PI.times(x)).over(x);
        Precise b = sinc(x).over(x).negated();
        return x.abs().less(0.5) ? sum(a.plus(b)) : sum(a, b);
    }

    private static Precise[] sincBend(Precise x) {
        if (x.exponent() < -40) return sum(PreciseFunctions.PI.squared().over(-3));
        Precise a = sinc(x).times(PreciseFunctions.PI.squared()).negated();
        Precise b = total(sincSlope(x)).scaled(1).over(x).negated();
        return x.abs().less(1) ? sum(a.plus(b)) : sum(a, b);
    }

    private static void logarithms(Entries e) {
        e.two(new Entropies.XLogY(), "y > 0", Entries.pairs(1e-100, 1e100), COMMON, x -> x[0].times(PreciseFunctions.log(x[1])),
                x -> sum(PreciseFunctions.log(x[1])), x -> sum(x[0].over(x[1])));
        e.two(new Entropies.XLog1pY(), "y > 0", Entries.pairs(1e-100, 1e100), COMMON, x -> x[0].times(PreciseFunctions.log1p(x[1])),
                x -> sum(PreciseFunctions.log1p(x[1])), x -> sum(x[0].over(x[1].plus(ONE))));
        e.one(new Entropies.Entr(), Double.MIN_VALUE, 1e300, COMMON, x -> x.times(PreciseFunctions.log(x)).negated(),
                x -> sum(PreciseFunctions.log(x).negated(), ONE.negated()));
        e.two(new Entropies.LogAddExp(), "-10000 to 10000", Entries.pairs(-1e4, 1e4), HARD, x -> logAddExp(x[0], x[1]),
                x -> sum(PreciseFunctions.sigmoid(x[0].minus(x[1]))), x -> sum(PreciseFunctions.sigmoid(x[1].minus(x[0]))));
        e.two(new Entropies.LogisticOfDifference(), "-10000 to 10000", Entries.pairs(-1e4, 1e4), COMMON, x -> PreciseFunctions.sigmoid(x[0].minus(x[1])),
                x -> sum(bell(x[0].minus(x[1]))), x -> sum(bell(x[0].minus(x[1])).negated()));
    }

    private static Precise bell(Precise x) { return PreciseFunctions.sigmoid(x).times(PreciseFunctions.sigmoid(x.negated())); }

    private static Precise logAddExp(Precise a, Precise b) {
        boolean first = a.compareTo(b) >= 0;
        Precise small = first ? b.minus(a) : a.minus(b);
        return (first ? a : b).plus(PreciseFunctions.log1p(PreciseFunctions.exp(small)));
    }
}
