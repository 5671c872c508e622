package dev.jacobi.scalar;

/// The instructions that look into the bits of a number.
final class Bits {
    private Bits() {}

    /// b where a isn't 0, else c, bits and all, and without a jump: the signs of numbers can't be foreseen, and a jump
    /// that was foreseen wrongly takes longer than all the rest.
    static float select(float a, float b, float c) {
        int p = Float.floatToRawIntBits(b);
        int q = Float.floatToRawIntBits(c);
        return Float.intBitsToFloat(q ^ (p ^ q) & -one(a != 0));
    }

    static double select(double a, double b, double c) {
        long p = Double.doubleToRawLongBits(b);
        long q = Double.doubleToRawLongBits(c);
        return Double.longBitsToDouble(q ^ (p ^ q) & -one(a != 0));
    }

    /// 1 for true, 0 for false, without a jump as well.
    static int one(boolean truth) { return truth ? 1 : 0; }

    /// x·2ᵖ for a whole p, rounded once, also into the subnormal numbers: by two factors, of
    /// which the first never rounds.
    static float scale(float x, float p) {
        int power = (int) Math.clamp(p, -300f, 300f);
        int half = power >> 1;
        return x * powerF32(half) * powerF32(power - half);
    }

    private static float powerF32(int p) { return Float.intBitsToFloat(Math.clamp(p + 127, 0, 255) << 23); }

    static double scale(double x, double p) {
        int power = (int) Math.clamp(p, -2200d, 2200d);
        int half = power >> 1;
        return x * powerF64(half) * powerF64(power - half);
    }

    private static double powerF64(int p) { return Double.longBitsToDouble((long) Math.clamp(p + 1023, 0, 2047) << 52); }

    /// The power of two of the leading digit, also for subnormal numbers; 0 for 0, NaN and infinity.
    static float exponent(float x) { return x == 0 || !Float.isFinite(x) ? 0 : Math.getExponent((double) x); }

    static double exponent(double x) {
        if (x == 0 || !Double.isFinite(x)) return 0;
        int e = Math.getExponent(x);
        return e >= Double.MIN_EXPONENT ? e : Math.getExponent(x * 0x1p54) - 54;
    }

    /// x with its exponent taken away: from 1 up to 2. 0, NaN and infinity stay.
    static float mantissa(float x) { return (float) mantissa((double) x); }

    static double mantissa(double x) {
        if (x == 0 || !Double.isFinite(x)) return x;
        double normal = Math.abs(x) < Double.MIN_NORMAL ? x * 0x1p54 : x;
        return Double.longBitsToDouble(Double.doubleToRawLongBits(normal) & 0x800fffffffffffffL | 0x3ff0000000000000L);
    }
}
