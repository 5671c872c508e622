package dev.jacobi.explain.formula;

import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// One run through a formula: of its numbers, or of types alone, which shows what is too large before memory is taken.
final class Evaluation {
    private final String text;
    private final boolean symbolic;
    private final Map<String, Tensor> named = new HashMap<>();
    private final Set<String> taken = new HashSet<>();
    private final List<Gate> steps = new ArrayList<>();
    private final Set<String> hints = new LinkedHashSet<>();
    private final StepText stepText;
    private long entries;
    private long work;
    private int invented;

    Evaluation(String text, List<Token> tokens, Collection<Statement> statements, Map<String, Tensor> inputs, boolean symbolic) {
        this.text = text;
        this.symbolic = symbolic;
        this.stepText = new StepText(tokens);
        for (Statement s : statements) taken.add(s.name());                   // f, where none was typed
        for (Token t : tokens) if (t.kind() == Token.Kind.NAME) taken.add(t.text());
        for (Tensor t : inputs.values()) entries += t.size();
        inputs.forEach((name, value) -> named.put(name, symbolic ? Tensor.withoutValue(value.type()) : value));
    }

    List<Gate> steps() { return steps; }

    Tensor named(String name) {
        Tensor t = named.get(name);
        if (t == null) throw new AssertionError("no value for " + name);
        return t;
    }

    List<String> hints() { return List.copyOf(hints); }

    /// Runs one statement; its value bears its name afterwards.
    Tensor run(String name, Expression root) {
        List<Expression> parts = root.inOrder();
        Set<Expression> cut = Cut.steps(root, parts);
        IdentityHashMap<Expression, Tensor> values = new IdentityHashMap<>();
        for (Expression e : parts) {
            Tensor[] operands = new Tensor[e.operands.size()];
            for (int i = 0; i < operands.length; i++) operands[i] = values.remove(e.operands.get(i));
            Tensor value = computed(e, operands);
            if (cut.contains(e)) {
                String called = e == root ? name : invent();
                if (!symbolic) {
                    value = value.named(called);
                    steps.add(new Gate(called, stepText.of(e), value, e != root));
                }
                if (e != root) stepText.name(e, called);
            }
            values.put(e, value);
        }
        Tensor value = values.get(root);
        if (value == null) throw new AssertionError("a statement without a value");
        named.put(name, value);
        return value;
    }

    private String invent() {
        while (true) {
            String name = String.valueOf((char) ('a' + invented % 26)) + (invented < 26 ? "" : invented / 26);
            invented++;
            if (taken.add(name)) return name;
        }
    }

    private Tensor computed(Expression e, Tensor[] operands) {
        try {
            Tensor value = apply(e, operands);
            Limits.check(value.shape());
            if (!e.isReference() && !isView(e)) entries += value.size();
            if (entries > Limits.ALL_ENTRIES) {
                throw new IllegalArgumentException("the inputs and steps of a formula have at most " + Limits.ALL_ENTRIES
                        + " entries together, and here are more");
            }
            work += multiplications(e, operands, value);
            if (work > Limits.WORK) {
                throw new IllegalArgumentException("the matrix products of a formula take at most " + Limits.WORK
                        + " multiplications together, and here are more");
            }
            return symbolic && value.hasValue() ? Tensor.withoutValue(value.type()) : value;
        } catch (FormulaException known) {
            throw known;
        } catch (IllegalArgumentException refused) {
            String message = String.valueOf(refused.getMessage());
            String hint = dotProduct(e, operands) + matrixProduct(e, operands);
            throw new FormulaException(hint.isEmpty() ? message : message + "; " + hint, text, e.offset);
        }
    }

    private static boolean isView(Expression e) { return e.form instanceof Form.Index || e.form instanceof Form.Transpose; }

    private static long multiplications(Expression e, Tensor[] operands, Tensor value) {
        return switch (e.form) {
            case Form.Binary(String sign) -> sign.equals("@") ? (long) value.size() * operands[0].size(-1) : 0;
            case Form.Call call -> call.function().name().equals("conv2d")
                    ? (long) value.size() * operands[1].size() / Math.max(1, operands[1].size(0)) : 0;
            default -> 0;
        };
    }

    private Tensor apply(Expression e, Tensor[] operands) {
        return switch (e.form) {
            case Form.Constant(double value) -> Tensor.scalar(value);
            case Form.Reference(String name) -> named(name);
            case Form.Array _ -> array(e, operands);
            case Form.Negation _ -> Arguments.counted(operands[0]).neg();
            case Form.Binary(String sign) -> {
                String hint = dotProduct(e, operands);
                if (!hint.isEmpty()) hints.add(hint);
                Expression right = e.operands.get(1);
                yield sign.equals("^") && right.isNumber()
                        ? Arguments.counted(operands[0]).pow(right.number())
                        : Operators.apply(sign, operands[0], operands[1]);
            }
            case Form.Index(List<Form.Part> parts) -> Operators.index(operands[0], parts);
            case Form.Transpose _ -> operands[0].transpose();
            case Form.Call(Function function, Map<String, double[]> numbers) ->
                    function.builder().build(new Arguments(List.of(operands), numbers, symbolic));
        };
    }

    private static Tensor array(Expression e, Tensor[] operands) {
        if (e.operands.stream().allMatch(Expression::isNumber)) {
            return Tensor.wrap(e.operands.stream().mapToDouble(Expression::number).toArray());
        }
        for (int i = 1; i < operands.length; i++) {
            if (!operands[i].shape().equals(operands[0].shape())) {
                throw new IllegalArgumentException("the entries of an array have one shape, but entry 0 is "
                        + operands[0].shape() + " and entry " + i + " is " + operands[i].shape());
            }
        }
        List<Tensor> all = new ArrayList<>();
        for (Tensor t : operands) all.add(t.to(DType.F64));
        return Tensor.stack(all);
    }

    /// What to say where `*` meets shapes that only `@` takes.
    private static String matrixProduct(Expression e, Tensor[] operands) {
        boolean fits = e.form instanceof Form.Binary(String sign) && sign.equals("*")
                && operands[0].rank() > 0 && operands[1].rank() > 0
                && operands[0].size(-1) == operands[1].size(operands[1].rank() == 1 ? 0 : -2);
        return fits ? "for the matrix product write @" : "";
    }

    /// What to say where a vector is transposed on the right of `@`, or nothing.
    private String dotProduct(Expression e, Tensor[] operands) {
        if (!(e.form instanceof Form.Binary(String sign)) || !sign.equals("@")) return "";
        Expression right = e.operands.get(1);
        boolean transposed = right.form instanceof Form.Transpose
                || right.form instanceof Form.Call call && call.function().name().equals("transpose");
        if (!transposed || operands[0].rank() != 1 || operands[1].rank() != 1) return "";
        String u = stepText.of(e.operands.get(0));
        String v = stepText.of(right.operands.getFirst());
        return stepText.of(right) + " is " + v + ", so this is a dot product; for the matrix write outer(" + u + ", " + v + ")";
    }
}
