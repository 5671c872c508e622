package dev.jacobi.explain;

import dev.jacobi.op.Movement;
import dev.jacobi.tensor.Node;
import dev.jacobi.tensor.Scope;
import dev.jacobi.tensor.Tensor;
import dev.jacobi.tensor.Walk;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The paths from a variable to a result, entry by entry. There may be more than anyone can
/// list, so they are not listed: one walk back from the result keeps for every entry the
/// strongest path to it, the number of paths, and their sums, each made from those of the
/// entries above. It costs a backward rule for each entry of each step in between.
final class Paths {
    private final Walk walk;
    private final Tensor variable;
    private final Names names;
    private final IdentityHashMap<Node, Integer> position = new IdentityHashMap<>();
    /// What is known of each output of each node.
    private final IdentityHashMap<Node, Arrived[]> arrived = new IdentityHashMap<>();

    /// What arrives at the entries of a tensor from above.
    private static final class Arrived {
        final double[] strongest;
        final double[] sum;
        final double[] magnitude;
        final long[] paths;
        final @Nullable Edge[] edge;

        Arrived(int size) {
            strongest = new double[size];
            sum = new double[size];
            magnitude = new double[size];
            paths = new long[size];
            edge = new Edge[size];
        }

        void add(int entry, Edge by, Arrived above) {
            double product = above.strongest[by.entry] * by.ratio;
            if (edge[entry] == null || Math.abs(product) > Math.abs(strongest[entry])) {
                strongest[entry] = product;
                edge[entry] = by;
            }
            sum[entry] += above.sum[by.entry] * by.ratio;
            magnitude[entry] += above.magnitude[by.entry] * Math.abs(by.ratio);
            long count = paths[entry] + above.paths[by.entry];
            paths[entry] = count < 0 ? Long.MAX_VALUE : count;
        }
    }

    /// How an entry is felt above: by this input of this node, in this entry of its output.
    private record Edge(Node node, int input, int output, int entry, double ratio) {}

    /// @throws IllegalArgumentException if the result isn't one number
    Paths(Scope scope, Tensor result, Tensor variable) {
        if (result.size() != 1) {
            throw new IllegalArgumentException("a chain leads to a single number, but this result has the shape " + result.shape()
                    + "; pick one entry of it, or sum() it");
        }
        this.walk = Walk.between(scope, result);
        this.variable = variable;
        this.names = new Names(walk, result);
        if (!walk.contains(result)) return;
        Arrived start = at(result);
        start.strongest[0] = start.sum[0] = start.magnitude[0] = start.paths[0] = 1;
        boolean[] below = leadingToVariable();
        for (int i = walk.size() - 1; i >= 0; i--) if (below[i]) pass(walk.node(i), below);
    }

    private Arrived at(Tensor t) {
        Node node = t.node();
        if (node == null) throw new AssertionError("a tensor of a closed scope");
        Arrived[] all = arrived.computeIfAbsent(node, n -> new Arrived[n.outputCount()]);
        if (all[t.output()] == null) all[t.output()] = new Arrived(t.size());
        return all[t.output()];
    }

    /// Which steps have the variable somewhere below them.
    private boolean[] leadingToVariable() {
        boolean[] r = new boolean[walk.size()];
        for (int i = 0; i < r.length; i++) {
            Node node = walk.node(i);
            position.put(node, i);
            r[i] = node == variable.node();
            for (int k = 0; k < node.inputCount(); k++) r[i] |= leads(node.input(k), r);
        }
        return r;
    }

    private boolean leads(Tensor t, boolean[] leading) {
        Node node = t.node();
        Integer at = node == null ? null : position.get(node);
        return at != null && leading[at] && t.dtype().isFloating();
    }

    /// Hands what has arrived at a step on to the entries of its inputs.
    private void pass(Node node, boolean[] leading) {
        Arrived[] outputs = arrived.get(node);
        if (outputs == null || node == variable.node()) return;
        boolean[] wanted = new boolean[node.inputCount()];
        for (int i = 0; i < wanted.length; i++) wanted[i] = leads(node.input(i), leading);
        for (int k = 0; k < outputs.length; k++) {
            Arrived above = outputs[k];
            if (above == null) continue;
            for (int e = 0; e < above.edge.length; e++) {
                if (above.paths[e] == 0) continue;
                double[][] ratios = LocalRatios.of(node, k, e, wanted);
                for (int i = 0; i < ratios.length; i++) {
                    for (int b = 0; b < ratios[i].length; b++) {
                        if (ratios[i][b] != 0) at(node.input(i)).add(b, new Edge(node, i, k, e, ratios[i][b]), above);
                    }
                }
            }
        }
    }

    /// The strongest path from an entry of the variable.
    ///
    /// @throws IllegalArgumentException if there is no such entry
    Chain strongest(int... index) {
        int entry = Names.position(variable.shape(), index);
        String name = names.entry(variable, entry);
        Node start = variable.node();
        Arrived here = start == null || !arrived.containsKey(start) ? null : at(variable);
        if (here == null || here.paths[entry] == 0) return new Chain(name, List.of(), 0, 0, 0);
        double share = here.magnitude[entry] == 0 ? 0 : Math.abs(here.strongest[entry]) / here.magnitude[entry];
        return new Chain(name, ratios(entry), here.paths[entry], share, here.sum[entry]);
    }

    /// Climbs from the entry to the result, from one tensor that has a name to the next: the
    /// ratios of the steps between are multiplied. Where no name was given, each step counts.
    private List<Ratio> ratios(int from) {
        List<Edge> edges = new ArrayList<>();
        for (Edge edge = at(variable).edge[from]; edge != null; edge = at(output(edge)).edge[edge.entry]) edges.add(edge);
        boolean named = edges.stream().limit(Math.max(0, edges.size() - 1)).anyMatch(e -> names.given(output(e)) != null);
        List<Ratio> climbed = new ArrayList<>();
        String below = names.entry(variable, from);
        double product = at(variable).strongest[from];
        double value = 1;
        int entry = from;
        List<String> factors = new ArrayList<>();
        for (int i = 0; i < edges.size(); i++) {
            Edge edge = edges.get(i);
            // movements compute nothing and are passed over
            boolean moves = edge.node.op() instanceof Movement;
            if (!moves) factors.addFirst(RatioText.of(names, edge.node, edge.input, entry, edge.entry));
            value *= edge.ratio;
            entry = edge.entry;
            if (i < edges.size() - 1 && (named ? names.given(output(edge)) == null : moves)) continue;
            String above = names.entry(output(edge), entry);
            climbed.add(new Ratio(above, below, RatioText.product(factors), value, product));
            below = above;
            product = at(output(edge)).strongest[entry];
            value = 1;
            factors.clear();
        }
        return climbed.reversed();
    }

    private static Tensor output(Edge edge) { return edge.node.output(edge.output); }
}
