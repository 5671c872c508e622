package dev.jacobi.scalar;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A formula of one element: inputs and constants, combined by instructions and by
/// other scalar functions. Immutable; parts may be shared.
///
/// Written fluently: `x.neg().exp().add(1)` is e^(−x) + 1.
public final class Scalar {
    /// What a formula is made of at its root.
    public sealed interface Form {}

    public record Input(int index) implements Form {}

    public record Constant(double value) implements Form {}

    public record Apply(ScalarInstruction instruction) implements Form {}

    public record Call(ScalarFunction function) implements Form {}

    private final Form form;
    private final List<Scalar> arguments;
    private final Precision precision;

    private Scalar(Form form, List<Scalar> arguments, Precision precision) {
        this.form = form;
        this.arguments = arguments;
        this.precision = precision;
    }

    /// An argument of the function that the formula describes.
    public static Scalar input(int index, Precision precision) { return new Scalar(new Input(index), List.of(), precision); }

    /// A number in a formula.
    public static Scalar constant(double value, Precision precision) {
        return new Scalar(new Constant(value), List.of(), precision);
    }

    /// Another function applied to parts of this formula. It stays one part until the formula runs,
    /// so that derivatives use its own slope.
    public static Scalar call(ScalarFunction function, List<Scalar> arguments) {
        return new Scalar(new Call(function), List.copyOf(arguments), arguments.getFirst().precision);
    }

    /// As [#call(ScalarFunction, List)].
    public static Scalar call(ScalarFunction function, Scalar... arguments) { return call(function, List.of(arguments)); }

    private Scalar apply(ScalarInstruction instruction, Scalar... others) {
        List<Scalar> all = new ArrayList<>();
        all.add(this);
        all.addAll(Arrays.asList(others));
        return new Scalar(new Apply(instruction), List.copyOf(all), precision);
    }

    private Scalar number(double value) { return constant(value, precision); }

    /// What it is at its root.
    public Form form() { return form; }

    /// What its root is applied to.
    public List<Scalar> arguments() { return arguments; }

    /// What the formula computes in.
    public Precision precision() { return precision; }

    /// The value of a formula that is just a number, else null.
    public @Nullable Double constantValue() { return form instanceof Constant(double v) ? v : null; }

    boolean isCallOf(ScalarFunction function) { return form instanceof Call(ScalarFunction f) && f.equals(function); }

    private boolean is(double value) { return form instanceof Constant(double v) && v == value && 1 / v == 1 / value; }

    /// Whether input `index` occurs in it.
    public boolean reads(int index) { return reads(index, new IdentityHashMap<>()); }

    private boolean reads(int index, Map<Scalar, Boolean> seen) {
        if (form instanceof Input(int i)) return i == index;
        if (seen.put(this, true) != null) return false;
        for (Scalar a : arguments) if (a.reads(index, seen)) return true;
        return false;
    }

    // ---- instructions

    public Scalar add(Scalar other) { return apply(ScalarInstruction.ADD, other); }

    public Scalar add(double number) { return add(number(number)); }

    public Scalar sub(Scalar other) { return apply(ScalarInstruction.SUB, other); }

    public Scalar sub(double number) { return sub(number(number)); }

    /// number − this.
    public Scalar subFrom(double number) { return number(number).sub(this); }

    public Scalar mul(Scalar other) { return apply(ScalarInstruction.MUL, other); }

    public Scalar mul(double number) { return mul(number(number)); }

    public Scalar div(Scalar other) { return apply(ScalarInstruction.DIV, other); }

    public Scalar div(double number) { return div(number(number)); }

    /// number ÷ this.
    public Scalar divInto(double number) { return number(number).div(this); }

    /// this · factor + term, rounded once.
    public Scalar fma(Scalar factor, Scalar term) { return apply(ScalarInstruction.FMA, factor, term); }

    public Scalar fma(Scalar factor, double term) { return fma(factor, number(term)); }

    public Scalar fma(double factor, Scalar term) { return fma(number(factor), term); }

    public Scalar neg() { return apply(ScalarInstruction.NEG); }

    public Scalar abs() { return apply(ScalarInstruction.ABS); }

    public Scalar square() { return mul(this); }

    public Scalar sqrt() { return apply(ScalarInstruction.SQRT); }

    public Scalar min(Scalar other) { return apply(ScalarInstruction.MIN, other); }

    public Scalar min(double number) { return min(number(number)); }

    public Scalar max(Scalar other) { return apply(ScalarInstruction.MAX, other); }

    public Scalar max(double number) { return max(number(number)); }

    public Scalar floor() { return apply(ScalarInstruction.FLOOR); }

    /// The nearest whole number, halves to the even one.
    public Scalar round() { return apply(ScalarInstruction.ROUND); }

    public Scalar sign() { return apply(ScalarInstruction.SIGN); }

    public Scalar less(Scalar other) { return apply(ScalarInstruction.LESS, other); }

    public Scalar less(double number) { return less(number(number)); }

    public Scalar lessOrEqual(Scalar other) { return apply(ScalarInstruction.LESS_OR_EQUAL, other); }

    public Scalar lessOrEqual(double number) { return lessOrEqual(number(number)); }

    public Scalar greater(double number) { return number(number).less(this); }

    public Scalar greaterOrEqual(double number) { return number(number).lessOrEqual(this); }

    public Scalar equal(Scalar other) { return apply(ScalarInstruction.EQUAL, other); }

    public Scalar equal(double number) { return equal(number(number)); }

    /// `whenTrue` where this condition isn't 0, else `whenFalse`; it picks and never multiplies.
    public Scalar select(Scalar whenTrue, Scalar whenFalse) {
        if (whenTrue.form.equals(whenFalse.form) && whenTrue.arguments.isEmpty()) return whenTrue;
        return new Scalar(new Apply(ScalarInstruction.SELECT), List.of(this, whenTrue, whenFalse), whenTrue.precision);
    }

    public Scalar select(Scalar whenTrue, double whenFalse) { return select(whenTrue, number(whenFalse)); }

    public Scalar select(double whenTrue, Scalar whenFalse) { return select(number(whenTrue), whenFalse); }

    public Scalar select(double whenTrue, double whenFalse) { return select(number(whenTrue), number(whenFalse)); }

    /// This upstream gradient times a slope: exactly 0 where this is 0, whatever the slope.
    /// A slope that is picked picks: what doesn't belong to this element is left out, even where it is NaN.
    public Scalar pull(Scalar slope) {
        if (slope.is(1)) return this;
        if (slope.is(0)) return slope;
        return switch (slope.form) {
            case Apply(ScalarInstruction i) when i == ScalarInstruction.SELECT -> {
                List<Scalar> choice = slope.arguments;
                yield choice.get(0).select(pull(choice.get(1)), pull(choice.get(2)));
            }
            case Apply(ScalarInstruction i) when i == ScalarInstruction.LESS || i == ScalarInstruction.LESS_OR_EQUAL || i == ScalarInstruction.EQUAL ->
                    slope.select(this, number(0));
            default -> apply(ScalarInstruction.PULL, slope);
        };
    }

    /// this · 2ᵖ for a whole p.
    public Scalar scale(Scalar power) { return apply(ScalarInstruction.SCALE, power); }

    Scalar remainder(Scalar divisor) { return apply(ScalarInstruction.REMAINDER, divisor); }

    Scalar whole(ScalarInstruction instruction, Scalar other) { return apply(instruction, other); }

    Scalar exponent() { return apply(ScalarInstruction.EXPONENT); }

    Scalar mantissa() { return apply(ScalarInstruction.MANTISSA); }

    Scalar quarterRemainder() { return apply(ScalarInstruction.QUARTER_REMAINDER); }

    Scalar quarterRest() { return apply(ScalarInstruction.QUARTER_REST); }

    Scalar quarter() { return apply(ScalarInstruction.QUARTER); }

    /// A polynomial of this: c[0] + c[1]·x + c[2]·x² + …, by Horner's rule with fused multiply-adds.
    public Scalar polynomial(double... c) {
        Scalar p = number(c[c.length - 1]);
        for (int i = c.length - 2; i >= 0; i--) p = p.fma(this, number(c[i]));
        return p;
    }

    // ---- the functions that formulas use most

    public Scalar exp() { return call(new Exponential.Exp(), this); }

    public Scalar expm1() { return call(new Exponential.Expm1(), this); }

    public Scalar log() { return call(new Logarithm.Log(), this); }

    public Scalar log1p() { return call(new Logarithm.Log1p(), this); }

    public Scalar tanh() { return call(new Activations.Tanh(), this); }

    public Scalar sigmoid() { return call(new Activations.Sigmoid(), this); }

    // ---- derivatives

    /// The derivative by one of the inputs. Functions contribute their own slopes; min and max
    /// share ties equally; rounding, comparisons and signs contribute nothing.
    public Scalar derivative(int input) { return derivative(input, new IdentityHashMap<>()); }

    private Scalar derivative(int input, Map<Scalar, Scalar> done) {
        Scalar known = done.get(this);
        if (known != null) return known;
        Scalar d = switch (form) {
            case Input(int i) -> number(i == input ? 1 : 0);
            case Constant _ -> number(0);
            case Call(ScalarFunction f) -> {
                Scalar sum = number(0);
                for (int k = 0; k < arguments.size(); k++) {
                    Scalar dk = arguments.get(k).derivative(input, done);
                    if (!dk.is(0)) sum = plus(sum, times(f.slope(k, arguments, this), dk));
                }
                yield sum;
            }
            case Apply(ScalarInstruction instruction) -> {
                Scalar[] d1 = arguments.stream().map(a -> a.derivative(input, done)).toArray(Scalar[]::new);
                yield instructionDerivative(instruction, d1);
            }
        };
        done.put(this, d);
        return d;
    }

    private Scalar instructionDerivative(ScalarInstruction instruction, Scalar[] d) {
        Scalar zero = number(0);
        boolean flat = true;
        for (Scalar s : d) flat &= s.is(0);
        if (flat) return zero;
        Scalar a = arguments.getFirst();
        Scalar b = arguments.size() > 1 ? arguments.get(1) : a;
        return switch (instruction) {
            case ADD -> plus(d[0], d[1]);
            case SUB -> d[1].is(0) ? d[0] : d[0].is(0) ? d[1].neg() : d[0].sub(d[1]);
            case MUL -> plus(times(b, d[0]), times(a, d[1]));
            case DIV -> {
                Scalar top = d[0].is(0) ? zero : d[0].div(b);
                yield d[1].is(0) ? top : plus(top, times(this.div(b).neg(), d[1]));      // −(a/b)/b
            }
            case FMA -> plus(plus(times(b, d[0]), times(a, d[1])), d[2]);
            case NEG -> d[0].neg();
            case ABS -> times(a.sign(), d[0]);
            case SQRT -> times(this.divInto(0.5), d[0]);
            case MIN -> picked(a, a.less(b), a.equal(b), d);
            case MAX -> picked(a, b.less(a), a.equal(b), d);
            case SELECT -> a.select(d[1], d[2]);
            case PULL -> {
                // where nothing comes from above, an infinite slope or NaN is that of a side that wasn't taken
                Scalar finite = b.sub(b).equal(0);
                Scalar slope = a.equal(0).select(finite.select(b, 0), b);
                yield plus(d[0].is(0) ? zero : times(slope, d[0]), d[1].is(0) ? zero : a.pull(d[1]));
            }
            case FLOOR, ROUND, SIGN, LESS, LESS_OR_EQUAL, EQUAL -> zero;
            case QUOTIENT, AND, OR, XOR, SHIFT_LEFT, SHIFT_RIGHT -> zero;
            case SCALE, EXPONENT, MANTISSA, QUARTER_REMAINDER, QUARTER_REST, QUARTER, REMAINDER, OPAQUE -> throw new AssertionError(
                    "a formula with " + instruction + " has no derivative of its own; state the function's slope");
        };
    }

    private Scalar isNaN() { return equal(this).subFrom(1); }

    /// The derivative of the argument that won (NaN wins), or the mean of both where they tie.
    private static Scalar picked(Scalar first, Scalar firstWins, Scalar tie, Scalar[] d) {
        return firstWins.select(d[0], tie.select(plus(d[0], d[1]).mul(0.5), first.isNaN().select(d[0], d[1])));
    }

    private static Scalar plus(Scalar a, Scalar b) { return a.is(0) ? b : b.is(0) ? a : a.add(b); }

    private static Scalar times(Scalar a, Scalar b) {
        if (a.is(0) || b.is(0)) return a.number(0);
        return a.is(1) ? b : b.is(1) ? a : a.mul(b);
    }

    /// This formula with other formulas in place of its inputs.
    Scalar substitute(List<Scalar> inputs) { return substitute(inputs, new IdentityHashMap<>()); }

    private Scalar substitute(List<Scalar> inputs, Map<Scalar, Scalar> done) {
        if (form instanceof Input(int i)) return inputs.get(i);
        if (arguments.isEmpty()) return this;
        Scalar known = done.get(this);
        if (known != null) return known;
        List<Scalar> replaced = new ArrayList<>();
        for (Scalar a : arguments) replaced.add(a.substitute(inputs, done));
        Scalar r = new Scalar(form, List.copyOf(replaced), precision);
        done.put(this, r);
        return r;
    }

    /// The formula as text, with names for its inputs: `2 (ao - y)`, `1 - y²`, `y (1 - y)`.
    public String text(List<String> names) { return ScalarText.of(this, names); }

    @Override public String toString() { return text(List.of("x", "y", "z")); }
}
