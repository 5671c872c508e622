package dev.jacobi.kernel;

/// A product that overflows or vanishes only if the result does, not on the way: the exponent is kept apart.
/// Otherwise it has the bits of the plain product, taken from left to right.
final class ScaledProduct {
    private double mantissa = 1;
    private long exponent;

    void times(double x) {
        mantissa = normal(mantissa * normal(x));
    }

    /// The number with its exponent moved into ours.
    private double normal(double x) {
        if (x == 0 || !Double.isFinite(x)) return x;
        int e = Math.getExponent(x);
        exponent += e;
        return Math.scalb(x, -e);
    }

    double value() { return Math.scalb(mantissa, (int) Math.clamp(exponent, -10_000, 10_000)); }
}
