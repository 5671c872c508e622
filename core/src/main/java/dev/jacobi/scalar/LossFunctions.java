package dev.jacobi.scalar;

import java.util.List;

/// What losses need of single numbers, where a composition would be slower or wrong at the ends.
public interface LossFunctions {

    /// p·v, and 0 where p is 0 and v infinite: an outcome of probability 0 contributes nothing, however impossible it was held.
    record Weighed() implements ScalarFunction {
        @Override public int arity() { return 2; }

        @Override public Scalar formula(List<Scalar> in) {
            Scalar p = in.get(0);
            Scalar v = in.get(1);
            Scalar impossible = p.equal(0).mul(v.abs().equal(Double.POSITIVE_INFINITY));
            return impossible.select(0, p.mul(v));
        }

        @Override public Scalar slope(int i, List<Scalar> in, Scalar y) { return in.get(1 - i); }

        @Override public Words words() {
            return Words.of("x y", "A product in which 0 times infinity is 0, as in expectations.")
                    .kinks("where x is 0 and y infinite, the slopes are y and 0");
        }
    }

    /// Huber's function of an error: ½·d² where |d| ≤ delta, delta·(|d| − ½·delta) elsewhere.
    record Huber(double delta) implements ScalarFunction {
        @Override public Scalar formula(List<Scalar> in) {
            Scalar size = in.getFirst().abs();
            Scalar held = size.min(delta);
            Scalar half = held.mul(0.5);
            Scalar factor = size.sub(half);
            return held.fma(factor, held.mul(size.sub(factor).sub(half)));
        }

        @Override public Scalar slope(int i, List<Scalar> in, Scalar y) {
            return Scalar.call(new Choices.Clamp(-delta, delta), in.getFirst());
        }

        @Override public Words words() {
            return Words.of("½ x² where |x| ≤ δ, else δ (|x| - ½ δ)", "An error squared where it is small, and absolute for outliers.")
                    .kinks("the second derivative at ±δ is 1, as inside");
        }
    }
}
