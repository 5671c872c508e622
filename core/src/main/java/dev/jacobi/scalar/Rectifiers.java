package dev.jacobi.scalar;

import java.util.List;

/// Relatives of the rectifier: straight lines, with an exponential below 0 or without. Where two pieces meet at an
/// angle, the slope is that between theirs which is nearest to 0; so are second derivatives there.
public interface Rectifiers {

    /// x held between 0 and 6; as for [Activations.HardTanh], flat at both ends.
    record Relu6() implements ScalarFunction {
        @Override public Scalar formula(List<Scalar> x) { return x.getFirst().max(0).min(6); }

        @Override public Scalar slope(int i, List<Scalar> x, Scalar y) {
            Scalar a = x.getFirst();
            return a.greater(0).select(a.less(6), Scalar.constant(0, a.precision()));
        }

        @Override public Words words() { return Words.of("min(max(x, 0), 6)", "Holds x between 0 and 6.").kinks("0 at 0 and at 6, and for NaN"); }
    }

    /// x above a threshold, else a number.
    record Threshold(double theta, double value) implements ScalarFunction {
        @Override public Scalar formula(List<Scalar> x) { return x.getFirst().lessOrEqual(theta).select(value, x.getFirst()); }

        @Override public Scalar slope(int i, List<Scalar> x, Scalar y) { return x.getFirst().greater(theta); }

        @Override public Words words() {
            return Words.of("x if x > " + theta + " else " + value, "Replaces x by a number up to a threshold.").kinks("0 at the threshold, where it jumps");
        }
    }

    /// The exponential linear unit: x, or α(eˣ − 1) below 0.
    record Elu(double alpha) implements ScalarFunction {
        public Elu {
            finite("elu", alpha);
        }

        @Override public Scalar formula(List<Scalar> in) {
            Scalar x = in.getFirst();
            TwoParts below = TwoParts.of(bounded(x)).expm1();
            Scalar y = alpha == 1 ? below.value() : below.times(Scalar.constant(alpha, x.precision())).value();
            return x.greaterOrEqual(0).select(x, y);
        }

        @Override public Scalar slope(int i, List<Scalar> in, Scalar y) {
            Scalar x = in.getFirst();
            Scalar below = alpha == 1 ? x.exp() : x.exp().mul(alpha);
            return x.greater(0).select(1, x.equal(0).select(Math.clamp(alpha, 0, 1), below));
        }

        @Override public Scalar textbook(int i, List<Scalar> in, Scalar y) {
            return in.getFirst().less(0).select(alpha == 1 ? y.add(1) : y.add(alpha), 1);
        }

        @Override public Words words() {
            return Words.of("x if x > 0 else α (e^x - 1)", "The rectifier with an exponential below 0, so that means stay near 0.")
                    .kinks("at 0 the number nearest to 0 between α and 1; its second derivative there is 0");
        }
    }

    /// The scaled exponential linear unit, whose two constants keep mean 0 and variance 1 from layer to layer
    /// (Klambauer and others 2017).
    record Selu() implements ScalarFunction {
        private static final double SCALE = 1.0507009873554805;
        private static final double SCALE_REST = 3.9874847667154144e-17;
        private static final double SCALE_ALPHA = 1.7580993408473768;       // 1.0507… · 1.6732632423543772
        private static final double SCALE_ALPHA_REST = 1.41535193800845e-17;

        @Override public Scalar formula(List<Scalar> in) {
            Scalar x = in.getFirst();
            TwoParts scale = TwoParts.constant(SCALE, SCALE_REST, x.precision());
            Scalar below = TwoParts.of(bounded(x)).expm1().times(TwoParts.constant(SCALE_ALPHA, SCALE_ALPHA_REST, x.precision())).value();
            return x.greaterOrEqual(0).select(x.fma(scale.high(), x.mul(scale.low())), below);
        }

        @Override public Scalar slope(int i, List<Scalar> in, Scalar y) {
            Scalar x = in.getFirst();
            return x.greater(0).select(SCALE, x.equal(0).select(SCALE, x.exp().mul(SCALE_ALPHA)));
        }

        @Override public Words words() {
            return Words.of("λ x if x > 0 else λ α (e^x - 1)", "ELU with constants that keep mean 0 and variance 1 from layer to layer.")
                    .kinks("λ at 0, the smaller of both slopes; its second derivative there is 0");
        }
    }

    /// The continuously differentiable exponential linear unit: x, or α(e^(x/α) − 1) below 0.
    record Celu(double alpha) implements ScalarFunction {
        public Celu {
            if (!(alpha > 0 && alpha < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("celu needs a number above 0 for alpha, but got " + alpha + "; 1 is usual");
            }
        }

        @Override public Scalar formula(List<Scalar> in) {
            Scalar x = in.getFirst();
            Scalar a = Scalar.constant(alpha, x.precision());
            Scalar below = quotient(x, alpha).expm1().times(a).value();
            return x.greaterOrEqual(0).select(x, below);
        }

        @Override public Scalar slope(int i, List<Scalar> in, Scalar y) {
            return Scalar.call(new CeluSlope(alpha), in);
        }

        @Override public Scalar textbook(int i, List<Scalar> in, Scalar y) {
            return in.getFirst().less(0).select(in.getFirst().div(alpha).exp(), 1);
        }

        @Override public Words words() {
            return Words.of("x if x > 0 else α (e^(x/α) - 1)", "ELU, stretched so that its slope is 1 on both sides of 0.")
                    .kinks("1 at 0; its second derivative there is 0");
        }
    }

    /// e^(x/α) below 0, else 1.
    record CeluSlope(double alpha) implements ScalarFunction {
        @Override public Scalar formula(List<Scalar> in) {
            Scalar x = in.getFirst();
            return x.greaterOrEqual(0).select(1, quotient(x, alpha).exp().value());
        }

        @Override public Scalar slope(int i, List<Scalar> in, Scalar y) {
            Scalar x = in.getFirst();
            return x.greaterOrEqual(0).select(0, y.div(alpha));
        }

        @Override public Words words() { return Words.of("1 if x > 0 else e^(x/α)", "The slope of celu."); }
    }

    /// x·min(max(x + 3, 0), 6)/6, swish by straight lines (Howard and others 2019).
    record HardSwish() implements ScalarFunction {
        @Override public Scalar formula(List<Scalar> in) {
            Scalar x = in.getFirst();
            Scalar y = TwoParts.sum(x, Scalar.constant(3, x.precision())).times(x).over(Scalar.constant(6, x.precision())).value();
            return x.greaterOrEqual(3).select(x, x.lessOrEqual(-3).select(0, y));
        }

        @Override public Scalar slope(int i, List<Scalar> in, Scalar y) {
            Scalar x = in.getFirst();
            return x.greaterOrEqual(3).select(1, x.lessOrEqual(-3).select(0, x.mul(2).add(3).div(6)));
        }

        @Override public Words words() {
            return Words.of("x min(max(x + 3, 0), 6) / 6", "Swish by straight lines.").kinks("0 at -3 and 1 at 3, the smaller of both slopes");
        }
    }

    /// min(max(x + 3, 0), 6)/6, the logistic function by straight lines; flat at both ends.
    record HardSigmoid() implements ScalarFunction {
        @Override public Scalar formula(List<Scalar> in) {
            Scalar x = in.getFirst();
            Scalar y = TwoParts.sum(x, Scalar.constant(3, x.precision())).over(Scalar.constant(6, x.precision())).value();
            return x.greaterOrEqual(3).select(1, x.lessOrEqual(-3).select(0, y));
        }

        @Override public Scalar slope(int i, List<Scalar> x, Scalar y) { return x.getFirst().abs().less(3).select(1.0 / 6, 0); }

        @Override public Words words() {
            return Words.of("min(max(x + 3, 0), 6) / 6", "The logistic function by straight lines.").kinks("0 at -3 and at 3, and for NaN");
        }
    }

    /// x, or 0 between −λ and λ.
    record HardShrink(double lambda) implements ScalarFunction {
        public HardShrink {
            notNegative("hardShrink", lambda);
        }

        @Override public Scalar formula(List<Scalar> x) { return x.getFirst().abs().lessOrEqual(lambda).select(0, x.getFirst()); }

        @Override public Scalar slope(int i, List<Scalar> x, Scalar y) { return x.getFirst().abs().greater(lambda); }

        @Override public Words words() { return Words.of("x if |x| > λ else 0", "Takes small numbers away.").kinks("0 at -λ and λ, where it jumps"); }
    }

    /// x brought nearer to 0 by λ, and 0 between −λ and λ.
    record SoftShrink(double lambda) implements ScalarFunction {
        public SoftShrink {
            notNegative("softShrink", lambda);
        }

        @Override public Scalar formula(List<Scalar> x) { return x.getFirst().sub(x.getFirst().max(-lambda).min(lambda)); }

        @Override public Scalar slope(int i, List<Scalar> x, Scalar y) { return x.getFirst().abs().greater(lambda); }

        @Override public Words words() {
            return Words.of("x - min(max(x, -λ), λ)", "Brings numbers nearer to 0, small ones to 0.").kinks("0 at -λ and λ, and for NaN");
        }
    }

    /// Where the exponential matters: from where it is 0 up to 0.
    private static Scalar bounded(Scalar x) { return x.max(x.precision() == Precision.F32 ? -120 : -800).min(0); }

    /// x/α, bounded likewise, with what the division rounds away: a slope of e^(x/α) would lose it many times over.
    private static TwoParts quotient(Scalar x, double alpha) {
        Scalar least = Scalar.constant((x.precision() == Precision.F32 ? -120 : -800) * alpha, x.precision());
        return TwoParts.of(x.max(least).min(0)).over(Scalar.constant(alpha, x.precision()));
    }

    private static void finite(String name, double number) {
        if (!Double.isFinite(number)) throw new IllegalArgumentException(name + " needs a finite number, but got " + number + "; 1 is usual");
    }

    private static void notNegative(String name, double number) {
        if (!(number >= 0)) throw new IllegalArgumentException(name + " needs a width that isn't negative, but got " + number + "; 0.5 is usual");
    }
}
