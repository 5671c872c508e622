package dev.jacobi.explain.notation;

import java.util.List;

/// Decides the choices in terms whose names have numbers: of `1 if y > z else 0` remains the part that holds here, and why.
final class Choices {
    private Choices() {}

    static Term decided(Term t) {
        return switch (t) {
            case Term.Compare c -> Double.isNaN(c.value()) ? t : new Term.Given(Term.number(c.value()), c.value() == 1 ? c : opposite(c));
            case Term.Choose(Term.Compare c, Term a, Term b) -> c.value() == 1 ? given(decided(a), c) : given(decided(b), opposite(c));
            case Term.Choose(Term c, Term a, Term b) -> given(decided(c.value() != 0 ? a : b), new Term.Compare(c, "=", Term.number(c.value())));
            case Term.Times(Term a, Term b, Term.Sign sign) -> times(decided(a), decided(b), sign);
            case Term.Negate(Term a) -> decided(a) instanceof Term.Given(Term x, Term c) ? given(Term.negated(x), c) : t;
            default -> t;
        };
    }

    private static Term times(Term a, Term b, Term.Sign sign) {
        if (a instanceof Term.Given(Term x, Term c)) return given(times(x, b, sign), c);
        if (b instanceof Term.Given(Term y, Term c)) return given(Term.product(a, y, sign), c);
        return Term.product(a, b, sign);
    }

    /// One condition is enough: the outer one, or the sharper of two on the same pair.
    private static Term given(Term t, Term condition) {
        if (!(t instanceof Term.Given(Term inner, Term own))) return new Term.Given(t, condition);
        if (condition instanceof Term.Compare(Term a, String outer, Term b) && own instanceof Term.Compare(Term c, String relation, Term d)
                && List.of(c, d).containsAll(List.of(a, b))) {
            if (relation.equals("≠") && outer.equals(">=")) return new Term.Given(inner, new Term.Compare(a, ">", b));
            if (relation.equals("≠") && outer.equals("<=")) return new Term.Given(inner, new Term.Compare(a, "<", b));
            if (relation.equals("=")) return t;
        }
        return new Term.Given(inner, condition);
    }

    private static Term opposite(Term.Compare c) {
        String relation = switch (c.relation()) {
            case "<" -> ">=";
            case "<=" -> ">";
            case ">" -> "<=";
            case ">=" -> "<";
            case "=" -> "≠";
            default -> "=";
        };
        return new Term.Compare(c.left(), relation, c.right());
    }
}
