package dev.jacobi.scalar;

import java.util.List;
import java.util.Locale;

/// Renders formulas as people write them, with as few brackets as they need.
final class ScalarText {
    private static final int SUM = 1;
    private static final int PRODUCT = 2;
    private static final int SIGNED = 3;
    private static final int POWER = 4;
    private static final int ATOM = 5;

    private final List<String> names;

    private ScalarText(List<String> names) { this.names = names; }

    static String of(Scalar s, List<String> names) { return new ScalarText(names).text(s, 0); }

    /// The text, in brackets if it binds less tightly than its place asks.
    private String text(Scalar s, int place) {
        String t = bare(s);
        return binding(s) < place ? "(" + t + ")" : t;
    }

    private int binding(Scalar s) {
        return switch (s.form()) {
            case Scalar.Input _ -> ATOM;
            case Scalar.Constant(double v) -> v < 0 ? SIGNED : ATOM;
            case Scalar.Call(ScalarFunction f) -> f instanceof Arithmetic.Square || f instanceof Arithmetic.WholePower ? POWER : ATOM;
            case Scalar.Apply(ScalarInstruction i) -> switch (i) {
                case ADD, SUB, FMA -> SUM;
                case MUL -> isSquare(s) ? POWER : PRODUCT;
                case DIV, PULL -> PRODUCT;
                case NEG -> SIGNED;
                case LESS, LESS_OR_EQUAL, EQUAL -> 0;
                default -> ATOM;
            };
        };
    }

    private static boolean isSquare(Scalar s) { return s.arguments().get(0) == s.arguments().get(1); }

    private String bare(Scalar s) {
        List<Scalar> a = s.arguments();
        return switch (s.form()) {
            case Scalar.Input(int i) -> i < names.size() ? names.get(i) : "x" + i;
            case Scalar.Constant(double v) -> number(v);
            case Scalar.Call(Arithmetic.Square _) -> text(a.getFirst(), ATOM) + "²";
            case Scalar.Call(Arithmetic.WholePower(int n)) -> text(a.getFirst(), ATOM) + "^" + n;
            case Scalar.Call(ScalarFunction f) -> f.name() + list(a);
            case Scalar.Apply(ScalarInstruction i) -> step(i, s, a);
        };
    }

    private String step(ScalarInstruction instruction, Scalar s, List<Scalar> a) {
        return switch (instruction) {
            case ADD -> text(a.get(0), SUM) + " + " + text(a.get(1), SUM);
            case SUB -> text(a.get(0), SUM) + " - " + text(a.get(1), PRODUCT);
            case MUL -> isSquare(s) ? text(a.get(0), ATOM) + "²" : product(a.get(0), a.get(1));
            case PULL -> product(a.get(0), a.get(1));
            case DIV -> text(a.get(0), PRODUCT) + " / " + text(a.get(1), SIGNED);
            case FMA -> product(a.get(0), a.get(1)) + " + " + text(a.get(2), SUM);
            case NEG -> "-" + text(a.getFirst(), PRODUCT);
            case ABS -> "|" + text(a.getFirst(), 0) + "|";
            case LESS -> text(a.get(0), SUM) + " < " + text(a.get(1), SUM);
            case LESS_OR_EQUAL -> text(a.get(0), SUM) + " <= " + text(a.get(1), SUM);
            case EQUAL -> text(a.get(0), SUM) + " = " + text(a.get(1), SUM);
            case SELECT -> "(" + text(a.get(1), 0) + " if " + text(a.get(0), 0) + " else " + text(a.get(2), 0) + ")";
            default -> instruction.name().toLowerCase(Locale.ROOT) + list(a);
        };
    }

    /// A number comes first: 2 x, not x 2.
    private String product(Scalar a, Scalar b) {
        boolean swap = b.constantValue() != null && a.constantValue() == null;
        return text(swap ? b : a, PRODUCT) + " " + text(swap ? a : b, SIGNED);
    }

    private String list(List<Scalar> arguments) {
        return "(" + String.join(", ", arguments.stream().map(s -> text(s, 0)).toList()) + ")";
    }

    private static String number(double v) {
        return v == Math.rint(v) && Math.abs(v) < 1e15 ? String.valueOf((long) v) : String.valueOf(v);
    }
}
