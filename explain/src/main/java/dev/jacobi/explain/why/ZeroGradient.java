package dev.jacobi.explain.why;

import dev.jacobi.op.Bilinear;
import dev.jacobi.op.Elementwise;
import dev.jacobi.op.Extreme;
import dev.jacobi.op.LogSoftmax;
import dev.jacobi.op.LogSumExp;
import dev.jacobi.op.Softmax;
import dev.jacobi.op.StopGradient;
import dev.jacobi.tensor.Node;
import dev.jacobi.tensor.Storage;
import dev.jacobi.tensor.Tensor;
import dev.jacobi.tensor.Tree;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Why one entry of a gradient is zero: a place where something arrives at what depends on the entry, and nothing of it
/// gets further. Where several branches end, it is the end of the one that comes nearest to the entry: with the others
/// open, it would still be closed.
final class ZeroGradient {
    /// Below this a slope counts as saturated.
    private static final double SMALL = 1e-10;
    /// So many entries of an output are looked at one by one.
    private static final int PARTS = 64;

    private final Rerun run;
    private final String path;
    private final int[] index;
    private final WayBack way;

    ZeroGradient(Rerun run, String path, int[] index) {
        this.run = run;
        this.path = path;
        this.index = index;
        this.way = WayBack.of(run);
    }

    Why why() {
        MissingGradient missing = new MissingGradient(run, way);
        Why early = missing.notTrained(path);
        Tree.Leaf leaf = run.leaf(path);
        Tensor variable = leaf == null ? null : run.variable(leaf);
        if (early != null || leaf == null || variable == null) return early != null ? early : missing.why(path);
        int entry = position(variable);
        String name = Rerun.nameOf(leaf) + Found.index(variable.shape(), entry);
        Tensor g = way.gradient(variable);
        if (g == null) return missing.why(path);
        double value = Found.number(g, entry);
        if (Double.isNaN(value)) return Why.of(Why.Kind.NOTHING_WRONG, "The gradient by " + name + " is NaN, not zero.", "ask whyNaN");
        Taint taint = new Taint(run, variable, entry);
        if (value != 0) return notZero(name, value, taint);
        boolean[] needed = run.needed();
        if (taint.of(run.result()) == null) {
            int i = taint.leftOut(needed);
            if (i < 0) return missing.why(path);
            return Why.of(Why.Kind.NOT_TAKEN, Why.Direction.BACKWARD, run, i, -1, "The gradient by " + name + " is zero: what "
                    + run.node(i).op().name() + " takes doesn't contain what comes from this entry.", Advice.zero(Why.Kind.NOT_TAKEN, run.node(i).op().name()));
        }
        for (int i = 0; i < run.size(); i++) {
            if (!way.reaches(i)) continue;
            Why why = canceled(i, name, taint);
            if (why == null && !run.isArgument(i)) why = cut(i, name, taint);
            if (why != null) return why;
        }
        throw new AssertionError("a gradient of zero without a cause, by " + name);
    }

    private int position(Tensor t) {
        if (index.length != t.rank()) {
            throw new IllegalArgumentException("whyZero needs one index per axis of " + path + ", whose shape is " + t.shape() + ", but got "
                    + index.length);
        }
        int r = 0;
        for (int a = 0; a < index.length; a++) {
            int n = t.size(a);
            int k = index[a] < 0 ? index[a] + n : index[a];
            if (k < 0 || k >= n) {
                throw new IllegalArgumentException("index " + index[a] + " was asked of axis " + a + " of " + path + ", which has " + n
                        + (n == 1 ? " element" : " elements"));
            }
            r = r * n + k;
        }
        return r;
    }

    /// Contributions at what depends on the entry that aren't zero, while all their sums are.
    private @Nullable Why canceled(int i, String name, Taint taint) {
        if (way.arrived(i).size() < 2) return null;
        Node node = run.node(i);
        for (int k = 0; k < node.outputCount(); k++) {
            Tensor sum = way.upstream(i, k);
            Tensor output = node.output(k);
            if (sum == null || taint.of(output) == null || signal(sum, output, taint) >= 0) continue;
            List<WayBack.Given> parts = new ArrayList<>();
            List<Tensor> placed = new ArrayList<>();
            for (WayBack.Given g : way.arrived(i)) {
                if (g.output() != k || !isTainted(run.node(g.by()), taint)) continue;
                parts.add(g);
                placed.add(g.placed());
            }
            for (int e = 0; e < output.size(); e++) {
                if (!taint.contains(output, e)) continue;
                StringBuilder shown = new StringBuilder();
                int count = 0;
                for (int p = 0; p < parts.size(); p++) {
                    double v = Found.number(placed.get(p), e);
                    if (v == 0) continue;
                    if (count++ < 6) shown.append(count == 1 ? "" : " + ").append(signed(v)).append(" by ").append(run.node(parts.get(p).by()).op().name());
                }
                if (count > 1) {
                    return Why.of(Why.Kind.CANCELED, Why.Direction.BACKWARD, run, i, e, "The gradient by " + name + " is zero: at "
                            + run.name(output) + Found.index(output.shape(), e) + " the contributions cancel, " + shown + (count > 6 ? " + …" : "")
                            + " = 0.", Advice.zero(Why.Kind.CANCELED, node.op().name()));
                }
            }
        }
        return null;
    }

    private static String signed(double v) { return v < 0 ? "(" + Why.number(v) + ")" : Why.number(v); }

    private static boolean isTainted(Node node, Taint taint) {
        for (int k = 0; k < node.outputCount(); k++) if (taint.of(node.output(k)) != null) return true;
        return false;
    }

    /// The first entry that depends on ours and isn't zero, or -1.
    private static int signal(Tensor gradient, Tensor of, Taint taint) {
        Tensor marked = taint.of(of);
        if (marked == null) return -1;
        for (int e = 0; e < of.size(); e++) {
            if (Found.number(gradient, e) != 0 && Double.isNaN(Found.number(marked, e))) return e;
        }
        return -1;
    }

    /// A step at which something arrives, and which gives nothing on.
    private @Nullable Why cut(int i, String name, Taint taint) {
        Node node = run.node(i);
        int output = -1;
        int entry = -1;
        for (int k = 0; k < node.outputCount() && entry < 0; k++) {
            Tensor up = way.upstream(i, k);
            if (up != null) entry = signal(up, node.output(k), taint);
            output = k;
        }
        if (entry < 0) return null;
        for (WayBack.Given g : way.given(i)) if (signal(g.placed(), node.input(g.input()), taint) >= 0) return null;
        Tensor up = way.upstream(i, output);
        if (up == null) throw new AssertionError("a signal without a gradient");
        String op = node.op().name();
        if (node.op() instanceof Elementwise) return elementwise(i, name, entry, Found.number(up, entry), taint);
        List<Double> parts = parts(i, output, up, taint);
        Why.Kind kind = !parts.isEmpty() ? Why.Kind.CANCELED
            : node.op() instanceof StopGradient ? Why.Kind.STOPPED
            : node.op() instanceof Extreme ? Why.Kind.NOT_CHOSEN
            : node.op() instanceof Bilinear ? Why.Kind.TIMES_ZERO
            : node.op() instanceof Softmax || node.op() instanceof LogSoftmax || node.op() instanceof LogSumExp ? Why.Kind.SATURATED
            : Why.Kind.FLAT;
        String how = switch (kind) {
            case CANCELED -> "inside " + op + " the contributions cancel, " + String.join(" + ", parts.stream().map(ZeroGradient::signed).toList())
                    + (parts.size() == PARTS ? " + …" : "") + " = 0";
            case STOPPED -> "stopGradient is a constant to every derivative";
            case NOT_CHOSEN -> op + " took another entry";
            case TIMES_ZERO -> "what " + op + " multiplies it by is 0";
            case SATURATED -> "its share of " + op + " is too small to be felt";
            default -> op + " has the slope 0 here";
        };
        return verdict(kind, i, entry, name, how);
    }

    /// What single entries of the output would give, where it isn't nothing: the parts of a sum that is zero.
    private List<Double> parts(int i, int output, Tensor up, Taint taint) {
        Node node = run.node(i);
        List<Double> r = new ArrayList<>();
        int looked = 0;
        int place = -1;
        int input = -1;
        for (int e = 0; e < up.size() && looked < PARTS; e++) {
            double u = Found.number(up, e);
            if (u == 0 || !taint.contains(node.output(output), e)) continue;
            looked++;
            Storage one = Storage.allocate(up.dtype(), up.size());
            one.set(e, u);
            @Nullable Tensor[] only = new Tensor[node.outputCount()];
            only[output] = Tensor.wrap(one, up.shape(), null);
            for (WayBack.Given g : way.pull(i, only)) {
                Tensor placed = g.placed();
                int at = place >= 0 ? place : signal(placed, node.input(g.input()), taint);
                if (at < 0 || input >= 0 && input != g.input() || Found.number(placed, at) == 0) continue;
                place = at;
                input = g.input();
                r.add(Found.number(placed, at));
            }
        }
        return r;
    }

    private Why elementwise(int i, String name, int entry, double arriving, Taint taint) {
        Node node = run.node(i);
        String op = node.op().name();
        Tensor y = node.output(0);
        double slope = 0;
        for (WayBack.Given g : way.pull(i, new Tensor[] {Tensor.ones(y.shape(), y.dtype())})) {
            Tensor x = node.input(g.input());
            if (taint.contains(x, entry)) slope = slope == 0 ? Found.number(g.placed(), entry) : slope;
        }
        if (slope != 0) {
            return verdict(Why.Kind.UNDERFLOW, i, entry, name, "the gradient that arrives at " + op + ", " + Why.number(arriving) + ", times its slope, "
                    + Why.number(slope) + ", is below the smallest " + y.dtype());
        }
        int k = 0;
        while (!taint.contains(node.input(k), entry)) k++;
        double x = Found.number(node.input(k), entry);
        return switch (op) {
            case "relu", "parametricRelu" -> verdict(Why.Kind.DEAD, i, entry, name, op + " is off, dead: x = " + Why.number(x));
            case "sigmoid", "tanh", "hardTanh", "erf", "softplus", "silu", "gelu", "exp", "expm1", "expOfDifference" ->
                    verdict(Why.Kind.SATURATED, i, entry, name, op + " is saturated: x = " + Why.number(x) + ", where its slope is 0");
            case "step", "sign" -> verdict(Why.Kind.FLAT, i, entry, name, op + " is flat everywhere");
            case "maximum", "minimum", "where" -> verdict(Why.Kind.NOT_CHOSEN, i, entry, name, op + " took the other one");
            case "clamp" -> verdict(Why.Kind.NOT_CHOSEN, i, entry, name, "clamp cut it off: x = " + Why.number(x));
            case "mul", "div" -> verdict(Why.Kind.TIMES_ZERO, i, entry, name, "what " + op + " multiplies it by is 0");
            default -> verdict(Why.Kind.STATIONARY, i, entry, name, "the slope of " + op + " is 0 at x = " + Why.number(x));
        };
    }

    private Why verdict(Why.Kind kind, int i, int entry, String name, String how) {
        return Why.of(kind, Why.Direction.BACKWARD, run, i, entry, "The gradient by " + name + " is zero: " + how + ".",
                Advice.zero(kind, run.node(i).op().name()));
    }

    /// A gradient that is small because an activation is far out counts as one that vanished.
    private Why notZero(String name, double value, Taint taint) {
        if (Math.abs(value) < SMALL) {
            for (int i = run.at(run.result()); i >= 0; i--) {
                Node node = run.node(i);
                Tensor up = way.upstream(i, 0);
                if (!(node.op() instanceof Elementwise) || up == null || run.isArgument(i)) continue;
                int entry = signal(up, node.output(0), taint);
                if (entry < 0 || !List.of("sigmoid", "tanh", "erf", "softplus", "silu", "gelu", "exp").contains(node.op().name())) continue;
                double slope = Found.number(way.given(i).getFirst().placed(), entry) / Found.number(up, entry);
                if (Math.abs(slope) >= SMALL) continue;
                return Why.of(Why.Kind.SATURATED, Why.Direction.BACKWARD, run, i, entry, "The gradient by " + name + " is " + Why.number(value)
                        + ", not zero but almost: " + node.op().name() + " is saturated, its slope is " + Why.number(slope) + ".",
                        Advice.zero(Why.Kind.SATURATED, node.op().name()));
            }
        }
        return Why.of(Why.Kind.NOTHING_WRONG, "The gradient by " + name + " isn't zero, it is " + Why.number(value) + ".", "");
    }
}
