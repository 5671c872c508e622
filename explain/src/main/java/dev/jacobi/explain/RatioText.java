package dev.jacobi.explain;

import dev.jacobi.op.Elementwise;
import dev.jacobi.op.MatMul;
import dev.jacobi.op.Sum;
import dev.jacobi.scalar.Precision;
import dev.jacobi.scalar.Scalar;
import dev.jacobi.scalar.ScalarFunction;
import dev.jacobi.tensor.Node;
import dev.jacobi.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// A ratio as a formula, from the step that has it, or in words where a formula says less.
final class RatioText {
    private static final int LONGEST = 24;
    private static final int LONGEST_INSIDE = 16;

    private RatioText() {}

    /// @param below the entry of that input
    /// @param above the entry of the output
    static String of(Names names, Node node, int input, int below, int above) {
        return switch (node.op()) {
            case Elementwise e -> slope(names, node, e.function(), input, above);
            case MatMul _ -> factor(names, node, input, below, above);
            case Sum(_, boolean mean) -> {
                int added = node.input(0).size() / node.output(0).size();
                yield mean && added > 1 ? "1 / " + added : "1";
            }
            default -> "slope of " + node.op().name();
        };
    }

    /// The slope as people know it. The slope that runs may be another form of the same: see
    /// [ScalarFunction#textbook].
    private static String slope(Names names, Node node, ScalarFunction f, int input, int above) {
        List<String> called = new ArrayList<>();
        for (int i = 0; i < node.inputCount(); i++) called.add(inner(names, node.input(i), above));
        called.add(inner(names, node.output(0), above));
        String text = f.textbook(input, inputs(f), Scalar.input(f.arity(), Precision.F64)).text(called);
        return text.length() <= LONGEST ? text : "slope of " + f.name();
    }

    private static List<Scalar> inputs(ScalarFunction f) {
        return IntStream.range(0, f.arity()).mapToObj(i -> Scalar.input(i, Precision.F64)).toList();
    }

    /// Several ratios multiplied, without those that are just 1.
    static String product(List<String> factors) {
        List<String> counting = factors.stream().filter(f -> !f.equals("1")).toList();
        if (counting.isEmpty()) return "1";
        String text = String.join(" · ", counting);
        return text.length() <= LONGEST || counting.size() == 1 ? text : "product of " + counting.size() + " ratios";
    }

    /// A tensor inside a formula: a short formula of its own stands for a step without a name, as
    /// `(ao - y)` does.
    private static String inner(Names names, Tensor t, int entry) {
        Node node = t.node();
        if (node == null || names.given(t) != null || !(node.op() instanceof Elementwise e)) return name(names, t, entry);
        List<String> called = new ArrayList<>();
        for (int i = 0; i < node.inputCount(); i++) called.add(name(names, node.input(i), entry));
        String text = e.function().formula(inputs(e.function())).text(called);
        return text.length() > LONGEST_INSIDE ? name(names, t, entry) : text.contains(" ") ? "(" + text + ")" : text;
    }

    /// Without the index, which the ratio's name has; a constant without a name is the number it is.
    private static String name(Names names, Tensor t, int entry) {
        String name = names.of(t);
        return name != null ? name : number(t, entry);
    }

    /// Of a product (m, k)(k, n): the entry of the other matrix that meets this one.
    private static String factor(Names names, Node node, int input, int below, int above) {
        Tensor a = node.input(0);
        Tensor b = node.input(1);
        int k = a.size(-1);
        int n = b.size(-1);
        int row = above / n;                                   // of all matrices of a batch
        int matrix = row / a.size(-2);
        Tensor other = input == 0 ? b : a;
        int entry = input == 0 ? (matrix * k + below % k) * n + above % n : row * k + below / n % k;
        return names.of(other) != null ? names.entry(other, entry) : number(other, entry);
    }

    private static String number(Tensor t, int entry) { return Digits.of(t.toDoubles()[entry]); }
}
