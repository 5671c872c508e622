package dev.jacobi.scalar;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Loops over vectors have the bits of the plain tiles, whatever the instructions, the numbers, the sizes and
/// the layout of the operands.
class VectorLoopsTest {
    private static final double[] SPECIAL = {0, -0.0, 1, -1, 0.5, -0.5, 1.5, 2.5, -2.5, Double.NaN, Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY, Double.MIN_VALUE, -Double.MIN_VALUE, Float.MIN_VALUE, -Float.MIN_VALUE, Float.MIN_NORMAL, Double.MIN_NORMAL,
        Float.MAX_VALUE, -Float.MAX_VALUE, Double.MAX_VALUE, 8388607.5, -8388607.5, 0x1p23, 0x1p52, 4503599627370495.5, 300, -300, 150, -149,
        127, -126, -127, 2200, -1074, 1e10, -1e10, 1e300, 88.7, -103.9, 709.7, -745.1};

    static LongStream seeds() { return LongStream.range(0, 60); }

    private static Scalar random(Random random, List<Scalar> known) {
        Scalar a = known.get(random.nextInt(known.size()));
        Scalar b = known.get(random.nextInt(known.size()));
        Scalar c = known.get(random.nextInt(known.size()));
        return switch (random.nextInt(30)) {
            case 0 -> a.add(b);
            case 1 -> a.sub(b);
            case 2 -> a.mul(b);
            case 3 -> a.div(b);
            case 4 -> a.fma(b, c);
            case 5 -> a.neg();
            case 6 -> a.abs();
            case 7 -> a.sqrt();
            case 8 -> a.min(b);
            case 9 -> a.max(b);
            case 10 -> a.floor();
            case 11 -> a.round();
            case 12 -> a.sign();
            case 13 -> a.less(b);
            case 14 -> a.lessOrEqual(b);
            case 15 -> a.equal(b);
            case 16 -> a.select(b, c);
            case 17 -> a.less(b).select(b, c);
            case 18 -> a.pull(b);
            case 19 -> a.scale(b.round());
            case 20 -> a.exponent();
            case 21 -> a.mantissa();
            case 22 -> a.quarterRemainder();
            case 23 -> a.remainder(b);
            case 24 -> a.exp();
            case 25 -> a.max(-60).min(60).mul(2).round();
            case 26 -> {
                Scalar power = a.max(-100).min(100).mul(random.nextBoolean() ? 1 : 2).round();
                yield b.add(power).scale(power);
            }
            case 27 -> a.min(random.nextInt(3) - 1).max(b);
            case 28 -> a.max(random.nextInt(3) - 1);
            default -> a.mul(random.nextInt(5) - 2.5);
        };
    }

    private static Program program(Random random, Precision precision) {
        List<Scalar> known = new ArrayList<>();
        for (int i = 0; i < 3; i++) known.add(Scalar.input(i, precision));
        int steps = 1 + random.nextInt(random.nextInt(10) == 0 ? 120 : 25);
        for (int i = 0; i < steps; i++) known.add(random(random, known));
        record Root(Scalar formula, int part) implements ScalarFunction {
            @Override public int arity() { return 3; }

            @Override public Scalar formula(List<Scalar> x) { return formula; }
        }
        ProgramBuilder builder = new ProgramBuilder(3, precision);
        int[] results = new int[1 + random.nextInt(3)];
        for (int k = 0; k < results.length; k++) {
            int place = k == 0 ? known.size() - 1 : random.nextInt(known.size());
            results[k] = builder.lower(new Root(known.get(place), k), 0, 1, 2);
        }
        return builder.build(results);
    }

    private static Object numbers(Random random, Precision precision, int count) {
        double[] r = random.doubles(count).map(x -> switch (random.nextInt(4)) {
            case 0 -> SPECIAL[(int) (x * SPECIAL.length)];
            case 1 -> (x - 0.5) * 300;
            case 2 -> Double.longBitsToDouble(random.nextLong());
            default -> random.nextGaussian();
        }).toArray();
        if (precision == Precision.F64) return r;
        float[] f = new float[count];
        for (int i = 0; i < count; i++) f[i] = (float) r[i];
        return f;
    }

    private static Operand operand(Random random, Precision precision, int rows, int columns) {
        int[] sizes = {rows, columns};
        Object array = numbers(random, precision, rows * columns + 3);
        return switch (random.nextInt(5)) {
            case 0, 1 -> Operand.dense(array, random.nextInt(4));
            case 2 -> Operand.strided(array, 1, sizes, new int[] {0, 0});
            case 3 -> Operand.strided(array, 0, sizes, new int[] {0, 1});
            default -> Operand.strided(array, 0, sizes, new int[] {1, 0});
        };
    }

    private static Object[] outputs(Random random, Precision precision, int results, int count) {
        Object[] r = new Object[results];
        for (int k = 0; k < results; k++) {
            r[k] = random.nextInt(6) == 0 ? new boolean[count] : precision == Precision.F32 ? new float[count] : new double[count];
        }
        return r;
    }

    /// As text, in which -0 isn't 0, and NaN is NaN.
    private static String text(Object array) {
        return switch (array) {
            case float[] a -> java.util.Arrays.toString(a);
            case double[] a -> java.util.Arrays.toString(a);
            case boolean[] a -> java.util.Arrays.toString(a);
            default -> throw new AssertionError();
        };
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void sameBits(long seed) {
        for (Precision precision : List.of(Precision.F32, Precision.F64)) {
            assertThat(VectorLoops.exist(precision)).as("the tests run with --add-modules jdk.incubator.vector").isTrue();
            Random random = new Random(seed);
            Program program = program(random, precision);
            VectorLoops loops = VectorLoops.of(program, false);
            if (loops == null) continue;                                    // not one instruction for vectors
            int rows = 1 + random.nextInt(3);
            int columns = random.nextInt(8) == 0 ? 1 + random.nextInt(700) : 1 + random.nextInt(60);
            int count = rows * columns;
            Operand[] in = new Operand[3];
            for (int i = 0; i < 3; i++) in[i] = operand(random, precision, rows, columns);
            Object[] expected = outputs(new Random(seed), precision, program.results(), count);
            Object[] actual = outputs(new Random(seed), precision, program.results(), count);
            program.run(in, expected, 0, count);
            int middle = random.nextInt(count + 1);
            loops.run(precision, in, actual, 0, middle);
            loops.run(precision, in, actual, middle, count);
            for (int k = 0; k < expected.length; k++) {
                assertThat(text(actual[k])).as("seed %s, result %s of\n%s", seed, k, program).isEqualTo(text(expected[k]));
            }
        }
    }
}
