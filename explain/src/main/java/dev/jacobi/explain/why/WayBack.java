package dev.jacobi.explain.why;

import dev.jacobi.explain.BareRule;
import dev.jacobi.op.Accumulate;
import dev.jacobi.op.Placement;
import dev.jacobi.tensor.Graph;
import dev.jacobi.tensor.Node;
import dev.jacobi.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The way back through a rerun, rule by rule on bare values, with everything kept that was given on it.
final class WayBack {
    /// What one rule gave to one of its inputs.
    record Given(int by, int input, int output, Tensor value, Placement placement, @Nullable Tensor index, Rerun of) {
        /// In its place, zeros elsewhere.
        Tensor placed() { return Placement.placed(value, placement, index, of.node(by).input(input).type()); }
    }

    private final Rerun run;
    private final List<List<Given>> given = new ArrayList<>();
    private final List<List<Given>> arrived = new ArrayList<>();
    private final @Nullable Tensor[][] upstream;

    private WayBack(Rerun run) {
        this.run = run;
        this.upstream = new Tensor[run.size()][];
        for (int i = 0; i < run.size(); i++) {
            given.add(List.of());
            arrived.add(List.of());
        }
    }

    /// From 1 at every entry of the result.
    static WayBack of(Rerun run) {
        WayBack way = new WayBack(run);
        Tensor result = run.result();
        int last = run.at(result);
        if (last < 0 || !result.dtype().isFloating()) return way;
        for (int i = last; i >= 0; i--) {
            Node node = run.node(i);
            @Nullable Tensor[] up = way.sums(i, node);
            if (i == last) up[result.output()] = Tensor.ones(result.shape(), result.dtype());
            boolean any = false;
            for (Tensor t : up) any |= t != null;
            if (!any) continue;
            way.upstream[i] = up;
            if (!run.isArgument(i)) {
                way.given.set(i, way.pull(i, up));
                for (Given g : way.given.get(i)) way.arrive(g);
            }
        }
        return way;
    }

    private void arrive(Given g) {
        int below = run.at(run.node(g.by).input(g.input));
        if (arrived.get(below).isEmpty()) arrived.set(below, new ArrayList<>(2));
        arrived.get(below).add(g);
    }

    /// What a step's rule gives to its inputs for an upstream gradient.
    List<Given> pull(int i, @Nullable Tensor[] up) {
        List<Given> r = new ArrayList<>(2);
        Rule rule = new Rule(i, up, r);
        boolean any = false;
        for (int k = 0; k < run.node(i).inputCount(); k++) any |= rule.wants(k);
        if (any) run.node(i).op().vjp(rule);
        return r;
    }

    private @Nullable Tensor[] sums(int i, Node node) {
        @Nullable Tensor[] r = new Tensor[node.outputCount()];
        for (int k = 0; k < r.length; k++) {
            List<Tensor> inputs = new ArrayList<>();
            List<Placement> placements = new ArrayList<>();
            for (Given g : arrived.get(i)) {
                if (g.output != k) continue;
                inputs.add(g.value);
                if (g.index != null) inputs.add(g.index);
                placements.add(g.placement);
            }
            if (placements.size() == 1 && placements.getFirst() instanceof Placement.Whole) r[k] = inputs.getFirst();
            else if (!placements.isEmpty()) r[k] = Graph.apply(new Accumulate(node.output(k).type(), placements), inputs.toArray(Tensor[]::new));
        }
        return r;
    }

    /// The gradient that arrives at an output of a step, null for none.
    @Nullable Tensor upstream(int i, int output) {
        @Nullable Tensor[] up = upstream[i];
        return up == null ? null : up[output];
    }

    /// Whether any gradient arrives at a step.
    boolean reaches(int i) { return upstream[i] != null; }

    /// The gradient of a variable, null if none arrives.
    @Nullable Tensor gradient(Tensor variable) {
        int i = run.at(variable);
        return i < 0 ? null : upstream(i, variable.output());
    }

    /// What the rule of a step gave.
    List<Given> given(int i) { return given.get(i); }

    /// The contributions that meet at a step.
    List<Given> arrived(int i) { return arrived.get(i); }

    private final class Rule extends BareRule {
        private final int at;
        private final @Nullable Tensor[] up;
        private final List<Given> into;

        Rule(int at, @Nullable Tensor[] up, List<Given> into) {
            super(run.node(at));
            this.at = at;
            this.up = up;
            this.into = into;
        }

        @Override public @Nullable Tensor upstream(int output) { return up[output]; }

        @Override public boolean wants(int input) {
            return node.input(input).dtype().isFloating() && run.at(node.input(input)) >= 0;
        }

        @Override public void give(int input, Tensor gradient, Placement placement, @Nullable Tensor index) {
            if (wants(input)) into.add(new Given(at, input, node.input(input).output(), gradient, placement, index, run));
        }
    }
}
