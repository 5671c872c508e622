package dev.jacobi.hard;

import static dev.jacobi.Jacobi.grad;
import static java.lang.Double.NEGATIVE_INFINITY;
import static java.lang.Double.NaN;
import static java.lang.Double.POSITIVE_INFINITY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jacobi.tensor.Tensor;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Arithmetic, powers, logarithms and choices where they are hard.
class ElementaryHardCasesTest {
    private static Tensor pow(List<Tensor> in) { return in.get(0).pow(in.get(1)); }

    private static Tensor div(List<Tensor> in) { return in.get(0).div(in.get(1)); }

    private static Tensor held(List<Tensor> in) { return in.get(0).maximum(in.get(1)).minimum(in.get(2)); }

    private static Tensor maximum(List<Tensor> in) { return in.get(0).maximum(in.get(1)); }

    static Stream<HardCase> cases() {
        return Stream.of(
                HardCase.of("case 16: silu in f32 far down", Tensor::silu, -100, -3.7200759760208356e-42).f32(),
                HardCase.of("case 17: relu(0)", Tensor::relu, 0, 0).slopes(0).second(0),
                HardCase.of("case 21: clamp at its lower end", x -> x.clamp(-1, 1), -1, -1).slopes(1),
                HardCase.of("case 21: clamp at its upper end", x -> x.clamp(-1, 1), 1, 1).slopes(1),
                HardCase.of("case 22: held between two bounds that are equal to it", ElementaryHardCasesTest::held, new double[] {1, 1, 1}, 1).slopes(0.25, 0.25, 0.5),
                HardCase.of("case 25: abs(0)", Tensor::abs, 0, 0).slopes(0),
                HardCase.of("case 26: abs(NaN)", Tensor::abs, NaN, NaN).slopes(NaN),
                HardCase.of("case 27: sign(NaN)", Tensor::sign, NaN, NaN),
                HardCase.of("case 28: sqrt(0)", Tensor::sqrt, 0, 0).slopes(POSITIVE_INFINITY),
                HardCase.of("case 29: sqrt(-0)", Tensor::sqrt, -0.0, -0.0).slopes(POSITIVE_INFINITY),
                HardCase.of("case 30: sqrt of a subnormal number", Tensor::sqrt, 1e-320, Math.sqrt(1e-320)).slopes(0.5 / Math.sqrt(1e-320)),
                HardCase.of("case 31: x sqrt(x) at 0", x -> x.mul(x.sqrt()), 0, 0).slopes(0),
                HardCase.of("case 40: 0^0", ElementaryHardCasesTest::pow, new double[] {0, 0}, 1).slopes(0, 0),
                HardCase.of("case 41: (-2)^3", ElementaryHardCasesTest::pow, new double[] {-2, 3}, -8).slopes(12, NaN),
                HardCase.of("case 42: x^2 at 0", x -> x.pow(Tensor.scalar(2)), 0, 0).slopes(0).second(2),
                HardCase.of("case 42: x^1 at 0", x -> x.pow(Tensor.scalar(1)), 0, 0).slopes(1),
                HardCase.of("case 43: NaN^0", x -> x.pow(Tensor.scalar(0)), NaN, 1).slopes(0),
                HardCase.of("case 43: 1^NaN", y -> Tensor.scalar(1).pow(y), NaN, 1).slopes(0),
                HardCase.of("case 44: 0^-1", x -> x.pow(Tensor.scalar(-1)), 0, POSITIVE_INFINITY).slopes(NEGATIVE_INFINITY),
                HardCase.of("case 45: (-0)^0.5", x -> x.pow(0.5), -0.0, 0),
                HardCase.of("case 49: log of the smallest number", Tensor::log, 5e-324, -744.4400719213812).slopes(POSITIVE_INFINITY),
                HardCase.of("case 50: log(-1)", Tensor::log, -1, NaN).slopes(NaN),
                HardCase.of("case 51: log1p of little", Tensor::log1p, 1e-20, 1e-20).slopes(1),
                HardCase.of("case 51: expm1 of little", Tensor::expm1, 1e-20, 1e-20).slopes(1),
                HardCase.of("case 52: log1p(-0.4142)", Tensor::log1p, -0.4142, -0.5347768445885039).slopes(1 / (1 - 0.4142)),
                HardCase.of("case 53: log1p(-2)", Tensor::log1p, -2, NaN).slopes(NaN),
                HardCase.of("case 90: maximum(NaN, 1)", ElementaryHardCasesTest::maximum, new double[] {NaN, 1}, NaN).slopes(1, 0),
                HardCase.of("case 90: maximum(1, NaN)", ElementaryHardCasesTest::maximum, new double[] {1, NaN}, NaN).slopes(0, 1),
                HardCase.of("case 118: 1e25 / 1e20 in f32", ElementaryHardCasesTest::div, new double[] {1e25, 1e20}, 1e5).f32().slopes(1e-20, -1e-15),
                HardCase.of("case 119: 0/0", ElementaryHardCasesTest::div, new double[] {0, 0}, NaN),
                HardCase.of("case 119: 1/0", ElementaryHardCasesTest::div, new double[] {1, 0}, POSITIVE_INFINITY),
                HardCase.of("case 119: -1/-0", ElementaryHardCasesTest::div, new double[] {-1, -0.0}, POSITIVE_INFINITY));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void decided(HardCase hard) { hard.check(); }

    @Test
    @DisplayName("case 23: bounds the wrong way round are an error")
    void boundsTheWrongWayRound() {
        assertThatThrownBy(() -> Tensor.of(0).clamp(1, -1)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("lower bound");
    }

    @Test
    @DisplayName("case 147: the gradient of a chain of a million steps")
    void aMillionSteps() {
        Tensor g = grad((Tensor x) -> {
            Tensor y = x;
            for (int i = 0; i < 1_000_000; i++) y = y.neg();
            return y.sum();
        }, Tensor.of(1, 2));
        assertThat(g.toDoubles()).containsExactly(1, 1);
    }
}
