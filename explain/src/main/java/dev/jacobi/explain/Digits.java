package dev.jacobi.explain;

import java.math.BigDecimal;
import java.math.MathContext;

/// Numbers as an explanation prints them: six significant digits, no more zeros than needed.
final class Digits {
    private static final MathContext SIX = new MathContext(6);

    private Digits() {}

    static String of(double x) {
        if (x == 0 || !Double.isFinite(x)) return x == 0 ? "0" : String.valueOf(x);
        BigDecimal rounded = new BigDecimal(x).round(SIX).stripTrailingZeros();
        int exponent = rounded.precision() - rounded.scale() - 1;
        if (exponent >= -5 && exponent < 15) return rounded.toPlainString();
        return rounded.scaleByPowerOfTen(-exponent).toPlainString() + "e" + exponent;
    }
}
