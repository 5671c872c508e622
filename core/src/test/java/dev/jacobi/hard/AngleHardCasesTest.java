package dev.jacobi.hard;

import static java.lang.Double.NEGATIVE_INFINITY;
import static java.lang.Double.NaN;
import static java.lang.Double.POSITIVE_INFINITY;

import dev.jacobi.tensor.Tensor;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Angles, lengths and hyperbolic functions where they are hard.
class AngleHardCasesTest {
    private static Tensor hypot(List<Tensor> in) { return in.get(0).hypot(in.get(1)); }

    private static Tensor atan2(List<Tensor> in) { return in.get(0).atan2(in.get(1)); }

    static Stream<HardCase> cases() {
        return Stream.of(
                HardCase.of("case 38: hypot(0, 0)", AngleHardCasesTest::hypot, new double[] {0, 0}, 0).slopes(0, 0),
                HardCase.of("case 39: hypot of large numbers", AngleHardCasesTest::hypot, new double[] {3e200, 4e200}, 5e200).slopes(0.6, 0.8),
                HardCase.of("case 39: hypot of small numbers", AngleHardCasesTest::hypot, new double[] {3e-200, 4e-200}, 5e-200).slopes(0.6, 0.8),
                HardCase.of("case 54: atan2(0, 0)", AngleHardCasesTest::atan2, new double[] {0, 0}, 0).slopes(0, 0),
                HardCase.of("case 55: atan2 of small numbers", AngleHardCasesTest::atan2, new double[] {1e-200, 1e-200}, Math.PI / 4).slopes(5e199, -5e199),
                HardCase.of("case 56: atan2(0, -1)", AngleHardCasesTest::atan2, new double[] {0, -1}, Math.PI).slopes(-1, 0),
                HardCase.of("case 56: atan2(-0, -1)", AngleHardCasesTest::atan2, new double[] {-0.0, -1}, -Math.PI).slopes(-1, 0),
                HardCase.of("case 57: asin(1)", Tensor::asin, 1, Math.PI / 2).slopes(POSITIVE_INFINITY),
                HardCase.of("case 57: asin(1.5)", Tensor::asin, 1.5, NaN).slopes(NaN),
                HardCase.of("case 57: acos(-1)", Tensor::acos, -1, Math.PI).slopes(NEGATIVE_INFINITY),
                HardCase.of("case 57: acosh(1)", Tensor::acosh, 1, 0).slopes(POSITIVE_INFINITY),
                HardCase.of("case 57: acosh(0.5)", Tensor::acosh, 0.5, NaN).slopes(NaN),
                HardCase.of("case 57: atanh(1)", Tensor::atanh, 1, POSITIVE_INFINITY).slopes(POSITIVE_INFINITY),
                HardCase.of("case 57: atanh(-2)", Tensor::atanh, -2, NaN).slopes(NaN),
                HardCase.of("case 58: asinh(-1e10)", Tensor::asinh, -1e10, -23.7189981105004).slopes(1e-10),
                HardCase.of("case 58: asinh(1e300)", Tensor::asinh, 1e300, 691.46867507877365).slopes(1e-300),
                HardCase.of("case 58: asinh(-1e300)", Tensor::asinh, -1e300, -691.46867507877365).slopes(1e-300));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void decided(HardCase hard) { hard.check(); }
}
