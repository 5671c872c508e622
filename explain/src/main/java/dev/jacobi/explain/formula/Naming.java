package dev.jacobi.explain.formula;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The rules of names: each is assigned once, before it is used; a bare expression at the end is called `f`.
final class Naming {
    private Naming() {}

    /// The computed name that stands alone at the end, as in `y = x^2; y`, or "".
    static String repeated(List<Statement> statements) {
        if (statements.isEmpty() || !statements.getLast().name().isEmpty()) return "";
        if (!(statements.getLast().value().form instanceof Form.Reference(String name))) return "";
        return statements.stream().anyMatch(s -> s.name().equals(name) && !s.value().constant) ? name : "";
    }

    /// The statements, each with a name.
    static List<Statement> named(String text, List<Token> tokens, List<Statement> statements) {
        List<Statement> r = new ArrayList<>();
        Map<String, Statement> assigned = new HashMap<>();
        for (Statement s : statements) {
            Statement one = s;
            if (s.name().isEmpty()) {
                if (s != statements.getLast()) {
                    throw new FormulaException("only the last statement may go without a name; write name = in front", text,
                            s.offset());
                }
                one = new Statement(free(tokens), s.value(), s.offset());
            } else if (s.name().equals("pi")) {
                throw new FormulaException("pi is a constant; take another name", text, s.offset());
            }
            Statement earlier = assigned.put(one.name(), one);
            if (earlier != null) {
                throw new FormulaException(one.name() + " is assigned twice; gradients are told apart by name, so take a new one",
                        text, s.offset());
            }
            r.add(one);
        }
        return r;
    }

    private static String free(List<Token> tokens) {
        Set<String> used = new HashSet<>();
        for (Token t : tokens) if (t.kind() == Token.Kind.NAME) used.add(t.text());
        for (char c = 'f'; c <= 'z'; c++) if (!used.contains(String.valueOf(c))) return String.valueOf(c);
        return "result";
    }

    /// The inputs in order of appearance, with the place where each appears first.
    static Map<String, Integer> inputs(String text, List<Statement> statements) {
        Map<String, Integer> inputs = new LinkedHashMap<>();
        Map<String, Statement> computed = new HashMap<>();
        for (Statement s : statements) if (!s.value().constant) computed.put(s.name(), s);
        Set<String> done = new HashSet<>();
        for (Statement s : statements) {
            if (s.value().constant) {
                inputs.putIfAbsent(s.name(), s.offset());
                continue;
            }
            for (Expression e : inAppearance(s.value())) {
                if (!(e.form instanceof Form.Reference(String name))) continue;
                if (name.equals(s.name())) {
                    throw new FormulaException(name + " would stand for two values, the old and the new; gradients are told apart "
                            + "by name, so give the new one another name", text, e.offset);
                }
                if (!computed.containsKey(name)) inputs.putIfAbsent(name, e.offset);
                else if (!done.contains(name)) {
                    throw new FormulaException(name + " is used before it is computed; put its statement first", text, e.offset);
                }
            }
            done.add(s.name());
        }
        return inputs;
    }

    private static List<Expression> inAppearance(Expression root) {
        List<Expression> leaves = new ArrayList<>(root.inOrder().stream().filter(Expression::isReference).toList());
        leaves.sort(Comparator.comparingInt(e -> e.offset));
        return leaves;
    }
}
