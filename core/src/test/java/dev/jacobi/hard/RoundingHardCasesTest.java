package dev.jacobi.hard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.Tensor;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The hard cases of rounding, division with a remainder, choices around NaN, logic and bits.
class RoundingHardCasesTest {
    private static final double INF = Double.POSITIVE_INFINITY;
    private static final double NAN = Double.NaN;
    private static final Function<List<Tensor>, Tensor> REMAINDER = in -> in.get(0).remainder(in.get(1));
    private static final Function<List<Tensor>, Tensor> TRUNCATED = in -> in.get(0).truncatedRemainder(in.get(1));
    private static final Function<List<Tensor>, Tensor> FLOOR = in -> in.get(0).floorDivide(in.get(1));
    private static final Function<List<Tensor>, Tensor> FMAX = in -> in.get(0).fmax(in.get(1));
    private static final Function<List<Tensor>, Tensor> FMIN = in -> in.get(0).fmin(in.get(1));

    private static double[] at(double... x) { return x; }

    static Stream<HardCase> cases() {
        return Stream.of(
                HardCase.of("case 91: fmax(1, 1)", FMAX, at(1, 1), 1).slopes(0.5, 0.5),
                HardCase.of("case 91: fmax(NaN, 1)", FMAX, at(NAN, 1), 1).slopes(0, 1),
                HardCase.of("case 91: fmax(1, NaN)", FMAX, at(1, NAN), 1).slopes(1, 0),
                HardCase.of("case 91: fmin(NaN, 1)", FMIN, at(NAN, 1), 1).slopes(0, 1),
                HardCase.of("case 91: fmin(2, 3)", FMIN, at(2, 3), 2).slopes(1, 0),
                HardCase.of("case 91: fmax(NaN, NaN)", FMAX, at(NAN, NAN), NAN),
                HardCase.of("case 117: nanToNum(NaN)", Tensor::nanToNum, NAN, 0).slopes(0),
                HardCase.of("case 117: nanToNum(inf)", Tensor::nanToNum, INF, Double.MAX_VALUE).slopes(0),
                HardCase.of("case 117: nanToNum(-inf)", Tensor::nanToNum, -INF, -Double.MAX_VALUE).slopes(0),
                HardCase.of("case 117: nanToNum f32(inf)", Tensor::nanToNum, INF, Float.MAX_VALUE).slopes(0).f32(),
                HardCase.of("case 117: nanToNum(3)", x -> x.nanToNum(1, 2, -2), 3, 3).slopes(1),
                HardCase.of("case 120: remainder(-5, 3)", REMAINDER, at(-5, 3), 1).slopes(1, 2),
                HardCase.of("case 120: remainder(5, -3)", REMAINDER, at(5, -3), -1).slopes(1, 2),
                HardCase.of("case 120: remainder(-5, inf)", REMAINDER, at(-5, INF), INF).slopes(1, 1),
                HardCase.of("case 120: remainder(5, 0)", REMAINDER, at(5, 0), NAN),
                HardCase.of("case 120: truncatedRemainder(-5, 3)", TRUNCATED, at(-5, 3), -2).slopes(1, 1),
                HardCase.of("case 120: truncatedRemainder(5, -3)", TRUNCATED, at(5, -3), 2).slopes(1, 1),
                HardCase.of("case 120: truncatedRemainder(-5, inf)", TRUNCATED, at(-5, INF), -5).slopes(1, 0),
                HardCase.of("case 120: truncatedRemainder(5, 0)", TRUNCATED, at(5, 0), NAN),
                HardCase.of("case 120: floorDivide(-5, 3)", FLOOR, at(-5, 3), -2).slopes(0, 0),
                HardCase.of("case 120: floorDivide(-5, inf)", FLOOR, at(-5, INF), -1),
                HardCase.of("case 120: floorDivide(5, 0)", FLOOR, at(5, 0), INF),
                HardCase.of("case 120: remainder(1e300, 7) is exact", REMAINDER, at(1e300, 7), 1),
                HardCase.of("case 121: round(0.5)", Tensor::round, 0.5, 0).slopes(0),
                HardCase.of("case 121: round(1.5)", Tensor::round, 1.5, 2).slopes(0),
                HardCase.of("case 121: round(2.5)", Tensor::round, 2.5, 2).slopes(0),
                HardCase.of("case 121: ceil(-0.5)", Tensor::ceil, -0.5, 0).slopes(0),
                HardCase.of("case 121: frac(-2.75)", Tensor::frac, -2.75, -0.75).slopes(1),
                HardCase.of("case 121: frac(-inf)", Tensor::frac, -INF, 0).slopes(1),
                HardCase.of("case 121: trunc(NaN)", Tensor::trunc, NAN, NAN));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void comesOut(HardCase c) { c.check(); }

    @Test
    void zerosKeepTheirSigns() {
        double[] x = Tensor.of(-0.5, -0.2, 0.2, -0.0).round().toDoubles();
        assertThat(x).as("case 121: -0.5 becomes -0").containsExactly(-0.0, -0.0, 0.0, -0.0);
        assertThat(Tensor.of(-0.5).trunc().toDoubles()).containsExactly(-0.0);
    }

    @Test
    void wholeNumbersStayWhole() {
        Tensor a = Tensor.ofInts(7, -7, 7, -7, Integer.MIN_VALUE);
        Tensor b = Tensor.ofInts(3, 3, -3, -3, -1);
        assertThat(a.floorDivide(b).toDoubles()).as("case 141: the least by -1 wraps").containsExactly(2, -3, -3, 2, Integer.MIN_VALUE);
        assertThat(a.remainder(b).toDoubles()).containsExactly(1, 2, -2, -1, 0);
        assertThat(a.truncatedRemainder(b).toDoubles()).containsExactly(1, -1, 1, -1, 0);
        assertThat(a.floorDivide(2).dtype()).isEqualTo(DType.I32);
        assertThat(a.floor().add(a.ceil()).add(a.round()).add(a.trunc()).add(a.frac()).toDoubles()).containsExactly(28, -28, 28, -28, 0);
        assertThat(Tensor.ofLongs(Long.MIN_VALUE).abs().item()).as("case 141: abs of the least wraps").isEqualTo(Long.MIN_VALUE);
        assertThat(a.isFinite().toDoubles()).containsOnly(1);
        assertThat(a.isInfinite().toDoubles()).containsOnly(0);
        assertThat(a.nanToNum().toDoubles()).isEqualTo(a.toDoubles());
    }

    @Test
    void bitsAreThoseOfJava() {
        long[] x = {0, 1, -1, 12, -12, 1L << 40, Long.MIN_VALUE};
        long[] y = {3, 6, 5, 10, 63, 64, 1000};
        Tensor a = Tensor.ofLongs(x);
        Tensor b = Tensor.ofLongs(y);
        for (int i = 0; i < x.length; i++) {
            assertThat((long) a.bitAnd(b).toDoubles()[i]).isEqualTo((long) (double) (x[i] & y[i]));
            assertThat((long) a.bitOr(b).toDoubles()[i]).isEqualTo((long) (double) (x[i] | y[i]));
            assertThat((long) a.bitXor(b).toDoubles()[i]).isEqualTo((long) (double) (x[i] ^ y[i]));
            assertThat((long) a.bitNot().toDoubles()[i]).isEqualTo((long) (double) ~x[i]);
            assertThat((long) a.shiftLeft(b).toDoubles()[i]).isEqualTo(y[i] > 63 ? 0 : (long) (double) (x[i] << y[i]));
            assertThat((long) a.shiftRight(b).toDoubles()[i]).isEqualTo((long) (double) (x[i] >> Math.min(y[i], 63)));
        }
        assertThat(Tensor.ofInts(1, -1).shiftLeft(31).toDoubles()).containsExactly(Integer.MIN_VALUE, Integer.MIN_VALUE);
        assertThat(Tensor.ofInts(1, -1).shiftLeft(32).toDoubles()).containsExactly(0, 0);
        assertThat(Tensor.ofInts(5, -5).shiftRight(40).toDoubles()).containsExactly(0, -1);
    }

    @Test
    void logicIsOfTruths() {
        Tensor a = Tensor.ofBooleans(true, true, false, false);
        Tensor b = Tensor.ofBooleans(true, false, true, false);
        assertThat(a.and(b).toDoubles()).containsExactly(1, 0, 0, 0);
        assertThat(a.or(b).toDoubles()).containsExactly(1, 1, 1, 0);
        assertThat(a.xor(b).toDoubles()).containsExactly(0, 1, 1, 0);
        assertThat(a.and(b).dtype()).isEqualTo(DType.BOOL);
        assertThat(Tensor.of(1, INF, -INF, NAN).isFinite().toDoubles()).containsExactly(1, 0, 0, 0);
        assertThat(Tensor.of(1, INF, -INF, NAN).isInfinite().toDoubles()).containsExactly(0, 1, 1, 0);
    }

    @Test
    void wrongArgumentsAreNamed() {
        Tensor whole = Tensor.ofInts(1, 2);
        Tensor real = Tensor.of(1, 2);
        for (Function<Tensor, Tensor> f : List.<Function<Tensor, Tensor>>of(t -> t.floorDivide(0), t -> t.remainder(0), t -> t.truncatedRemainder(0))) {
            assertThatThrownBy(() -> f.apply(whole)).as("case 141: x // 0").isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("a whole number was to be divided by 0").hasMessageContaining("convert to F64");
        }
        assertThatThrownBy(() -> whole.shiftLeft(-1)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("shifted by -1 places");
        assertThatThrownBy(() -> real.bitAnd(real)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("bitAnd needs whole numbers, but got F64");
        assertThatThrownBy(() -> real.bitNot()).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("bitNot needs whole numbers");
        assertThatThrownBy(() -> whole.bitOr(Tensor.ofLongs(1, 2))).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("one dtype");
        assertThatThrownBy(() -> real.and(real)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("and needs tensors of BOOL, but got F64");
        assertThatThrownBy(() -> whole.gt(0).xor(whole)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("xor needs tensors of BOOL");
    }
}
