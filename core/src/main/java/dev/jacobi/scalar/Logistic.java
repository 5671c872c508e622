package dev.jacobi.scalar;

/// The logistic function in two parts, before its scaling.
///
/// @param y times 2 to the power of `power`
record Logistic(TwoParts y, Scalar power) {

    /// With e = e^(−|x|): e/(1 + e) below 0, else 1/(1 + e). The quotient y of n is right up to n − y − y·e, divided likewise.
    static Logistic of(Scalar x) {
        TwoParts.Scaled s = Exponential.inTwoParts(x.abs().neg().max(x.precision() == Precision.F32 ? -120 : -800));
        Scalar e = s.mantissa().high().scale(s.power());
        Scalar below = x.less(0);
        Scalar n = below.select(s.mantissa().high(), 1);
        Scalar inverse = e.add(1).divInto(1);
        Scalar y = n.mul(inverse);
        Scalar rest = y.neg().fma(e, n.sub(y)).add(below.select(s.mantissa().low(), 0));
        return new Logistic(new TwoParts(y, rest.mul(inverse)), below.select(s.power(), 0));
    }
}
