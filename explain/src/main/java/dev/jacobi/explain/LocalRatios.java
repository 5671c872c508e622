package dev.jacobi.explain;

import dev.jacobi.op.Elementwise;
import dev.jacobi.op.Movement;
import dev.jacobi.op.Placement;
import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.Node;
import dev.jacobi.tensor.Storage;
import dev.jacobi.tensor.Tensor;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The ratios between the entries of what a step makes and the entries of what it is made from. They are not worked out
/// for the page: they are what the step's own backward rules give for an upstream gradient that is 1 at one entry.
final class LocalRatios {
    private final Recording recording;
    private final Step step;
    /// By place in the recording: whether the target is somewhere below.
    private final boolean[] leading;

    LocalRatios(Recording recording, Step step, boolean[] leading) {
        this.recording = recording;
        this.step = step;
        this.leading = leading;
    }

    /// Whether each entry of the output is made from the same entry of each input, and from nothing else that leads on.
    boolean isDiagonal() {
        Node last = step.output().node();
        for (Node node : step.nodes()) {
            if (!leading[recording.order(node)]) continue;
            if (!(node.op() instanceof Elementwise) || node.output(0).size() != last.output(0).size()) return false;
        }
        for (Quantity q : step.inputs()) if (leads(q.tensor()) && !q.shape().equals(last.output(0).shape())) return false;
        return true;
    }

    /// The ratios of one output entry, by the entries of each input, row by row.
    Map<Quantity, double[]> of(Quantity output, int entry) {
        Storage one = Storage.allocate(output.tensor().dtype(), output.tensor().size());
        one.set(entry, 1);
        return back(output, Tensor.wrap(one, output.shape(), null));
    }

    /// Where the step is diagonal: the ratios of all entries at once.
    Map<Quantity, double[]> diagonal() {
        Quantity output = step.output();
        return back(output, Tensor.ones(output.shape(), output.tensor().dtype()));
    }

    private Map<Quantity, double[]> back(Quantity output, Tensor upstream) {
        IdentityHashMap<Node, @Nullable Tensor[]> arrived = new IdentityHashMap<>();
        @Nullable Tensor[] start = new Tensor[output.node().outputCount()];
        start[output.tensor().output()] = upstream;
        arrived.put(output.node(), start);
        Map<Quantity, double[]> ratios = new HashMap<>();
        List<Node> nodes = step.nodes();
        for (int i = nodes.size() - 1; i >= 0; i--) {
            Node node = nodes.get(i);
            @Nullable Tensor[] up = arrived.get(node);
            if (up != null && leading[recording.order(node)]) node.op().vjp(new Rule(node, up, arrived, ratios));
        }
        return ratios;
    }

    private boolean leads(Tensor t) {
        Node node = t.node();
        return node != null && recording.contains(t) && leading[recording.order(node)] && t.dtype().isFloating();
    }

    /// One node's rule on bare values: it records nothing.
    private final class Rule extends BareRule {
        private final @Nullable Tensor[] upstream;
        private final IdentityHashMap<Node, @Nullable Tensor[]> arrived;
        private final Map<Quantity, double[]> ratios;

        Rule(Node node, @Nullable Tensor[] upstream, IdentityHashMap<Node, @Nullable Tensor[]> arrived, Map<Quantity, double[]> ratios) {
            super(node);
            this.upstream = upstream;
            this.arrived = arrived;
            this.ratios = ratios;
        }

        @Override public @Nullable Tensor upstream(int index) { return upstream[index]; }

        @Override public boolean wants(int input) { return leads(node.input(input)); }

        @Override public void give(int input, Tensor gradient, Placement placement, @Nullable Tensor index) {
            Tensor t = node.input(input);
            Tensor g = Placement.placed(gradient, placement, index, t.type());
            Quantity q = recording.of(t);
            if (q != null) {
                double[] r = g.to(DType.F64).toDoubles();
                double[] before = ratios.get(q);
                if (before == null) ratios.put(q, r);
                else for (int i = 0; i < r.length; i++) before[i] += r[i];
                return;
            }
            Node below = t.node();
            if (below == null) throw new AssertionError("a gradient for a constant");
            @Nullable Tensor[] all = arrived.computeIfAbsent(below, n -> new Tensor[n.outputCount()]);
            Tensor before = all[t.output()];
            all[t.output()] = before == null ? g : before.add(g);
        }
    }

    /// By place in the recording: whether a quantity is somewhere below, or is it.
    static boolean[] leading(Recording recording, Quantity target) {
        boolean[] r = new boolean[recording.size()];
        for (int i = 0; i < r.length; i++) {
            Node node = recording.node(i);
            r[i] = node == target.node();
            for (int k = 0; k < node.inputCount() && !r[i]; k++) {
                Tensor t = node.input(k);
                Node below = t.node();
                if (below != null && recording.contains(t)) r[i] = r[recording.order(below)] && t.dtype().isFloating();
            }
        }
        return r;
    }
}
