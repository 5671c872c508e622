package dev.jacobi.scalar;

import java.util.Locale;

/// Runs programs on whole numbers, element by element, in 64 bits; results wrap as Java's do.
final class WholeNumbers {
    private WholeNumbers() {}

    static void run(Program p, Operand[] in, Object out, int count) {
        long[] r = new long[p.registers()];
        for (int i = 0; i < p.constants().length; i++) r[p.inputs() + i] = constant(p.constants()[i]);
        for (int e = 0; e < count; e++) {
            for (int i = 0; i < in.length; i++) r[i] = in[i].whole(e);
            for (int s = 0; s < p.size(); s++) r[p.target(s)] = step(p.code(s), p.arguments(s), r);
            long y = r[p.register(0)];
            switch (out) {
                case int[] a -> a[e] = (int) y;
                case long[] a -> a[e] = y;
                case boolean[] a -> a[e] = y != 0;
                default -> throw new AssertionError("whole numbers into " + out.getClass());
            }
        }
    }

    private static long constant(double v) { return (long) v; }

    /// Whether an instruction means anything for whole numbers.
    static boolean have(ScalarInstruction instruction) {
        return switch (instruction) {
            case DIV, SQRT, SCALE, EXPONENT, MANTISSA, QUARTER_REMAINDER, QUARTER_REST, QUARTER, OPAQUE -> false;
            default -> true;
        };
    }

    private static long step(ScalarInstruction instruction, int[] at, long[] r) {
        long a = r[at[0]];
        long b = at.length > 1 ? r[at[1]] : 0;
        long c = at.length > 2 ? r[at[2]] : 0;
        return switch (instruction) {
            case ADD -> a + b;
            case SUB -> a - b;
            case MUL -> a * b;
            case FMA -> a * b + c;
            case NEG -> -a;
            case ABS -> Math.abs(a);
            case MIN -> Math.min(a, b);
            case MAX -> Math.max(a, b);
            case FLOOR, ROUND -> a;
            case SIGN -> Long.signum(a);
            case LESS -> a < b ? 1 : 0;
            case LESS_OR_EQUAL -> a <= b ? 1 : 0;
            case EQUAL -> a == b ? 1 : 0;
            case SELECT -> a != 0 ? b : c;
            case PULL -> a == 0 ? 0 : a * b;
            case REMAINDER -> a % divisor(b);
            case QUOTIENT -> a / divisor(b);
            case AND -> a & b;
            case OR -> a | b;
            case XOR -> a ^ b;
            case SHIFT_LEFT -> distance(b) > 63 ? 0 : a << b;
            case SHIFT_RIGHT -> a >> Math.min(distance(b), 63);
            case DIV, SQRT, SCALE, EXPONENT, MANTISSA, QUARTER_REMAINDER, QUARTER_REST, QUARTER, OPAQUE ->
                throw new AssertionError(instruction + " of whole numbers");
        };
    }

    private static long divisor(long b) {
        if (b == 0) {
            throw new IllegalArgumentException("a whole number was to be divided by 0; where that may happen, divide by b.eq(0).where(one, b), "
                    + "or convert to F64, where it gives NaN or an infinity");
        }
        return b;
    }

    private static long distance(long b) {
        if (b < 0) throw new IllegalArgumentException("bits were to be shifted by " + b + " places; shift by 0 or more, the other way instead");
        return b;
    }

    /// For a program of floating numbers that needs such an instruction.
    static IllegalArgumentException only(ScalarInstruction instruction) {
        return new IllegalArgumentException("this function works on the bits of whole numbers (" + instruction.name().toLowerCase(Locale.ROOT)
                + ") and got floating ones; convert the tensor with to(DType.I32) or to(DType.I64)");
    }
}
