package dev.jacobi.testkit.accuracy;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/// The functions of analysis on [Precise] numbers, by their series: slow, plain, and right to some 150 binary digits, 80 where they cancel.
final class PreciseFunctions {
    private static final Precise ONE = Precise.ONE;
    private static final Precise TWO = Precise.of(2);
    static final Precise LOG2 = artanhOfInverse(3).times(2);
    /// π with enough digits to take multiples of it away from the largest double, as m·2^−1500.
    private static final BigInteger LONG_PI = longPi(1500);
    static final Precise PI = new Precise(LONG_PI.shiftRight(1300), -200);
    private static final List<Precise> STIRLING = stirling(60);

    private PreciseFunctions() {}

    private static boolean gone(Precise term, Precise sum) { return term.isZero() || term.exponent() < sum.exponent() - Precise.DIGITS - 2; }

    private static Precise artanhOfInverse(int n) {
        Precise power = ONE.over(n);
        Precise sum = power;
        for (int k = 3; ; k += 2) {
            power = power.over((double) n * n);
            Precise term = power.over(k);
            if (gone(term, sum)) return sum;
            sum = sum.plus(term);
        }
    }

    private static BigInteger longPi(int digits) {
        return arctan(5, digits + 20).multiply(BigInteger.valueOf(16)).subtract(arctan(239, digits + 20).multiply(BigInteger.valueOf(4))).shiftRight(20);
    }

    private static BigInteger arctan(int n, int digits) {
        BigInteger power = BigInteger.ONE.shiftLeft(digits).divide(BigInteger.valueOf(n));
        BigInteger sum = power;
        for (int k = 3; power.signum() != 0; k += 2) {
            power = power.divide(BigInteger.valueOf((long) -n * n));
            sum = sum.add(power.divide(BigInteger.valueOf(k)));
        }
        return sum;
    }

    static Precise exp(Precise x) {
        if (x.exponent() > 20) return ONE.scaled(x.sign() << 20);            // far beyond every double
        if (x.exponent() < -8) return expm1(x).plus(ONE);
        double k = Math.rint(x.over(LOG2).toDouble());
        Precise r = x.minus(LOG2.times(k)).scaled(-8);
        Precise m = expm1(r);
        for (int i = 0; i < 8; i++) m = m.times(m.plus(TWO));               // e²ʳ − 1 = m(m + 2)
        return m.plus(ONE).scaled((int) k);
    }

    static Precise expm1(Precise x) {
        if (x.exponent() >= -6) return exp(x).minus(ONE);
        Precise term = x;
        Precise sum = x;
        for (int n = 2; ; n++) {
            term = term.times(x).over(n);
            if (gone(term, sum)) return sum;
            sum = sum.plus(term);
        }
    }

    /// 2·artanh(x) for small x.
    private static Precise twiceArtanh(Precise x) {
        Precise square = x.squared();
        Precise power = x;
        Precise sum = x;
        for (int n = 3; ; n += 2) {
            power = power.times(square);
            Precise term = power.over(n);
            if (gone(term, sum)) return sum.times(2);
            sum = sum.plus(term);
        }
    }

    static Precise log(Precise x) {
        int k = x.exponent();
        Precise m = x.scaled(-k);                                           // from ½ to 1
        if (m.compareTo(Precise.of(0.75)) < 0) {
            m = m.scaled(1);
            k--;
        }
        Precise guess = Precise.of(StrictMath.log(m.toDouble()));
        Precise e = exp(guess);
        return LOG2.times(k).plus(guess.plus(twiceArtanh(m.minus(e).over(m.plus(e)))));
    }

    static Precise log1p(Precise x) { return x.exponent() < -10 ? twiceArtanh(x.over(x.plus(TWO))) : log(x.plus(ONE)); }

    /// x minus the nearest multiple of π/2, and that multiple's number modulo 4.
    private record Turned(Precise rest, int quarter) {
        static Turned of(Precise x) {
            if (x.exponent() < 0) return new Turned(x, 0);
            int unit = 1501;                                                // of 2^−1501, in which π/2 is LONG_PI
            BigInteger whole = x.e() + unit >= 0 ? x.m().shiftLeft(x.e() + unit) : x.m().shiftRight(-x.e() - unit);
            BigInteger[] parts = whole.divideAndRemainder(LONG_PI);
            BigInteger k = parts[0];
            BigInteger rest = parts[1];
            if (rest.abs().shiftLeft(1).compareTo(LONG_PI) > 0) {
                k = k.add(BigInteger.valueOf(rest.signum()));
                rest = rest.subtract(LONG_PI.multiply(BigInteger.valueOf(rest.signum())));
            }
            return new Turned(new Precise(rest, -unit).times(ONE), k.and(BigInteger.valueOf(3)).intValue());
        }
    }

    static Precise sin(Precise x) {
        Turned t = Turned.of(x);
        return turned(t.rest, t.quarter);
    }

    static Precise cos(Precise x) {
        Turned t = Turned.of(x);
        return turned(t.rest, t.quarter + 1 & 3);
    }

    static Precise tan(Precise x) { return sin(x).over(cos(x)); }

    private static Precise turned(Precise r, int quarter) {
        Precise square = r.squared().negated();
        int n = quarter & 1;                                                // 0: sine, 1: cosine
        Precise term = n == 0 ? r : ONE;
        Precise sum = term;
        for (int i = n == 0 ? 2 : 1; ; i += 2) {
            term = term.times(square).over((double) i * (i + 1));
            if (gone(term, sum)) break;
            sum = sum.plus(term);
        }
        return quarter >= 2 ? sum.negated() : sum;
    }

    static Precise atan(Precise x) {
        if (x.exponent() > 400) return PI.scaled(-1).times(x.sign()).minus(x.inverse());
        Precise guess = Precise.of(StrictMath.atan(x.toDouble()));
        if (x.exponent() < -400) return x;
        Precise t = tan(guess);
        Precise d = x.minus(t).over(x.times(t).plus(ONE));
        Precise square = d.squared().negated();
        Precise sum = d;
        Precise power = d;
        for (int n = 3; n < 13; n += 2) {
            power = power.times(square);
            sum = sum.plus(power.over(n));
        }
        return guess.plus(sum);
    }

    static Precise atan2(Precise y, Precise x) {
        if (x.isZero()) return PI.scaled(-1).times(y.sign());
        Precise a = atan(y.over(x));
        return x.sign() > 0 ? a : a.plus(y.sign() < 0 ? PI.negated() : PI);
    }

    static Precise asin(Precise x) {
        Precise root = ONE.minus(x).times(ONE.plus(x)).sqrt();
        return root.isZero() ? PI.scaled(-1).times(x.sign()) : atan(x.over(root));
    }

    static Precise acos(Precise x) {
        if (x.plus(ONE).isZero()) return PI;
        return atan(ONE.minus(x).over(ONE.plus(x)).sqrt()).scaled(1);
    }

    static Precise sinh(Precise x) {
        if (x.sign() < 0) return sinh(x.negated()).negated();
        Precise m = expm1(x);
        return m.plus(m.over(m.plus(ONE))).scaled(-1);
    }

    static Precise cosh(Precise x) {
        Precise e = exp(x);
        return e.plus(e.inverse()).scaled(-1);
    }

    static Precise tanh(Precise x) {
        Precise m = expm1(x.abs().scaled(1).negated());
        Precise t = m.negated().over(m.plus(TWO));
        return x.sign() < 0 ? t.negated() : t;
    }

    /// x − tanh x = (x·cosh x − sinh x)/cosh x, by series of positive terms.
    static Precise tanhShrink(Precise x) {
        if (x.exponent() > 0) return x.minus(tanh(x));
        Precise square = x.squared();
        Precise term = x.times(square).over(6);                             // xⁿ/n! of n = 3, which counts n − 1 times
        Precise sum = term.times(2);
        for (int n = 5; ; n += 2) {
            term = term.times(square).over((double) n * (n - 1));
            if (gone(term, sum)) return sum.over(cosh(x));
            sum = sum.plus(term.times(n - 1));
        }
    }

    static Precise asinh(Precise x) {
        Precise a = x.abs();
        Precise y = log1p(a.plus(a.squared().over(ONE.plus(a.squared()).sqrt().plus(ONE))));
        return x.sign() < 0 ? y.negated() : y;
    }

    static Precise acosh(Precise x) {
        Precise t = x.minus(ONE);
        return log1p(t.plus(t.times(t.plus(TWO)).sqrt()));
    }

    static Precise atanh(Precise x) {
        Precise a = x.abs();
        Precise y = log1p(a.scaled(1).over(ONE.minus(a))).scaled(-1);
        return x.sign() < 0 ? y.negated() : y;
    }

    static Precise sigmoid(Precise x) { return exp(x.negated()).plus(ONE).inverse(); }

    static Precise softplus(Precise x) { return x.sign() > 0 ? x.plus(log1p(exp(x.negated()))) : log1p(exp(x)); }

    private static Precise rootPi() { return PI.sqrt(); }

    static Precise erf(Precise x) {
        if (x.abs().compareTo(Precise.of(7)) > 0) {
            Precise y = ONE.minus(erfc(x.abs()));
            return x.sign() < 0 ? y.negated() : y;
        }
        Precise square = x.squared();
        Precise term = x;
        Precise sum = x;
        for (int n = 1; ; n++) {
            term = term.times(square).scaled(1).over(2 * n + 1);
            if (gone(term, sum)) break;
            sum = sum.plus(term);
        }
        return sum.times(exp(square.negated())).scaled(1).over(rootPi());
    }

    /// Above 7 by the continued fraction e^(−x²)/√π · 1/(x + ½/(x + 1/(x + 3/2/(x + …)))).
    static Precise erfc(Precise x) {
        if (x.compareTo(Precise.of(7)) < 0) return ONE.minus(erf(x));
        Precise bottom = x;
        for (int n = 100; n > 0; n--) bottom = x.plus(Precise.of(n * 0.5).over(bottom));
        return exp(x.squared().negated()).over(rootPi().times(bottom));
    }

    /// P(X ≤ x) for a standard normal X.
    static Precise normal(Precise x) { return erfc(x.negated().over(TWO.sqrt())).scaled(-1); }

    static Precise density(Precise x) { return exp(x.squared().scaled(-1).negated()).over(PI.scaled(1).sqrt()); }

    /// B₂ₙ/(2n), of Stirling's series.
    private static List<Precise> stirling(int count) {
        List<BigInteger[]> b = new ArrayList<>();                           // Bernoulli numbers, as fractions
        List<Precise> all = new ArrayList<>();
        for (int n = 0; n <= 2 * count; n++) {
            BigInteger top = BigInteger.ZERO;
            BigInteger bottom = BigInteger.ONE;
            BigInteger choose = BigInteger.ONE;                             // (n+1 over k)
            for (int k = 0; k < n; k++) {
                top = top.multiply(b.get(k)[1]).add(choose.multiply(b.get(k)[0]).multiply(bottom));
                bottom = bottom.multiply(b.get(k)[1]);
                BigInteger g = top.gcd(bottom);
                top = top.divide(g);
                bottom = bottom.divide(g);
                choose = choose.multiply(BigInteger.valueOf(n + 1 - k)).divide(BigInteger.valueOf(k + 1));
            }
            top = n == 0 ? BigInteger.ONE : top.negate();
            bottom = n == 0 ? BigInteger.ONE : bottom.multiply(BigInteger.valueOf(n + 1));
            b.add(new BigInteger[] {top, bottom});
            if (n > 0 && n % 2 == 0) all.add(new Precise(top, 0).over(new Precise(bottom, 0)).over(n));
        }
        return all;
    }

    /// log |Γ(x)|.
    static Precise lgamma(Precise x) {
        if (x.less(0)) return log(PI.over(sin(PI.times(x.minus(new Precise(x.floor(), 0)))).abs())).minus(lgamma(ONE.minus(x)));
        Precise product = ONE;
        Precise z = x;
        for (; z.less(60); z = z.plus(ONE)) product = product.times(z);
        Precise sum = log(z).times(z.minus(0.5)).minus(z).plus(log(PI.scaled(1)).scaled(-1));
        Precise power = z.inverse();
        Precise square = power.squared();
        for (int n = 1; n <= STIRLING.size(); n++, power = power.times(square)) {
            Precise term = STIRLING.get(n - 1).times(power).over(2 * n - 1);
            if (gone(term, sum)) break;
            sum = sum.plus(term);
        }
        return sum.minus(log(product));
    }

    static Precise digamma(Precise x) {
        if (x.less(0)) {
            Precise angle = PI.times(x.minus(new Precise(x.floor(), 0)));
            return digamma(ONE.minus(x)).minus(PI.times(cos(angle)).over(sin(angle)));
        }
        Precise less = Precise.ZERO;
        Precise z = x;
        for (; z.less(60); z = z.plus(ONE)) less = less.plus(z.inverse());
        Precise sum = log(z).minus(z.inverse().scaled(-1));
        Precise square = z.squared().inverse();
        Precise power = square;
        for (Precise c : STIRLING) {
            Precise term = c.times(power);
            if (gone(term, sum)) break;
            sum = sum.minus(term);
            power = power.times(square);
        }
        return sum.minus(less);
    }

    /// ψ′.
    static Precise trigamma(Precise x) {
        if (x.less(0)) {
            Precise s = PI.over(sin(PI.times(x.minus(new Precise(x.floor(), 0)))));
            return s.squared().minus(trigamma(ONE.minus(x)));
        }
        Precise more = Precise.ZERO;
        Precise z = x;
        for (; z.less(60); z = z.plus(ONE)) more = more.plus(z.squared().inverse());
        Precise sum = z.inverse().plus(z.squared().inverse().scaled(-1));
        Precise square = z.squared().inverse();
        Precise power = square.over(z);
        for (int n = 1; n <= STIRLING.size(); n++, power = power.times(square)) {
            Precise term = STIRLING.get(n - 1).times(2 * n).times(power);
            if (gone(term, sum)) break;
            sum = sum.plus(term);
        }
        return sum.plus(more);
    }
}
