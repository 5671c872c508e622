package dev.jacobi.explain;

import dev.jacobi.explain.notation.Digits;
import dev.jacobi.op.Elementwise;
import dev.jacobi.op.Extreme;
import dev.jacobi.op.MatMul;
import dev.jacobi.op.Movement;
import dev.jacobi.op.Sum;
import dev.jacobi.scalar.Activations;
import dev.jacobi.scalar.Arithmetic;
import dev.jacobi.scalar.Choices;
import dev.jacobi.scalar.ErrorFunction;
import dev.jacobi.scalar.Exponential;
import dev.jacobi.scalar.Logarithm;
import dev.jacobi.scalar.ScalarFunction;
import dev.jacobi.scalar.Trigonometry;
import dev.jacobi.tensor.Node;
import dev.jacobi.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/// Steps in words: what each does on the way forward, and what kind of gate it is on the way back.
final class Gates {
    private Gates() {}

    /// What a step does.
    static String words(Step step, TensorTerm terms) {
        List<Node> computing = computing(step);
        if (computing.isEmpty()) return "takes over " + list(step);
        Node last = computing.getLast();
        if (isLayer(computing)) {
            Node product = computing.getFirst();
            String bias = operands(step, last, terms).get(feeds(product, last.input(0)) ? 1 : 0);
            return product(step, product, terms) + ", plus " + bias;
        }
        if (computing.size() > 1) return composed(step, computing);
        return switch (last.op()) {
            case Elementwise e -> elementwise(e.function(), operands(step, last, terms));
            case MatMul _ -> product(step, last, terms);
            case Sum(_, boolean mean) -> (mean ? "averages " : "adds up ") + list(step);
            case Extreme(_, boolean largest) -> (largest ? "the largest of " : "the smallest of ") + list(step);
            default -> last.op().name() + " of " + list(step);
        };
    }

    private static String product(Step step, Node product, TensorTerm terms) {
        List<String> o = operands(step, product, terms);
        boolean rows = product.input(0).size(-2) > 1;
        boolean columns = product.input(1).size(-1) > 1;
        boolean row = product.input(0).rank() == 2 && !isVector(step, o) && product.input(0).size(-2) == product.input(1).size(-1);
        if (rows || !columns && row) return "rows of " + o.get(0) + " meet " + (columns ? "columns of " : "") + o.get(1);
        return columns ? o.get(0) + " meets columns of " + o.get(1) : o.get(0) + " meets " + o.get(1);
    }

    /// A product and a bias.
    private static boolean isLayer(List<Node> computing) {
        return computing.size() == 2 && computing.getFirst().op() instanceof MatMul
                && computing.getLast().op() instanceof Elementwise e && e.function() instanceof Arithmetic.Add;
    }

    private static boolean isOperand(Node product, Quantity q) {
        return feeds(q.node(), product.input(0)) || feeds(q.node(), product.input(1));
    }

    /// Whether a tensor is what a node made, perhaps in another shape.
    private static boolean feeds(Node node, Tensor t) {
        Node maker = t.node();
        while (maker != null && maker != node && maker.op() instanceof Movement) maker = maker.input(0).node();
        return maker == node;
    }

    private static boolean isVector(Step step, List<String> names) {
        return step.inputs().stream().noneMatch(q -> names.contains(q.name()) && q.tensor().rank() > 1);
    }

    /// Several ops that people take as one.
    private static String composed(Step step, List<Node> nodes) {
        List<String> names = new ArrayList<>();
        for (Node node : nodes) names.add(node.op() instanceof Elementwise e ? name(e.function()) : node.op().name());
        boolean squares = names.contains("square");
        boolean distance = names.contains("sub");
        boolean half = names.contains("mul") || names.contains("div");
        if (names.getLast().equals("sum") || half && names.contains("sum")) {
            if (squares && distance) return "adds the squared distances" + (half ? ", scaled" : "");
            if (squares) return "adds the squares" + (half ? ", scaled" : "");
        }
        if (names.contains("mean") && squares && distance) return "averages the squared distances";
        if (squares && distance && !names.contains("sum")) return "squares the distance" + (half ? ", scaled" : "");
        return "made of " + list(step);
    }

    private static String name(ScalarFunction f) { return f.equals(new Arithmetic.WholePower(2)) ? "square" : f.name(); }

    private static String elementwise(ScalarFunction f, List<String> x) {
        String a = x.getFirst();
        return switch (f) {
            case Arithmetic.Add _ -> "adds " + a + " and " + x.get(1);
            case Arithmetic.Sub _ -> "takes " + x.get(1) + " from " + a;
            case Arithmetic.Mul _ -> "multiplies " + a + " by " + x.get(1);
            case Arithmetic.Div _ -> "divides " + a + " by " + x.get(1);
            case Arithmetic.Neg _ -> "turns the sign of " + a;
            case Arithmetic.Square _ -> "squares " + a;
            case Arithmetic.Sqrt _ -> "square root of " + a;
            case Arithmetic.WholePower(int n) -> a + " to the power " + n;
            case Arithmetic.Pow _ -> a + " to the power " + x.get(1);
            case Arithmetic.Abs _ -> "size of " + a + " without sign";
            case Arithmetic.Sign _ -> "sign of " + a;
            case Choices.Maximum _ -> "the larger of " + a + " and " + x.get(1);
            case Choices.Minimum _ -> "the smaller of " + a + " and " + x.get(1);
            case Choices.Less _ -> "whether " + a + " < " + x.get(1);
            case Choices.LessOrEqual _ -> "whether " + a + " <= " + x.get(1);
            case Choices.Equal _ -> "whether " + a + " = " + x.get(1);
            case Choices.Where _ -> "chooses " + x.get(1) + " or " + x.get(2);
            case Choices.Clamp(double low, double high) -> "holds " + a + " between " + low + " and " + high;
            case Activations.Sigmoid _ -> "squashes " + a + " into (0, 1)";
            case Activations.Tanh _ -> "squashes " + a + " into (-1, 1)";
            case Activations.HardTanh _ -> "cuts " + a + " at -1 and 1";
            case Activations.Relu _ -> a + " where above 0, else 0";
            case Activations.LeakyRelu _, Activations.ParametricRelu _ -> a + ", weakened below 0";
            case Activations.Step _ -> "1 where " + a + " is above the threshold";
            case Activations.Silu _ -> a + " times its sigmoid";
            case ErrorFunction.Gelu _ -> a + " times P(X ≤ " + a + ")";
            case Activations.Softplus _ -> "a smooth rectifier of " + a;
            case Exponential.Exp _ -> "e to the power " + a;
            case Logarithm.Log _ -> "logarithm of " + a;
            case Trigonometry.Sin _ -> "sine of " + a;
            case Trigonometry.Cos _ -> "cosine of " + a;
            default -> f.name() + " of " + String.join(", ", x);
        };
    }

    private static List<Node> computing(Step step) {
        return step.nodes().stream().filter(n -> !(n.op() instanceof Movement)).toList();
    }

    private static List<String> operands(Step step, Node node, TensorTerm terms) {
        List<String> r = new ArrayList<>();
        for (int k = 0; k < node.inputCount(); k++) r.add(terms.of(node.input(k)).text(Digits.SIX));
        return r;
    }

    private static String list(Step step) { return String.join(", ", step.inputs().stream().map(Quantity::name).toList()); }

    /// What kind of product goes back from a step to one of its inputs: "outer product", "distributor"; or empty.
    static String note(Step step, Quantity to) {
        List<Node> computing = computing(step);
        if (computing.isEmpty()) return "moves, computes nothing";
        Node node = computing.getFirst();
        if (isLayer(computing)) {
            boolean bias = !isOperand(node, to);
            return bias ? gate(new Arithmetic.Add(), to.tensor().size() < computing.getLast().output(0).size())
                    : isOuter(node) && to.tensor().rank() == 2 ? "outer product" : "";
        }
        if (computing.size() > 1) return "";
        boolean broadcast = to.tensor().size() < node.output(0).size();
        return switch (node.op()) {
            case Elementwise e -> gate(e.function(), broadcast);
            case MatMul _ -> isOuter(node) && to.tensor().rank() == 2 ? "outer product" : "";
            case Sum(_, boolean mean) -> mean ? "shares it out" : "distributor";
            case Extreme _ -> "router";
            default -> "";
        };
    }

    private static String gate(ScalarFunction f, boolean broadcast) {
        String gate = switch (f) {
            case Arithmetic.Add _, Arithmetic.Sub _ -> "distributor";
            case Arithmetic.Mul _ -> "switcher";
            case Choices.Maximum _, Choices.Minimum _, Choices.Where _, Activations.Relu _ -> "router";
            default -> "";
        };
        return broadcast ? gate.isEmpty() ? "summed" : gate + ", summed" : gate;
    }

    private static boolean isOuter(Node node) {
        return node.input(1).size(-1) == 1 && node.input(1).size(-2) > 1 || node.input(0).size(-2) == 1 && node.input(0).size(-1) > 1;
    }
}
