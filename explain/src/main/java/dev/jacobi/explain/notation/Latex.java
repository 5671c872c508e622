package dev.jacobi.explain.notation;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/// Terms as LaTeX for math mode; nothing beyond the package amsmath is needed.
final class Latex {
    private static final int SUM = 1;
    private static final int RING = 2;
    private static final int PRODUCT = 3;
    private static final int SIGNED = 4;
    private static final int ATOM = 6;
    private static final Set<String> GREEK = Set.of("alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta",
            "kappa", "lambda", "mu", "nu", "xi", "pi", "rho", "sigma", "tau", "phi", "chi", "psi", "omega");
    private static final String LOWER = "αβγδεζηθικλμνξπρστυφχψω";
    private static final String[] LOWER_NAMES = {"alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota",
        "kappa", "lambda", "mu", "nu", "xi", "pi", "rho", "sigma", "tau", "upsilon", "phi", "chi", "psi", "omega"};
    private static final String UPPER = "ΓΔΘΛΞΠΣΥΦΨΩ";
    private static final String[] UPPER_NAMES = {"Gamma", "Delta", "Theta", "Lambda", "Xi", "Pi", "Sigma", "Upsilon", "Phi", "Psi", "Omega"};
    private static final Set<String> OPERATORS = Set.of("exp", "log", "sin", "cos", "tan", "tanh", "max", "min");

    private final Digits digits;

    private Latex(Digits digits) { this.digits = digits; }

    static String of(Term t, Digits digits) { return new Latex(digits).bare(t); }

    private String in(Term t, int place) {
        String text = bare(t);
        return binding(t) < place ? "\\left(" + text + "\\right)" : text;
    }

    private int binding(Term t) {
        return switch (t) {
            case Term.Number(double v) -> v < 0 ? SIGNED : ATOM;
            case Term.Name _, Term.Call _, Term.Absolute _, Term.Partial _, Term.Divide _, Term.Choose _ -> ATOM;
            case Term.Add _, Term.Subtract _ -> SUM;
            case Term.Times(Term _, Term _, Term.Sign sign) -> sign == Term.Sign.ELEMENTWISE ? RING : PRODUCT;
            case Term.Negate _ -> SIGNED;
            case Term.Power _, Term.Transpose _ -> ATOM - 1;
            case Term.Compare _, Term.Given _ -> 0;
        };
    }

    private String bare(Term t) {
        return switch (t) {
            case Term.Number(double v) -> number(digits.of(v));
            case Term.Name(String text, String index, double _) -> name(text, index);
            case Term.Partial(Term.Name of, Term.Name by) -> "\\frac{\\partial " + bare(of) + "}{\\partial " + bare(by) + "}";
            case Term.Add(Term a, Term b) -> in(a, SUM) + " + " + in(b, SUM);
            case Term.Subtract(Term a, Term b) -> in(a, SUM) + " - " + in(b, PRODUCT);
            case Term.Times(Term a, Term b, Term.Sign sign) -> product(a, b, sign);
            case Term.Divide(Term a, Term b) -> "\\frac{" + bare(a) + "}{" + bare(b) + "}";
            case Term.Negate(Term a) -> "-" + in(a, PRODUCT);
            case Term.Power(Term a, Term n) -> "{" + in(a, ATOM) + "}^{" + bare(n) + "}";
            case Term.Transpose(Term a) -> "{" + in(a, ATOM) + "}^{\\mathsf{T}}";
            case Term.Absolute(Term a) -> "\\left|" + bare(a) + "\\right|";
            case Term.Call(String f, List<Term> a) -> function(f)
                    + a.stream().map(this::bare).collect(Collectors.joining(", ", "\\left(", "\\right)"));
            case Term.Compare(Term a, String relation, Term b) -> in(a, SUM) + " " + relation.replace("<=", "\\le").replace(">=", "\\ge").replace("≠", "\\ne") + " " + in(b, SUM);
            case Term.Given(Term a, Term c) -> bare(a) + "\\ \\text{as}\\ " + bare(c);
            case Term.Choose(Term c, Term a, Term b) -> "\\begin{cases}" + bare(a) + " & " + bare(c) + "\\\\" + bare(b)
                    + " & \\text{else}\\end{cases}";
        };
    }

    private String product(Term a, Term b, Term.Sign sign) {
        int least = sign == Term.Sign.ELEMENTWISE ? RING : PRODUCT;
        String left = in(a, least);
        String right = in(b, b instanceof Term.Times ? least : SIGNED);
        boolean number = Character.isDigit(right.charAt(0)) || right.charAt(0) == '-';
        if (right.charAt(0) == '-') right = "\\left(" + right + "\\right)";
        return left + (sign == Term.Sign.ELEMENTWISE ? " \\circ " : number || sign == Term.Sign.DOT ? " \\cdot " : "\\, ") + right;
    }

    /// 1.5e-7 as 1.5 · 10⁻⁷.
    private static String number(String text) {
        if (text.equals("NaN")) return "\\mathrm{NaN}";
        if (text.endsWith("Infinity")) return text.replace("Infinity", "\\infty");
        int e = text.indexOf('e');
        return e < 0 ? text : text.substring(0, e) + " \\cdot 10^{" + text.substring(e + 1) + "}";
    }

    private static String function(String name) {
        if (name.endsWith("′")) return function(name.substring(0, name.length() - 1)) + "'";
        return OPERATORS.contains(name) ? "\\" + name : "\\operatorname{" + escaped(name) + "}";
    }

    /// A name of one letter stands by itself, a longer one upright; `δ` and the Greek letters by name are Greek; what
    /// follows the first `_` and an index stand below.
    private static String name(String text, String index) {
        int cut = text.indexOf('_');
        String base = cut > 0 && cut < text.length() - 1 ? text.substring(0, cut) : text;
        StringBuilder below = new StringBuilder(base.length() < text.length() ? upright(text.substring(cut + 1)) : "");
        if (base.startsWith("δ")) {
            String of = base.substring(1);
            base = "\\delta";
            if (!of.isEmpty()) below.insert(0, upright(of) + (below.isEmpty() ? "" : ","));
        } else {
            base = GREEK.contains(base) ? "\\" + base : upright(base);
        }
        if (!index.isEmpty()) below.append(below.isEmpty() ? "" : ",").append(index, 1, index.length() - 1);
        return below.isEmpty() ? base : base + "_{" + below + "}";
    }

    private static String upright(String text) {
        return text.length() == 1 && Character.isLetterOrDigit(text.charAt(0)) && text.charAt(0) < 128
                ? text : "\\mathrm{" + escaped(text) + "}";
    }

    private static String escaped(String text) {
        StringBuilder r = new StringBuilder();
        for (char c : text.toCharArray()) {
            if (c < 128 && Character.isLetterOrDigit(c) || c == '.' || c == ' ') r.append(c);
            else if (c == '_' || c == '%' || c == '#' || c == '&' || c == '$') r.append('\\').append(c);
            else r.append(c < 128 ? "\\text{-}" : letter(c));
        }
        return r.toString();
    }

    /// A Greek letter by its command; those that look Latin have none, and any other letter is told by its number.
    private static String letter(char c) {
        int lower = LOWER.indexOf(c);
        if (lower >= 0) return "\\" + LOWER_NAMES[lower] + "{}";
        int upper = UPPER.indexOf(c);
        return upper >= 0 ? "\\" + UPPER_NAMES[upper] + "{}" : String.format(Locale.ROOT, "U{+}%04X", (int) c);
    }
}
