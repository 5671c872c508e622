package dev.jacobi.scalar;

/// A number as the sum of two, the second below the last digit of the first: what a formula computes in where one
/// rounding more would show. Sums and products are exact up to the second part (after Knuth and Dekker, with fused
/// multiply-adds in place of splitting).
///
/// What is rounded away has no derivative, so formulas with these belong inside functions that state their slope.
record TwoParts(Scalar high, Scalar low) {

    /// a + b, exactly.
    static TwoParts sum(Scalar a, Scalar b) {
        Scalar s = a.add(b);
        Scalar part = s.sub(a);
        return new TwoParts(s, a.sub(s.sub(part)).add(b.sub(part)));
    }

    /// a + b, exactly, where |a| ≥ |b| or a is 0.
    static TwoParts ordered(Scalar a, Scalar b) {
        Scalar s = a.add(b);
        return new TwoParts(s, b.sub(s.sub(a)));
    }

    /// a · b, exactly unless the second part underflows.
    static TwoParts product(Scalar a, Scalar b) {
        Scalar p = a.mul(b);
        return new TwoParts(p, a.fma(b, p.neg()));
    }

    /// A number that takes more than one double: `high + low`.
    static TwoParts constant(double high, double low, Precision precision) {
        double first = precision == Precision.F32 ? (float) high : high;
        return new TwoParts(Scalar.constant(first, precision), Scalar.constant(high - first + low, precision));
    }

    /// A number without a second part.
    static TwoParts of(Scalar x) { return new TwoParts(x, Scalar.constant(0, x.precision())); }

    TwoParts plus(Scalar b) {
        TwoParts s = sum(high, b);
        return ordered(s.high, s.low.add(low));
    }

    TwoParts plus(TwoParts b) {
        TwoParts s = sum(high, b.high);
        return ordered(s.high, s.low.add(low.add(b.low)));
    }

    TwoParts minus(TwoParts b) { return plus(b.negated()); }

    TwoParts times(Scalar b) {
        TwoParts p = product(high, b);
        return ordered(p.high, low.fma(b, p.low));
    }

    TwoParts times(TwoParts b) {
        TwoParts p = product(high, b.high);
        return ordered(p.high, high.fma(b.low, low.fma(b.high, p.low)));
    }

    /// Times a power of two.
    TwoParts scaled(double power) { return new TwoParts(high.mul(power), low.mul(power)); }

    /// Times 2ᵖ.
    TwoParts scaled(Scalar p) { return new TwoParts(high.scale(p), low.scale(p)); }

    TwoParts over(TwoParts b) {
        Scalar q = high.div(b.high);
        Scalar rest = q.neg().fma(b.low, q.neg().fma(b.high, high).add(low));
        return ordered(q, rest.div(b.high));
    }

    TwoParts over(Scalar b) {
        Scalar q = high.div(b);
        return ordered(q, q.neg().fma(b, high).add(low).div(b));
    }

    TwoParts sqrt() {
        Scalar s = high.sqrt();
        Scalar rest = s.neg().fma(s, high).add(low).div(s.mul(2));
        return ordered(s, s.equal(0).select(0, rest));
    }

    TwoParts negated() { return new TwoParts(high.neg(), low.neg()); }

    /// The first where the condition holds, else the second.
    static TwoParts select(Scalar condition, TwoParts whenTrue, TwoParts whenFalse) {
        return new TwoParts(condition.select(whenTrue.high, whenFalse.high), condition.select(whenTrue.low, whenFalse.low));
    }

    /// Both parts as one number.
    Scalar value() { return high.add(low); }

    /// `mantissa` · 2^`power`: what may be too large or too small for a number before all is done.
    record Scaled(TwoParts mantissa, Scalar power) {
        Scalar value() { return mantissa.value().scale(power); }

        /// The parts, each scaled.
        TwoParts parts() { return mantissa.scaled(power); }
    }

    /// eˣ for |x| up to some thousands.
    Scaled exp() {
        Scaled m = expm1OfRemainder();
        Scalar one = Scalar.constant(1, high.precision());
        TwoParts e = ordered(one, m.mantissa.high);
        return new Scaled(ordered(e.high, e.low.add(m.mantissa.low)), m.power);
    }

    /// eˣ − 1 for x ≤ 0 (or not far above).
    TwoParts expm1() {
        Scaled m = expm1OfRemainder();
        Scalar power = Scalar.constant(1, high.precision()).scale(m.power);
        TwoParts s = sum(power, Scalar.constant(-1, high.precision()));
        return s.plus(m.parts());
    }

    /// eʳ − 1 with x = r + k·log 2 and k as the power.
    private Scaled expm1OfRemainder() {
        boolean f32 = high.precision() == Precision.F32;
        double[] log2 = f32 ? Exponential.LOG2_F32 : Exponential.LOG2_F64;
        Scalar k = high.mul(Exponential.LOG2_E).round();
        TwoParts r = sum(k.fma(-log2[0], high), k.fma(-log2[1], low));
        TwoParts square = product(r.high, r.high).scaled(0.5);
        double[] c = new double[f32 ? 6 : 12];                              // 1/3!, 1/4!, …
        double factorial = 6;
        for (int i = 0; i < c.length; factorial *= ++i + 3) c[i] = 1 / factorial;
        Scalar rest = square.high.mul(2).mul(r.high).mul(r.high.polynomial(c));
        TwoParts s = ordered(r.high, square.high);
        Scalar low = rest.add(s.low.add(square.low.add(r.low.fma(r.high, r.low))));
        return new Scaled(ordered(s.high, low), k);
    }

    /// log x for 0 < x < ∞.
    TwoParts log() {
        Scalar[] log = Logarithm.twoParts(high);
        TwoParts s = sum(log[0], low.div(high));
        return ordered(s.high, s.low.add(log[1]));
    }
}
