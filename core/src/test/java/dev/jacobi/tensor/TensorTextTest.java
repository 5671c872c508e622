package dev.jacobi.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Texts as NumPy 2.4.6 prints them, and the points in which ours differ.
class TensorTextTest {
    private static Tensor counted(Shape shape, IntToDoubleFunction f) {
        return Tensor.of(shape, IntStream.range(0, shape.size()).mapToDouble(f).toArray());
    }

    @Test
    void pointsStandUnderEachOther() {
        assertThat(Tensor.of(0, 0.5, -0.125, 0)).hasToString("[ 0.     0.5   -0.125  0.   ]");
        assertThat(Tensor.of(Shape.of(2, 2), 1, 2.5, -10, 0.25)).hasToString("""
                [[  1.     2.5 ]
                 [-10.     0.25]]""");
        assertThat(Tensor.of(-0.0, 1.5, 2)).hasToString("[-0.   1.5  2. ]");
        assertThat(Tensor.scalar(0.25)).hasToString("0.25");
    }

    @Test
    void noMoreThanEightDigits() {
        assertThat(Tensor.of(1 / 3.0, 2 / 3.0, 1)).hasToString("[0.33333333 0.66666667 1.        ]");
        assertThat(Tensor.of(2.000000005, 1.123456785, 0.999999999)).hasToString("[2.         1.12345678 1.        ]");
        assertThat(Tensor.ofFloats(0.1f, 0.7f)).hasToString("[0.1 0.7]");
    }

    @Test
    void powersOfTen() {
        assertThat(Tensor.of(1e-5, 1)).hasToString("[1.e-05 1.e+00]");
        assertThat(Tensor.of(1.99999999999e-7, -1)).hasToString("[ 2.e-07 -1.e+00]");
        assertThat(Tensor.of(1.000000005e-7, 1.23456789012e-9)).hasToString("[1.00000000e-07 1.23456789e-09]");
        assertThat(Tensor.of(1e30, -2e30)).hasToString("[ 1.e+30 -2.e+30]");
        assertThat(Tensor.of(1e100, 1.5)).hasToString("[1.0e+100 1.5e+000]");
        assertThat(Tensor.ofFloats(0.1f, 1 / 3f, 1e-6f)).hasToString("[1.0000000e-01 3.3333334e-01 1.0000000e-06]");
        assertThat(Tensor.ofFloats(1939987.8f)).hasToString("[1.9399878e+06]");
    }

    @Test
    void longLinesAreFoldedAndLongAxesCut() {
        assertThat(counted(Shape.of(30), i -> i / 8.0)).hasToString("""
                [0.    0.125 0.25  0.375 0.5   0.625 0.75  0.875 1.    1.125 1.25  1.375
                 1.5   1.625 1.75  1.875 2.    2.125 2.25  2.375 2.5   2.625 2.75  2.875
                 3.    3.125 3.25  3.375 3.5   3.625]""");
        assertThat(counted(Shape.of(15), _ -> 0.25)).hasToString("""
                [0.25 0.25 0.25 0.25 0.25 0.25 0.25 0.25 0.25 0.25 0.25 0.25 0.25 0.25
                 0.25]""");
        assertThat(counted(Shape.of(2000), i -> i / 2.0))
                .hasToString("[0.000e+00 5.000e-01 1.000e+00 ... 9.985e+02 9.990e+02 9.995e+02]");
        assertThat(counted(Shape.of(60, 40), i -> i / 4.0)).hasToString("""
                [[0.0000e+00 2.5000e-01 5.0000e-01 ... 9.2500e+00 9.5000e+00 9.7500e+00]
                 [1.0000e+01 1.0250e+01 1.0500e+01 ... 1.9250e+01 1.9500e+01 1.9750e+01]
                 [2.0000e+01 2.0250e+01 2.0500e+01 ... 2.9250e+01 2.9500e+01 2.9750e+01]
                 ...
                 [5.7000e+02 5.7025e+02 5.7050e+02 ... 5.7925e+02 5.7950e+02 5.7975e+02]
                 [5.8000e+02 5.8025e+02 5.8050e+02 ... 5.8925e+02 5.8950e+02 5.8975e+02]
                 [5.9000e+02 5.9025e+02 5.9050e+02 ... 5.9925e+02 5.9950e+02 5.9975e+02]]""");
        assertThat(counted(Shape.of(2, 2, 2), i -> i / 2.0)).hasToString("""
                [[[0.  0.5]
                  [1.  1.5]]

                 [[2.  2.5]
                  [3.  3.5]]]""");
    }

    @Test
    void wholeNumbersAndTruthValues() {
        assertThat(Tensor.ofInts(1, -20, 300)).hasToString("[  1 -20 300]");
        assertThat(Tensor.ofLongs(Long.MAX_VALUE)).hasToString("[9223372036854775807]");
        assertThat(Tensor.ofBooleans(true, false)).hasToString("[ true false]");
    }

    @Test
    void otherwiseThanNumPy() {
        assertThat(Tensor.of(Double.NaN, Double.NEGATIVE_INFINITY, 1.5)).hasToString("[      NaN -Infinity       1.5]");
        assertThat(Tensor.of(1, 20000)).hasToString("[    1. 20000.]");
        assertThat(Tensor.of(1, 1e8)).hasToString("[1.e+00 1.e+08]");
        assertThat(Tensor.zeros(Shape.of(2, 0), DType.F64)).hasToString("[] (2, 0)");
    }
}
