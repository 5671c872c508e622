package dev.jacobi.explain.render;

import dev.jacobi.explain.Entry;
import dev.jacobi.explain.notation.Digits;
import dev.jacobi.explain.notation.Term;

/// What LaTeX and Markdown have in common.
final class MathText {
    private MathText() {}

    /// Words as LaTeX takes them.
    static String escaped(String text) {
        StringBuilder r = new StringBuilder();
        for (char c : text.toCharArray()) {
            switch (c) {
                case '_', '%', '#', '&', '$', '{', '}' -> r.append('\\').append(c);
                case '\\' -> r.append("\\textbackslash{}");
                case '^' -> r.append("\\textasciicircum{}");
                case '~' -> r.append("\\textasciitilde{}");
                case '<' -> r.append("$<$");
                case '>' -> r.append("$>$");
                case '≤' -> r.append("$\\le$");
                case '∂' -> r.append("$\\partial$");
                case '×' -> r.append("$\\times$");
                case '′' -> r.append("'");
                case '²' -> r.append("$^2$");
                case '…' -> r.append("\\dots{}");
                case '→' -> r.append("$\\to$");
                case '∘' -> r.append("$\\circ$");
                case '·' -> r.append("$\\cdot$");
                case '−' -> r.append("$-$");
                default -> r.append(c < 128 ? String.valueOf(c) : "$" + Term.name(String.valueOf(c)).latex(Digits.SIX) + "$");
            }
        }
        return r.toString();
    }

    static String count(Entry e) { return e.count() == Long.MAX_VALUE ? "more than can be counted" : String.valueOf(Math.max(1, e.count())); }

    /// A ratio's name as a term.
    static Term ratio(Entry.Ratio r) {
        return r.above().isEmpty() ? Term.name("upstream") : new Term.Partial(name(r.above()), name(r.below()));
    }

    private static Term.Name name(String entry) {
        int bracket = entry.indexOf('[');
        return bracket < 0 ? Term.name(entry) : new Term.Name(entry.substring(0, bracket), entry.substring(bracket), Double.NaN);
    }
}
