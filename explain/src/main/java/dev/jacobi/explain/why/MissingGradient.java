package dev.jacobi.explain.why;

import dev.jacobi.io.Nearest;
import dev.jacobi.op.StopGradient;
import dev.jacobi.tensor.Node;
import dev.jacobi.tensor.Tensor;
import dev.jacobi.tensor.Tree;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Why no gradient arrives at a parameter: the op that cuts the last connection.
final class MissingGradient {
    private final Rerun run;
    private final WayBack way;

    MissingGradient(Rerun run, WayBack way) {
        this.run = run;
        this.way = way;
    }

    Why why(String path) {
        Why early = notTrained(path);
        if (early != null) return early;
        Tree.Leaf leaf = run.leaf(path);
        Tensor variable = leaf == null ? null : run.variable(leaf);
        if (leaf == null || variable == null) throw new AssertionError("a trained leaf without a variable: " + path);
        String name = Rerun.nameOf(leaf);
        Tensor g = way.gradient(variable);
        if (g != null) {
            return Why.of(Why.Kind.NOTHING_WRONG, name + " does get a gradient, " + (g.size() == 1 ? Why.number(g.item())
                    : "of shape " + g.shape()) + ".", "");
        }
        boolean[] from = run.madeFrom(variable);
        boolean[] needed = run.needed();
        int last = -1;
        for (int i = 0; i < from.length; i++) if (from[i] && i != run.at(variable)) last = i;
        if (last < 0) {
            return Why.of(Why.Kind.UNUSED, "No op is given " + name + ", so nothing in the result can depend on it.",
                    "use it in the function; if only its numbers were read (item, at, toDoubles), use the tensor itself");
        }
        if (!needed[run.at(variable)]) {
            return Why.of(Why.Kind.LOST, Why.Direction.FORWARD, run, last, -1, "What is made from " + name + " doesn't reach the result: after "
                    + run.node(last).op().name() + " it was dropped, or read out as a Java number.",
                    "return what depends on it; keep tensors instead of item(), at() and toDoubles(), and use where(...) for a Java if");
        }
        return cut(name, from, needed);
    }

    /// Names that can have no gradient; null for one that can.
    @Nullable Why notTrained(String path) {
        Tree.Leaf leaf = run.leaf(path);
        if (leaf == null) {
            List<String> names = run.leaves().stream().map(Rerun::nameOf).toList();
            Optional<String> near = Nearest.to(path, names);
            return Why.of(Why.Kind.UNKNOWN_NAME, "Nothing in the arguments is called \"" + path + "\".",
                    near.map(n -> "did you mean \"" + n + "\"? ").orElse("") + "there " + (names.size() == 1 ? "is " : "are ")
                            + String.join(", ", names.subList(0, Math.min(20, names.size()))));
        }
        if (run.variable(leaf) != null) return null;
        if (leaf.tensor().dtype().isFloating()) {
            return Why.of(Why.Kind.HELD, leaf.path() + " is Held: it is carried along and not trained.",
                    "put the tensor itself into the record to train it");
        }
        return Why.of(Why.Kind.WHOLE_NUMBERS, Rerun.nameOf(leaf) + " is " + leaf.tensor().dtype() + ", and only floating tensors have gradients.",
                "convert it with to(DType.F32) or to(DType.F64) before");
    }

    /// The first step on the way back that has a gradient and gives none to what depends on the parameter.
    private Why cut(String name, boolean[] from, boolean[] needed) {
        for (int i = run.at(run.result()); i >= 0; i--) {
            if (!needed[i] || !from[i] || !way.reaches(i)) continue;
            Node node = run.node(i);
            int lost = -1;
            for (int k = 0; k < node.inputCount(); k++) {
                int input = k;
                int below = run.at(node.input(k));
                if (below >= 0 && from[below] && way.given(i).stream().noneMatch(g -> g.input() == input)) lost = k;
            }
            if (lost >= 0) return verdict(name, node.input(lost).dtype().isFloating() ? i : source(run.at(node.input(lost)), from));
        }
        throw new AssertionError("no gradient arrives at " + name + ", and no op keeps it back");
    }

    /// Where something floating became something that isn't.
    private int source(int i, boolean[] from) {
        int at = i;
        for (;;) {
            Node node = run.node(at);
            int next = -1;
            for (int k = 0; k < node.inputCount(); k++) {
                int below = run.at(node.input(k));
                if (below < 0 || !from[below]) continue;
                if (node.input(k).dtype().isFloating()) return at;
                next = below;
            }
            if (next < 0) return at;
            at = next;
        }
    }

    private Why verdict(String name, int i) {
        Node node = run.node(i);
        String op = node.op().name();
        if (node.op() instanceof StopGradient) {
            return Why.of(Why.Kind.STOPPED, Why.Direction.BACKWARD, run, i, -1,
                    name + " reaches the result only through stopGradient, which is a constant to every derivative.",
                    "take stopGradient() away, or apply it only to what shall stay fixed");
        }
        if (!node.output(0).dtype().isFloating()) {
            return Why.of(Why.Kind.NOT_DIFFERENTIABLE, Why.Direction.BACKWARD, run, i, -1, name + " reaches the result only through " + op
                    + ", whose output is " + node.output(0).dtype() + ": it jumps and has no derivative.", Advice.jump(op));
        }
        return Why.of(Why.Kind.FLAT, Why.Direction.BACKWARD, run, i, -1, name + " reaches the result only through " + op
                + ", which gives it no gradient: its slope is zero everywhere.", Advice.zero(Why.Kind.FLAT, op));
    }
}
