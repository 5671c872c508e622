package dev.jacobi.testkit.accuracy;

import dev.jacobi.scalar.Operand;
import dev.jacobi.scalar.Precision;
import dev.jacobi.scalar.Program;
import dev.jacobi.scalar.Scalar;
import dev.jacobi.scalar.ScalarFunction;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/// A function, where it is tried, and what it is exactly.
///
/// @param value the terms whose sum the value is, most often one; null where it has none
/// @param slopes by each argument the terms whose sum the slope is; null where it has none, or isn't measured
/// @param gates how many units its value in F64, its value in F32 and its slopes may be off
record Entry(ScalarFunction function, String range, Trials trials, Function<Precise[], Precise[]> value,
        List<Function<Precise[], Precise[]>> slopes, double[] gates) {

    /// As the table names it: `exp`, `wholePower 3`.
    String name() {
        String text = function.toString();                                  // Exp[], WholePower[exponent=3]
        int open = text.indexOf('[');
        String parameters = text.substring(open + 1, text.length() - 1).replaceAll("[a-zA-Z]+=", " ");
        return Character.toLowerCase(text.charAt(0)) + text.substring(1, open) + parameters;
    }

    /// The arguments to try, one array for each, by precision and count.
    interface Trials {
        double[][] of(boolean single, int count);
    }

    /// The largest error met, and where.
    record Error(double units, double[] at, double got, double exact) {
        static final Error NONE = new Error(0, new double[0], 0, 0);

        Error max(Error b) { return b.units > units ? b : this; }
    }

    /// The worst of all points tried.
    Error worstValue(boolean single, int count) {
        double[][] points = trials.of(single, count);
        double[] computed = run(function, points, single);
        return worst(points, i -> {
            Precise[] terms = value.apply(precise(points[i]));
            return terms == null ? Error.NONE : error(points[i], computed[i], terms, single);
        });
    }

    /// Of all slopes, in F64.
    Error worstSlope(int count) {
        double[][] points = trials.of(false, count);
        Error worst = Error.NONE;
        for (int k = 0; k < slopes.size(); k++) {
            double[] computed = run(new Slope(function, k), points, false);
            Function<Precise[], Precise[]> slope = slopes.get(k);
            worst = worst.max(worst(points, i -> {
                Precise[] terms = slope.apply(precise(points[i]));
                return terms == null ? Error.NONE : error(points[i], computed[i], terms, false);
            }));
        }
        return worst;
    }

    private static Error worst(double[][] points, IntFunction<Error> at) {
        return IntStream.range(0, points.length).parallel().mapToObj(at).reduce(Error.NONE, Error::max);
    }

    /// Where terms cancel, units are those of the largest term.
    private static Error error(double[] at, double computed, Precise[] terms, boolean single) {
        Precise exact = Precise.ZERO;
        Precise largest = Precise.ZERO;
        for (Precise t : terms) {
            exact = exact.plus(t);
            if (t.abs().compareTo(largest) > 0) largest = t.abs();
        }
        return error(at, computed, exact, largest.compareTo(exact.abs().times(2)) > 0 ? largest : exact, single);
    }

    private static Precise[] precise(double[] x) {
        Precise[] p = new Precise[x.length];
        for (int i = 0; i < p.length; i++) p[i] = Precise.of(x[i]);
        return p;
    }

    /// |computed − exact| in units of the last place of a number; infinity stands for the power of two that is too large.
    private static Error error(double[] at, double computed, Precise exact, Precise ofUnit, boolean single) {
        if (Double.isNaN(computed)) return new Error(Double.POSITIVE_INFINITY, at, computed, exact.toDouble());
        int top = single ? 128 : 1024;
        int digits = single ? 24 : 53;
        Precise huge = Precise.ONE.scaled(top);
        Precise held = exact.exponent() > top ? huge.times(exact.sign()) : exact;
        Precise got = Double.isInfinite(computed) ? huge.times(Math.signum(computed)) : Precise.of(computed);
        int unit = Math.clamp(ofUnit.exponent() - digits, single ? -149 : -1074, top - digits);
        double units = got.minus(held).abs().scaled(-unit).toDouble();
        return new Error(units, at, computed, exact.toDouble());
    }

    static double[] run(ScalarFunction f, double[][] points, boolean single) {
        Program program = Program.of(f, single ? Precision.F32 : Precision.F64);
        int n = points.length;
        Operand[] in = new Operand[f.arity()];
        for (int k = 0; k < in.length; k++) {
            double[] x = new double[n];
            float[] y = new float[n];
            for (int i = 0; i < n; i++) y[i] = (float) (x[i] = points[i][k]);
            in[k] = Operand.dense(single ? y : x, 0);
        }
        double[] out = new double[n];
        if (!single) {
            program.run(in, out, n);
            return out;
        }
        float[] r = new float[n];
        program.run(in, r, n);
        for (int i = 0; i < n; i++) out[i] = r[i];
        return out;
    }

    /// The slope that runs, as a function.
    record Slope(ScalarFunction of, int argument) implements ScalarFunction {
        @Override public int arity() { return of.arity(); }

        @Override public Scalar formula(List<Scalar> x) { return of.slope(argument, x, Scalar.call(of, x)); }
    }
}
