package dev.jacobi.scalar;

/// Runs programs on whole numbers, element by element, in 64 bits; results wrap as Java's do.
final class WholeNumbers {
    private WholeNumbers() {}

    static void run(Program p, Operand[] in, Object out, int count) {
        long[] r = new long[p.registers()];
        for (int i = 0; i < p.constants().length; i++) r[p.inputs() + i] = constant(p.constants()[i]);
        for (int e = 0; e < count; e++) {
            for (int i = 0; i < in.length; i++) r[i] = in[i].whole(e);
            for (int s = 0; s < p.size(); s++) r[p.target(s)] = step(p.code(s), p.arguments(s), r);
            long y = r[p.result()];
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
            case DIV, SQRT, SCALE, EXPONENT, MANTISSA, QUARTER_REMAINDER, QUARTER, OPAQUE -> false;
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
            case DIV, SQRT, SCALE, EXPONENT, MANTISSA, QUARTER_REMAINDER, QUARTER, OPAQUE ->
                throw new AssertionError(instruction + " of whole numbers");
        };
    }
}
