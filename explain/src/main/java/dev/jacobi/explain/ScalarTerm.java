package dev.jacobi.explain;

import dev.jacobi.explain.notation.Term;
import dev.jacobi.scalar.Activations;
import dev.jacobi.scalar.Arithmetic;
import dev.jacobi.scalar.Choices;
import dev.jacobi.scalar.ScalarInstruction;
import dev.jacobi.scalar.Precision;
import dev.jacobi.scalar.Scalar;
import dev.jacobi.scalar.ScalarFunction;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/// The formulas of scalar functions as terms.
final class ScalarTerm {
    private ScalarTerm() {}

    /// A formula, with terms for its inputs.
    static Term of(Scalar s, List<Term> inputs) {
        List<Term> a = s.arguments().stream().map(x -> of(x, inputs)).toList();
        return switch (s.form()) {
            case Scalar.Input(int i) -> inputs.get(i);
            case Scalar.Constant(double v) -> Term.number(v);
            case Scalar.Call(ScalarFunction f) -> call(f, a);
            case Scalar.Apply(ScalarInstruction i) -> apply(i, a);
        };
    }

    /// A function of some terms, as it is written: `a + b` for an addition.
    static Term call(ScalarFunction f, List<Term> a) {
        return switch (f) {
            case Arithmetic.Add _ -> Term.sum(a.get(0), a.get(1));
            case Arithmetic.Sub _ -> Term.difference(a.get(0), a.get(1));
            case Arithmetic.Mul _ -> Term.product(a.get(0), a.get(1));
            case Arithmetic.Div _ -> Term.quotient(a.get(0), a.get(1));
            case Arithmetic.Neg _ -> Term.negated(a.getFirst());
            case Arithmetic.Square _ -> new Term.Power(a.getFirst(), Term.number(2));
            case Arithmetic.WholePower(int n) -> n == 1 ? a.getFirst() : n == 0 ? Term.number(1) : new Term.Power(a.getFirst(), Term.number(n));
            case Arithmetic.Pow _ -> new Term.Power(a.get(0), a.get(1));
            case Arithmetic.Abs _ -> new Term.Absolute(a.getFirst());
            case Choices.Maximum _ -> new Term.Call("max", a);
            case Choices.Minimum _ -> new Term.Call("min", a);
            case Choices.Less _ -> less(a.get(0), "<", a.get(1));
            case Choices.LessOrEqual _ -> less(a.get(0), "<=", a.get(1));
            case Choices.Equal _ -> new Term.Compare(a.get(0), "=", a.get(1));
            case Activations.Step(double theta) -> less(Term.number(theta), "<", a.getFirst());
            default -> new Term.Call(f.name(), a);
        };
    }

    private static Term apply(ScalarInstruction instruction, List<Term> a) {
        return switch (instruction) {
            case ADD -> Term.sum(a.get(0), a.get(1));
            case SUB -> Term.difference(a.get(0), a.get(1));
            case MUL -> a.get(0).equals(a.get(1)) ? new Term.Power(a.get(0), Term.number(2)) : Term.product(a.get(0), a.get(1));
            case PULL -> Term.product(a.get(0), a.get(1));
            case DIV -> Term.quotient(a.get(0), a.get(1));
            case FMA -> Term.sum(Term.product(a.get(0), a.get(1)), a.get(2));
            case NEG -> Term.negated(a.getFirst());
            case ABS -> new Term.Absolute(a.getFirst());
            case LESS -> less(a.get(0), "<", a.get(1));
            case LESS_OR_EQUAL -> less(a.get(0), "<=", a.get(1));
            case EQUAL -> new Term.Compare(a.get(0), "=", a.get(1));
            case SELECT -> a.get(1).is(1) && a.get(2).is(0) ? a.get(0) : new Term.Choose(a.get(0), a.get(1), a.get(2));
            default -> new Term.Call(instruction.name().toLowerCase(Locale.ROOT), a);
        };
    }

    /// With the number on the right: x > 0, not 0 < x.
    private static Term less(Term a, String relation, Term b) {
        return a instanceof Term.Number ? new Term.Compare(b, relation.replace('<', '>'), a) : new Term.Compare(a, relation, b);
    }

    /// The derivative as people know it, by argument `i`.
    ///
    /// @param x terms for the arguments
    /// @param y a term for the value
    static Term textbook(ScalarFunction f, int i, List<Term> x, Term y) {
        return of(f.textbook(i, inputs(f), output(f)), with(x, y));
    }

    /// The derivative in the form that runs.
    static Term running(ScalarFunction f, int i, List<Term> x, Term y) { return of(f.slope(i, inputs(f), output(f)), with(x, y)); }

    private static List<Scalar> inputs(ScalarFunction f) {
        return IntStream.range(0, f.arity()).mapToObj(i -> Scalar.input(i, Precision.F64)).toList();
    }

    private static Scalar output(ScalarFunction f) { return Scalar.input(f.arity(), Precision.F64); }

    private static List<Term> with(List<Term> x, Term y) {
        List<Term> all = new ArrayList<>(x);
        all.add(y);
        return all;
    }
}
