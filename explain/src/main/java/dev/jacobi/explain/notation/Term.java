package dev.jacobi.explain.notation;

import java.util.List;

/// A piece of mathematics, as it is written: `2 (ao - y)`, `Woᵀ δo`.
///
/// A term made of single numbers can be worked out by [#value], which is how a printed formula is held against the
/// number that a rule gave.
public sealed interface Term {
    /// Stands for what would be too long.
    Term LEFT_OUT = new Name("…", "", Double.NaN);

    /// A number.
    record Number(double value) implements Term {}

    /// Something with a name, perhaps one entry of it.
    ///
    /// @param index `[0,1]`, or empty
    /// @param value of that entry; NaN for a tensor
    record Name(String text, String index, double value) implements Term {}

    /// A partial derivative as a name: ∂L/∂ao.
    record Partial(Name of, Name by) implements Term {}

    record Add(Term left, Term right) implements Term {}

    record Subtract(Term left, Term right) implements Term {}

    record Times(Term left, Term right, Sign sign) implements Term {}

    record Divide(Term left, Term right) implements Term {}

    record Negate(Term of) implements Term {}

    record Power(Term of, Term exponent) implements Term {}

    record Transpose(Term of) implements Term {}

    record Absolute(Term of) implements Term {}

    /// A function by name.
    record Call(String function, List<Term> arguments) implements Term {}

    /// Less, less or equal, equal: `<`, `<=`, `=`.
    record Compare(Term left, String relation, Term right) implements Term {}

    record Choose(Term condition, Term then, Term otherwise) implements Term {}

    /// Between the factors of a product.
    enum Sign {
        /// Numbers, or matrices: written side by side.
        PLAIN,
        /// Two numbers that would run into each other: a dot.
        DOT,
        /// Element by element: a ring.
        ELEMENTWISE
    }

    /// A term that holds under a condition: `1, as y > z`.
    record Given(Term of, Term condition) implements Term {}

    /// What it comes to, if all names in it have numbers and all functions are known; else NaN.
    default double value() { return Values.of(this); }

    /// As plain text.
    default String text(Digits digits) { return PlainText.of(this, digits); }

    /// As LaTeX, for math mode.
    default String latex(Digits digits) { return Latex.of(this, digits); }

    /// As MathML, with its own element `math`.
    default String mathMl(Digits digits) { return MathMl.of(this, digits); }

    /// The same with a number in place of each name that has one.
    default Term numbers() { return Values.substituted(this); }

    /// With each choice decided by the numbers, and why.
    default Term decided() { return Choices.decided(this); }

    static Term number(double value) { return new Number(value); }

    static Name name(String text) { return new Name(text, "", Double.NaN); }

    /// Whether it is just this number.
    default boolean is(double value) { return this instanceof Number(double v) && v == value; }

    /// The sum, without zeros.
    static Term sum(Term a, Term b) {
        if (a.is(0)) return b;
        if (b.is(0)) return a;
        if (a.equals(LEFT_OUT) && b.equals(LEFT_OUT)) return a;
        if (a instanceof Number(double x) && b instanceof Number(double y)) return number(x + y);
        if (b instanceof Negate(Term c)) return new Subtract(a, c);
        return new Add(a, b);
    }

    static Term difference(Term a, Term b) {
        if (b.is(0)) return a;
        if (a.is(0)) return negated(b);
        if (a instanceof Number(double x) && b instanceof Number(double y)) return number(x - y);
        if (b instanceof Negate(Term c)) return sum(a, c);
        return new Subtract(a, b);
    }

    static Term negated(Term a) {
        return switch (a) {
            case Number(double v) -> number(-v);
            case Negate(Term b) -> b;
            case Subtract(Term b, Term c) -> difference(c, b);
            case Times(Number(double v), Term b, Sign s) -> product(number(-v), b, s);
            case Times(Term b, Subtract c, Sign s) -> new Times(b, negated(c), s);
            case Times(Subtract b, Term c, Sign s) -> new Times(negated(b), c, s);
            default -> new Negate(a);
        };
    }

    static Term product(Term a, Term b) { return product(a, b, Sign.PLAIN); }

    /// The product, with its number first and its sign in front, and without ones.
    static Term product(Term a, Term b, Sign sign) {
        if (a.is(1) || b.is(0)) return b;
        if (b.is(1) || a.is(0)) return a;
        if (a.is(-1)) return negated(b);
        if (b.is(-1)) return negated(a);
        if (a instanceof Number(double x) && b instanceof Number(double y)) return number(x * y);
        if (a instanceof Negate(Term c)) return negated(product(c, b, sign));
        if (b instanceof Negate(Term c)) return negated(product(a, c, sign));
        if (b instanceof Number) return product(b, a, Sign.PLAIN);
        if (a instanceof Number(double x)) {
            if (b instanceof Times(Number(double y), Term c, Sign s)) return product(number(x * y), c, s == Sign.DOT ? sign : s);
            if (x < 0 && b instanceof Subtract) return product(number(-x), negated(b), sign);
            return new Times(a, b, Sign.PLAIN);
        }
        if (b instanceof Times(Number(double y), Term c, Sign _)) return product(number(y), product(a, c, sign), Sign.PLAIN);
        if (a instanceof Times(Number(double x), Term c, Sign _)) return product(number(x), product(c, b, sign), Sign.PLAIN);
        if (b instanceof Divide(Number(double one), Term c) && one == 1) return new Divide(a, c);
        if (a instanceof Divide(Number(double one), Term c) && one == 1) return new Divide(b, c);
        return new Times(a, b, sign);
    }

    static Term quotient(Term a, Term b) {
        if (b.is(1) || a.is(0)) return a;
        if (a instanceof Number(double x) && b instanceof Number(double y) && x % y == 0) return number(x / y);
        if (a instanceof Negate(Term c)) return negated(quotient(c, b));
        return new Divide(a, b);
    }
}
