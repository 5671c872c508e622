package dev.jacobi.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.SplittableRandom;
import java.util.function.DoubleFunction;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/// Numbers of 16 bits: all of them there and back, and rounding against exact arithmetic.
class HalvesTest {

    @Test
    void everyNumberComesBack() {
        for (int i = 0; i < 1 << 16; i++) {
            short bits = (short) i;
            float f16 = Halves.fromF16(bits);
            float bf16 = Halves.fromBF16(bits);
            if (!Float.isNaN(f16)) assertThat(Halves.toF16(f16)).isEqualTo(bits);
            if (!Float.isNaN(bf16)) assertThat(Halves.toBF16(bf16)).isEqualTo(bits);
        }
        assertThat(Halves.fromF16(Halves.toF16(Double.NaN))).isNaN();
        assertThat(Halves.fromBF16(Halves.toBF16(Double.NaN))).isNaN();
    }

    @Test
    void knownNumbers() {
        assertThat(Halves.fromF16(Halves.toF16(65519.999))).isEqualTo(65504f);
        assertThat(Halves.fromF16(Halves.toF16(65520))).isInfinite();
        assertThat(Halves.fromF16(Halves.toF16(-1e300))).isEqualTo(Float.NEGATIVE_INFINITY);
        assertThat(Halves.fromBF16(Halves.toBF16(1.00390625))).as("a tie goes to the even one").isEqualTo(1f);
        assertThat(Halves.fromBF16(Halves.toBF16(1.01171875))).isEqualTo(1.015625f);
        assertThat(Halves.fromBF16(Halves.toBF16(Double.MAX_VALUE))).isInfinite();
        assertThat(Halves.toF16(-1e-300)).as("-0").isEqualTo((short) 0x8000);
    }

    /// A double just beside the middle of two neighbors would be rounded to the middle as a float, and then to the even
    /// one: wrong in half of the cases.
    @Test
    void doublesAreRoundedOnce() {
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 20_000; i++) {
            check(Halves::fromF16, Halves::toF16, (short) random.nextInt(0, 0x7bff), random);
            check(Halves::fromBF16, Halves::toBF16, (short) random.nextInt(0, 0x7f7f), random);
        }
    }

    private static void check(Function<Short, Float> from, DoubleFunction<Short> to, short bits, SplittableRandom random) {
        double low = from.apply(bits);
        double high = from.apply((short) (bits + 1));
        double middle = low + (high - low) / 2;
        double sign = random.nextBoolean() ? 1 : -1;
        for (double x : new double[] {middle, Math.nextUp(middle), Math.nextDown(middle), low + (high - low) * random.nextDouble()}) {
            BigDecimal toLow = new BigDecimal(x).subtract(new BigDecimal(low));
            BigDecimal toHigh = new BigDecimal(high).subtract(new BigDecimal(x));
            int order = toLow.compareTo(toHigh);
            double nearest = order < 0 ? low : order > 0 ? high : (bits & 1) == 0 ? low : high;
            assertThat((double) from.apply(to.apply(sign * x))).as("%s between %s and %s", sign * x, low, high).isEqualTo(sign * nearest);
        }
    }
}
