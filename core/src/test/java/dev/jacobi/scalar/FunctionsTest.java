package dev.jacobi.scalar;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Values of the functions against StrictMath, in units in the last place; what they do at the
/// ends; and that the loops agree bit for bit wherever an element lies.
class FunctionsTest {
    private static final int COUNT = 60_000;

    record Case(ScalarFunction function, DoubleUnaryOperator reference, double low, double high, double ulps64, double ulps32) {
        @Override public String toString() { return function.name(); }
    }

    static Stream<Case> cases() {
        return Stream.of(
                new Case(new Exponential.Exp(), StrictMath::exp, -87, 88, 1.5, 1),
                new Case(new Exponential.Expm1(), StrictMath::expm1, -80, 80, 2, 1.6),
                new Case(new Logarithm.Log(), StrictMath::log, 1e-30, 1e30, 1.5, 1.1),
                new Case(new Logarithm.Log1p(), StrictMath::log1p, -0.999, 1e10, 2, 1.6),
                new Case(new Trigonometry.Sin(), StrictMath::sin, -1e5, 1e5, 1.5, 1.6),
                new Case(new Trigonometry.Cos(), StrictMath::cos, -1e5, 1e5, 1.5, 1.6),
                new Case(new Activations.Tanh(), StrictMath::tanh, -20, 20, 3.5, 3),
                new Case(new Activations.Sigmoid(), FunctionsTest::sigmoid, -80, 80, 4, 3),
                new Case(new Activations.Softplus(), FunctionsTest::softplus, -80, 80, 3, 2),
                new Case(new Arithmetic.Sqrt(), StrictMath::sqrt, 0, 1e30, 0.5, 0.5));
    }

    private static double sigmoid(double x) {
        return x >= 0 ? 1 / (1 + StrictMath.exp(-x)) : StrictMath.exp(x) / (1 + StrictMath.exp(x));
    }

    private static double softplus(double x) { return Math.max(x, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(x))); }

    /// Numbers spread evenly, around 0 and over many sizes.
    private static double[] sample(Case c) {
        Random random = new Random(1);
        double[] x = new double[COUNT];
        for (int i = 0; i < COUNT; i++) {
            double v = switch (i % 3) {
                case 0 -> c.low + (c.high - c.low) * random.nextDouble();
                case 1 -> Math.scalb(random.nextGaussian(), random.nextInt(12) - 8);
                default -> random.nextGaussian();
            };
            x[i] = Math.clamp(v, c.low, c.high);
        }
        return x;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void doublesAreRightToAFewUnitsInTheLastPlace(Case c) {
        double[] x = sample(c);
        double[] y = new double[COUNT];
        Program.of(c.function, Precision.F64).run(new Operand[] {Operand.dense(x, 0)}, y, COUNT);
        for (int i = 0; i < COUNT; i++) {
            double expected = c.reference.applyAsDouble(x[i]);
            assertThat(Math.abs(y[i] - expected)).as("%s(%s)", c, x[i]).isLessThanOrEqualTo(c.ulps64 * Math.ulp(expected));
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void floatsAreRightToAFewUnitsInTheLastPlace(Case c) {
        double[] sample = sample(c);
        float[] x = new float[COUNT];
        for (int i = 0; i < COUNT; i++) x[i] = (float) sample[i];
        float[] y = new float[COUNT];
        Program.of(c.function, Precision.F32).run(new Operand[] {Operand.dense(x, 0)}, y, COUNT);
        for (int i = 0; i < COUNT; i++) {
            double expected = c.reference.applyAsDouble(x[i]);
            assertThat(Math.abs(y[i] - expected)).as("%s(%s)", c, x[i]).isLessThanOrEqualTo(c.ulps32 * Math.ulp((float) expected));
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void anElementHasTheSameBitsWhereverItLies(Case c) {
        double[] x = sample(c);
        Program program = Program.of(c.function, Precision.F64);
        double[] whole = new double[COUNT];
        program.run(new Operand[] {Operand.dense(x, 0)}, whole, COUNT);
        for (int n : new int[] {1, 2, 7, 8, 63, 511, 512, 513, 1025}) {
            double[] part = new double[n];
            program.run(new Operand[] {Operand.dense(x, 100)}, part, n);
            for (int i = 0; i < n; i++) {
                assertThat(Double.doubleToRawLongBits(part[i])).isEqualTo(Double.doubleToRawLongBits(whole[100 + i]));
            }
            double[] stepped = new double[n];
            program.run(new Operand[] {Operand.strided(x, 100, new int[] {n}, new int[] {2})}, stepped, n);
            for (int i = 0; i < n; i++) {
                assertThat(Double.doubleToRawLongBits(stepped[i])).isEqualTo(Double.doubleToRawLongBits(whole[100 + 2 * i]));
            }
        }
    }

    private static double at(ScalarFunction f, double... x) { return Program.of(f, Precision.F64).evaluate(x); }

    private static double slope(ScalarFunction f, double x) {
        return at(new ScalarFunction() {
            @Override public Scalar formula(List<Scalar> in) { return f.slope(0, in, Scalar.call(f, in)); }
        }, x);
    }

    @Test
    void tailsKeepTheirDigits() {
        close(slope(new Activations.Tanh(), 20), 1.6993417021166355e-17, 1e-15);
        close(slope(new Activations.Sigmoid(), 100), 3.720075976020836e-44, 1e-15);
        close(slope(new Activations.Sigmoid(), -100), 3.720075976020836e-44, 1e-15);
        assertThat(at(new Activations.Softplus(), 21)).isEqualTo(21.000000000758256);
        close(at(new ErrorFunction.Gelu(), -8), -4.9767684594174273e-15, 1e-15);
        close(at(new ErrorFunction.Gelu(), -30), -1.4720141781444561e-196, 1e-14);
        close(slope(new ErrorFunction.Gelu(), -30), -4.41603169e-195, 1e-8);
        close(at(new ErrorFunction.Gelu(), 1), 0.84134474606854295, 1e-15);
        close(at(new ErrorFunction.Erf(), 0.3), 0.32862675945912742, 1e-15);
        close(at(new ErrorFunction.Erf(), 1), 0.84270079294971487, 1e-15);
        assertThat(at(new Exponential.Expm1(), 1e-20)).isEqualTo(1e-20);
        assertThat(at(new Logarithm.Log1p(), 1e-20)).isEqualTo(1e-20);
        close(at(new Trigonometry.Sin(), 1e300), StrictMath.sin(1e300), 1e-15);
    }

    private static void close(double actual, double expected, double relative) {
        assertThat(actual).isCloseTo(expected, org.assertj.core.data.Offset.offset(relative * Math.abs(expected)));
    }

    @Test
    void endsAreLimits() {
        double inf = Double.POSITIVE_INFINITY;
        assertThat(at(new Exponential.Exp(), inf)).isEqualTo(inf);
        assertThat(at(new Exponential.Exp(), -inf)).isEqualTo(0);
        assertThat(at(new Logarithm.Log(), 0)).isEqualTo(-inf);
        assertThat(at(new Logarithm.Log(), -1)).isNaN();
        assertThat(slope(new Logarithm.Log(), -1)).isNaN();
        assertThat(at(new Logarithm.Log(), 4.9e-324)).isEqualTo(-744.4400719213812);
        assertThat(at(new ErrorFunction.Erf(), inf)).isEqualTo(1);
        assertThat(at(new ErrorFunction.Gelu(), -inf)).isEqualTo(0);
        assertThat(at(new Activations.Silu(), -inf)).isEqualTo(0);
        assertThat(slope(new Activations.Silu(), inf)).isEqualTo(1);
        assertThat(at(new Activations.Sigmoid(), -inf)).isEqualTo(0);
        assertThat(slope(new Arithmetic.Sqrt(), 0)).isEqualTo(inf);
        for (Case c : cases().toList()) assertThat(at(c.function, Double.NaN)).as(c.toString()).isNaN();
    }

    @Test
    void powersFollowTheContract() {
        ScalarFunction pow = new Arithmetic.Pow();
        double[][] cases = {{0, 0}, {-2, 3}, {-2, 2}, {0, -1}, {0, 2}, {4, 0.5}, {2, 2000}, {2, -2000}, {-8, 1 / 3.0},
            {Double.POSITIVE_INFINITY, 2}, {Double.POSITIVE_INFINITY, -1}, {0.5, Double.POSITIVE_INFINITY}, {Double.NaN, 0}};
        for (double[] c : cases) assertThat(at(pow, c)).as("%s^%s", c[0], c[1]).isEqualTo(Double.valueOf(StrictMath.pow(c[0], c[1])));
        assertThat(at(pow, 1, Double.NaN)).isEqualTo(1);
        Random random = new Random(1);
        Program program = Program.of(pow, Precision.F64);
        for (int i = 0; i < 20_000; i++) {
            double x = StrictMath.exp(random.nextGaussian());
            double p = 4 * random.nextGaussian();
            double expected = StrictMath.pow(x, p);
            assertThat(Math.abs(program.evaluate(x, p) - expected)).as("%s^%s", x, p).isLessThanOrEqualTo(4 * Math.ulp(expected));
        }
    }

    @Test
    void wholePowersOfZerosAndInfinitiesAreLimits() {
        for (int n : new int[] {-100, -7, -6, -2, -1, 1, 2, 5, 6, 7, 100}) {
            for (double x : new double[] {0.0, -0.0, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1, -1, Double.NaN}) {
                assertThat(at(new Arithmetic.WholePower(n), x)).as("%s^%d", x, n).isEqualTo(Double.valueOf(StrictMath.pow(x, n)));
            }
        }
    }

    /// What overflows is infinite and not NaN, and what is far below 0 isn't lost before its time.
    @Test
    void powersAndTailsEndInInfinityAndZero() {
        assertThat(at(new Arithmetic.Pow(), 1e300, 1.5)).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(at(new Arithmetic.Pow(), 1e-300, 1.5)).isEqualTo(0);
        assertThat(at(new Arithmetic.WholePower(-2), 0x1p535)).isEqualTo(0x1p-1070);
        assertThat(at(new Activations.Softplus(), Double.POSITIVE_INFINITY)).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(at(new Activations.Softplus(), Double.NEGATIVE_INFINITY)).isEqualTo(0);
        assertThat(at(new Exponential.ExpOfDifference(), Double.POSITIVE_INFINITY, 1)).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(at(new Exponential.ExpOfDifference(), 1, Double.POSITIVE_INFINITY)).isEqualTo(0);
    }

    /// Each function's stated slope against its formula by a five-point difference, and the slope's own
    /// derivative likewise: what second derivatives rest on.
    @ParameterizedTest
    @MethodSource("smooth")
    void slopesAreDerivatives(ScalarFunction f) {
        ScalarFunction first = derived(f);
        ScalarFunction second = derived(first);
        for (double x : new double[] {-2.3, -0.7, -0.1, 0.2, 0.9, 1.7, 3.1}) {
            if (Double.isNaN(at(f, x))) continue;
            check(f, first, x);
            check(first, second, x);
        }
    }

    private static ScalarFunction derived(ScalarFunction f) {
        return new ScalarFunction() {
            @Override public Scalar formula(List<Scalar> in) { return f.slope(0, in, Scalar.call(f, in)); }
        };
    }

    private static void check(ScalarFunction f, ScalarFunction slope, double x) {
        double h = 5e-4 * Math.abs(x);
        double numeric = (8 * (at(f, x + h) - at(f, x - h)) - (at(f, x + 2 * h) - at(f, x - 2 * h))) / (12 * h);
        assertThat(at(slope, x)).as("slope of %s at %s", f.name(), x)
                .isCloseTo(numeric, org.assertj.core.data.Offset.offset(1e-9 * Math.max(1, Math.abs(numeric))));
    }

    static Stream<ScalarFunction> smooth() {
        return Stream.of(new Exponential.Exp(), new Exponential.Expm1(), new Logarithm.Log(), new Logarithm.Log1p(),
                new Trigonometry.Sin(), new Trigonometry.Cos(), new Activations.Tanh(), new Activations.Sigmoid(),
                new Activations.Softplus(), new Activations.Silu(), new ErrorFunction.Erf(), new ErrorFunction.Gelu(),
                new Arithmetic.Square(), new Arithmetic.Sqrt(), new Arithmetic.WholePower(3), new Arithmetic.WholePower(-2));
    }

    @Test
    void formulasPrintAsPeopleWriteThem() {
        Scalar x = Scalar.input(0, Precision.F64);
        Scalar y = Scalar.input(1, Precision.F64);
        List<String> names = List.of("x", "y");
        assertThat(new Activations.Tanh().textbook(0, List.of(x), y).text(names)).isEqualTo("1 - y²");
        assertThat(new Activations.Sigmoid().textbook(0, List.of(x), y).text(names)).isEqualTo("y (1 - y)");
        assertThat(x.sub(y).mul(2).text(names)).isEqualTo("2 (x - y)");
        assertThat(x.neg().sub(y.sub(1)).div(x.mul(y)).text(names)).isEqualTo("(-x - (y - 1)) / (x y)");
    }
}
