package dev.jacobi.testkit.accuracy;

import java.math.BigInteger;

/// A number m·2ᵉ with 160 binary digits and an exponent without bounds: what results are held against.
/// It shares nothing with the library.
record Precise(BigInteger m, int e) implements Comparable<Precise> {
    static final int DIGITS = 160;
    static final Precise ZERO = new Precise(BigInteger.ZERO, 0);
    static final Precise ONE = of(1);

    /// Exactly a finite double.
    static Precise of(double x) {
        if (!Double.isFinite(x)) throw new IllegalArgumentException("no number: " + x);
        long bits = Double.doubleToRawLongBits(x);
        int exponent = (int) (bits >> 52 & 0x7ff);
        long mantissa = bits & 0xfffffffffffffL;
        if (exponent > 0) mantissa |= 1L << 52;
        return new Precise(BigInteger.valueOf(bits < 0 ? -mantissa : mantissa), Math.max(exponent, 1) - 1075);
    }

    static Precise whole(BigInteger n) { return new Precise(n, 0).rounded(); }

    private Precise rounded() {
        int more = m.bitLength() - DIGITS;
        return more <= 0 ? this : new Precise(m.shiftRight(more), e + more);
    }

    Precise plus(Precise b) {
        if (m.signum() == 0) return b;
        if (b.m.signum() == 0) return this;
        if (e < b.e) return b.plus(this);
        if (exponent() - b.exponent() > 2 * DIGITS) return this;
        return new Precise(m.shiftLeft(e - b.e).add(b.m), b.e).rounded();
    }

    Precise plus(double b) { return plus(of(b)); }

    Precise minus(Precise b) { return plus(b.negated()); }

    Precise minus(double b) { return minus(of(b)); }

    Precise times(Precise b) { return new Precise(m.multiply(b.m), e + b.e).rounded(); }

    Precise times(double b) { return times(of(b)); }

    Precise squared() { return times(this); }

    Precise over(Precise b) {
        if (b.m.signum() == 0) throw new ArithmeticException("divided by 0");
        int shift = Math.max(0, DIGITS + 2 + b.m.bitLength() - m.bitLength());
        return new Precise(m.shiftLeft(shift).divide(b.m), e - shift - b.e).rounded();
    }

    Precise over(double b) { return over(of(b)); }

    Precise inverse() { return ONE.over(this); }

    Precise negated() { return new Precise(m.negate(), e); }

    Precise abs() { return new Precise(m.abs(), e); }

    Precise scaled(int power) { return new Precise(m, e + power); }

    Precise sqrt() {
        int shift = Math.max(0, 2 * DIGITS - m.bitLength());
        if ((e - shift & 1) != 0) shift++;
        return new Precise(m.shiftLeft(shift).sqrt(), e - shift >> 1).rounded();
    }

    int sign() { return m.signum(); }

    boolean isZero() { return m.signum() == 0; }

    /// The power of two above it: |x| < 2^exponent.
    int exponent() { return m.signum() == 0 ? Integer.MIN_VALUE / 4 : m.bitLength() + e; }

    /// The whole number below it.
    BigInteger floor() { return e >= 0 ? m.shiftLeft(e) : m.shiftRight(-e); }

    @Override public int compareTo(Precise b) { return minus(b).sign(); }

    boolean less(double b) { return compareTo(of(b)) < 0; }

    /// The nearest double, but for a second rounding at 64 digits.
    double toDouble() {
        int more = m.bitLength() - 62;
        return more <= 0 ? Math.scalb((double) m.longValue(), e) : Math.scalb((double) m.shiftRight(more).longValue(), e + more);
    }

    @Override public String toString() { return toDouble() + "…"; }
}
