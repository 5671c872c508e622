package dev.jacobi.explain;

import dev.jacobi.op.Movement;
import dev.jacobi.op.Variable;
import dev.jacobi.tensor.Node;
import dev.jacobi.tensor.Scope;
import dev.jacobi.tensor.Tensor;
import dev.jacobi.tensor.Walk;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A computation cut into steps. A step ends where a tensor has a name; nodes without a name belong to the step that uses
/// them, and to none but themselves where several do. Where nothing was given a name, every op is a step.
final class Recording {
    private final Tensor result;
    private final List<Node> nodes = new ArrayList<>();
    private final IdentityHashMap<Node, Integer> order = new IdentityHashMap<>();
    private final Map<Long, String> given = new HashMap<>();
    private final List<Quantity> inputs = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();
    private final Map<Long, Quantity> quantities = new HashMap<>();
    private final Set<String> taken = new HashSet<>();
    private final String resultName;
    private int places;

    /// @param scope still open
    /// @param variables in the order in which they are shown, with names
    /// @param cut whether the names were given in order to cut it into steps, so that one step may be all
    Recording(Scope scope, Tensor result, List<Tensor> variables, boolean cut) {
        this.result = result;
        Walk walk = Walk.between(scope, result);
        for (int i = 0; i < walk.size(); i++) {
            Node node = walk.node(i);
            order.put(node, i);
            nodes.add(node);
        }
        for (Node node : nodes) {
            for (int k = 0; k < node.inputCount(); k++) take(node.input(k));
            for (int k = 0; k < node.outputCount(); k++) take(node.output(k));
        }
        take(result);
        boolean named = cut;
        for (Node node : nodes) named |= isNamed(node) && !(node.op() instanceof Variable) && node != result.node();
        for (Tensor v : variables) addInput(v);
        int[] owner = owners(named);
        Map<Integer, List<Node>> groups = new HashMap<>();
        for (int i = 0; i < owner.length; i++) {
            groups.computeIfAbsent(owner[i], _ -> new ArrayList<>()).add(nodes.get(i));
            if (owner[i] == i && !(nodes.get(i).op() instanceof Variable)) addStep(nodes.get(i), groups.getOrDefault(i, List.of()));
        }
        Quantity last = of(result);
        this.resultName = last != null ? last.name() : result.name() != null ? result.name() : "f";
    }

    /// All steps in the order in which they ran.
    List<Step> steps() { return steps; }

    List<Quantity> inputs() { return inputs; }

    Tensor result() { return result; }

    String resultName() { return resultName; }

    /// The named thing that a tensor is, or null.
    @Nullable Quantity of(Tensor t) {
        Node node = t.node();
        return node == null || !order.containsKey(node) ? null : quantities.get(key(node, t.output()));
    }

    /// Whether the inputs reach a tensor.
    boolean contains(Tensor t) {
        Node node = t.node();
        return node != null && order.containsKey(node);
    }

    /// Where a node stands in the order; it must be one of the graph.
    int order(Node node) {
        Integer at = order.get(node);
        if (at == null) throw new AssertionError("a step outside the graph: " + node.op().name());
        return at;
    }

    /// How many quantities there are.
    int quantities() { return places; }

    int size() { return nodes.size(); }

    Node node(int i) { return nodes.get(i); }

    private long key(Node node, int output) { return (long) order(node) << 32 | output; }

    private void take(Tensor t) {
        Node node = t.node();
        if (node != null && order.containsKey(node) && t.name() != null) given.put(key(node, t.output()), t.name());
    }

    private boolean isNamed(Node node) {
        for (int k = 0; k < node.outputCount(); k++) if (given.containsKey(key(node, k))) return true;
        return false;
    }

    private void addInput(Tensor v) {
        Node node = v.node();
        if (node == null) throw new AssertionError("a variable of a closed scope");
        String name = unique(v.name() == null ? "x" : v.name());
        Quantity q = new Quantity(name, v, node, null, places++);
        inputs.add(q);
        if (order.containsKey(node)) quantities.put(key(node, 0), q);
    }

    /// For each node, the last node of the step that it belongs to.
    private int[] owners(boolean named) {
        int[] owner = new int[nodes.size()];
        Arrays.fill(owner, -1);
        int none = -1;
        int shared = -2;
        int[] user = new int[nodes.size()];
        Arrays.fill(user, none);
        for (int i = nodes.size() - 1; i >= 0; i--) {
            Node node = nodes.get(i);
            boolean counts = !named && !(node.op() instanceof Movement);
            boolean own = node == result.node() || node.op() instanceof Variable || isNamed(node) || counts || user[i] == shared;
            owner[i] = own ? i : user[i];
            for (int k = 0; k < node.inputCount(); k++) {
                Node below = node.input(k).node();
                Integer at = below == null ? null : order.get(below);
                if (at != null) user[at] = user[at] == none || user[at] == owner[i] ? owner[i] : shared;
            }
        }
        return owner;
    }

    /// @param node the last one of the group
    private void addStep(Node node, List<Node> group) {
        Step step = new Step(steps.size() + 1, List.copyOf(group));
        for (Node member : group) {
            for (int k = 0; k < member.inputCount(); k++) {
                Quantity q = of(member.input(k));
                if (q != null) step.addInput(q);
            }
        }
        for (int k = 0; k < node.outputCount(); k++) {
            String name = given.get(key(node, k));
            if (name == null) name = node == result.node() && k == result.output() && !taken.contains("f") ? "f" : node.op().name();
            Tensor output = node == result.node() && k == result.output() ? result : node.output(k);
            Quantity q = new Quantity(unique(name), output, node, step, places++);
            quantities.put(key(node, k), q);
            step.addOutput(q);
        }
        steps.add(step);
    }

    private String unique(String name) {
        String tried = name;
        for (int i = 2; !taken.add(tried); i++) tried = name + i;
        return tried;
    }
}
