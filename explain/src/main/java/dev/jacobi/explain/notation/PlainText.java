package dev.jacobi.explain.notation;

import java.util.List;
import java.util.stream.Collectors;

/// Terms as plain text, with as few brackets as they need.
final class PlainText {
    private static final int SUM = 1;
    private static final int RING = 2;
    private static final int PRODUCT = 3;
    private static final int SIGNED = 4;
    private static final int POWER = 5;
    private static final int ATOM = 6;

    private final Digits digits;

    private PlainText(Digits digits) { this.digits = digits; }

    static String of(Term t, Digits digits) { return new PlainText(digits).bare(t); }

    /// In brackets if it binds less tightly than its place asks.
    private String in(Term t, int place) {
        String text = bare(t);
        return binding(t) < place ? "(" + text + ")" : text;
    }

    private int binding(Term t) {
        return switch (t) {
            case Term.Number(double v) -> v < 0 || digits.of(v).contains("e") ? SIGNED : ATOM;
            case Term.Name _, Term.Call _, Term.Absolute _ -> ATOM;
            case Term.Partial _ -> PRODUCT;
            case Term.Add _, Term.Subtract _ -> SUM;
            case Term.Times(Term _, Term _, Term.Sign sign) -> sign == Term.Sign.ELEMENTWISE ? RING : PRODUCT;
            case Term.Divide _ -> PRODUCT;
            case Term.Negate _ -> SIGNED;
            case Term.Power _, Term.Transpose _ -> POWER;
            case Term.Compare _, Term.Choose _, Term.Given _ -> 0;
        };
    }

    private String bare(Term t) {
        return switch (t) {
            case Term.Number(double v) -> digits.of(v);
            case Term.Name(String text, String index, double _) -> text + index;
            case Term.Partial(Term.Name of, Term.Name by) -> "∂" + bare(of) + "/∂" + bare(by);
            case Term.Add(Term a, Term b) -> in(a, SUM) + " + " + in(b, SUM);
            case Term.Subtract(Term a, Term b) -> in(a, SUM) + " - " + in(b, PRODUCT);
            case Term.Times(Term a, Term b, Term.Sign sign) -> product(a, b, sign);
            case Term.Divide(Term a, Term b) -> in(a, PRODUCT) + " / " + in(b, SIGNED);
            case Term.Negate(Term a) -> "-" + in(a, PRODUCT);
            case Term.Power(Term a, Term n) when n.is(2) -> in(a, ATOM) + "²";
            case Term.Power(Term a, Term n) -> in(a, ATOM) + "^" + in(n, ATOM);
            case Term.Transpose(Term a) -> in(a, ATOM) + "ᵀ";
            case Term.Absolute(Term a) -> "|" + bare(a) + "|";
            case Term.Call(String f, List<Term> a) -> f + a.stream().map(this::bare).collect(Collectors.joining(", ", "(", ")"));
            case Term.Compare(Term a, String relation, Term b) -> in(a, SUM) + " " + relation + " " + in(b, SUM);
            case Term.Given(Term a, Term c) -> bare(a) + ", as " + bare(c);
            case Term.Choose(Term c, Term a, Term b) -> "(" + bare(a) + " if " + bare(c) + " else " + bare(b) + ")";
        };
    }

    private String product(Term a, Term b, Term.Sign sign) {
        int least = sign == Term.Sign.ELEMENTWISE ? RING : PRODUCT;
        String left = in(a, least);
        String right = in(b, b instanceof Term.Times || b instanceof Term.Partial ? least : SIGNED);
        boolean partial = b instanceof Term.Partial || a instanceof Term.Partial;
        boolean number = Character.isDigit(right.charAt(0)) || right.charAt(0) == '-';
        String between = switch (sign) {
            case ELEMENTWISE -> " ∘ ";
            case DOT -> "·";
            case PLAIN -> number || partial ? "·" : " ";
        };
        if (right.charAt(0) == '-') right = "(" + right + ")";
        return left + between + right;
    }
}
