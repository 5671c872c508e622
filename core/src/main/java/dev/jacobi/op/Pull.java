package dev.jacobi.op;

import dev.jacobi.scalar.Precision;
import dev.jacobi.scalar.Program;
import dev.jacobi.scalar.Scalar;
import dev.jacobi.scalar.ScalarFunction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Upstream times slope, in one loop, and exactly zero where the upstream is exactly
/// zero, whatever the slope. It is itself a scalar function, so gradients of
/// gradients need nothing more.
///
/// Arguments: the upstream gradient, then those of the function's inputs and output
/// that its slope reads.
record Pull(ScalarFunction of, int input, List<Integer> reads) implements ScalarFunction {

    /// The pull through input `i` of a function.
    static Pull of(ScalarFunction f, int i) {
        Scalar slope = slope(f, i, Precision.F64, k -> k);
        List<Integer> reads = new ArrayList<>();
        for (int k = 0; k <= f.arity(); k++) if (slope.reads(k)) reads.add(k);
        return new Pull(f, i, List.copyOf(reads));
    }

    /// Which of the function's inputs (and, one past them, its output) the slope reads.
    int[] used() { return reads.stream().mapToInt(Integer::intValue).toArray(); }

    /// The slope where it is the same number everywhere, else null.
    @Nullable Double constantSlope() {
        return slope(of, input, Precision.F64, k -> k).constantValue();
    }

    private static Scalar slope(ScalarFunction f, int i, Precision precision, java.util.function.IntUnaryOperator place) {
        List<Scalar> x = new ArrayList<>();
        for (int k = 0; k < f.arity(); k++) x.add(Scalar.input(place.applyAsInt(k), precision));
        return f.slope(i, x, Scalar.input(place.applyAsInt(f.arity()), precision));
    }

    @Override public int arity() { return reads.size() + 1; }

    @Override public String name() { return "pull(" + of.name() + ")"; }

    @Override public Scalar formula(List<Scalar> arguments) {
        Scalar upstream = arguments.getFirst();
        Scalar[] x = new Scalar[of.arity() + 1];
        Arrays.fill(x, upstream);                       // those not read are never looked at
        for (int k = 0; k < reads.size(); k++) x[reads.get(k)] = arguments.get(k + 1);
        Scalar slope = of.slope(input, List.of(x).subList(0, of.arity()), x[of.arity()]);
        return upstream.pull(slope);
    }
}
