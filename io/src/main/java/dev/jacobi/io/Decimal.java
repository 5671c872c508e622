package dev.jacobi.io;

import java.nio.charset.StandardCharsets;

/// Decimal numbers in ASCII, by the grammar `[+-] digits [. digits] [e [+-] digits]` and no other, though the digits
/// may be missing on one side of the point (5. or .5): not what Java
/// takes in addition (1d, 0x1p3, Infinity), nor digits of other scripts.
public final class Decimal {
    /// Powers of ten that are exact in a double.
    private static final double[] POWERS = {1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
        1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

    private Decimal() {}

    /// The double next to the number; NaN if the text isn't a number by the grammar, or too large for a double.
    public static double parse(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return parse(bytes, 0, bytes.length);
    }

    /// The double next to the number; NaN if it isn't a number by the grammar, or too large for a double.
    static double parse(byte[] text, int start, int end) {
        int at = start;
        boolean negative = at < end && text[at] == '-';
        if (negative || at < end && text[at] == '+') at++;
        long digits = 0;
        int count = 0;
        int scale = 0;
        int met = 0;
        boolean point = false;
        for (; at < end; at++) {
            byte b = text[at];
            if (b >= '0' && b <= '9') {
                met++;
                if (count < 18) {
                    digits = 10 * digits + b - '0';
                    if (digits != 0) count++;
                } else {
                    count = 19;
                }
                if (point) scale--;
            } else if (b == '.' && !point) {
                point = true;
            } else {
                break;
            }
        }
        if (met == 0) return Double.NaN;
        if (at < end) {
            if (text[at] != 'e' && text[at] != 'E' || ++at == end) return Double.NaN;
            boolean down = text[at] == '-';
            if ((down || text[at] == '+') && ++at == end) return Double.NaN;
            int exponent = 0;
            for (; at < end; at++) {
                if (text[at] < '0' || text[at] > '9') return Double.NaN;
                exponent = Math.min(100_000, 10 * exponent + text[at] - '0');
            }
            scale += down ? -exponent : exponent;
        }
        // both numbers are exact, so the one operation rounds as it should (Clinger 1990)
        if (count <= 18 && digits < 1L << 53 && Math.abs(scale) < POWERS.length) {
            double value = scale < 0 ? digits / POWERS[-scale] : digits * POWERS[scale];
            return negative ? -value : value;
        }
        double value = Double.parseDouble(new String(text, start, end - start, StandardCharsets.US_ASCII));
        return Double.isInfinite(value) ? Double.NaN : value;
    }
}
