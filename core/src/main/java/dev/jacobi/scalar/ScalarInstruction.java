package dev.jacobi.scalar;

/// The primitive steps that every formula is lowered to.
public enum ScalarInstruction {
    ADD(2), SUB(2), MUL(2), DIV(2),
    /// a·b + c, rounded once.
    FMA(3),
    NEG(1), ABS(1), SQRT(1),
    /// As Math.min and Math.max: NaN wins, -0 is less than +0.
    MIN(2), MAX(2),
    FLOOR(1),
    /// To the nearest whole number, halves to the even one.
    ROUND(1),
    /// -1, 0, 1 or NaN.
    SIGN(1),
    /// 1 where it holds, else 0.
    LESS(2), LESS_OR_EQUAL(2), EQUAL(2),
    /// b where a isn't 0, else c. It picks and never multiplies.
    SELECT(3),
    /// Upstream times slope: 0 where a is 0, whatever b.
    PULL(2),
    /// a·2ᵇ for a whole b, rounded once.
    SCALE(2),
    /// The power of two e with |a| = m·2ᵉ, 1 ≤ m < 2.
    EXPONENT(1),
    /// That m, with the sign of a.
    MANTISSA(1),
    /// a minus the nearest multiple of π/2, and which multiple it was, modulo 4.
    QUARTER_REMAINDER(1), QUARTER(1),
    /// What that remainder has rounded away.
    QUARTER_REST(1),
    /// What remains of a when it is divided by b as often as goes, with the sign of a: exact, as Java's %.
    REMAINDER(2),
    /// How often that is; and the operations on bits. All for whole numbers only.
    QUOTIENT(2), AND(2), OR(2), XOR(2), SHIFT_LEFT(2), SHIFT_RIGHT(2),
    /// A function that states only `at`.
    OPAQUE(-1);

    private final int arity;

    ScalarInstruction(int arity) { this.arity = arity; }

    /// Number of arguments; -1 for as many as the function has.
    public int arity() { return arity; }

    boolean isPredicate() { return this == LESS || this == LESS_OR_EQUAL || this == EQUAL; }
}
