package dev.jacobi.tensor;

import dev.jacobi.op.Accumulate;
import dev.jacobi.op.Placement;
import dev.jacobi.op.Pullback;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// The part of a graph that lies between the variables of one scope and some
/// results, in topological order, and the two ways through it: backward with
/// gradients, forward with tangents. Both are loops over arrays, so the depth of the
/// graph doesn't matter, and both cost one rule a node.
public final class Walk {
    private final Scope scope;
    private final @Nullable Node[] nodes;
    private final Tensor[] results;
    private final int count;

    private Walk(Scope scope, @Nullable Node[] nodes, int count, Tensor[] results) {
        this.scope = scope;
        this.nodes = nodes;
        this.count = count;
        this.results = results;
    }

    /// Finds the nodes that the results need and that depend on the scope.
    public static Walk between(Scope scope, Tensor... results) {
        Order order = new Order(scope);
        for (Tensor t : results) order.visit(t);
        return new Walk(scope, order.nodes, order.count, results);
    }

    /// Number of nodes.
    public int size() { return count; }

    /// A node by its place in the order.
    public Node node(int index) {
        Node n = nodes[index];
        if (n == null) throw new IllegalStateException("this walk has been used up; keep it for a second pass");
        return n;
    }

    /// Whether a tensor is made by one of the nodes.
    public boolean contains(Tensor t) { return position(t) >= 0; }

    /// The results it was made for.
    public List<Tensor> results() { return List.of(results); }

    /// A depth-first search without recursion: inputs before the node that uses them.
    private static final class Order {
        private final Scope scope;
        @Nullable Node[] nodes = new Node[16];
        int count;
        private Node[] stack = new Node[16];
        private int[] next = new int[16];

        Order(Scope scope) { this.scope = scope; }

        void visit(Tensor result) {
            Node root = unseen(result);
            if (root == null) return;
            int depth = 0;
            stack[0] = root;
            next[0] = 0;
            root.mark = ENTERED;
            while (depth >= 0) {
                Node node = stack[depth];
                if (next[depth] < node.inputCount()) {
                    Node below = unseen(node.input(next[depth]++));
                    if (below == null) continue;
                    if (++depth == stack.length) {
                        stack = Arrays.copyOf(stack, depth * 2);
                        next = Arrays.copyOf(next, depth * 2);
                    }
                    stack[depth] = below;
                    next[depth] = 0;
                    below.mark = ENTERED;
                } else {
                    depth--;
                    if (count == nodes.length) nodes = Arrays.copyOf(nodes, count * 2);
                    node.mark = count;
                    nodes[count++] = node;
                }
            }
        }

        private @Nullable Node unseen(Tensor t) {
            Node n = t.rawNode();
            if (n == null || !n.dependsOn(scope)) return null;
            if (n.mark == ENTERED || n.mark >= 0 && n.mark < count && nodes[n.mark] == n) return null;
            return n;
        }

        private static final int ENTERED = -2;
    }

    private int position(Tensor t) {
        Node n = t.rawNode();
        if (n == null) return -1;
        int m = n.mark;
        return m >= 0 && m < count && nodes[m] == n ? m : -1;
    }

    /// Takes the upstream gradients of the results back to the wanted tensors.
    ///
    /// @param seeds one for each result, null for none
    /// @param keep whether the graph is needed again; if not, values are let go on the way
    /// @return one gradient for each wanted tensor, null where none arrives
    public @Nullable Tensor[] backward(@Nullable Tensor[] seeds, Tensor[] wanted, boolean keep) {
        if (count == 0) return new Tensor[wanted.length];
        if (!keep) {
            renumber();
            return goBack(seeds, wanted, false, Map.of());
        }
        synchronized (this) {                                    // what is kept may be used by several threads
            int[] before = renumber();
            try {
                return goBack(seeds, wanted, true, Map.of());
            } finally {
                for (int i = 0; i < count; i++) node(i).mark = before[i];
            }
        }
    }

    /// As [#backward(Tensor[], Tensor[], boolean)], once, with hooks for the gradients that arrive at tensors with these
    /// names: each sees the whole gradient, the sum over all paths, and returns what goes on in its place.
    ///
    /// @throws IllegalArgumentException for a name that no tensor has, or a gradient of another type
    public @Nullable Tensor[] backward(@Nullable Tensor[] seeds, Tensor[] wanted, Map<String, UnaryOperator<Tensor>> hooks) {
        if (count > 0) renumber();
        Map<Place, UnaryOperator<Tensor>> placed = placed(hooks);
        return count == 0 ? new Tensor[wanted.length] : goBack(seeds, wanted, false, placed);
    }

    /// An output of a node.
    private record Place(int node, int output) {}

    private Map<Place, UnaryOperator<Tensor>> placed(Map<String, UnaryOperator<Tensor>> hooks) {
        Map<Place, UnaryOperator<Tensor>> placed = new HashMap<>();
        Map<String, Place> names = new TreeMap<>();
        for (Tensor t : results) collect(t, names);
        for (int i = 0; i < count; i++) for (Tensor t : node(i).inputs()) collect(t, names);
        hooks.forEach((name, hook) -> {
            Place place = names.get(name);
            if (place == null) {
                throw new IllegalArgumentException("a hook was given for \"" + name + "\", but no tensor of that name depends on "
                        + "the argument; " + (names.isEmpty() ? "give names with named(...)" : "there are " + names.keySet()));
            }
            placed.merge(place, hook, (first, second) -> g -> second.apply(first.apply(g)));
        });
        return placed;
    }

    private void collect(Tensor t, Map<String, Place> names) {
        String name = t.name();
        int at = position(t);
        if (name == null || at < 0) return;
        Place before = names.putIfAbsent(name, new Place(at, t.output()));
        if (before != null && !before.equals(new Place(at, t.output()))) {
            throw new IllegalArgumentException("two tensors have the name \"" + name + "\", so a hook can't tell them apart; "
                    + "give them different names");
        }
    }

    private @Nullable Tensor[] goBack(@Nullable Tensor[] seeds, Tensor[] wanted, boolean keep,
            Map<Place, UnaryOperator<Tensor>> hooks) {
        @Nullable Object[] arrived = new Object[count];
        boolean[] needed = needed(wanted);
        int[] wantedAt = new int[wanted.length];
        boolean[] hold = new boolean[count];
        for (int i = 0; i < wanted.length; i++) {
            wantedAt[i] = position(wanted[i]);
            if (wantedAt[i] >= 0) hold[wantedAt[i]] = true;
        }
        @Nullable Tensor[] gradients = new Tensor[wanted.length];
        for (int i = 0; i < results.length; i++) {
            Tensor seed = seeds[i];
            int at = position(results[i]);
            if (seed != null && at >= 0) add(arrived, at, results[i].output(), node(at).outputCount(), seed, Placement.WHOLE, null);
        }
        Step step = new Step(arrived, needed, hooks);
        for (int at = count - 1; at >= 0; at--) {
            Node node = node(at);
            if (arrived[at] != null && (needed[at] || hold[at])) {
                step.enter(node, at);
                if (hold[at]) {
                    for (int i = 0; i < wanted.length; i++) {
                        if (wantedAt[i] == at) gradients[i] = step.upstream(wanted[i].output());
                    }
                }
                if (step.wantsAny()) node.op().vjp(step);
            }
            arrived[at] = null;
            if (!keep) {
                nodes[at] = null;
                if (!node.isLive()) node.forget();
            }
        }
        return gradients;
    }

    /// Another walk may have numbered shared nodes since, and may even be on its way: a rule may itself go back
    /// through a graph that is kept.
    ///
    /// @return the numbers that the nodes had
    private int[] renumber() {
        int[] before = new int[count];
        for (int i = 0; i < count; i++) {
            Node node = node(i);
            if (node.isForgotten()) {
                throw new IllegalStateException("this way back was made inside a transformation that has ended, such as a grad, "
                        + "and the values that it needs were let go; use it inside, or make it outside");
            }
            before[i] = node.mark;
            node.mark = i;
        }
        return before;
    }

    /// Which nodes lie above a wanted tensor.
    private boolean[] needed(Tensor[] wanted) {
        boolean[] above = new boolean[count];
        boolean[] is = new boolean[count];
        for (Tensor t : wanted) {
            int at = position(t);
            if (at >= 0) is[at] = true;
        }
        for (int i = 0; i < count; i++) {
            Node node = node(i);
            for (int k = 0; k < node.inputCount(); k++) {
                int from = position(node.input(k));
                if (from >= 0 && (is[from] || above[from])) {
                    above[i] = true;
                    break;
                }
            }
        }
        for (int i = 0; i < count; i++) above[i] |= is[i];
        return above;
    }

    private static final class Part {
        final Tensor value;
        final Placement placement;
        final @Nullable Tensor index;

        Part(Tensor value, Placement placement, @Nullable Tensor index) {
            this.value = value;
            this.placement = placement;
            this.index = index;
        }
    }

    /// Keeps a contribution until its node is reached: nothing, one tensor, or a list.
    @SuppressWarnings("unchecked")
    private static void add(@Nullable Object[] arrived, int at, int output, int outputs, Tensor value,
            Placement placement, @Nullable Tensor index) {
        boolean single = outputs == 1;
        Object slot = arrived[at];
        @Nullable Object[] perOutput = null;
        if (!single) {
            if (slot == null) arrived[at] = slot = new Object[outputs];
            perOutput = (Object[]) slot;
            slot = perOutput[output];
        }
        Object now;
        if (slot == null && placement instanceof Placement.Whole) {
            now = value;
        } else {
            List<Part> parts;
            if (slot instanceof List<?> list) {
                parts = (List<Part>) list;
            } else {
                parts = new ArrayList<>(4);
                if (slot != null) parts.add(new Part((Tensor) slot, Placement.WHOLE, null));
            }
            parts.add(new Part(value, placement, index));
            now = parts;
        }
        if (perOutput == null) arrived[at] = now;
        else perOutput[output] = now;
    }

    /// The view that a rule gets of the node it works on.
    private final class Step implements Pullback {
        private final @Nullable Object[] arrived;
        private final boolean[] needed;
        /// Those that haven't been called yet.
        private final Map<Place, UnaryOperator<Tensor>> hooks;
        private Node node = node(0);
        private int at;

        Step(@Nullable Object[] arrived, boolean[] needed, Map<Place, UnaryOperator<Tensor>> hooks) {
            this.arrived = arrived;
            this.needed = needed;
            this.hooks = hooks;
        }

        void enter(Node node, int at) {
            this.node = node;
            this.at = at;
        }

        boolean wantsAny() {
            for (int i = 0; i < node.inputCount(); i++) if (wants(i)) return true;
            return false;
        }

        @Override public Tensor input(int index) { return node.input(index); }

        @Override public int inputCount() { return node.inputCount(); }

        @Override public Tensor output(int index) { return node.output(index); }

        @Override public int outputCount() { return node.outputCount(); }

        @SuppressWarnings("unchecked")
        @Override public @Nullable Tensor upstream(int output) {
            Object slot = arrived[at];
            if (slot == null) return null;
            @Nullable Object[] perOutput = node.outputCount() == 1 ? null : (Object[]) slot;
            if (perOutput != null) slot = perOutput[output];
            if (slot == null) return null;
            UnaryOperator<Tensor> hook = hooks.isEmpty() ? null : hooks.remove(new Place(at, output));
            if (slot instanceof Tensor t && hook == null) return t;
            Tensor sum = slot instanceof Tensor t ? t : meet(node.output(output).type(), (List<Part>) slot);
            if (hook != null) sum = replaced(hook, sum);
            if (perOutput == null) arrived[at] = sum;
            else perOutput[output] = sum;
            return sum;
        }

        @Override public boolean wants(int input) {
            int from = position(node.input(input));
            return from >= 0 && needed[from] && node.input(input).dtype().isFloating();
        }

        @Override public void give(int input, Tensor gradient, Placement placement, @Nullable Tensor index) {
            Tensor t = node.input(input);
            int from = position(t);
            if (from < 0 || !needed[from]) return;
            if (placement instanceof Placement.Whole && !gradient.type().equals(t.type())) {
                throw new AssertionError("the vjp of " + node.op().name() + " gave input " + input + " of type " + t.type()
                        + " a gradient of type " + gradient.type());
            }
            add(arrived, from, t.output(), Walk.this.node(from).outputCount(), gradient, placement, index);
        }
    }

    private static Tensor replaced(UnaryOperator<Tensor> hook, Tensor gradient) {
        Tensor g = hook.apply(gradient);
        if (!g.type().equals(gradient.type())) {
            throw new IllegalArgumentException("a hook must return a gradient like the one it was given, " + gradient.type() + ", but gave "
                    + g.type() + "; return its argument to leave it as it is");
        }
        return g;
    }

    /// The sum over the paths that meet at one tensor.
    private static Tensor meet(TensorType type, List<Part> parts) {
        List<Tensor> inputs = new ArrayList<>(parts.size());
        List<Placement> placements = new ArrayList<>(parts.size());
        for (Part part : parts) {
            inputs.add(part.value);
            if (part.index != null) inputs.add(part.index);
            placements.add(part.placement);
        }
        return Graph.apply(new Accumulate(type, List.copyOf(placements)), inputs.toArray(Tensor[]::new));
    }

    /// Takes changes of some tensors forward to the results.
    ///
    /// @param from tensors of this scope
    /// @param changes their tangents
    /// @return one tangent for each result, null where it doesn't change
    public @Nullable Tensor[] forward(Tensor[] from, Tensor[] changes) {
        renumber();
        @Nullable Tensor[][] tangents = new Tensor[count][];
        for (int i = 0; i < from.length; i++) {
            int at = position(from[i]);
            if (at < 0) continue;
            @Nullable Tensor[] outputs = tangents[at] == null ? new Tensor[node(at).outputCount()] : tangents[at];
            outputs[from[i].output()] = changes[i];
            tangents[at] = outputs;
        }
        for (int at = 0; at < count; at++) {
            if (tangents[at] != null) continue;
            Node node = node(at);
            @Nullable Tensor[] in = new Tensor[node.inputCount()];
            boolean any = false;
            for (int i = 0; i < in.length; i++) {
                in[i] = tangent(tangents, node.input(i));
                any |= in[i] != null;
            }
            if (any) tangents[at] = node.op().jvp(node.inputs(), node.outputs(), in);
        }
        @Nullable Tensor[] r = new Tensor[results.length];
        for (int i = 0; i < r.length; i++) r[i] = tangent(tangents, results[i]);
        return r;
    }

    private @Nullable Tensor tangent(@Nullable Tensor[][] tangents, Tensor t) {
        int at = position(t);
        return at < 0 || tangents[at] == null ? null : tangents[at][t.output()];
    }
}
