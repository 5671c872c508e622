package dev.jacobi.explain.why;

import dev.jacobi.op.Call;
import dev.jacobi.op.Elementwise;
import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.Graph;
import dev.jacobi.tensor.Node;
import dev.jacobi.tensor.Storage;
import dev.jacobi.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/// Which entries of which tensors are made from one entry of an argument, whatever the slopes: the computation is run
/// with NaN in its place, which every op hands on wherever it reads it. A slope of zero hides a dependence; this doesn't.
final class Taint {
    private final Rerun run;
    private final @Nullable Tensor[][] tainted;

    Taint(Rerun run, Tensor variable, int entry) {
        this.run = run;
        this.tainted = new Tensor[run.size()][];
        int first = run.at(variable);
        tainted[first] = new Tensor[] {withNaN(variable.bare(), e -> e == entry)};
        boolean[] needed = run.needed();
        for (int i = first + 1; i < run.size(); i++) if (needed[i]) spread(i);
    }

    private interface Entries {
        boolean contains(int entry);
    }

    private static Tensor withNaN(Tensor t, Entries entries) {
        Storage from = t.dense();
        Storage to = Storage.allocate(t.dtype(), t.size());
        for (int e = 0; e < t.size(); e++) to.set(e, entries.contains(e) ? Double.NaN : finite(from.number(e)));
        return Tensor.wrap(to, t.shape(), null);
    }

    /// The computation's own NaN must not be taken for ours.
    private static double finite(double x) { return Double.isNaN(x) ? 0 : x; }

    private void spread(int i) {
        Node node = run.node(i);
        Tensor[] inputs = new Tensor[node.inputCount()];
        boolean any = false;
        for (int k = 0; k < inputs.length; k++) {
            Tensor t = of(node.input(k));
            any |= t != null;
            inputs[k] = t != null ? t : node.input(k).bare();
        }
        if (!any) return;
        @Nullable Tensor[] r = new Tensor[node.outputCount()];
        boolean left = false;
        Tensor[] made = node.op() instanceof Elementwise || node.op() instanceof Call ? null : Graph.applyAll(node.op(), inputs);
        for (int k = 0; k < r.length; k++) {
            Tensor output = node.output(k).bare();
            if (!output.dtype().isFloating()) continue;
            Tensor t = made != null ? made[k] : node.op() instanceof Call ? withNaN(output, _ -> true) : withNaN(output, e -> inAny(node, e));
            if (hasNaN(t)) {
                r[k] = t;
                left = true;
            }
        }
        if (left) tainted[i] = r;
    }

    private boolean inAny(Node node, int entry) {
        for (int k = 0; k < node.inputCount(); k++) if (contains(node.input(k), entry)) return true;
        return false;
    }

    private static boolean hasNaN(Tensor t) {
        Storage s = t.dense();
        for (int e = 0; e < t.size(); e++) if (Double.isNaN(s.number(e))) return true;
        return false;
    }

    /// The tensor with NaN in the entries that depend on ours; null if none does.
    @Nullable Tensor of(Tensor t) {
        int i = run.at(t);
        return i < 0 || tainted[i] == null || t.dtype() == DType.BOOL ? null : tainted[i][t.output()];
    }

    boolean contains(Tensor t, int entry) {
        Tensor marked = of(t);
        return marked != null && Double.isNaN(Found.number(marked, entry));
    }

    /// The first step from our entry whose output has nothing of it; -1 if there is none that the result needs.
    int leftOut(boolean[] needed) {
        for (int i = run.size() - 1; i >= 0; i--) {
            if (!needed[i] || tainted[i] != null) continue;
            Node node = run.node(i);
            for (int k = 0; k < node.inputCount(); k++) if (of(node.input(k)) != null) return i;
        }
        return -1;
    }
}
