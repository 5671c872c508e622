package dev.jacobi.explain.notation;

import java.util.List;

/// Terms as MathML, which browsers show without help.
final class MathMl {
    private static final int SUM = 1;
    private static final int RING = 2;
    private static final int PRODUCT = 3;
    private static final int SIGNED = 4;
    private static final int ATOM = 6;

    private final Digits digits;

    private MathMl(Digits digits) { this.digits = digits; }

    static String of(Term t, Digits digits) { return "<math>" + new MathMl(digits).bare(t) + "</math>"; }

    private String in(Term t, int place) {
        String text = bare(t);
        return "<mrow>" + (binding(t) < place ? fenced(text) : text) + "</mrow>";
    }

    private int binding(Term t) {
        return switch (t) {
            case Term.Number(double v) -> v < 0 ? SIGNED : ATOM;
            case Term.Name _, Term.Call _, Term.Absolute _, Term.Partial _, Term.Divide _ -> ATOM;
            case Term.Add _, Term.Subtract _ -> SUM;
            case Term.Times(Term _, Term _, Term.Sign sign) -> sign == Term.Sign.ELEMENTWISE ? RING : PRODUCT;
            case Term.Negate _ -> SIGNED;
            case Term.Power _, Term.Transpose _ -> ATOM - 1;
            case Term.Compare _, Term.Choose _, Term.Given _ -> 0;
        };
    }

    private String bare(Term t) {
        return switch (t) {
            case Term.Number(double v) -> number(digits.of(v));
            case Term.Name(String text, String index, double _) -> name(text, index);
            case Term.Partial(Term.Name of, Term.Name by) -> "<mfrac><mrow>" + operator("∂") + bare(of) + "</mrow><mrow>" + operator("∂")
                    + bare(by) + "</mrow></mfrac>";
            case Term.Add(Term a, Term b) -> in(a, SUM) + operator("+") + in(b, SUM);
            case Term.Subtract(Term a, Term b) -> in(a, SUM) + operator("−") + in(b, PRODUCT);
            case Term.Times(Term a, Term b, Term.Sign sign) -> product(a, b, sign);
            case Term.Divide(Term a, Term b) -> "<mfrac>" + in(a, 0) + in(b, 0) + "</mfrac>";
            case Term.Negate(Term a) -> operator("−") + in(a, PRODUCT);
            case Term.Power(Term a, Term n) -> "<msup>" + in(a, ATOM) + in(n, 0) + "</msup>";
            case Term.Transpose(Term a) -> "<msup>" + in(a, ATOM) + "<mi mathvariant=\"normal\">T</mi></msup>";
            case Term.Absolute(Term a) -> fenced("|", bare(a), "|");
            case Term.Call(String f, List<Term> a) -> "<mi mathvariant=\"normal\">" + escaped(f) + "</mi>" + fenced(String.join(operator(","), a.stream().map(this::bare).toList()));
            case Term.Compare(Term a, String relation, Term b) -> in(a, SUM) + operator(relation.replace("<=", "≤").replace(">=", "≥")) + in(b, SUM);
            case Term.Given(Term a, Term c) -> bare(a) + "<mtext>,&#160;as&#160;</mtext>" + bare(c);
            case Term.Choose(Term c, Term a, Term b) -> fenced(bare(a) + "<mtext>&#160;if&#160;</mtext>" + bare(c) + "<mtext>&#160;else&#160;</mtext>" + bare(b));
        };
    }

    private String product(Term a, Term b, Term.Sign sign) {
        int least = sign == Term.Sign.ELEMENTWISE ? RING : PRODUCT;
        boolean number = b instanceof Term.Number || b instanceof Term.Times(Term.Number _, Term _, Term.Sign _);
        boolean negative = b instanceof Term.Number(double v) && v < 0;
        String right = in(b, negative ? ATOM : b instanceof Term.Times ? least : SIGNED);
        String between = sign == Term.Sign.ELEMENTWISE ? operator("∘") : number || sign == Term.Sign.DOT ? operator("·")
                : "<mspace width=\"0.2em\"></mspace>";
        return in(a, least) + between + right;
    }

    private static String number(String text) {
        int e = text.indexOf('e');
        if (e < 0) return signed(text);
        return signed(text.substring(0, e)) + operator("·") + "<msup><mn>10</mn><mrow>" + signed(text.substring(e + 1)) + "</mrow></msup>";
    }

    private static String signed(String text) {
        return text.startsWith("-") ? operator("−") + "<mn>" + text.substring(1) + "</mn>" : "<mn>" + text + "</mn>";
    }

    private static String name(String text, String index) {
        int cut = text.indexOf('_');
        String base = cut > 0 && cut < text.length() - 1 ? text.substring(0, cut) : text;
        String below = base.length() < text.length() ? text.substring(cut + 1) : "";
        if (base.startsWith("δ") && base.length() > 1) {
            below = base.substring(1) + (below.isEmpty() ? "" : "," + below);
            base = "δ";
        }
        if (!index.isEmpty()) below += (below.isEmpty() ? "" : ",") + index.substring(1, index.length() - 1);
        String letter = "<mi>" + escaped(base) + "</mi>";
        return below.isEmpty() ? letter : "<msub>" + letter + "<mtext>" + escaped(below) + "</mtext></msub>";
    }

    /// In parentheses, which grow around a fraction only: those that grow bring space of their own.
    private static String fenced(String text) { return fenced("(", text, ")"); }

    private static String fenced(String left, String text, String right) {
        String start = text.contains("<mfrac") ? "<mo form=" : "<mo stretchy=\"false\" form=";
        return start + "\"prefix\">" + left + "</mo>" + text + start + "\"postfix\">" + right + "</mo>";
    }

    private static String operator(String sign) { return "<mo>" + escaped(sign) + "</mo>"; }

    private static String escaped(String text) { return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"); }
}
