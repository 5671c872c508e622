package dev.jacobi.explain.why;

import dev.jacobi.op.Elementwise;
import dev.jacobi.scalar.Choices;
import dev.jacobi.tensor.Node;
import dev.jacobi.tensor.Tensor;
import dev.jacobi.tensor.Tree;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where NaN and infinity come from: the first op that makes them from finite numbers, among those that are felt in the
/// result; if there is none, the first rule on the way back that does.
final class NotFinite {
    private final Rerun run;
    /// By step and output: the entries that aren't finite and are felt in the result.
    private final BitSet[][] felt;

    NotFinite(Rerun run) {
        this.run = run;
        this.felt = new BitSet[run.size()][];
    }

    Why why() {
        Tensor result = run.result();
        if (Found.notFinite(result) >= 0) return forward(result);
        WayBack way = WayBack.of(run);
        for (Tree.Leaf leaf : run.leaves()) {
            Tensor v = run.variable(leaf);
            Tensor g = v == null ? null : way.gradient(v);
            if (g != null && Found.notFinite(g) >= 0) return backward(way);
        }
        String unfelt = "";
        for (int i = 0; i < run.size() && unfelt.isEmpty(); i++) {
            for (int k = 0; k < run.node(i).outputCount(); k++) {
                if (Found.notFinite(run.node(i).output(k)) >= 0) {
                    unfelt = " (" + run.node(i).op().name() + " gives some that aren't, but nothing of them is felt)";
                }
            }
        }
        return Why.of(Why.Kind.NOTHING_WRONG, "Nothing is NaN: the result and all gradients are finite" + unfelt + ".", "");
    }

    private Why forward(Tensor result) {
        int last = run.at(result);
        if (last < 0) {
            Why argument = argument(result);
            if (argument != null) return argument;
            return Why.of(Why.Kind.ARGUMENT, "The result doesn't depend on the arguments, and is " + describe(result) + ".",
                    "look at the constants of the function");
        }
        mark(result, last, all(result));
        for (int i = last; i >= 0; i--) if (felt[i] != null && !run.isArgument(i)) handOn(i);
        for (int i = 0; i <= last; i++) {
            if (felt[i] == null) continue;
            Node node = run.node(i);
            if (run.isArgument(i)) return argument(i);
            for (int k = 0; k < node.outputCount(); k++) {
                BitSet bad = felt[i][k];
                if (bad == null) continue;
                int entry = origin(node, bad);
                if (entry >= 0) return made(i, k, entry);
            }
        }
        throw new AssertionError("a number that isn't finite and comes from nowhere");
    }

    private static BitSet all(Tensor t) {
        BitSet r = new BitSet();
        for (int e = 0; e < t.size(); e++) if (isBad(t, e)) r.set(e);
        return r;
    }

    private static boolean isBad(Tensor t, int entry) { return t.dtype().isFloating() && !Double.isFinite(Found.number(t, entry)); }

    private void mark(Tensor t, int i, BitSet bad) {
        if (felt[i] == null) felt[i] = new BitSet[run.node(i).outputCount()];
        BitSet before = felt[i][t.output()];
        if (before == null) felt[i][t.output()] = bad;
        else before.or(bad);
    }

    /// From the output of a step to its inputs: entry by entry where they belong together, else all.
    private void handOn(int i) {
        Node node = run.node(i);
        for (int k = 0; k < node.inputCount(); k++) {
            Tensor t = node.input(k);
            int below = run.at(t);
            if (below < 0) continue;
            BitSet bad = all(t);
            if (node.op() instanceof Elementwise e) {
                bad.and(felt[i][0]);
                if (e.function() instanceof Choices.Where && k > 0) {
                    Tensor condition = node.input(0);
                    for (int b = bad.nextSetBit(0); b >= 0; b = bad.nextSetBit(b + 1)) {
                        if ((Found.number(condition, b) != 0) != (k == 1)) bad.clear(b);
                    }
                }
            }
            if (!bad.isEmpty()) mark(t, below, bad);
        }
    }

    /// An entry that is bad although all that the arguments reach is good, or -1.
    private int origin(Node node, BitSet bad) {
        boolean own = node.op() instanceof Elementwise;
        boolean chooses = own && ((Elementwise) node.op()).function() instanceof Choices.Where;
        for (int b = bad.nextSetBit(0); b >= 0; b = bad.nextSetBit(b + 1)) {
            boolean good = true;
            for (int k = 0; k < node.inputCount() && good; k++) {
                Tensor t = node.input(k);
                if (run.at(t) < 0) continue;
                if (chooses && (k == 0 || (Found.number(node.input(0), b) != 0) != (k == 1))) continue;
                good = own ? !isBad(t, b) : Found.notFinite(t) < 0;
            }
            if (good) return b;
            if (!own) return -1;
        }
        return -1;
    }

    private Why made(int i, int output, int entry) {
        Node node = run.node(i);
        for (int k = 0; k < node.inputCount(); k++) {
            Tensor t = node.input(k);
            if (run.at(t) >= 0 || Found.notFinite(t) < 0) continue;
            if (node.op() instanceof Elementwise && !isBad(t, entry)) continue;
            Why argument = argument(t);
            if (argument != null) return argument;
            return Why.of(Why.Kind.ARGUMENT, Why.Direction.FORWARD, run, i, entry, "A constant that " + node.op().name()
                    + " is given is " + describe(t) + ".", "look at where the constant is made, outside of what depends on the arguments");
        }
        Tensor t = node.output(output);
        return Why.of(Why.Kind.NOT_FINITE, Why.Direction.FORWARD, run, i, entry, node.op().name() + " makes " + Why.number(Found.number(t, entry))
                + Found.index(t.shape(), entry).transform(s -> s.isEmpty() ? "" : " at " + s) + " from finite numbers, the first op that does.",
                Advice.forward(node.op().name()));
    }

    private static String describe(Tensor t) {
        int entry = Found.notFinite(t);
        return Why.number(Found.number(t, entry)) + (t.rank() == 0 ? "" : " at " + Found.index(t.shape(), entry));
    }

    private Why argument(int i) {
        Tensor t = run.node(i).output(0);
        return argument(run.name(t), t);
    }

    private static Why argument(String name, Tensor t) {
        return Why.of(Why.Kind.ARGUMENT, "The argument " + name + " is " + describe(t) + " already, before any op.",
                "look at where it was made or last updated: whyNaN of the step before shows the op");
    }

    /// A carried argument is a constant to the graph.
    private @Nullable Why argument(Tensor constant) {
        for (Tree.Leaf leaf : run.leaves()) {
            if (leaf.tensor() == constant) return argument(Rerun.nameOf(leaf), constant);
        }
        return null;
    }

    private Why backward(WayBack way) {
        for (int i = run.at(run.result()); i >= 0; i--) {
            if (!way.reaches(i)) continue;
            Node node = run.node(i);
            boolean fine = true;
            for (int k = 0; k < node.outputCount(); k++) {
                Tensor up = way.upstream(i, k);
                if (up == null || Found.notFinite(up) < 0) continue;
                fine = false;
                if (contributionsAreFinite(way.arrived(i))) return summed(i, k, up);
            }
            if (!fine) continue;
            for (WayBack.Given g : way.given(i)) {
                int entry = Found.notFinite(g.value());
                if (entry < 0) continue;
                double value = Found.number(g.value(), entry);
                Tensor up = way.upstream(i, 0);
                String arrives = up == null || !(node.op() instanceof Elementwise) ? "" : " where " + Why.number(Found.number(up, entry)) + " arrives";
                return Why.of(Why.Kind.NOT_FINITE, Why.Direction.BACKWARD, run, i, entry, "The way back through " + node.op().name() + " gives "
                        + Why.number(value) + Found.index(g.value().shape(), entry).transform(s -> s.isEmpty() ? "" : " at " + s) + arrives
                        + ", the first that isn't finite.", Advice.backward(node.op().name()));
            }
        }
        throw new AssertionError("a gradient that isn't finite and comes from nowhere");
    }

    private static boolean contributionsAreFinite(List<WayBack.Given> arrived) {
        for (WayBack.Given g : arrived) if (Found.notFinite(g.value()) >= 0) return false;
        return true;
    }

    private Why summed(int i, int output, Tensor up) {
        return new Why(Why.Kind.NOT_FINITE, "accumulate", Why.Direction.BACKWARD, List.of(), run.place(i), "The contributions that meet at "
                + run.name(run.node(i).output(output)) + " are finite, and their sum is " + describe(up) + ".", Advice.backward("accumulate"));
    }
}
