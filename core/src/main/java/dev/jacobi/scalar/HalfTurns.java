package dev.jacobi.scalar;

/// sin πx and cos πx for angles in half turns: Taylor's series. What is left of a whole number is exact, so these keep
/// their digits next to their zeros.
final class HalfTurns {
    private HalfTurns() {}

    /// sin πx for |x| ≤ ½.
    static TwoParts sin(Scalar x) {
        TwoParts square = TwoParts.product(x, x);
        double[] c = new double[x.precision() == Precision.F32 ? 6 : 11];   // from x⁵ on
        double term = 306.0196847852814 / 120;                             // π⁵/5!
        for (int k = 0; k < c.length; k++) {
            c[k] = term;
            term *= -Math.PI * Math.PI / ((2 * k + 6) * (2 * k + 7));
        }
        return TwoParts.constant(-5.16771278004997, 2.2665622825789447e-16, x.precision())
                .plus(square.high().mul(square.high().polynomial(c))).times(square)
                .plus(TwoParts.constant(Math.PI, 1.2246467991473532e-16, x.precision())).times(x);
    }

    /// cos πx for 0 ≤ x ≤ ½, as the sine of what is missing to a quarter turn.
    static TwoParts cos(Scalar x) { return sin(x.subFrom(0.5)); }
}
