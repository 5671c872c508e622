package dev.jacobi.hard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jacobi.Jacobi;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The hard numerical cases of the activations: tails, ends and kinks.
class ActivationHardCasesTest {
    private static final double INF = Double.POSITIVE_INFINITY;
    private static final double NAN = Double.NaN;

    static Stream<HardCase> cases() {
        return Stream.of(
                HardCase.of("case 1: softplus(1000)", Tensor::softplus, 1000, 1000).slopes(1).second(0),
                HardCase.of("case 2: softplus(21)", Tensor::softplus, 21, 21.000000000758256).slopes(0.999999999241744).second(7.582560416412863e-10),
                HardCase.of("case 3: softplus(-1000)", Tensor::softplus, -1000, 0).slopes(0),
                HardCase.of("case 3: softplus(inf)", Tensor::softplus, INF, INF).slopes(1),
                HardCase.of("case 3: softplus(-inf)", Tensor::softplus, -INF, 0).slopes(0),
                HardCase.of("case 3: softplus(NaN)", Tensor::softplus, NAN, NAN).slopes(NAN),
                HardCase.of("case 4: softplus f32(-100)", Tensor::softplus, -100, 3.720075976020836e-44).f32(),
                HardCase.of("case 5: sigmoid(100)", Tensor::sigmoid, 100, 1).slopes(3.720075976020836e-44),
                HardCase.of("case 5: sigmoid(-100)", Tensor::sigmoid, -100, 3.720075976020836e-44).slopes(3.720075976020836e-44),
                HardCase.of("case 6: sigmoid(-750)", Tensor::sigmoid, -750, 0).slopes(0),
                HardCase.of("case 6: sigmoid(inf)", Tensor::sigmoid, INF, 1).slopes(0),
                HardCase.of("case 6: sigmoid(-inf)", Tensor::sigmoid, -INF, 0).slopes(0),
                HardCase.of("case 7: sigmoid f32(-88)", Tensor::sigmoid, -88, 6.054601895401186e-39).f32(),
                HardCase.of("case 7: sigmoid f32(-90)", Tensor::sigmoid, -90, 8.194012623990515e-40).f32(),
                HardCase.of("case 8: logSigmoid(-1000)", Tensor::logSigmoid, -1000, -1000).slopes(1),
                HardCase.of("case 8: logSigmoid(1000)", Tensor::logSigmoid, 1000, 0).slopes(0),
                HardCase.of("case 9: tanh(20)", Tensor::tanh, 20, 1).slopes(1.6993417021166355e-17),
                HardCase.of("case 10: gelu(-8)", Tensor::gelu, -8, -4.976768459417427e-15).slopes(-3.979607261086796e-14),
                HardCase.of("case 11: gelu(-30)", Tensor::gelu, -30, -1.472014178144456e-196).slopes(-4.416031690708495e-195),
                HardCase.of("case 12: gelu f32(-6)", Tensor::gelu, -6, -5.9195258702261885e-09).slopes(-3.5468709453902015e-08).f32(),
                HardCase.of("case 13: gelu f32(inf)", Tensor::gelu, INF, INF).slopes(1).f32(),
                HardCase.of("case 13: gelu f32(3e38)", Tensor::gelu, 3e38, 3e38).slopes(1).f32(),
                HardCase.of("case 13: geluTanh f32(3e38)", Tensor::geluTanh, 3e38, 3e38).slopes(1).f32(),
                HardCase.of("case 14: gelu(-inf)", Tensor::gelu, -INF, 0).slopes(0),
                HardCase.of("case 14: geluTanh(-inf)", Tensor::geluTanh, -INF, 0).slopes(0).second(0),
                HardCase.of("case 14: silu(-inf)", Tensor::silu, -INF, 0).slopes(0),
                HardCase.of("case 14: mish(-inf)", Tensor::mish, -INF, 0).slopes(0).second(0),
                HardCase.of("case 14: hardSwish(-inf)", Tensor::hardSwish, -INF, 0).slopes(0),
                HardCase.of("case 15: silu(inf)", Tensor::silu, INF, INF).slopes(1),
                HardCase.of("case 15: mish(inf)", Tensor::mish, INF, INF).slopes(1).second(0),
                HardCase.of("case 15: geluTanh(inf)", Tensor::geluTanh, INF, INF).slopes(1).second(0),
                HardCase.of("case 15: hardSwish(inf)", Tensor::hardSwish, INF, INF).slopes(1),
                HardCase.of("case 17: relu(0)", Tensor::relu, 0, 0).slopes(0).second(0),
                HardCase.of("case 17: relu(-0)", Tensor::relu, -0.0, 0).slopes(0).second(0),
                HardCase.of("case 18: relu(NaN), whose slope is 0 because NaN isn't above 0", Tensor::relu, NAN, NAN).slopes(0),
                HardCase.of("case 19: leakyRelu(0) has the slope nearest to 0", x -> x.leakyRelu(0.01), 0, 0).slopes(0.01),
                HardCase.of("case 19: leakyRelu(0), steep", x -> x.leakyRelu(3), 0, 0).slopes(1),
                HardCase.of("case 19: leakyRelu(0), falling", x -> x.leakyRelu(-0.5), 0, 0).slopes(0),
                HardCase.of("case 19: leakyRelu(-1), falling", x -> x.leakyRelu(-0.5), -1, 0.5).slopes(-0.5),
                HardCase.of("case 19: parametricRelu(0), falling", x -> x.parametricRelu(Tensor.scalar(-0.5)), 0, 0).slopes(0),
                HardCase.of("case 19: parametricRelu(0)", x -> x.parametricRelu(Tensor.scalar(0.5)), 0, 0).slopes(0.5),
                HardCase.of("case 20: relu6(0)", Tensor::relu6, 0, 0).slopes(0),
                HardCase.of("case 20: relu6(6)", Tensor::relu6, 6, 6).slopes(0),
                HardCase.of("case 20: hardTanh(-1)", Tensor::hardTanh, -1, -1).slopes(0),
                HardCase.of("case 20: hardTanh(1)", Tensor::hardTanh, 1, 1).slopes(0),
                HardCase.of("case 20: hardSigmoid(-3)", Tensor::hardSigmoid, -3, 0).slopes(0),
                HardCase.of("case 20: hardSigmoid(3)", Tensor::hardSigmoid, 3, 1).slopes(0),
                HardCase.of("case 20: hardSwish(-3)", Tensor::hardSwish, -3, 0).slopes(0),
                HardCase.of("case 20: hardSwish(3)", Tensor::hardSwish, 3, 3).slopes(1),
                HardCase.of("case 20: softShrink(0.5)", x -> x.softShrink(0.5), 0.5, 0).slopes(0),
                HardCase.of("case 20: hardShrink(-0.5)", x -> x.hardShrink(0.5), -0.5, 0).slopes(0),
                HardCase.of("case 24: elu(0), second derivative nearest to 0", Tensor::elu, 0, 0).slopes(1).second(0),
                HardCase.of("case 24: elu(0), steep", x -> x.elu(2), 0, 0).slopes(1).second(0),
                HardCase.of("case 24: elu(0), gentle", x -> x.elu(0.5), 0, 0).slopes(0.5).second(0),
                HardCase.of("case 24: elu(0), falling", x -> x.elu(-0.5), 0, 0).slopes(0).second(0),
                HardCase.of("case 24: elu(-1)", Tensor::elu, -1, Math.exp(-1) - 1).slopes(Math.exp(-1)).second(Math.exp(-1)),
                HardCase.of("case 24: elu(-inf)", x -> x.elu(2), -INF, -2).slopes(0).second(0),
                HardCase.of("case 24: elu(NaN)", Tensor::elu, NAN, NAN).slopes(NAN),
                HardCase.of("case 24: selu(0)", Tensor::selu, 0, 0).slopes(1.0507009873554805).second(0),
                HardCase.of("case 24: celu(0)", x -> x.celu(2), 0, 0).slopes(1).second(0),
                HardCase.of("softsign(inf)", Tensor::softsign, INF, 1).slopes(0),
                HardCase.of("softsign(1e200)", Tensor::softsign, 1e200, 1).slopes(0),
                HardCase.of("tanhShrink(1e-5)", Tensor::tanhShrink, 1e-5, 3.3333333332e-16).slopes(9.999999999333333e-11),
                HardCase.of("tanhShrink(-inf)", Tensor::tanhShrink, -INF, -INF).slopes(1));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void comesOut(HardCase c) { c.check(); }

    /// In an array of any length, where loops run in lanes.
    @Test
    void caseThirteenInLanes() {
        for (int n : new int[] {1, 2, 3, 16, 17, 600}) {
            Tensor x = Tensor.full(Shape.of(n), INF, dev.jacobi.tensor.DType.F32);
            assertThat(x.gelu().toDoubles()).as("case 13: gelu f32(inf)").containsOnly(INF);
            assertThat(Jacobi.grad((Tensor t) -> t.gelu().sum(), x).toDoubles()).containsOnly(1);
        }
    }

    @Test
    void wrongArgumentsAreNamed() {
        Tensor x = Tensor.of(1, 2, 3);
        assertThatThrownBy(() -> x.glu(0)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("glu halves an axis, but axis 0 of (3)")
                .hasMessageContaining("choose an axis of even size");
        assertThatThrownBy(() -> x.glu(1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> x.celu(0)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("celu needs a number above 0");
        assertThatThrownBy(() -> x.elu(NAN)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("elu needs a finite number");
        assertThatThrownBy(() -> x.softShrink(-1)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("softShrink needs a width");
        assertThatThrownBy(() -> x.hardShrink(-1)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("hardShrink needs a width");
        assertThatThrownBy(() -> Tensor.ofInts(1, 2).mish()).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("convert the tensor");
    }
}
