package dev.jacobi.explain.formula;

import dev.jacobi.explain.formula.Function.Parameter;
import dev.jacobi.explain.formula.Function.Takes;
import dev.jacobi.io.Nearest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// One call that is being read: its arguments find their parameters.
final class Calls {
    private final String text;
    private final Token name;
    private final Function function;
    private final Map<String, List<Expression>> values = new HashMap<>();
    private final Map<String, double[]> numbers = new HashMap<>();
    private int position;

    private Calls(String text, Token name, Function function) {
        this.text = text;
        this.name = name;
        this.function = function;
    }

    /// @throws FormulaException if there is no such function
    static Calls open(String text, Token name, List<Token> tokens) {
        Function function = Functions.find(name.text());
        if (function != null) return new Calls(text, name, function);
        boolean isName = name.text().equals("pi")
                || IntStream.range(0, tokens.size() - 1).anyMatch(i -> tokens.get(i).kind() == Token.Kind.NAME
                        && tokens.get(i).text().equals(name.text()) && !tokens.get(i + 1).is("("));
        String advice = isName
                ? "; for a product write " + name.text() + "*(…)"
                : Nearest.to(name.text(), Functions.names()).map(n -> "; did you mean " + n + "?").orElse("");
        throw new FormulaException("there is no function " + name.text() + advice, text, name.offset());
    }

    void positional(Token place, Expression value) {
        List<Parameter> parameters = function.parameters();
        if (position == parameters.size()) throw error("has more arguments than it takes", place);
        Parameter p = parameters.get(position);
        if (!p.takes().isMany()) position++;
        take(p, place, value);
    }

    void keyword(Token keyword, Expression value) {
        for (Parameter p : function.parameters()) {
            if (!p.names().contains(keyword.text())) continue;
            if (values.containsKey(p.name()) || numbers.containsKey(p.name())) throw error("got " + p.name() + " twice", keyword);
            take(p, keyword, value);
            return;
        }
        throw error("has no parameter " + keyword.text(), keyword);
    }

    private void take(Parameter p, Token place, Expression value) {
        if (p.takes().isValue()) {
            List<Expression> taken = values.computeIfAbsent(p.name(), _ -> new ArrayList<>());
            taken.add(value);
            return;
        }
        double[] more = numbersOf(value);
        if (more == null || p.takes() == Takes.NUMBER && !value.isNumber()) {
            throw error("needs " + p.name() + " as a number written in the formula", place);
        }
        double[] before = numbers.getOrDefault(p.name(), new double[0]);
        double[] all = Arrays.copyOf(before, before.length + more.length);
        System.arraycopy(more, 0, all, before.length, more.length);
        numbers.put(p.name(), all);
    }

    /// A number, or an array of such; else null.
    private static double @Nullable [] numbersOf(Expression e) {
        if (e.isNumber()) return new double[] {e.number()};
        if (!(e.form instanceof Form.Array) || !e.operands.stream().allMatch(Expression::isNumber)) return null;
        return e.operands.stream().mapToDouble(Expression::number).toArray();
    }

    Expression finish(int first, int last) {
        List<Expression> operands = new ArrayList<>();
        for (Parameter p : function.parameters()) {
            List<Expression> given = values.get(p.name());
            if (given != null) {
                operands.addAll(p.takes() == Takes.VALUES ? spread(given) : given);
            } else if (p.takes() == Takes.VALUE || p.takes() == Takes.VALUES) {
                throw error("needs " + p.name(), name);
            } else if (!p.takes().isValue() && !numbers.containsKey(p.name())) {
                if (p.preset() == null) throw error("needs " + p.name(), name);
                numbers.put(p.name(), p.preset());
            }
        }
        Form form = function.sign().isEmpty() ? new Form.Call(function, Map.copyOf(numbers)) : new Form.Binary(function.sign());
        return new Expression(form, List.copyOf(operands), name.offset(), first, last);
    }

    /// What takes any number of tensors takes them in one pair of square brackets, too.
    private static List<Expression> spread(List<Expression> given) {
        return given.size() == 1 && given.getFirst().form instanceof Form.Array ? given.getFirst().operands : given;
    }

    private FormulaException error(String what, Token place) {
        return new FormulaException(name.text() + " " + what + "; it is " + function.signature(), text, place.offset());
    }
}
