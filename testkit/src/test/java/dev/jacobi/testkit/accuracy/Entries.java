package dev.jacobi.testkit.accuracy;

import static dev.jacobi.testkit.accuracy.Precise.ONE;

import dev.jacobi.scalar.AbsolutePower;
import dev.jacobi.scalar.Activations;
import dev.jacobi.scalar.Arithmetic;
import dev.jacobi.scalar.Choices;
import dev.jacobi.scalar.ErrorFunction;
import dev.jacobi.scalar.Exponential;
import dev.jacobi.scalar.Hyperbolic;
import dev.jacobi.scalar.InverseTrigonometry;
import dev.jacobi.scalar.Logarithm;
import dev.jacobi.scalar.LossFunctions;
import dev.jacobi.scalar.Powers;
import dev.jacobi.scalar.Rectifiers;
import dev.jacobi.scalar.Rounding;
import dev.jacobi.scalar.ScalarFunction;
import dev.jacobi.scalar.SmoothActivations;
import dev.jacobi.scalar.Trigonometry;
import dev.jacobi.scalar.Truths;
import dev.jacobi.scalar.WholeBits;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// What every function of the library is exactly, and its slopes.
final class Entries {
    static final double[] COMMON = {2, 1, 4};
    static final double[] HARD = {4, 4, 4};
    static final double ALL = Double.MAX_VALUE;
    private static final Precise TWO = Precise.of(2);
    private static final Precise ROOT_8_BY_PI = Precise.of(8).over(PreciseFunctions.PI).sqrt();
    private static final Precise GELU_FACTOR = decimal("0.044715");

    /// Functions that aren't tried, and why they needn't be.
    static final Map<Class<?>, String> EXACT = exact();

    private final List<Entry> all = new ArrayList<>();

    static List<Entry> all() {
        Entries e = new Entries();
        e.arithmetic();
        e.functions();
        e.trigonometry();
        e.powers();
        e.activations();
        e.rectifiers();
        SpecialEntries.addTo(e);
        return e.all;
    }

    private static Map<Class<?>, String> exact() {
        Map<Class<?>, String> r = new LinkedHashMap<>();
        for (Class<?> c : List.of(Arithmetic.Add.class, Arithmetic.Sub.class, Arithmetic.Mul.class, Activations.LeakyRelu.class,
                Activations.ParametricRelu.class, Rectifiers.SoftShrink.class)) {
            r.put(c, "one operation of the processor, rounded once");
        }
        for (Class<?> c : List.of(Arithmetic.Neg.class, Arithmetic.Abs.class, Arithmetic.Sign.class, Choices.Less.class, Choices.LessOrEqual.class,
                Choices.Equal.class, Choices.Not.class, Choices.IsNaN.class, Choices.Where.class, Choices.Maximum.class, Choices.Minimum.class,
                Choices.Clamp.class, Activations.Step.class, Activations.HardTanh.class, Activations.Relu.class, Rectifiers.Relu6.class,
                Rectifiers.Threshold.class, Rectifiers.HardShrink.class)) {
            r.put(c, "exact: a comparison, a choice or a sign");
        }
        for (Class<?> c : List.of(Rounding.Floor.class, Rounding.Ceil.class, Rounding.Round.class, Rounding.Trunc.class, Rounding.Frac.class,
                Rounding.TruncatedRemainder.class, Truths.Fmax.class, Truths.Fmin.class, Truths.NanToNum.class, Truths.IsFinite.class,
                Truths.IsInfinite.class, Truths.And.class, Truths.Or.class, Truths.Xor.class)) {
            r.put(c, "exact: rounding, a remainder, a choice or logic");
        }
        r.put(Rounding.Remainder.class, "a remainder, which is exact, and at most one sum");
        r.put(Rounding.FloorDivide.class, "a remainder, which is exact, and a quotient made whole");
        for (Class<?> c : List.of(WholeBits.BitAnd.class, WholeBits.BitOr.class, WholeBits.BitXor.class, WholeBits.BitNot.class,
                WholeBits.ShiftLeft.class, WholeBits.ShiftRight.class)) {
            r.put(c, "bits of whole numbers");
        }
        return r;
    }

    /// Terms of a sum.
    static Precise[] sum(Precise... terms) { return terms; }

    void one(ScalarFunction f, double low, double high, double[] gates, UnaryOperator<Precise> value, Function<Precise, Precise[]> slope) {
        String range = low == -ALL && high == ALL ? "all numbers" : low == Double.MIN_VALUE && high == ALL ? "x > 0" : low == Math.nextUp(-1.0) ? high == ALL ? "x > -1" : "-1 < x < 1"
                : low == 1 ? "x ≥ 1"
                : low + " to " + high;
        Entry.Trials trials = (single, count) -> {
            double[] x = Points.of(low, high, single, count);
            double[][] r = new double[x.length][];
            for (int i = 0; i < r.length; i++) r[i] = new double[] {x[i]};
            return r;
        };
        all.add(new Entry(f, range, trials, x -> only(value.apply(x[0])), List.of(x -> slope.apply(x[0])), gates));
    }

    private static Precise[] only(Precise value) { return value == null ? null : sum(value); }

    /// The slope of a function that is a function of its own.
    private void slope(ScalarFunction f, Function<Precise, Precise[]> terms, Function<Precise, Precise[]> slope) {
        smooth(f, HARD, x -> x, slope);
        Entry e = all.removeLast();
        all.add(new Entry(f, e.range(), e.trials(), x -> terms.apply(x[0]), e.slopes(), e.gates()));
    }

    private void smooth(ScalarFunction f, double[] gates, UnaryOperator<Precise> value, Function<Precise, Precise[]> slope) {
        one(f, -ALL, ALL, gates, value, slope);
    }

    void two(ScalarFunction f, String range, Entry.Trials trials, double[] gates, Function<Precise[], Precise> value,
            Function<Precise[], Precise[]> first, Function<Precise[], Precise[]> second) {
        all.add(new Entry(f, range, trials, x -> only(value.apply(x)), List.of(first, second), gates));
    }

    static Entry.Trials pairs(double low, double high) { return (single, count) -> Points.pairs(low, high, single, count); }

    private void arithmetic() {
        two(new Arithmetic.Div(), "all numbers", pairs(-ALL, ALL), COMMON, x -> x[1].isZero() ? null : x[0].over(x[1]),
                x -> x[1].isZero() ? null : sum(x[1].inverse()), x -> x[1].isZero() ? null : sum(x[0].over(x[1].squared()).negated()));
        smooth(new Arithmetic.Square(), COMMON, Precise::squared, x -> sum(x.scaled(1)));
        one(new Arithmetic.Sqrt(), Double.MIN_VALUE, ALL, COMMON, Precise::sqrt, x -> sum(x.sqrt().inverse().scaled(-1)));
        for (int n : new int[] {3, 7, 100, -1, -2, -5, -31}) {
            one(new Arithmetic.WholePower(n), -ALL, ALL, HARD, x -> power(x, n), x -> x.isZero() && n < 0 ? null : sum(power(x, n - 1).times(n)));
        }
        for (double p : new double[] {1.5, 0.5, -0.75, 3}) {
            one(new AbsolutePower(p), Double.MIN_VALUE, ALL, HARD, x -> power(x, Precise.of(p)), x -> sum(power(x, Precise.of(p - 1)).times(p)));
        }
        two(new Arithmetic.Pow(), "x > 0, or whole y", Points::powers, HARD, x -> power(x[0], x[1]),
                x -> sum(power(x[0], x[1].minus(ONE)).times(x[1])), x -> x[0].sign() < 0 ? null : sum(power(x[0], x[1]).times(PreciseFunctions.log(x[0]))));
        two(new LossFunctions.Weighed(), "all numbers", pairs(-ALL, ALL), COMMON, x -> x[0].times(x[1]), x -> sum(x[1]), x -> sum(x[0]));
        smooth(new LossFunctions.Huber(1.5), COMMON, x -> x.abs().less(1.5) ? x.squared().scaled(-1) : x.abs().minus(0.75).times(1.5),
                x -> sum(x.abs().less(1.5) ? x : Precise.of(1.5 * x.sign())));
    }

    private static Precise power(Precise x, int n) {
        if (n < 0) return x.isZero() ? null : power(x, -n).inverse();
        Precise y = ONE;
        for (int i = 0; i < n; i++) y = y.times(x);
        return y;
    }

    private static Precise power(Precise x, Precise p) {
        if (x.isZero()) return null;
        Precise y = PreciseFunctions.exp(p.times(PreciseFunctions.log(x.abs())));
        boolean odd = p.scaled(-1).plus(0.5).floor().shiftLeft(1).compareTo(p.floor()) != 0;
        return x.sign() < 0 && odd ? y.negated() : y;
    }

    private void functions() {
        smooth(new Exponential.Exp(), COMMON, PreciseFunctions::exp, x -> sum(PreciseFunctions.exp(x)));
        smooth(new Exponential.Expm1(), COMMON, PreciseFunctions::expm1, x -> sum(PreciseFunctions.exp(x)));
        two(new Exponential.ExpOfDifference(), "all numbers", pairs(-1e4, 1e4), COMMON, x -> PreciseFunctions.exp(x[0].minus(x[1])),
                x -> sum(PreciseFunctions.exp(x[0].minus(x[1]))), x -> sum(PreciseFunctions.exp(x[0].minus(x[1])).negated()));
        one(new Logarithm.Log(), Double.MIN_VALUE, ALL, COMMON, PreciseFunctions::log, x -> sum(x.inverse()));
        one(new Logarithm.Log1p(), Math.nextUp(-1.0), ALL, COMMON, PreciseFunctions::log1p, x -> sum(x.plus(ONE).inverse()));
        smooth(new Trigonometry.Sin(), COMMON, PreciseFunctions::sin, x -> sum(PreciseFunctions.cos(x)));
        smooth(new Trigonometry.Cos(), COMMON, PreciseFunctions::cos, x -> sum(PreciseFunctions.sin(x).negated()));
        smooth(new ErrorFunction.Erf(), COMMON, PreciseFunctions::erf,
                x -> sum(PreciseFunctions.exp(x.squared().negated()).scaled(1).over(PreciseFunctions.PI.sqrt())));
    }

    private void trigonometry() {
        smooth(new InverseTrigonometry.Tan(), COMMON, PreciseFunctions::tan, x -> sum(PreciseFunctions.cos(x).squared().inverse()));
        smooth(new InverseTrigonometry.Atan(), COMMON, PreciseFunctions::atan, x -> sum(x.squared().plus(ONE).inverse()));
        two(new InverseTrigonometry.Atan2(), "all numbers", pairs(-ALL, ALL), COMMON, x -> x[0].isZero() ? null : PreciseFunctions.atan2(x[0], x[1]),
                x -> x[0].isZero() ? null : sum(x[1].over(x[0].squared().plus(x[1].squared()))),
                x -> x[0].isZero() ? null : sum(x[0].negated().over(x[0].squared().plus(x[1].squared()))));
        one(new InverseTrigonometry.Asin(), -1, 1, COMMON, PreciseFunctions::asin, x -> steep(ONE.minus(x).times(ONE.plus(x))));
        one(new InverseTrigonometry.Acos(), -1, 1, COMMON, PreciseFunctions::acos, x -> negated(steep(ONE.minus(x).times(ONE.plus(x)))));
        smooth(new Hyperbolic.Sinh(), COMMON, PreciseFunctions::sinh, x -> sum(PreciseFunctions.cosh(x)));
        smooth(new Hyperbolic.Cosh(), COMMON, PreciseFunctions::cosh, x -> sum(PreciseFunctions.sinh(x)));
        smooth(new Hyperbolic.Asinh(), COMMON, PreciseFunctions::asinh, x -> steep(x.squared().plus(ONE)));
        one(new Hyperbolic.Acosh(), 1, ALL, COMMON, PreciseFunctions::acosh, x -> steep(x.minus(ONE).times(x.plus(ONE))));
        one(new Hyperbolic.Atanh(), Math.nextUp(-1.0), Math.nextDown(1.0), COMMON, x -> x.abs().compareTo(ONE) < 0 ? PreciseFunctions.atanh(x) : null,
                x -> sum(ONE.minus(x).times(ONE.plus(x)).inverse()));
    }

    private static Precise[] steep(Precise square) { return square.isZero() ? null : sum(square.sqrt().inverse()); }

    private static Precise[] negated(Precise[] one) { return one == null ? null : sum(one[0].negated()); }

    private void powers() {
        smooth(new Powers.Exp2(), COMMON, x -> PreciseFunctions.exp(x.times(PreciseFunctions.LOG2)),
                x -> sum(PreciseFunctions.exp(x.times(PreciseFunctions.LOG2)).times(PreciseFunctions.LOG2)));
        Precise log10 = PreciseFunctions.log(Precise.of(10));
        one(new Powers.Log2(), Double.MIN_VALUE, ALL, COMMON, x -> PreciseFunctions.log(x).over(PreciseFunctions.LOG2),
                x -> sum(x.times(PreciseFunctions.LOG2).inverse()));
        one(new Powers.Log10(), Double.MIN_VALUE, ALL, COMMON, x -> PreciseFunctions.log(x).over(log10), x -> sum(x.times(log10).inverse()));
        one(new Powers.Rsqrt(), Double.MIN_VALUE, ALL, COMMON, x -> x.sqrt().inverse(), x -> sum(x.sqrt().times(x).inverse().scaled(-1).negated()));
        smooth(new Powers.Reciprocal(), COMMON, x -> x.isZero() ? null : x.inverse(), x -> x.isZero() ? null : sum(x.squared().inverse().negated()));
        smooth(new Powers.Cbrt(), COMMON, x -> x.isZero() ? x : root(x).times(x.sign()), x -> x.isZero() ? null : sum(root(x).squared().times(3).inverse()));
        two(new Powers.Hypot(), "all numbers", pairs(-ALL, ALL), COMMON, Entries::length,
                x -> length(x).isZero() ? null : sum(x[0].over(length(x))), x -> length(x).isZero() ? null : sum(x[1].over(length(x))));
    }

    private static Precise root(Precise x) { return PreciseFunctions.exp(PreciseFunctions.log(x.abs()).over(3)); }

    private static Precise length(Precise[] x) {
        Precise square = x[0].squared().plus(x[1].squared());
        return square.isZero() ? square : square.sqrt();
    }

    private void activations() {
        smooth(new Activations.Sigmoid(), COMMON, PreciseFunctions::sigmoid, x -> sum(bell(x)));
        smooth(new Activations.Tanh(), COMMON, PreciseFunctions::tanh, x -> sum(bell(x.scaled(1)).scaled(2)));
        smooth(new Activations.Softplus(), COMMON, PreciseFunctions::softplus, x -> sum(PreciseFunctions.sigmoid(x)));
        smooth(new SmoothActivations.LogSigmoid(), COMMON, x -> PreciseFunctions.softplus(x.negated()).negated(),
                x -> sum(PreciseFunctions.sigmoid(x.negated())));
        smooth(new Activations.Silu(), COMMON, x -> x.times(PreciseFunctions.sigmoid(x)), Entries::siluSlope);
        slope(new Activations.SiluSlope(), Entries::siluSlope, x -> {
            Precise b = bell(x);
            return sum(b.scaled(1), b.times(x).times(PreciseFunctions.tanh(x.scaled(-1)).negated()));
        });
        smooth(new ErrorFunction.Gelu(), HARD, x -> x.times(PreciseFunctions.normal(x)),
                Entries::geluSlope);
        slope(new ErrorFunction.GeluSlope(), Entries::geluSlope,
                x -> sum(PreciseFunctions.density(x).times(TWO), PreciseFunctions.density(x).times(x.squared()).negated()));
        smooth(new SmoothActivations.GeluTanh(), HARD, x -> x.times(PreciseFunctions.sigmoid(leaning(x))), Entries::geluTanhSlope);
        slope(new SmoothActivations.GeluTanhSlope(), Entries::geluTanhSlope, Entries::geluTanhBend);
        smooth(new SmoothActivations.Mish(), HARD, x -> x.times(PreciseFunctions.tanh(PreciseFunctions.softplus(x))), Entries::mishSlope);
        slope(new SmoothActivations.MishSlope(), Entries::mishSlope, Entries::mishBend);
        smooth(new SmoothActivations.Softsign(), COMMON, x -> x.over(x.abs().plus(ONE)), x -> sum(x.abs().plus(ONE).squared().inverse()));
        smooth(new SmoothActivations.TanhShrink(), COMMON, PreciseFunctions::tanhShrink, x -> sum(PreciseFunctions.tanh(x).squared()));
    }

    /// The slope of the logistic function.
    private static Precise bell(Precise x) { return PreciseFunctions.sigmoid(x).times(PreciseFunctions.sigmoid(x.negated())); }

    private static Precise[] geluSlope(Precise x) { return sum(PreciseFunctions.normal(x), x.times(PreciseFunctions.density(x))); }

    private static Precise[] siluSlope(Precise x) { return sum(PreciseFunctions.sigmoid(x), x.times(bell(x))); }

    private static Precise leaning(Precise x) { return ROOT_8_BY_PI.times(x).times(x.squared().times(GELU_FACTOR).plus(ONE)); }

    private static Precise[] geluTanhSlope(Precise x) {
        Precise v = leaning(x);
        Precise change = ROOT_8_BY_PI.times(x.squared().times(GELU_FACTOR).times(3).plus(ONE));
        return sum(PreciseFunctions.sigmoid(v), x.times(change).times(bell(v)));
    }

    private static Precise[] geluTanhBend(Precise x) {
        Precise v = leaning(x);
        Precise change = ROOT_8_BY_PI.times(x.squared().times(GELU_FACTOR).times(3).plus(ONE));
        Precise bend = ROOT_8_BY_PI.times(x).times(GELU_FACTOR).times(6);
        Precise lean = PreciseFunctions.tanh(v.scaled(-1)).negated();
        Precise b = bell(v);
        return sum(b.times(change).times(2), b.times(x).times(bend), b.times(x).times(change.squared()).times(lean));
    }

    /// With w = tanh(softplus): w + x·(1 − w²)·σ.
    private static Precise[] mishSlope(Precise x) {
        Precise s = PreciseFunctions.softplus(x);
        return sum(PreciseFunctions.tanh(s), x.times(bell(s.scaled(1)).scaled(2)).times(PreciseFunctions.sigmoid(x)));
    }

    private static Precise[] mishBend(Precise x) {
        Precise s = PreciseFunctions.softplus(x);
        Precise w = PreciseFunctions.tanh(s);
        Precise flat = bell(s.scaled(1)).scaled(2);                         // 1 − w²
        Precise g = PreciseFunctions.sigmoid(x);
        return sum(flat.times(g).times(2), x.times(flat).times(bell(x)), x.times(w).times(flat).times(g.squared()).times(-2));
    }

    private void rectifiers() {
        for (double alpha : new double[] {1, 0.75}) {
            smooth(new Rectifiers.Elu(alpha), COMMON, x -> x.sign() >= 0 ? x : PreciseFunctions.expm1(x).times(alpha),
                    x -> x.isZero() ? null : sum(x.sign() > 0 ? ONE : PreciseFunctions.exp(x).times(alpha)));
        }
        Precise scale = decimal("1.0507009873554804934193349852946");
        Precise below = scale.times(decimal("1.6732632423543772848170429916717"));
        smooth(new Rectifiers.Selu(), COMMON, x -> x.sign() >= 0 ? x.times(scale) : PreciseFunctions.expm1(x).times(below),
                x -> x.isZero() ? null : sum(x.sign() > 0 ? scale : PreciseFunctions.exp(x).times(below)));
        for (double alpha : new double[] {1, 0.75}) {
            smooth(new Rectifiers.Celu(alpha), COMMON, x -> x.sign() >= 0 ? x : PreciseFunctions.expm1(x.over(alpha)).times(alpha),
                    x -> sum(x.sign() >= 0 ? ONE : PreciseFunctions.exp(x.over(alpha))));
            smooth(new Rectifiers.CeluSlope(alpha), COMMON, x -> x.sign() >= 0 ? ONE : PreciseFunctions.exp(x.over(alpha)),
                    x -> sum(x.sign() >= 0 ? Precise.ZERO : PreciseFunctions.exp(x.over(alpha)).over(alpha)));
        }
        smooth(new Rectifiers.HardSwish(), COMMON, x -> x.times(hard(x)),
                x -> x.abs().compareTo(Precise.of(3)) >= 0 ? sum(hard(x)) : sum(x.over(3), ONE.scaled(-1)));
        smooth(new Rectifiers.HardSigmoid(), COMMON, Entries::hard, x -> sum(x.abs().less(3) ? ONE.over(6) : Precise.ZERO));
    }

    private static Precise hard(Precise x) {
        Precise y = x.plus(3).over(6);
        return y.sign() < 0 ? Precise.ZERO : y.compareTo(ONE) > 0 ? ONE : y;
    }

    private static Precise decimal(String digits) {
        java.math.BigDecimal d = new java.math.BigDecimal(digits);
        return Precise.whole(d.unscaledValue()).over(Precise.whole(java.math.BigInteger.TEN.pow(d.scale())));
    }
}
