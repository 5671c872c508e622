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
            boolean f32 = in.getFirst().precision() == Precision.F32;
            TwoParts.Scaled s = Exponential.inTwoPartsShort(in.getFirst().max(f32 ? -120 : -800).min(f32 ? 20 : 40));
            Scalar e = s.mantissa().high().scale(s.power());
            Scalar lost = s.mantissa().low().scale(s.power());
            // y = e/(1 + e), and what is missing: e − y·(1 + e), divided likewise, with what either has rounded away
            Scalar bottom = e.add(1);
            Scalar inverse = bottom.divInto(1);
            Scalar y = e.mul(inverse);
            Scalar minus = y.neg();
            Scalar rest = minus.fma(bottom, e).add(lost);
            return minus.fma(e.sub(bottom.sub(1)).add(lost), rest).fma(inverse, y);
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
            TwoParts m = Exponential.expm1InTwoParts(x.abs().min(x.precision() == Precision.F32 ? 10 : 20).mul(-2));
            // y = −m/(m + 2), and what is missing: −m − y·(m + 2), divided likewise
            Scalar bottom = m.high().add(2);
            Scalar inverse = bottom.divInto(1);
            Scalar y = m.high().neg().mul(inverse);
            Scalar rest = y.neg().fma(bottom, m.high().neg());
            Scalar lost = y.neg().fma(m.high().sub(bottom.sub(2)), y.add(1).neg().mul(m.low()));
            Scalar size = rest.add(lost).fma(inverse, y);
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
            Scalar held = x.max(-2000).min(40);
            Logistic l = Logistic.of(held);
            Scalar y = l.y().times(held).value().scale(l.power());
            return x.greater(40).select(x, y);                              // where σ is 1
        }

        @Override public Scalar slope(int i, List<Scalar> in, Scalar y) { return Scalar.call(new SiluSlope(), in); }

        @Override public Scalar textbook(int i, List<Scalar> in, Scalar y) {
            Scalar s = in.getFirst().sigmoid();
            return s.add(y.mul(s.subFrom(1)));
        }
    }

    /// The slope of SiLU: σ·(1 + x·(1 − σ)), with the limits 0 and 1 at the ends.
    record SiluSlope() implements ScalarFunction {
        @Override public Words words() { return Words.of("σ(x) (1 + x (1 - σ(x)))", "The slope of silu."); }

        @Override public Scalar formula(List<Scalar> in) {
            Scalar x = in.getFirst().max(-2000).min(2000);
            Logistic l = Logistic.of(x);
            TwoParts other = TwoParts.of(one(x)).minus(l.y().scaled(l.power()));
            return other.times(x).plus(one(x)).times(l.y()).value().scale(l.power());
        }

        /// σ·(1 − σ)·(2 + x·(1 − 2σ)), where 1 − 2σ is −tanh(x/2), and σ·(1 − σ) = e/(1 + e)², e = e^(−|x|). Its root comes in twice,
        /// so that nothing vanishes before the result does.
        @Override public Scalar slope(int i, List<Scalar> in, Scalar y) {
            Scalar x = in.getFirst().max(-2000).min(2000);
            Scalar root = x.abs().mul(-0.5).exp();
            Scalar bottom = root.fma(root, Scalar.constant(1, x.precision())).square();
            return root.mul(x.fma(x.mul(0.5).tanh().neg(), 2)).div(bottom).mul(root);
        }

        private static Scalar one(Scalar like) { return Scalar.constant(1, like.precision()); }
    }

    /// log(1 + eˣ), the smooth rectifier.
    record Softplus() implements ScalarFunction {
        @Override public Words words() { return Words.of("log(1 + e^x)", "a smooth stand-in for max(x, 0)"); }

        /// log(1 + e) = b + b³/12 + b⁵/80 + … with b = 2e/(2 + e) ≤ ⅔, for e = e^(−|x|).
        @Override public Scalar formula(List<Scalar> in) {
            Scalar x = in.getFirst();
            boolean f32 = x.precision() == Precision.F32;
            TwoParts.Scaled s = Exponential.inTwoParts(x.abs().neg().max(f32 ? -120 : -800));
            Scalar e = s.mantissa().high().scale(s.power());
            Scalar rest = s.mantissa().low().scale(s.power());
            Scalar bottom = e.add(2);
            Scalar inverse = bottom.divInto(1);
            Scalar twice = e.mul(2);
            Scalar b = twice.mul(inverse);
            Scalar lost = b.neg().fma(e.sub(bottom.sub(2)), b.subFrom(2).mul(rest)).add(b.neg().fma(bottom, twice)).mul(inverse);
            Scalar square = b.square();
            Scalar series = square.mul(square.polynomial(series(f32 ? 8 : 17)));
            TwoParts sum = TwoParts.sum(x.max(0), b);
            return x.greater(1000).select(x, sum.high().add(sum.low().add(b.fma(series, lost))));
        }

        /// 1/12, 1/80, …, 1/((2n + 1)·4ⁿ).
        private static double[] series(int terms) {
            double[] c = new double[terms];
            for (int i = 0; i < terms; i++) c[i] = Math.scalb(1.0 / (2 * i + 3), -2 * i - 2);
            return c;
        }

        @Override public Scalar slope(int i, List<Scalar> x, Scalar y) { return x.getFirst().sigmoid(); }
    }
}
