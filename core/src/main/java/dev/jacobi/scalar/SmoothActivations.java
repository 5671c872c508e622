package dev.jacobi.scalar;

import java.util.List;

/// Activations without corners. Those of the form x·w(x), where w is made of an exponential e^(−|v|), compute with
/// two-part numbers: the value and the slope keep their digits far down the tail.
public interface SmoothActivations {

    /// Mish, x·tanh(log(1 + eˣ)) (Misra 2019). With t = e^(−|x|) the hyperbolic tangent is (1 + 2t)/(1 + 2t + 2t²), or
    /// (t² + 2t)/(t² + 2t + 2) below 0.
    record Mish() implements ScalarFunction {
        @Override public Scalar formula(List<Scalar> in) {
            Scalar x = in.getFirst();
            Scalar size = bounded(x);
            TwoParts.Scaled e = TwoParts.of(size.abs().neg()).exp();
            TwoParts t = e.parts();
            Scalar below = x.less(0);
            TwoParts top = TwoParts.select(below, e.mantissa().times(t.plus(two(x))), t.scaled(2).plus(one(x)));
            TwoParts bottom = mishBottom(below, t);
            Scalar y = top.over(bottom).times(size).value().scale(below.select(e.power(), 0));
            return x.greater(LINEAR).select(x, y);
        }

        @Override public Scalar slope(int i, List<Scalar> x, Scalar y) { return Scalar.call(new MishSlope(), x); }

        /// w + x·(1 − w²)·σ(x).
        @Override public Scalar textbook(int i, List<Scalar> in, Scalar y) {
            Scalar x = in.getFirst();
            Scalar w = Scalar.call(new Activations.Softplus(), x).tanh();
            return w.add(x.mul(w.square().subFrom(1)).mul(x.sigmoid()));
        }

        @Override public Words words() { return Words.of("x tanh(log(1 + e^x))", "A smooth rectifier that dips below 0 before it rises."); }
    }

    /// The slope of Mish: ((1 + 2t)(1 + 2t + 2t²) + 4x·t²(1 + t))/(1 + 2t + 2t²)², or t·((t + 2)(t² + 2t + 2) + 4x(1 + t))/(t² + 2t + 2)²
    /// below 0.
    record MishSlope() implements ScalarFunction {
        @Override public Scalar formula(List<Scalar> in) {
            Scalar x = in.getFirst();
            Scalar size = bounded(x);
            TwoParts.Scaled e = TwoParts.of(size.abs().neg()).exp();
            TwoParts t = e.parts();
            Scalar below = x.less(0);
            TwoParts bottom = mishBottom(below, t);
            TwoParts change = t.plus(one(x)).times(size).scaled(4);
            TwoParts square = t.times(t);
            TwoParts top = TwoParts.select(below, t.plus(two(x)), t.scaled(2).plus(one(x))).times(bottom)
                    .plus(TwoParts.select(below, change, change.times(square)));
            TwoParts ratio = top.over(bottom.times(bottom));
            Scalar y = TwoParts.select(below, ratio.times(e.mantissa()), ratio).value().scale(below.select(e.power(), 0));
            return x.greater(LINEAR).select(1, y);
        }

        /// The same without the second parts, derived.
        @Override public Scalar slope(int i, List<Scalar> in, Scalar y) {
            Scalar x = Scalar.input(0, y.precision());
            Scalar t = x.exp();
            Scalar u = x.neg().exp();
            Scalar d = t.mul(t.add(2)).add(2);
            Scalar e = u.mul(u.add(1)).mul(2).add(1);
            Scalar below = t.mul(t.add(2).mul(d).add(x.mul(4).mul(t.add(1)))).div(d.square());
            // less 1, which has no slope and would drown the rest
            Scalar above = u.square().mul(x.mul(4).mul(u.add(1)).sub(e.mul(2))).div(e.square());
            return x.less(0).select(below, above).derivative(0).substitute(List.of(in.getFirst().max(-1e3).min(1e3)));
        }

        @Override public Words words() { return Words.of("w + x (1 - w²) σ(x), w = tanh(log(1 + e^x))", "The slope of mish."); }
    }

    /// GELU with a hyperbolic tangent in place of the error function: x/2·(1 + tanh(√(2/π)(x + 0.044715x³))), which is
    /// x·σ(v) with v = √(8/π)(x + 0.044715x³) (Hendrycks and Gimpel 2016).
    record GeluTanh() implements ScalarFunction {
        @Override public Scalar formula(List<Scalar> in) {
            Scalar x = in.getFirst();
            Scalar size = x.max(-40).min(40);
            TwoParts.Scaled e = exponential(size);
            Scalar below = x.less(0);
            TwoParts top = TwoParts.select(below, e.mantissa(), TwoParts.of(one(x)));
            Scalar y = top.over(e.parts().plus(one(x))).times(size).value().scale(below.select(e.power(), 0));
            return x.greater(LINEAR).select(x, y);
        }

        @Override public Scalar slope(int i, List<Scalar> x, Scalar y) { return Scalar.call(new GeluTanhSlope(), x); }

        /// σ(v) + x·v′·σ(v)(1 − σ(v)).
        @Override public Scalar textbook(int i, List<Scalar> in, Scalar y) {
            Scalar x = in.getFirst();
            Scalar w = x.square().mul(0.044715).add(1).mul(x).mul(ROOT).sigmoid();
            return w.add(x.mul(x.square().mul(3 * 0.044715).add(1).mul(ROOT)).mul(w).mul(w.subFrom(1)));
        }

        @Override public Words words() {
            return Words.of("x / 2 (1 + tanh(√(2/π) (x + 0.044715 x³)))", "GELU with a hyperbolic tangent in place of the error function.");
        }
    }

    /// The slope of that: (1 + t + x·v′·t)/(1 + t)² with t = e^(−|v|), or t·(1 + t + x·v′)/(1 + t)² below 0.
    record GeluTanhSlope() implements ScalarFunction {
        @Override public Scalar formula(List<Scalar> in) {
            Scalar x = in.getFirst();
            Scalar size = x.max(-40).min(40);
            TwoParts.Scaled e = exponential(size);
            TwoParts t = e.parts();
            Scalar below = x.less(0);
            TwoParts bottom = t.plus(one(x));
            TwoParts square = TwoParts.product(size, size);
            TwoParts change = square.times(factor(x).times(Scalar.constant(3, x.precision()))).plus(root(x)).times(size);
            TwoParts top = bottom.plus(TwoParts.select(below, change, change.times(t)));
            TwoParts ratio = top.over(bottom.times(bottom));
            Scalar y = TwoParts.select(below, ratio.times(e.mantissa()), ratio).value().scale(below.select(e.power(), 0));
            return x.greater(LINEAR).select(1, y);
        }

        /// σ′·(2v′ + x·v″) + x·v′²·σ″.
        @Override public Scalar slope(int i, List<Scalar> in, Scalar y) {
            Scalar x = in.getFirst().max(-40).min(40);
            Scalar square = x.square();
            Scalar v = square.mul(0.044715).add(1).mul(x).mul(ROOT);
            Scalar change = square.mul(3 * 0.044715).add(1).mul(ROOT);
            Scalar t = v.abs().neg().exp();
            Scalar bell = t.div(t.add(1).square());
            Scalar lean = v.mul(0.5).tanh().neg();                          // σ″/σ′ = 1 − 2σ
            Scalar second = change.mul(2).add(square.mul(6 * 0.044715 * ROOT));
            return bell.mul(second.add(x.mul(change.square()).mul(lean)));
        }

        @Override public Words words() { return Words.of("σ(v) + x v' σ(v) (1 - σ(v)), v = √(8/π) (x + 0.044715 x³)", "The slope of geluTanh."); }
    }

    /// x/(1 + |x|), between −1 and 1.
    record Softsign() implements ScalarFunction {
        @Override public Scalar formula(List<Scalar> in) {
            Scalar x = in.getFirst();
            Scalar y = TwoParts.of(x).over(TwoParts.sum(x.abs(), one(x))).value();
            return x.abs().less(LARGE).select(y, x.sign());
        }

        /// Divided twice: a square would overflow.
        @Override public Scalar slope(int i, List<Scalar> in, Scalar y) {
            Scalar bottom = in.getFirst().abs().add(1);
            return bottom.divInto(1).div(bottom);
        }

        @Override public Scalar textbook(int i, List<Scalar> in, Scalar y) { return in.getFirst().abs().add(1).square().divInto(1); }

        @Override public Words words() { return Words.of("x / (1 + |x|)", "Squashes every number into (-1, 1), slowly.").kinks("its second derivative at 0 is 0"); }
    }

    /// log σ(x) = −log(1 + e^(−x)).
    record LogSigmoid() implements ScalarFunction {
        @Override public Scalar formula(List<Scalar> x) { return Scalar.call(new Activations.Softplus(), x.getFirst().neg()).neg(); }

        @Override public Scalar slope(int i, List<Scalar> x, Scalar y) { return x.getFirst().neg().sigmoid(); }

        @Override public Words words() { return Words.of("-log(1 + e^(-x))", "The logarithm of the logistic function."); }
    }

    /// x − tanh x. Near 0 it is (x·cosh x − sinh x)/cosh x, and both series have positive terms only.
    record TanhShrink() implements ScalarFunction {
        @Override public Scalar formula(List<Scalar> in) {
            Scalar x = in.getFirst();
            double[] top = new double[x.precision() == Precision.F32 ? 4 : 7];      // of x³·(1/3 + x²/30 + …), after the first
            double[] bottom = new double[top.length];                               // of cosh x = 1 + x²/2 + …, after the first
            for (int n = 0; n < top.length; n++) {
                top[n] = 2 * (n + 2) / factorial(2 * n + 5);
                bottom[n] = 1 / factorial(2 * n + 2);
            }
            Scalar near = x.max(-1).min(1);
            TwoParts square = TwoParts.product(near, near);
            Scalar rest = square.high().mul(square.high().polynomial(top));
            TwoParts series = TwoParts.constant(1.0 / 3, 1.850371707708594e-17, x.precision()).plus(rest);
            TwoParts cosh = TwoParts.ordered(one(x), square.high().mul(square.high().polynomial(bottom)));
            Scalar small = square.times(near).times(series).over(cosh).value();
            Scalar size = x.abs().min(50);
            TwoParts t = TwoParts.of(size.mul(-2)).exp().parts();
            TwoParts tanh = TwoParts.of(one(x)).minus(t).over(t.plus(one(x)));
            Scalar large = tanh.negated().plus(size).value();
            Scalar far = x.less(0).select(large.neg(), large);
            return x.abs().less(0.5).select(small, x.abs().less(50).select(far, x.sub(x.sign())));
        }

        @Override public Scalar slope(int i, List<Scalar> x, Scalar y) { return x.getFirst().tanh().square(); }

        @Override public Words words() { return Words.of("x - tanh(x)", "Takes away what tanh would keep: small numbers shrink to almost nothing."); }
    }

    /// Beyond it, x·w(x) is x to the last digit.
    double LINEAR = 40;
    /// Beyond it, |x| + 1 is |x| to the last digit.
    double LARGE = 1e30;
    double ROOT = 1.5957691216057308;                                       // √(8/π)

    /// −|v| for GELU's v, and e to it.
    private static TwoParts.Scaled exponential(Scalar x) {
        TwoParts v = TwoParts.product(x, x).times(factor(x)).plus(root(x)).times(x.abs());
        return v.negated().exp();
    }

    private static TwoParts root(Scalar like) { return TwoParts.constant(ROOT, -9.96930880911092e-17, like.precision()); }

    private static TwoParts factor(Scalar like) {
        return TwoParts.constant(0.07135481627260025, -6.175149918155315e-19, like.precision());
    }

    private static TwoParts mishBottom(Scalar below, TwoParts t) {
        Scalar two = two(t.high());
        TwoParts square = t.times(t);
        TwoParts low = square.plus(t.scaled(2)).plus(two);
        TwoParts high = square.plus(t).scaled(2).plus(one(t.high()));
        return TwoParts.select(below, low, high);
    }

    private static double factorial(int n) { return n < 2 ? 1 : n * factorial(n - 1); }

    private static Scalar bounded(Scalar x) { return x.max(-2000).min(LINEAR); }

    private static Scalar one(Scalar like) { return Scalar.constant(1, like.precision()); }

    private static Scalar two(Scalar like) { return Scalar.constant(2, like.precision()); }
}
