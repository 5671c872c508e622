package dev.jacobi.explain.notation;

import java.math.BigDecimal;
import java.math.MathContext;

/// Numbers as an explanation prints them: so many significant digits, no more zeros than needed.
///
/// @param count how many digits, from 1 to 17
public record Digits(int count) {
    /// Six digits.
    public static final Digits SIX = new Digits(6);

    public Digits {
        if (count < 1 || count > 17) {
            throw new IllegalArgumentException("numbers are printed with 1 to 17 significant digits, but " + count + " were asked for");
        }
    }

    /// The number as text.
    public String of(double x) {
        if (x == 0 || !Double.isFinite(x)) return x == 0 ? "0" : String.valueOf(x);
        if (x == Math.rint(x) && Math.abs(x) < 1e5 && count >= 6) return String.valueOf((long) x);
        BigDecimal rounded = new BigDecimal(x).round(new MathContext(count)).stripTrailingZeros();
        int exponent = rounded.precision() - rounded.scale() - 1;
        if (exponent >= -5 && exponent < 15) return rounded.toPlainString();
        return rounded.scaleByPowerOfTen(-exponent).toPlainString() + "e" + exponent;
    }
}
