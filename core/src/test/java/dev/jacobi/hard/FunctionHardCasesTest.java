package dev.jacobi.hard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jacobi.tensor.Tensor;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The hard numerical cases of special functions, and of products and sums with logarithms.
class FunctionHardCasesTest {
    private static final double INF = Double.POSITIVE_INFINITY;
    private static final double NAN = Double.NaN;
    private static final Function<List<Tensor>, Tensor> XLOGY = in -> in.get(0).xlogy(in.get(1));
    private static final Function<List<Tensor>, Tensor> XLOG1PY = in -> in.get(0).xlog1py(in.get(1));
    private static final Function<List<Tensor>, Tensor> LOG_ADD_EXP = in -> in.get(0).logAddExp(in.get(1));

    private static double[] at(double... x) { return x; }

    static Stream<HardCase> cases() {
        return Stream.of(
                HardCase.of("case 46: xlogy(0, 0)", XLOGY, at(0, 0), 0).slopes(-INF, 0),
                HardCase.of("case 46: xlogy(0, -1)", XLOGY, at(0, -1), 0).slopes(NAN, 0),
                HardCase.of("case 46: xlogy(0, NaN)", XLOGY, at(0, NAN), NAN),
                HardCase.of("case 46: xlog1py(0, -1)", XLOG1PY, at(0, -1), 0).slopes(-INF, 0),
                HardCase.of("case 47: xlogy(0, 2)", XLOGY, at(0, 2), 0).slopes(0.6931471805599453, 0),
                HardCase.of("xlogy(2, inf)", XLOGY, at(2, INF), INF).slopes(INF, 0),
                HardCase.of("xlog1py(3, 1e-20)", XLOG1PY, at(3, 1e-20), 3e-20).slopes(1e-20, 3),
                HardCase.of("case 48: entr(0)", Tensor::entr, 0, 0).slopes(INF),
                HardCase.of("case 48: entr(-1)", Tensor::entr, -1, -INF).slopes(NAN),
                HardCase.of("case 48: entr(5e-324)", Tensor::entr, 4.9e-324, 3.676e-321),
                HardCase.of("case 59: sinc(0)", Tensor::sinc, 0, 1).slopes(0).second(-3.289868133696453),
                HardCase.of("case 60: sinc(1e-10)", Tensor::sinc, 1e-10, 1).slopes(-3.289868133696453e-10).second(-3.289868133696453),
                HardCase.of("case 61: sinc(1e-8)", Tensor::sinc, 1e-8, 0.9999999999999999).slopes(-3.2898681336964526e-8).second(-3.289868133696452),
                HardCase.of("sinc(1)", Tensor::sinc, 1, 0).slopes(-1).second(2),
                HardCase.of("sinc(1e20)", Tensor::sinc, 1e20, 0).slopes(1e-20),
                HardCase.of("sinc(inf)", Tensor::sinc, INF, 0).slopes(0),
                HardCase.of("case 62: lgamma(0)", Tensor::lgamma, 0, INF).slopes(-INF),
                HardCase.of("case 62: lgamma(-1)", Tensor::lgamma, -1, INF).slopes(NAN),
                HardCase.of("case 62: lgamma(-1e300)", Tensor::lgamma, -1e300, INF).slopes(NAN),
                HardCase.of("case 62: lgamma(inf)", Tensor::lgamma, INF, INF).slopes(INF),
                HardCase.of("case 62: digamma(0)", Tensor::digamma, 0, -INF).slopes(INF),
                HardCase.of("case 62: digamma(-1)", Tensor::digamma, -1, NAN),
                HardCase.of("case 62: digamma(-inf)", Tensor::digamma, -INF, NAN),
                HardCase.of("lgamma(1)", Tensor::lgamma, 1, 0).slopes(-0.5772156649015329).second(1.6449340668482264),
                HardCase.of("lgamma(1e-300)", Tensor::lgamma, 1e-300, 690.7755278982137).slopes(-1e300),
                HardCase.of("lgamma(1e305)", Tensor::lgamma, 1e305, 7.012884533631839e307).slopes(702.288453363184),
                HardCase.of("lgamma(-0.5)", Tensor::lgamma, -0.5, 1.2655121234846454).slopes(0.03648997397857652).second(8.934802200544679),
                HardCase.of("polygamma(2) at 1", x -> x.polygamma(2), 1, -2.4041138063191885).slopes(6.493939402266829),
                HardCase.of("polygamma(1) at -2", x -> x.polygamma(1), -2, INF),
                HardCase.of("polygamma(2) at -2", x -> x.polygamma(2), -2, NAN),
                HardCase.of("polygamma(1) at 1e200", x -> x.polygamma(1), 1e200, 1e-200),
                HardCase.of("case 63: erfInv(1)", Tensor::erfInv, 1, INF).slopes(INF),
                HardCase.of("case 63: erfInv(-1)", Tensor::erfInv, -1, -INF).slopes(INF),
                HardCase.of("case 63: erfInv(1.5)", Tensor::erfInv, 1.5, NAN).slopes(NAN),
                HardCase.of("case 63: erfInv(1 - 2^-53)", Tensor::erfInv, Math.nextDown(1.0), 5.8635847487551676).slopes(757347920544974.0),
                HardCase.of("case 64: erfc(27)", Tensor::erfc, 27, 5.23705e-319).slopes(-2.8299433e-317),
                HardCase.of("erfc(-inf)", Tensor::erfc, -INF, 2).slopes(0).second(0),
                HardCase.of("erfc(inf)", Tensor::erfc, INF, 0).slopes(0).second(0),
                HardCase.of("case 65: logNdtr(-40)", Tensor::logNdtr, -40, -804.6084420137538).slopes(40.02496884720726),
                HardCase.of("case 65: logNdtr(-1e10)", Tensor::logNdtr, -1e10, -5e19).slopes(1e10),
                HardCase.of("case 65: logNdtr(40)", Tensor::logNdtr, 40, 0).slopes(0),
                HardCase.of("case 65: logNdtr(10)", Tensor::logNdtr, 10, -7.619853024160525e-24).slopes(7.694598626706419e-23),
                HardCase.of("logNdtr(-inf)", Tensor::logNdtr, -INF, -INF).slopes(INF),
                HardCase.of("case 70: logAddExp(-inf, -inf)", LOG_ADD_EXP, at(-INF, -INF), -INF).slopes(0, 0),
                HardCase.of("case 70: logAddExp(inf, inf)", LOG_ADD_EXP, at(INF, INF), INF).slopes(0.5, 0.5),
                HardCase.of("case 70: logAddExp(inf, 1)", LOG_ADD_EXP, at(INF, 1), INF).slopes(1, 0),
                HardCase.of("case 70: logAddExp(-inf, 1)", LOG_ADD_EXP, at(-INF, 1), 1).slopes(0, 1),
                HardCase.of("logAddExp(1000, 1000)", LOG_ADD_EXP, at(1000, 1000), 1000.6931471805599).slopes(0.5, 0.5).second(0.25, 0.25),
                HardCase.of("logAddExp(0, -700)", LOG_ADD_EXP, at(0, -700), 9.859676543759770e-305).slopes(1, 9.859676543759770e-305));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void comesOut(HardCase c) { c.check(); }

    @Test
    void wrongArgumentsAreNamed() {
        Tensor x = Tensor.of(1, 2, 3);
        assertThatThrownBy(() -> x.polygamma(-1)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("polygamma needs an order from 1 to 30, but got -1");
        assertThatThrownBy(() -> x.polygamma(31)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Tensor.ofInts(1).lgamma()).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("convert the tensor");
        assertThatThrownBy(() -> x.xlogy(Tensor.of(1, 2))).isInstanceOf(IllegalArgumentException.class);
        assertThat(x.polygamma(0).toDoubles()).isEqualTo(x.digamma().toDoubles());
    }
}
