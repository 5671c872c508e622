package dev.jacobi.scalar;

import java.util.Locale;

/// Single numbers put through instructions: those that look into the bits of a number, and for straight code all that Java has
/// no operator for, under the names of the instructions.
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

    /// The name of the method that does an instruction.
    static String method(ScalarInstruction instruction) {
        StringBuilder s = new StringBuilder();
        for (String word : instruction.name().toLowerCase(Locale.ROOT).split("_")) {
            s.append(s.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
        }
        return s.toString();
    }

    static float fma(float a, float b, float c) { return Math.fma(a, b, c); }

    static float abs(float a) { return Math.abs(a); }

    static float sqrt(float a) { return (float) Math.sqrt(a); }

    static float min(float a, float b) { return Math.min(a, b); }

    static float max(float a, float b) { return Math.max(a, b); }

    static float floor(float a) { return (float) Math.floor(a); }

    static float round(float a) { return (float) Math.rint(a); }

    static float sign(float a) { return Math.signum(a); }

    static float less(float a, float b) { return one(a < b); }

    static float lessOrEqual(float a, float b) { return one(a <= b); }

    static float equal(float a, float b) { return one(a == b); }

    static float pull(float a, float b) { return a == 0 ? 0 : a * b; }

    static float remainder(float a, float b) { return a % b; }

    static float quarterRemainder(float a) { return (float) Quarters.remainder(a); }

    static float quarterRest(float a) { return Quarters.rest(a); }

    static float quarter(float a) { return Quarters.number(a); }

    static double fma(double a, double b, double c) { return Math.fma(a, b, c); }

    static double abs(double a) { return Math.abs(a); }

    static double sqrt(double a) { return Math.sqrt(a); }

    static double min(double a, double b) { return Math.min(a, b); }

    static double max(double a, double b) { return Math.max(a, b); }

    static double floor(double a) { return Math.floor(a); }

    static double round(double a) { return Math.rint(a); }

    static double sign(double a) { return Math.signum(a); }

    static double less(double a, double b) { return one(a < b); }

    static double lessOrEqual(double a, double b) { return one(a <= b); }

    static double equal(double a, double b) { return one(a == b); }

    static double pull(double a, double b) { return a == 0 ? 0 : a * b; }

    static double remainder(double a, double b) { return a % b; }

    static double quarterRemainder(double a) { return Quarters.remainder(a); }

    static double quarterRest(double a) { return Quarters.rest(a); }

    static double quarter(double a) { return Quarters.number(a); }
}
