package dev.jacobi.scalar;

import java.util.List;

/// |x|ᵖ; its slope at 0 is 0, also where p is below 1. What norms add up.
public record AbsolutePower(double exponent) implements ScalarFunction {

    @Override public Words words() {
        return Words.of("|x|^p", "A power of the absolute value.").kinks("the slope at 0 is 0, for p below 1 as well");
    }

    @Override public Scalar formula(List<Scalar> x) {
        Scalar size = x.getFirst().abs();
        if (exponent == Math.rint(exponent) && Math.abs(exponent) <= 64) {
            return Scalar.call(new Arithmetic.WholePower((int) exponent), size);
        }
        return Scalar.call(new Arithmetic.Pow(), size, Scalar.constant(exponent, size.precision()));
    }

    @Override public Scalar slope(int i, List<Scalar> x, Scalar y) {
        Scalar a = x.getFirst();
        return a.equal(0).select(0, Scalar.call(new AbsolutePower(exponent - 1), a).mul(exponent).mul(a.sign()));
    }
}
