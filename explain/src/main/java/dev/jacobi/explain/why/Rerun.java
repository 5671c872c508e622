package dev.jacobi.explain.why;

import dev.jacobi.op.Movement;
import dev.jacobi.op.Variable;
import dev.jacobi.tensor.Graph;
import dev.jacobi.tensor.Node;
import dev.jacobi.tensor.Scope;
import dev.jacobi.tensor.Tensor;
import dev.jacobi.tensor.Tree;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A function run again to find out what went wrong in it: all steps in the order in which they ran, also those that
/// lead nowhere, each with its place in the user's code.
final class Rerun implements Scope.Watch, AutoCloseable {
    private static final StackWalker STACK = StackWalker.getInstance();

    private final Scope scope = Scope.open(this);
    private final List<Node> nodes = new ArrayList<>();
    private final List<StackWalker.@Nullable StackFrame> frames = new ArrayList<>();
    private final Map<Node, Integer> order = new IdentityHashMap<>();
    private final List<Tree.Leaf> leaves;
    private final Map<Tensor, Tensor> variables = new IdentityHashMap<>();
    private final Map<Node, String> paths = new IdentityHashMap<>();
    private final Tensor result;

    private <T> Rerun(Function<? super T, Tensor> f, T at) {
        leaves = Tree.leaves(at);
        T tree = Tree.map(at, t -> {
            Tensor v = Graph.variable(scope, t);
            variables.put(t, v);
            return v;
        });
        for (Tree.Leaf leaf : leaves) {
            Tensor v = variable(leaf);
            Node node = v == null ? null : v.node();
            if (node != null) paths.putIfAbsent(node, nameOf(leaf));
        }
        boolean done = false;
        try {
            result = f.apply(tree);
            done = true;
        } finally {
            if (!done) close();
        }
    }

    static <T> Rerun of(Function<? super T, Tensor> f, T at) { return new Rerun(f, at); }

    @Override public synchronized void recorded(Node node) {
        order.put(node, nodes.size());
        nodes.add(node);
        frames.add(STACK.walk(all -> all.filter(frame -> isUsers(frame.getClassName())).findFirst().orElse(null)));
    }

    /// The library's own packages, and what Java puts between: streams, method handles.
    private static boolean isUsers(String type) {
        if (type.startsWith("java.") || type.startsWith("jdk.") || type.startsWith("sun.")) return false;
        if (!type.startsWith("dev.jacobi.")) return true;
        String name = type.substring("dev.jacobi.".length());
        for (String own : List.of("tensor.", "op.", "scalar.", "diff.", "compile.", "kernel.", "nn.", "explain.formula.")) {
            if (name.startsWith(own)) return false;
        }
        return !List.of("Jacobi", "explain.why.Rerun", "explain.why.Why").contains(name);
    }

    @Override public void close() { scope.close(); }

    Tensor result() { return result; }

    int size() { return nodes.size(); }

    Node node(int i) { return nodes.get(i); }

    /// Where a tensor's step stands; -1 for what doesn't depend on the arguments.
    int at(Tensor t) {
        Node node = t.node();
        Integer i = node == null ? null : order.get(node);
        return i == null ? -1 : i;
    }

    @Nullable StackTraceElement place(int i) {
        StackWalker.StackFrame frame = frames.get(i);
        return frame == null ? null : frame.toStackTraceElement();
    }

    List<Tree.Leaf> leaves() { return leaves; }

    /// A bare tensor has no path; messages call it by its name, or x.
    static String nameOf(Tree.Leaf leaf) {
        if (!leaf.path().isEmpty()) return leaf.path();
        String name = leaf.tensor().name();
        return name == null ? "x" : name;
    }

    /// The variable that stands for a leaf, null if it isn't trained.
    @Nullable Tensor variable(Tree.Leaf leaf) {
        return leaf.role() == Tree.Role.TRAINED ? variables.get(leaf.tensor()) : null;
    }

    /// The leaf with this name, or null.
    Tree.@Nullable Leaf leaf(String path) {
        for (Tree.Leaf leaf : leaves) if (leaf.path().equals(path) || nameOf(leaf).equals(path)) return leaf;
        return null;
    }

    /// Whether a step is the beginning of the graph.
    boolean isArgument(int i) { return paths.containsKey(nodes.get(i)); }

    /// What messages call a tensor: its path, its name, or the op that made it.
    String name(Tensor t) {
        String moved = "";
        for (Tensor s = t;;) {
            Node node = s.node();
            if (s.name() != null) return s.name() + moved;
            if (node == null || !order.containsKey(node)) return "a constant" + moved;
            String path = paths.get(node);
            if (path != null) return path + moved;
            if (!(node.op() instanceof Movement) && !(node.op() instanceof Variable)) return "the result of " + node.op().name() + moved;
            if (node.op() instanceof Movement) moved = ", " + node.op().name() + moved;
            s = node.input(0);
        }
    }

    /// Which steps the result needs.
    boolean[] needed() {
        boolean[] r = new boolean[size()];
        int last = at(result);
        if (last < 0) return r;
        r[last] = true;
        for (int i = last; i >= 0; i--) {
            if (!r[i]) continue;
            Node node = node(i);
            for (int k = 0; k < node.inputCount(); k++) {
                int below = at(node.input(k));
                if (below >= 0) r[below] = true;
            }
        }
        return r;
    }

    /// Which steps are made from a tensor, itself included.
    boolean[] madeFrom(Tensor t) {
        boolean[] r = new boolean[size()];
        int first = at(t);
        if (first < 0) return r;
        r[first] = true;
        for (int i = first + 1; i < r.length; i++) {
            Node node = node(i);
            for (int k = 0; k < node.inputCount() && !r[i]; k++) {
                int below = at(node.input(k));
                r[i] = below >= 0 && r[below];
            }
        }
        return r;
    }
}
