package dev.jacobi.explain;

import dev.jacobi.explain.notation.Digits;
import dev.jacobi.explain.notation.Term;
import dev.jacobi.op.Elementwise;
import dev.jacobi.op.Movement;
import dev.jacobi.op.Placement;
import dev.jacobi.op.Pullback;
import dev.jacobi.tensor.Node;
import dev.jacobi.tensor.Tensor;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Takes the gradient back through a recording, one rule after the other as a training does, and keeps what a training
/// throws away: what each step handed to each of its inputs, and the formula by which its rule made that. The formula is
/// the graph that the rule itself builds while it runs.
final class Backward {
    private static final int LONGEST = 56;

    private final Recording recording;
    private final TensorTerm terms;
    private final IdentityHashMap<Node, @Nullable Tensor[]> arrived = new IdentityHashMap<>();
    private final Term.Name top;

    private Backward(Recording recording, TensorTerm terms) {
        this.recording = recording;
        this.terms = terms;
        this.top = Term.name(recording.resultName());
    }

    /// Fills in the contributions and gradients of all quantities.
    ///
    /// @param seed the gradient that arrives at the result
    static void through(Recording recording, Tensor seed, TensorTerm terms) { new Backward(recording, terms).go(seed); }

    private void go(Tensor seed) {
        Quantity result = recording.of(recording.result());
        if (result == null) return;                                      // it depends on no input
        boolean one = seed.size() == 1 && seed.toDoubles()[0] == 1;
        Tensor start = seed.alias();
        if (!one) terms.know(start, Term.name("upstream"));
        result.gradient(start);
        List<Step> steps = recording.steps();
        for (int i = steps.size() - 1; i >= 0; i--) back(steps.get(i));
        for (Quantity q : recording.inputs()) settle(q);
    }

    /// Adds up what has arrived at a quantity and gives the sum its name.
    private void settle(Quantity q) {
        if (q.contributions().isEmpty()) return;
        List<Tensor> parts = new ArrayList<>();
        for (Contribution c : q.contributions()) parts.add(c.value());
        Tensor sum = Tensor.accumulate(parts);
        if (sum == null) return;
        Tensor total = sum.alias();
        terms.same(sum, total);
        q.gradient(total);
        terms.know(total, q.delta().isEmpty() ? new Term.Partial(top, Term.name(q.name())) : Term.name(q.delta()));
    }

    private void back(Step step) {
        boolean any = false;
        for (Quantity output : step.outputs()) {
            if (output.recordedGradient() == null) settle(output);
            Tensor g = output.recordedGradient();
            if (g == null) continue;
            any = true;
            add(output.node(), output.tensor().output(), g);
        }
        if (!any) return;
        Map<Quantity, List<Tensor>> given = new LinkedHashMap<>();
        List<Node> nodes = step.nodes();
        for (int i = nodes.size() - 1; i >= 0; i--) {
            Node node = nodes.get(i);
            @Nullable Tensor[] upstream = arrived.remove(node);
            if (upstream != null) node.op().vjp(new Rule(node, upstream, given));
        }
        given.forEach((q, parts) -> {
            Tensor sum = Tensor.accumulate(parts);
            if (sum == null) return;
            Term term = terms.of(parts.getFirst());
            for (Tensor more : parts.subList(1, parts.size())) term = Term.sum(term, terms.of(more));
            if (term.text(Digits.SIX).length() > LONGEST) term = rules(step);
            q.add(new Contribution(step, term, sum, Gates.note(step, q)));
        });
    }

    /// Where the formula of a step would fill the page: which ops it comes from.
    private static Term rules(Step step) {
        List<String> ops = step.nodes().stream().filter(n -> !(n.op() instanceof Movement)).map(n -> n.op().name()).distinct().toList();
        return Term.name("by the rules of " + String.join(", ", ops.subList(0, Math.min(3, ops.size()))) + (ops.size() > 3 ? ", …" : ""));
    }

    private void add(Node node, int output, Tensor g) {
        @Nullable Tensor[] all = arrived.computeIfAbsent(node, n -> new Tensor[n.outputCount()]);
        Tensor before = all[output];
        Tensor sum = before == null ? g : Tensor.accumulate(List.of(before, g));
        all[output] = sum;
    }

    /// One node's rule, on the recorded tensors.
    private final class Rule implements Pullback {
        private final Node node;
        private final @Nullable Tensor[] upstream;
        private final Map<Quantity, List<Tensor>> given;

        Rule(Node node, @Nullable Tensor[] upstream, Map<Quantity, List<Tensor>> given) {
            this.node = node;
            this.upstream = upstream;
            this.given = given;
        }

        @Override public Tensor input(int index) { return node.input(index); }

        @Override public int inputCount() { return node.inputCount(); }

        @Override public Tensor output(int index) { return node.output(index); }

        @Override public int outputCount() { return node.outputCount(); }

        @Override public @Nullable Tensor upstream(int index) { return upstream[index]; }

        @Override public boolean wants(int input) {
            Tensor t = node.input(input);
            return t.dtype().isFloating() && recording.contains(t);
        }

        @Override public void give(int input, Tensor gradient, Placement placement, @Nullable Tensor index) {
            Tensor t = node.input(input);
            Tensor g = Placement.placed(gradient, placement, index, t.type());
            Tensor up = upstream[0];
            if (node.op() instanceof Elementwise && up != null) terms.pulled(g, node, input, up);
            Quantity q = recording.of(t);
            if (q != null) {
                given.computeIfAbsent(q, _ -> new ArrayList<>()).add(g);
                return;
            }
            Node below = t.node();
            if (below == null) throw new AssertionError("a gradient for a constant");
            add(below, t.output(), g);
        }
    }
}
