package dev.jacobi.scalar;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/// Angles by quarter turns: which multiple of π/2 is nearest, and what remains.
///
/// Up to a million quarter turns π/2 is taken away in three parts by fused multiply-adds
/// (after Cody and Waite); beyond, exactly, with 1140 digits of π.
final class Quarters {
    private static final double LIMIT = 0x1p20;
    // π/2 cut into 53-bit parts: each is what the ones before leave, rounded
    private static final double PART1 = 0x1.921fb54442d18p0;
    private static final double PART2 = 0x1.1a62633145c07p-54;
    private static final double PART3 = -0x1.f1976b7ed8fbcp-110;

    private Quarters() {}

    private static double nearest(double x) { return Math.rint(x * (2 / Math.PI)); }

    /// What remains of x, from −π/4 to π/4 (or a rounding more); NaN for infinite x.
    static double remainder(double x) {
        double k = nearest(x);
        if (Math.abs(k) <= LIMIT) return Math.fma(-k, PART3, Math.fma(-k, PART2, Math.fma(-k, PART1, x)));
        if (!Double.isFinite(x)) return Double.NaN;
        return Large.of(x).remainder;
    }

    /// What [#remainder(double)] has rounded away.
    static double rest(double x) {
        double k = nearest(x);
        if (Math.abs(k) > LIMIT) return Double.isFinite(x) ? Large.of(x).rest : Double.NaN;
        double first = Math.fma(-k, PART1, x);                              // exact
        double p = k * PART2;
        double s = first - p;
        double part = s - first;
        double lost = first - (s - part) - (p + part);
        return s - remainder(x) + (lost - Math.fma(k, PART2, -p) - k * PART3);
    }

    static float rest(float x) {
        double r = remainder((double) x);
        return (float) (r - (float) r);
    }

    /// The nearest multiple's number modulo 4: 0, 1, 2 or 3.
    static int number(double x) {
        double k = nearest(x);
        if (Math.abs(k) <= LIMIT) return (int) k & 3;
        return Double.isFinite(x) ? Large.of(x).number : 0;
    }

    private record Large(double remainder, double rest, int number) {
        private static final BigDecimal HALF_PI = pi(1140).divide(BigDecimal.TWO);

        static Large of(double x) {
            BigDecimal exact = new BigDecimal(x);
            BigDecimal k = exact.divide(HALF_PI, 0, RoundingMode.HALF_EVEN);
            BigDecimal rest = exact.subtract(k.multiply(HALF_PI));
            double remainder = rest.doubleValue();
            return new Large(remainder, rest.subtract(new BigDecimal(remainder)).doubleValue(), k.toBigInteger().and(java.math.BigInteger.valueOf(3)).intValue());
        }

        /// π by Machin's formula, 16 arctan(1/5) − 4 arctan(1/239).
        private static BigDecimal pi(int digits) {
            MathContext c = new MathContext(digits + 10);
            return arctanOfInverse(5, c).multiply(BigDecimal.valueOf(16)).subtract(arctanOfInverse(239, c).multiply(BigDecimal.valueOf(4)), c);
        }

        private static BigDecimal arctanOfInverse(int n, MathContext c) {
            BigDecimal square = BigDecimal.valueOf((long) n * n);
            BigDecimal power = BigDecimal.ONE.divide(BigDecimal.valueOf(n), c);
            BigDecimal sum = power;
            for (int k = 1; power.precision() - power.scale() > -c.getPrecision(); k++) {
                power = power.divide(square, c);
                BigDecimal term = power.divide(BigDecimal.valueOf(2L * k + 1), c);
                sum = k % 2 == 0 ? sum.add(term, c) : sum.subtract(term, c);
            }
            return sum;
        }
    }
}
