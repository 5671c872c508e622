package dev.jacobi.explain;

import dev.jacobi.explain.notation.Digits;
import dev.jacobi.explain.notation.Term;
import dev.jacobi.op.Accumulate;
import dev.jacobi.op.Elementwise;
import dev.jacobi.op.Extreme;
import dev.jacobi.op.MatMul;
import dev.jacobi.op.Movement;
import dev.jacobi.op.Range;
import dev.jacobi.op.Softmax;
import dev.jacobi.op.Sum;
import dev.jacobi.scalar.Arithmetic;
import dev.jacobi.scalar.ScalarFunction;
import dev.jacobi.tensor.Node;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Tensors as terms: what was recorded is written down, up to the things that have names.
final class TensorTerm {
    private static final int DEEPEST = 60;
    private static final int MOST_PARTS = 400;

    private final Recording recording;
    /// Whether only inputs are written by name.
    private final boolean inlining;
    private int parts;
    /// Tensors that stand for themselves, by object: the upstream gradients.
    private final IdentityHashMap<Tensor, Term> known;
    /// What elementwise rules gave, by object.
    private final IdentityHashMap<Tensor, Pulled> pulled;

    /// A gradient that an elementwise op gave to one of its inputs.
    ///
    /// @param upstream the gradient that it got
    private record Pulled(Node node, int input, Tensor upstream) {}

    TensorTerm(Recording recording) { this(recording, new IdentityHashMap<>(), new IdentityHashMap<>(), false); }

    private TensorTerm(Recording recording, IdentityHashMap<Tensor, Term> known, IdentityHashMap<Tensor, Pulled> pulled, boolean inlining) {
        this.recording = recording;
        this.known = known;
        this.pulled = pulled;
        this.inlining = inlining;
    }

    /// The same, but with what they stand for in place of all names that aren't those of inputs.
    TensorTerm inlining() { return new TensorTerm(recording, new IdentityHashMap<>(), pulled, true); }

    /// An object that is the same tensor as another is written alike.
    void same(Tensor as, Tensor t) {
        Pulled p = pulled.get(as);
        if (p != null) pulled.put(t, p);
    }

    /// From now on this object is written as a term.
    void know(Tensor t, Term term) { known.put(t, term); }

    void pulled(Tensor gradient, Node node, int input, Tensor upstream) {
        if (gradient != upstream && gradient.node() != null) pulled.put(gradient, new Pulled(node, input, upstream));
    }

    Term of(Tensor t) { return of(t, null, 0); }

    /// What a step computes, from its inputs.
    Term inside(Quantity q) { return made(q.node(), q.tensor().output(), q.node(), 0); }

    /// @param opened a node that is written down though it has a name
    private Term of(Tensor t, @Nullable Node opened, int depth) {
        Term term = known.get(t);
        if (term != null) return term;
        Pulled p = pulled.get(t);
        if (p != null && depth < DEEPEST) return pull(p, depth);
        Node node = t.node();
        if (node != null && node != opened) {
            Quantity q = recording.of(t);
            if (q != null && (!inlining || q.isInput())) return Term.name(q.name());
        }
        if (inlining && ++parts > MOST_PARTS) return Term.LEFT_OUT;
        if (node == null) return constant(t);
        return depth > DEEPEST ? Term.LEFT_OUT : made(node, t.output(), opened, depth + 1);
    }

    private Term made(Node node, int output, @Nullable Node opened, int depth) {
        return switch (node.op()) {
            case Elementwise e -> elementwise(e.function(), node, depth);
            case Movement m -> movement(m, node, of(node.input(0), opened, depth));
            case MatMul _ -> matrixProduct(node, of(node.input(0), opened, depth), of(node.input(1), opened, depth));
            case Sum(_, boolean mean) -> summed(mean ? "mean" : "sum", node, depth);
            case Extreme(_, boolean largest) -> summed(largest ? "max" : "min", node, depth);
            case Softmax _ -> new Term.Call("softmax", List.of(of(node.input(0), opened, depth)));
            case Accumulate _ when ClosedForm.sum(node, t -> of(t, null, depth)) instanceof Term sum -> sum;
            default -> {
                List<Term> arguments = new ArrayList<>();
                for (int k = 0; k < node.inputCount(); k++) arguments.add(of(node.input(k), opened, depth));
                Term call = new Term.Call(node.op().name(), arguments);
                yield node.outputCount() == 1 ? call : new Term.Call("output " + output + " of " + node.op().name(), arguments);
            }
        };
    }

    private static Term matrixProduct(Node node, Term a, Term b) {
        if (a.is(1) && node.input(0).size() == 1) return b;
        return b.is(1) && node.input(1).size() == 1 ? a : new Term.Times(a, b, Term.Sign.PLAIN);
    }

    private Term summed(String name, Node node, int depth) {
        return node.input(0).shape().equals(node.output(0).shape()) ? of(node.input(0), null, depth) : new Term.Call(name, List.of(of(node.input(0), null, depth)));
    }

    private Term elementwise(ScalarFunction f, Node node, int depth) {
        List<Term> inputs = inputs(node, depth);
        boolean single = node.output(0).size() == 1;
        if (f instanceof Arithmetic.Mul && !single) return Term.product(inputs.get(0), inputs.get(1), Term.Sign.ELEMENTWISE);
        return ScalarTerm.call(f, inputs);
    }

    private List<Term> inputs(Node node, int depth) {
        List<Term> r = new ArrayList<>();
        for (int k = 0; k < node.inputCount(); k++) r.add(of(node.input(k), null, depth));
        return r;
    }

    /// Upstream times slope. The slope is written as in a textbook where that gives the numbers that the rule gave.
    private Term pull(Pulled p, int depth) {
        Term upstream = of(p.upstream, null, depth + 1);
        if (!(p.node.op() instanceof Elementwise e)) throw new AssertionError("not an elementwise op");
        boolean single = p.node.output(0).size() == 1;
        Term local = slope(e.function(), p.node, p.input, depth);
        Term.Sign sign = single ? Term.Sign.DOT : Term.Sign.ELEMENTWISE;
        boolean named = upstream instanceof Term.Partial || upstream instanceof Term.Name;
        boolean plain = local.is(1) || local.is(-1) || local.is(0);
        return named && !plain ? new Term.Times(upstream, local, sign) : Term.product(upstream, local, sign);
    }

    private Term slope(ScalarFunction f, Node node, int input, int depth) {
        List<Term> x = inputs(node, depth + 1);
        Term y = of(node.output(0), null, depth + 1);
        Term slope = Slopes.textbookIsRight(f, node, input) ? ScalarTerm.textbook(f, input, x, y) : ScalarTerm.running(f, input, x, y);
        if (Slopes.isShort(slope)) return slope;
        return new Term.Call(f.name() + "′" + (f.arity() > 1 ? " by " + (input + 1) : ""), x);
    }

    private Term movement(Movement m, Node node, Term of) {
        return switch (m) {
            case Movement.Permute(List<Integer> order) when order.size() == 2 && order.get(0) == -1 && order.get(1) == -2 ->
                    turned(of, node);
            case Movement.Permute _, Movement.Windows _, Movement.Diagonal _ -> new Term.Call(m.name(), List.of(of));
            case Movement.Slice(List<Range> ranges) -> slice(of, ranges, node.input(0).shape());
            case Movement.Reshape _ -> of;
            case Movement.Expand _ -> of;
        };
    }

    private static Term turned(Term of, Node node) {
        if (of instanceof Term.Transpose(Term inner)) return inner;
        return node.input(0).size() == 1 ? of : new Term.Transpose(of);
    }

    private static Term slice(Term of, List<Range> ranges, Shape shape) {
        if (!(of instanceof Term.Name(String text, String index, double _)) || !index.isEmpty()) return new Term.Call("slice", List.of(of));
        StringBuilder parts = new StringBuilder();
        for (int i = 0; i < shape.rank(); i++) {
            int at = i - (shape.rank() - ranges.size());
            Range r = at < 0 ? Range.all(shape.size(i)) : ranges.get(at);
            parts.append(i == 0 ? "" : ",");
            if (r.count() == 1) parts.append(r.start());
            else if (r.count() == shape.size(i) && r.step() == 1) parts.append(":");
            else parts.append(r.start()).append(":").append(r.start() + r.count() * r.step()).append(r.step() == 1 ? "" : ":" + r.step());
        }
        return new Term.Name(text, "[" + parts + "]", Double.NaN);
    }

    /// A number where it is the same everywhere; a short list of numbers; else a word and its shape.
    private static Term constant(Tensor t) {
        if (t.name() != null) return Term.name(t.name());
        if (!t.hasValue() || t.size() == 0) return Term.name("constant " + t.shape());
        if (t.size() > 10_000) return Term.name("constant " + t.shape());
        double[] v = t.toDoubles();
        boolean uniform = true;
        for (double x : v) uniform &= x == v[0];
        if (uniform) return Term.number(v[0]);
        if (t.rank() == 1 && v.length <= 4) {
            return Term.name(java.util.Arrays.stream(v).mapToObj(Digits.SIX::of).collect(Collectors.joining(", ", "[", "]")));
        }
        return Term.name("constant " + t.shape());
    }
}
