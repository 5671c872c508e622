package dev.jacobi.diff;

import dev.jacobi.op.Placement;
import dev.jacobi.op.Pullback;
import dev.jacobi.op.Variable;
import dev.jacobi.tensor.Graph;
import dev.jacobi.tensor.Node;
import dev.jacobi.tensor.Scope;
import dev.jacobi.tensor.Storage;
import dev.jacobi.tensor.Tensor;
import dev.jacobi.tensor.TensorType;
import dev.jacobi.tensor.Walk;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What has to be kept from the way forward because the way back needs its value, and how many bytes that takes.
///
/// A product keeps both its factors, tanh its result, a sum nothing at all. Whether a rule needs a value is found out by
/// asking it: each rule is run on tensors without values, and what its gradients are made of is what it needs.
///
/// ```java
/// IO.println(savedForBackward(x -> x.tanh().square().sum(), Tensor.of(1, 2)));
/// ```
///
/// @param values each array once, in the order in which they were made, however many views of it are needed
public record SavedForBackward(List<Value> values) {

    /// An array that is kept.
    ///
    /// @param name as given by `named`, else what made it: "tanh", "argument" or "constant"
    /// @param type of the first view of it that is needed
    /// @param bytes of the whole array
    /// @param computed false for arguments and constants, which exist anyway
    /// @param neededBy the steps whose rules need it
    public record Value(String name, TensorType type, long bytes, boolean computed, List<String> neededBy) {}

    /// The bytes of all of them.
    public long bytes() { return values.stream().mapToLong(Value::bytes).sum(); }

    /// The bytes of those that were computed on the way: what a checkpoint could save.
    public long computedBytes() { return values.stream().filter(Value::computed).mapToLong(Value::bytes).sum(); }

    /// What the gradient of `f` needs at a tree of tensors.
    public static <T> SavedForBackward of(Function<? super T, Tensor> f, T at) {
        Scope scope = Scope.open();
        try {
            Variables<T> variables = Variables.of(scope, at);
            Walk walk = Walk.between(scope, f.apply(variables.tree));
            Map<Storage, Value> found = new IdentityHashMap<>();
            List<Storage> order = new ArrayList<>();
            for (int i = 0; i < walk.size(); i++) {
                Node node = walk.node(i);
                if (node.op() instanceof Variable) continue;
                for (Tensor t : needed(walk, node)) {
                    Storage s = t.storage();
                    Value before = found.get(s);
                    if (before == null) order.add(s);
                    List<String> by = new ArrayList<>(before == null ? List.of() : before.neededBy());
                    if (!by.contains(node.op().name())) by.add(node.op().name());
                    found.put(s, before == null ? value(walk, t, by)
                            : new Value(before.name(), before.type(), before.bytes(), before.computed(), List.copyOf(by)));
                }
            }
            return new SavedForBackward(order.stream().map(found::get).toList());
        } finally {
            scope.close();
        }
    }

    private static Value value(Walk walk, Tensor t, List<String> by) {
        Node maker = walk.contains(t) ? t.node() : null;
        boolean computed = maker != null && !(maker.op() instanceof Variable);
        String name = t.name();
        if (name == null) name = maker == null ? "constant" : computed ? maker.op().name() : "argument";
        return new Value(name, t.type(), (long) t.storage().size() * t.dtype().bytes(), computed, List.copyOf(by));
    }

    /// The inputs and outputs of a node whose values its rule needs.
    private static List<Tensor> needed(Walk walk, Node node) {
        Scope probe = Scope.open();
        try {
            Tensor[] inputs = new Tensor[node.inputCount()];
            for (int i = 0; i < inputs.length; i++) inputs[i] = Graph.symbol(probe, node.input(i).type());
            Tensor[] outputs = new Tensor[node.outputCount()];
            Tensor[] upstream = new Tensor[outputs.length];
            for (int k = 0; k < outputs.length; k++) {
                outputs[k] = Graph.symbol(probe, node.output(k).type());
                upstream[k] = Graph.symbol(probe, node.output(k).type());
            }
            List<Tensor> made = new ArrayList<>();
            node.op().vjp(new Pullback() {
                @Override public Tensor input(int index) { return inputs[index]; }

                @Override public int inputCount() { return inputs.length; }

                @Override public Tensor output(int index) { return outputs[index]; }

                @Override public int outputCount() { return outputs.length; }

                @Override public @Nullable Tensor upstream(int output) {
                    return outputs[output].dtype().isFloating() ? upstream[output] : null;
                }

                @Override public boolean wants(int input) {
                    return inputs[input].dtype().isFloating() && walk.contains(node.input(input));
                }

                @Override public void give(int input, Tensor gradient, Placement placement, @Nullable Tensor index) {
                    made.add(gradient);
                    if (index != null) made.add(index);
                }
            });
            Walk rule = Walk.between(probe, made.toArray(Tensor[]::new));
            List<Tensor> needed = new ArrayList<>();
            for (int i = 0; i < inputs.length; i++) if (rule.contains(inputs[i])) needed.add(node.input(i));
            for (int k = 0; k < outputs.length; k++) if (rule.contains(outputs[k])) needed.add(node.output(k));
            return needed;
        } finally {
            probe.close();
        }
    }

    /// A table of at most 80 columns, and the sums.
    @Override public String toString() {
        StringBuilder s = new StringBuilder("kept for the way back\n");
        for (Value v : values) {
            s.append(String.format(Locale.ROOT, "  %-16s %-20s %12d  for %s\n", v.name(), v.type(), v.bytes(), String.join(", ", v.neededBy())));
        }
        return s.append(String.format(Locale.ROOT, "  %d bytes, %d of them computed on the way", bytes(), computedBytes())).toString();
    }
}
