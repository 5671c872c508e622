package dev.jacobi.kernel;

/// Numbers of 16 bits, as they lie in a `short[]`, from and to wider ones. Rounding is to the nearest, ties to the even
/// one, and happens once, also from `double`.
public final class Halves {
    private Halves() {}

    /// IEEE binary16 from its bits; exact.
    public static float fromF16(short bits) { return Float.float16ToFloat(bits); }

    /// The upper half of a `float` from its bits; exact.
    public static float fromBF16(short bits) { return Float.intBitsToFloat(bits << 16); }

    /// The nearest binary16; infinite from 65520 on.
    public static short toF16(double value) { return Float.floatToFloat16(toOdd(value)); }

    /// The nearest bfloat16.
    public static short toBF16(double value) {
        float wide = toOdd(value);
        if (Float.isNaN(wide)) return (short) 0x7fc0;
        int bits = Float.floatToRawIntBits(wide);
        return (short) (bits + 0x7fff + (bits >>> 16 & 1) >>> 16);              // a half way up, less one where the rest is even
    }

    /// A `float` near a `double` that remembers by an odd last bit that something was cut off, so that rounding it again
    /// gives what rounding once would give (Boldo and Melquiond, "When double rounding is odd", 2005).
    private static float toOdd(double value) {
        float f = (float) value;
        if (f == value || Float.isNaN(f)) return f;
        float cut = Math.abs(f) > Math.abs(value) ? Math.nextAfter(f, 0) : f;
        return Float.intBitsToFloat(Float.floatToRawIntBits(cut) | 1);
    }
}
