package dev.jacobi.explain.notation;

import java.util.List;

/// What terms come to.
final class Values {
    private Values() {}

    static double of(Term t) {
        return switch (t) {
            case Term.Number(double v) -> v;
            case Term.Name(String _, String _, double v) -> v;
            case Term.Partial _, Term.Transpose _ -> Double.NaN;
            case Term.Add(Term a, Term b) -> of(a) + of(b);
            case Term.Subtract(Term a, Term b) -> of(a) - of(b);
            case Term.Times(Term a, Term b, Term.Sign _) -> of(a) * of(b);
            case Term.Divide(Term a, Term b) -> of(a) / of(b);
            case Term.Negate(Term a) -> -of(a);
            case Term.Power(Term a, Term n) -> Math.pow(of(a), of(n));
            case Term.Absolute(Term a) -> Math.abs(of(a));
            case Term.Call(String f, List<Term> a) -> call(f, a.stream().mapToDouble(Values::of).toArray());
            case Term.Given(Term a, Term _) -> of(a);
            case Term.Compare(Term a, String relation, Term b) -> compare(of(a), relation, of(b)) ? 1 : 0;
            case Term.Choose(Term c, Term a, Term b) -> of(c) != 0 ? of(a) : of(b);
        };
    }

    private static boolean compare(double a, String relation, double b) {
        return switch (relation) {
            case "<" -> a < b;
            case "<=" -> a <= b;
            case "=" -> a == b;
            case ">" -> a > b;
            case ">=" -> a >= b;
            case "≠" -> a != b;
            default -> throw new AssertionError("an unknown relation " + relation);
        };
    }

    /// The functions that occur in the slopes of others; NaN where it isn't one of them.
    private static double call(String function, double[] x) {
        return switch (function) {
            case "exp" -> Math.exp(x[0]);
            case "expm1" -> Math.expm1(x[0]);
            case "log" -> Math.log(x[0]);
            case "log1p" -> Math.log1p(x[0]);
            case "sqrt" -> Math.sqrt(x[0]);
            case "sin" -> Math.sin(x[0]);
            case "cos" -> Math.cos(x[0]);
            case "tanh" -> Math.tanh(x[0]);
            case "sigmoid" -> 1 / (1 + Math.exp(-x[0]));
            case "sign" -> Math.signum(x[0]);
            case "floor" -> Math.floor(x[0]);
            case "max" -> Math.max(x[0], x[1]);
            case "min" -> Math.min(x[0], x[1]);
            default -> Double.NaN;
        };
    }

    /// With numbers for names. A short difference such as 1 − y is worked out, as one writes it on paper.
    static Term substituted(Term t) {
        return switch (t) {
            case Term.Number _, Term.Partial _ -> t;
            case Term.Name(String _, String _, double v) -> Double.isNaN(v) ? t : new Term.Number(v);
            case Term.Add(Term a, Term b) -> new Term.Add(substituted(a), substituted(b));
            case Term.Subtract(Term.Number(double one), Term.Name(String _, String _, double v)) when !Double.isNaN(v) ->
                    new Term.Number(one - v);
            case Term.Subtract(Term a, Term b) -> new Term.Subtract(substituted(a), substituted(b));
            case Term.Times(Term a, Term b, Term.Sign sign) -> new Term.Times(substituted(a), substituted(b), sign);
            case Term.Divide(Term a, Term b) -> new Term.Divide(substituted(a), substituted(b));
            case Term.Negate(Term a) -> new Term.Negate(substituted(a));
            case Term.Power(Term a, Term n) -> new Term.Power(substituted(a), substituted(n));
            case Term.Transpose(Term a) -> new Term.Transpose(substituted(a));
            case Term.Absolute(Term a) -> new Term.Absolute(substituted(a));
            case Term.Call(String f, List<Term> a) -> new Term.Call(f, a.stream().map(Values::substituted).toList());
            case Term.Compare(Term a, String relation, Term b) -> new Term.Compare(substituted(a), relation, substituted(b));
            case Term.Given(Term a, Term c) -> new Term.Given(substituted(a), substituted(c));
            case Term.Choose(Term c, Term a, Term b) -> new Term.Choose(substituted(c), substituted(a), substituted(b));
        };
    }
}
