package dev.jacobi.hard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jacobi.Jacobi;
import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// A function of single numbers at a point where it is hard, and what must come out. Values and slopes may be off by
/// four units in the last place, second derivatives by 1e-12 of themselves; zeros, infinities and NaN by nothing.
///
/// @param name begins with the number of the case
/// @param slopes by each argument; NaN where NaN is right
/// @param second the second derivative by each argument
record HardCase(String name, Function<List<Tensor>, Tensor> function, DType dtype, double[] at, double value, double @Nullable [] slopes,
        double @Nullable [] second) {

    static HardCase of(String name, UnaryOperator<Tensor> function, double x, double value) {
        return of(name, in -> function.apply(in.getFirst()), new double[] {x}, value);
    }

    static HardCase of(String name, Function<List<Tensor>, Tensor> function, double[] at, double value) {
        return new HardCase(name, function, DType.F64, at, value, null, null);
    }

    HardCase f32() { return new HardCase(name, function, DType.F32, at, value, slopes, second); }

    HardCase slopes(double... expected) { return new HardCase(name, function, dtype, at, value, expected, second); }

    HardCase second(double... expected) { return new HardCase(name, function, dtype, at, value, slopes, expected); }

    void check() {
        List<Tensor> in = Arrays.stream(at).mapToObj(x -> Tensor.scalar(x).to(dtype)).toList();
        require("value", function.apply(in).item(), value, 4 * ulp(value));
        for (int i = 0; i < at.length; i++) {
            if (slopes != null) require("slope by argument " + i, slope(in, i).item(), slopes[i], 4 * ulp(slopes[i]));
            if (second == null) continue;
            int at = i;
            Tensor found = Jacobi.grad((List<Tensor> x) -> slope(x, at), in).get(i);
            require("second derivative by argument " + i, found.item(), second[i], Math.max(4 * ulp(second[i]), 1e-12 * Math.abs(second[i])));
        }
    }

    private Tensor slope(List<Tensor> in, int i) { return Jacobi.grad((List<Tensor> x) -> function.apply(x), in).get(i); }

    private double ulp(double expected) { return dtype == DType.F32 ? Math.ulp((float) expected) : Math.ulp(expected); }

    private void require(String what, double actual, double expected, double tolerance) {
        if (expected == 0 || Double.isInfinite(expected)) assertThat(actual + 0.0).as(what).isEqualTo(expected + 0.0);
        else if (Double.isNaN(expected)) assertThat(actual).as(what).isNaN();
        else assertThat(Math.abs(actual - expected)).as("%s: %s in place of %s", what, actual, expected).isLessThanOrEqualTo(tolerance);
    }

    @Override public String toString() { return name; }
}
