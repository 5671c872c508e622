package dev.jacobi.explain.formula;

import dev.jacobi.explain.Explanation;
import dev.jacobi.io.Nearest;
import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.Graph;
import dev.jacobi.tensor.Scope;
import dev.jacobi.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A formula, as it stands on a whiteboard: statements with a name each, the last of which is the result.
///
/// ```
/// f = (x + y) * max(y, z)
/// ```
///
/// A statement without names on its right side gives an input its value; names that no statement defines are inputs,
/// too. The formula is evaluated by the ordinary tensor operations, so it can be recorded and differentiated by
/// whoever evaluates it.
public final class Formula {
    private final String text;
    private final List<Token> tokens;
    /// Those that compute something.
    private final List<Statement> statements;
    private final Map<String, Integer> inputs;
    private final Map<String, Tensor> given;
    private final String result;

    private Formula(String text, List<Token> tokens, List<Statement> statements, Map<String, Integer> inputs,
            Map<String, Tensor> given, String result) {
        this.text = text;
        this.tokens = tokens;
        this.statements = statements;
        this.inputs = inputs;
        this.given = given;
        this.result = result;
    }

    /// Reads a formula.
    ///
    /// @throws FormulaException where the text isn't one, with the place
    public static Formula parse(String text) {
        if (text.length() > Limits.CHARACTERS) {
            throw new FormulaException("a formula has at most " + Limits.CHARACTERS + " characters, but this one has "
                    + text.length() + "; give large arrays as values");
        }
        List<Token> tokens = Lexer.read(text);
        List<Statement> typed = new Parser(text, tokens).statements();
        String repeated = Naming.repeated(typed);
        List<Statement> all = Naming.named(text, tokens, repeated.isEmpty() ? typed : typed.subList(0, typed.size() - 1));
        Map<String, Integer> inputs = Naming.inputs(text, all);
        List<Statement> statements = new ArrayList<>();
        Map<String, Tensor> given = new LinkedHashMap<>();
        List<Statement> constants = new ArrayList<>();
        for (Statement s : all) (s.value().constant ? constants : statements).add(s);
        if (statements.isEmpty()) {
            throw new FormulaException(all.isEmpty() ? "the formula is empty; write one such as f = x^2"
                    : "the formula gives inputs their values and computes nothing; add a statement that does, such as y = x^2");
        }
        for (boolean symbolic : new boolean[] {true, false}) {
            Evaluation evaluation = new Evaluation(text, tokens, all, Map.of(), symbolic);
            for (Statement s : constants) {
                given.put(s.name(), evaluation.run(s.name(), s.value()).to(DType.F64).named(s.name()));
            }
        }
        return new Formula(text, tokens, List.copyOf(statements), inputs, Collections.unmodifiableMap(given),
                repeated.isEmpty() ? statements.getLast().name() : repeated);
    }

    /// The functions that a formula may use, each with all its names and what it takes: `log|ln(x)`.
    public static List<String> functions() { return Functions.signatures(); }

    /// The formula as it was typed.
    public String text() { return text; }

    /// The names of all inputs, in the order in which they appear.
    public List<String> inputs() { return List.copyOf(inputs.keySet()); }

    /// The inputs that the formula gives a value itself.
    public Map<String, Tensor> given() { return given; }

    /// The name of the last statement that computes something, or of the one that a bare name at the end asks for.
    public String result() { return result; }

    /// A value for every input: those of the formula, replaced and completed by others.
    ///
    /// @throws FormulaException if an input has no value, or a name is none of the inputs
    public Map<String, Tensor> merge(Map<String, Tensor> at) {
        Map<String, Tensor> r = new LinkedHashMap<>();
        for (String name : inputs.keySet()) {
            Tensor value = at.containsKey(name) ? at.get(name) : given.get(name);
            if (value != null) r.put(name, value);
        }
        for (String name : at.keySet()) if (!inputs.containsKey(name)) throw unknown(name);
        requireAll(r);
        return r;
    }

    private FormulaException unknown(String name) {
        for (Statement s : statements) {
            if (s.name().equals(name)) {
                return new FormulaException(name + " is computed here, so it can't be given a value; " + inputsListed(), text,
                        s.offset());
            }
        }
        String advice = Nearest.to(name, inputs.keySet()).map(n -> "; did you mean " + n + "?").orElse("; " + inputsListed());
        return new FormulaException("a value was given for " + Limits.cut(name) + ", which the formula doesn't have" + advice);
    }

    private String inputsListed() {
        return (inputs.size() == 1 ? "its input is " : "its inputs are ") + Limits.listed(inputs.keySet());
    }

    private void requireAll(Map<String, Tensor> values) {
        List<String> missing = inputs.keySet().stream().filter(n -> !values.containsKey(n)).toList();
        if (missing.isEmpty()) return;
        String which = missing.size() == 1 ? "the input " + missing.getFirst() + " has no value"
                : "the inputs " + Limits.listed(missing) + " have no values";
        String example = missing.getFirst() + "=1" + (missing.contains("e") ? "; Euler's number is exp(1)" : "");
        throw new FormulaException(which + "; give " + (missing.size() == 1 ? "it one" : "them some") + ", as in " + example,
                text, inputs.getOrDefault(missing.getFirst(), 0));
    }

    /// Explains the formula.
    ///
    /// @param at values for inputs, in place of or besides those in the formula
    /// @param upstream the gradient that arrives at the result; null for 1, or for none where the result is a tensor
    /// @throws FormulaException as [#merge] and [#evaluate] do
    public Explanation explain(Map<String, Tensor> at, @Nullable Tensor upstream) {
        Scope scope = Scope.open();
        Map<String, Tensor> variables = new LinkedHashMap<>();
        merge(at).forEach((name, t) -> variables.put(name, Graph.variable(scope, t.to(DType.F64).named(name))));
        Evaluated run;
        try {
            run = evaluate(variables);
        } catch (FormulaException e) {
            scope.close();
            throw e;
        }
        Map<String, String> texts = new HashMap<>();
        for (Gate step : run.steps()) texts.put(step.name(), step.text());
        return Explanation.recorded(scope, run.result(), List.copyOf(variables.values()), upstream, texts, run.hints());
    }

    /// Runs the formula.
    ///
    /// @param values of all inputs: variables of a scope that the caller opened, or plain tensors
    /// @throws FormulaException if an input has no value, if shapes don't fit, or if something is too large
    public Evaluated evaluate(Map<String, Tensor> values) {
        requireAll(values);
        Map<String, Tensor> bound = new HashMap<>();
        for (String name : inputs.keySet()) {
            Tensor t = values.get(name);
            if (t == null) throw new AssertionError("no value for " + name);
            t = t.to(DType.F64);
            bound.put(name, name.equals(t.name()) ? t : t.named(name));
        }
        Evaluation types = new Evaluation(text, tokens, statements, bound, true);
        for (Statement s : statements) types.run(s.name(), s.value());
        Evaluation numbers = new Evaluation(text, tokens, statements, bound, false);
        for (Statement s : statements) numbers.run(s.name(), s.value());
        return new Evaluated(numbers.steps(), numbers.named(result), numbers.hints());
    }
}
