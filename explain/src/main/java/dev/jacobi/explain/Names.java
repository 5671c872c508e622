package dev.jacobi.explain;

import dev.jacobi.op.Movement;
import dev.jacobi.op.Variable;
import dev.jacobi.tensor.Node;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import dev.jacobi.tensor.Walk;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the tensors of a graph are called: by the name they were given, else by their step,
/// `matmul2` being the second product.
final class Names {
    private final IdentityHashMap<Node, @Nullable String[]> given = new IdentityHashMap<>();
    private final IdentityHashMap<Node, String> steps = new IdentityHashMap<>();

    Names(Walk walk, Tensor result) {
        // a name belongs to the object that was named, which the next step holds
        for (int i = 0; i < walk.size(); i++) {
            Node node = walk.node(i);
            given.put(node, new String[node.outputCount()]);
            for (int k = 0; k < node.inputCount(); k++) take(node.input(k));
            for (int k = 0; k < node.outputCount(); k++) take(node.output(k));
        }
        take(result);
        Map<String, List<Node>> byOp = new LinkedHashMap<>();
        for (int i = 0; i < walk.size(); i++) {
            Node node = walk.node(i);
            if (isNameless(node)) byOp.computeIfAbsent(node.op().name(), _ -> new ArrayList<>()).add(node);
        }
        byOp.forEach((op, nodes) -> {
            for (int i = 0; i < nodes.size(); i++) steps.put(nodes.get(i), op + (nodes.size() == 1 ? "" : i + 1));
        });
    }

    private void take(Tensor t) {
        Node node = t.node();
        @Nullable String[] names = node == null ? null : given.get(node);
        if (names != null && t.name() != null) names[t.output()] = t.name();
    }

    private boolean isNameless(Node node) {
        @Nullable String[] names = given.get(node);
        return !(node.op() instanceof Movement) && !(node.op() instanceof Variable)
                && names != null && Arrays.asList(names).contains(null);
    }

    /// The name that a tensor was given, or null.
    @Nullable String given(Tensor t) {
        Node node = t.node();
        @Nullable String[] names = node == null ? null : given.get(node);
        return names == null ? t.name() : names[t.output()];
    }

    /// The name of a tensor, or null for a constant that was given none.
    @Nullable String of(Tensor t) {
        String name = given(t);
        Node node = t.node();
        if (name != null || node == null) return name;
        if (node.op() instanceof Movement) return of(node.input(0));
        String step = steps.get(node);
        return step == null || t.output() == 0 ? step : step + "." + t.output();
    }

    /// One entry by name: `h[3]`. A batch of one isn't counted: the first sample of `h` is `h[3]`, too.
    String entry(Tensor t, int position) {
        String name = of(t);
        if (name == null) throw new AssertionError("a step without a name");
        Node node = t.node();
        boolean parameter = node != null && node.op() instanceof Variable;
        int skip = 0;
        while (!parameter && skip < t.rank() && t.size(skip) == 1) skip++;
        if (skip == t.rank()) return name;
        StringBuilder text = new StringBuilder();
        int rest = position;
        for (int i = t.rank() - 1; i >= skip; i--) {
            text.insert(0, rest % t.size(i)).insert(0, i == skip ? "[" : ",");
            rest /= t.size(i);
        }
        return name + text + "]";
    }

    /// An entry's place, counted row by row.
    ///
    /// @throws IllegalArgumentException if the shape has no such entry
    static int position(Shape shape, int[] index) {
        boolean fits = index.length == shape.rank();
        int position = 0;
        for (int i = 0; fits && i < index.length; i++) {
            fits = index[i] >= 0 && index[i] < shape.size(i);
            position = position * shape.size(i) + index[i];
        }
        if (!fits) {
            throw new IllegalArgumentException("the shape " + shape + " has no entry " + Arrays.toString(index)
                    + "; give one index from 0 for each axis");
        }
        return position;
    }
}
