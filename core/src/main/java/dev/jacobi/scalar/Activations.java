package dev.jacobi.scalar;

import java.util.List;

/// The functions that stand between layers.
public interface Activations {

    /// The threshold: 1 above theta, else 0. Two flat lines, so no gradient.
    record Step(double theta) implements ScalarFunction {
        @Override public Words words() {
            return Words.of("1 if x > theta else 0", "1 above the threshold, 0 up to it").kinks("slope 0 everywhere, also at the jump");
        }

        @Override public Scalar formula(List<Scalar> x) { return x.getFirst().greater(theta); }
    }

    /// The logistic function 1/(1 + e^(−x)): squashes every number into (0, 1).
    record Sigmoid() implements ScalarFunction {
        @Override public Words words() { return Words.of("1 / (1 + e^-x)", "the logistic function: squashes every number into (0, 1)"); }

        @Override public Scalar formula(List<Scalar> in) {
            Scalar x = in.getFirst();
            Scalar e = x.abs().neg().exp();
            Scalar upper = e.add(1).divInto(1);
            return x.less(0).select(e.mul(upper), upper);
        }

        /// e^(−|x|)/(1 + e^(−|x|))²: exact in both tails, where y(1 − y) is 0 too early.
        @Override public Scalar slope(int i, List<Scalar> x, Scalar y) {
            Scalar e = x.getFirst().abs().neg().exp();
            return e.div(e.add(1).square());
        }

        @Override public Scalar textbook(int i, List<Scalar> x, Scalar y) { return y.mul(y.subFrom(1)); }
    }

    /// Hyperbolic tangent: squashes every number into (−1, 1).
    record Tanh() implements ScalarFunction {
        @Override public Words words() {
            return Words.of("(e^x - e^-x) / (e^x + e^-x)", "the hyperbolic tangent: squashes every number into (-1, 1)");
        }

        @Override public Scalar formula(List<Scalar> in) {
            Scalar x = in.getFirst();
            Scalar m = x.abs().mul(-2).expm1();                             // e^(−2|x|) − 1
            Scalar size = m.neg().div(m.add(2));
            return x.less(0).select(size.neg(), x.equal(0).select(x, size));
        }

        /// 4e/(1 + e)² with e = e^(−2|x|): 1 − y² has lost half its digits at x = 10.
        @Override public Scalar slope(int i, List<Scalar> x, Scalar y) {
            Scalar e = x.getFirst().abs().mul(-2).exp();
            return e.mul(4).div(e.add(1).square());
        }

        @Override public Scalar textbook(int i, List<Scalar> x, Scalar y) { return y.square().subFrom(1); }
    }

    /// tanh cut to straight lines: x between −1 and 1, flat outside and at both ends.
    record HardTanh() implements ScalarFunction {
        @Override public Words words() { return Words.of("min(max(x, -1), 1)", "x held between -1 and 1").kinks("slope 0 at -1 and 1"); }

        @Override public Scalar formula(List<Scalar> x) { return x.getFirst().max(-1).min(1); }

        @Override public Scalar slope(int i, List<Scalar> x, Scalar y) { return x.getFirst().abs().less(1); }
    }

    /// The rectifier max(x, 0); its slope at 0 is 0.
    record Relu() implements ScalarFunction {
        @Override public Words words() { return Words.of("max(x, 0)", "x where it is positive, else 0").kinks("slope 0 at 0"); }

        @Override public Scalar formula(List<Scalar> x) { return x.getFirst().max(0); }

        @Override public Scalar slope(int i, List<Scalar> x, Scalar y) { return x.getFirst().greater(0); }
    }

    /// x, or slope·x below 0. At 0 the number nearest to 0 between the two slopes.
    record LeakyRelu(double slope) implements ScalarFunction {
        @Override public Words words() {
            return Words.of("x if x > 0 else slope x", "x where it is positive, else a fraction of it").kinks("at 0 the slope nearer to 0");
        }

        @Override public Scalar formula(List<Scalar> x) {
            Scalar a = x.getFirst();
            return a.less(0).select(a.mul(slope), a);
        }

        @Override public Scalar slope(int i, List<Scalar> x, Scalar y) {
            Scalar a = x.getFirst();
            if (slope >= 0) return slope <= 1 ? a.greater(0).select(1, slope) : a.less(0).select(slope, 1);
            return a.greater(0).select(1, a.equal(0).select(0, slope));
        }
    }

    /// The parametric rectifier: x, or a·x below 0, with a learned.
    record ParametricRelu() implements ScalarFunction {
        @Override public Words words() {
            return Words.of("x if x > 0 else y x", "x where it is positive, else a fraction of it that is learned")
                    .kinks("at 0 the slope nearer to 0");
        }

        @Override public int arity() { return 2; }

        @Override public Scalar formula(List<Scalar> x) {
            Scalar a = x.get(0);
            return a.less(0).select(a.mul(x.get(1)), a);
        }

        /// By x at 0 the number nearest to 0 between the two slopes.
        @Override public Scalar slope(int i, List<Scalar> x, Scalar y) {
            Scalar a = x.get(0);
            Scalar zero = Scalar.constant(0, y.precision());
            if (i == 1) return a.less(0).select(a, zero);
            Scalar one = Scalar.constant(1, y.precision());
            Scalar below = a.less(0).select(x.get(1), one);
            Scalar atZero = x.get(1).less(1).select(x.get(1).less(0).select(zero, x.get(1)), one);
            return a.equal(0).select(atZero, below);
        }
    }

    /// Swish or SiLU, x·sigmoid(x).
    record Silu() implements ScalarFunction {
        @Override public Words words() {
            return Words.of("x / (1 + e^-x)", "Swish or SiLU: x times its logistic function").kinks("0 at -infinity, with slope 0; slope 1 at infinity");
        }

        @Override public Scalar formula(List<Scalar> in) {
            Scalar x = in.getFirst();
            return x.equal(Double.NEGATIVE_INFINITY).select(0, x.mul(x.sigmoid()));
        }

        /// s + x·s′, with the limits 0 and 1 at the ends.
        @Override public Scalar slope(int i, List<Scalar> in, Scalar y) {
            Scalar x = in.getFirst();
            Scalar bounded = x.max(-1e4).min(1e4);
            Scalar e = bounded.abs().neg().exp();
            return bounded.fma(e.div(e.add(1).square()), x.sigmoid());
        }
    }

    /// log(1 + eˣ), the smooth rectifier.
    record Softplus() implements ScalarFunction {
        @Override public Words words() { return Words.of("log(1 + e^x)", "a smooth stand-in for max(x, 0)"); }

        @Override public Scalar formula(List<Scalar> x) {
            Scalar a = x.getFirst();
            return a.max(0).add(a.abs().neg().exp().log1p());
        }

        @Override public Scalar slope(int i, List<Scalar> x, Scalar y) { return x.getFirst().sigmoid(); }
    }
}
