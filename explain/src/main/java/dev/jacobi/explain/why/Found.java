package dev.jacobi.explain.why;

import dev.jacobi.op.Elementwise;
import dev.jacobi.tensor.Node;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Storage;
import dev.jacobi.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/// Finding entries in tensors, and saying what was found.
final class Found {
    private Found() {}

    /// The first entry that is NaN or infinite, or -1.
    static int notFinite(Tensor t) {
        if (!t.dtype().isFloating()) return -1;
        Storage s = t.dense();
        for (int i = 0; i < t.size(); i++) if (!Double.isFinite(s.number(i))) return i;
        return -1;
    }

    static double number(Tensor t, int entry) { return t.dense().number(entry); }

    /// "[1, 2]" for an entry counted row by row; nothing for a single number.
    static String index(Shape shape, int entry) {
        if (shape.rank() == 0) return "";
        StringBuilder r = new StringBuilder("]");
        int rest = entry;
        for (int a = shape.rank() - 1; a >= 0; a--) {
            r.insert(0, (a == 0 ? "[" : ", ") + rest % shape.size(a));
            rest /= shape.size(a);
        }
        return r.toString();
    }

    /// What a step was given: one entry of each where the entries belong together.
    static List<Why.Input> inputs(Rerun run, int i, int entry) {
        Node node = run.node(i);
        List<Why.Input> r = new ArrayList<>();
        for (int k = 0; k < node.inputCount(); k++) {
            Tensor t = node.input(k);
            String values = entry >= 0 && node.op() instanceof Elementwise ? at(t, entry) : summary(t);
            r.add(new Why.Input(run.name(t), t.shape(), values));
        }
        return r;
    }

    private static String at(Tensor t, int entry) {
        String where = t.rank() == 0 ? "" : "at " + index(t.shape(), entry) + " ";
        return where + Why.number(number(t, entry));
    }

    private static String summary(Tensor t) {
        if (t.size() <= 4) {
            List<String> all = new ArrayList<>();
            for (int i = 0; i < t.size(); i++) all.add(Why.number(number(t, i)));
            return t.size() == 1 ? all.getFirst() : "[" + String.join(", ", all) + "]";
        }
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < t.size(); i++) {
            least = Math.min(least, number(t, i));
            most = Math.max(most, number(t, i));
        }
        return "from " + Why.number(least) + " to " + Why.number(most);
    }
}
