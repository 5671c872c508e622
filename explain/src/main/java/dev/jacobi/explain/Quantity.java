package dev.jacobi.explain;

import dev.jacobi.op.Elementwise;
import dev.jacobi.op.MatMul;
import dev.jacobi.op.Movement;
import dev.jacobi.scalar.Arithmetic;
import dev.jacobi.tensor.Node;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Something in an explanation that has a name: an input, or what a step makes.
public final class Quantity {
    private final String name;
    private final Tensor tensor;
    private final Node node;
    private final @Nullable Step maker;
    private final int place;
    private final List<Contribution> contributions = new ArrayList<>();
    private @Nullable Tensor gradient;

    /// @param place where it stands among all quantities, inputs and results of steps in their order
    Quantity(String name, Tensor tensor, Node node, @Nullable Step maker, int place) {
        this.name = name;
        this.tensor = tensor;
        this.node = node;
        this.maker = maker;
        this.place = place;
    }

    public String name() { return name; }

    /// Its value.
    public Tensor value() { return tensor.bare(); }

    public Shape shape() { return tensor.shape(); }

    /// True for an input, false for what a step makes.
    public boolean isInput() { return maker == null; }

    /// The step that makes it; null for an input.
    public @Nullable Step maker() { return maker; }

    /// The short name of its gradient where it is what a layer computes before its activation: `δo`; else empty.
    public String delta() {
        boolean layer = maker != null && maker.nodes().stream().anyMatch(n -> n.op() instanceof MatMul)
                && maker.nodes().stream().allMatch(n -> n.op() instanceof MatMul || n.op() instanceof Movement
                        || n.op() instanceof Elementwise e && e.function() instanceof Arithmetic.Add);
        return layer ? "δ" + name : "";
    }

    /// What each step that uses it hands back, in the order in which it arrives.
    public List<Contribution> contributions() { return List.copyOf(contributions); }

    /// The sum of all contributions: the gradient of the result by this. Null where nothing arrives.
    public @Nullable Tensor gradient() { return gradient == null ? null : gradient.bare(); }

    /// The name of one entry: `W[0,1]`; a single number is called as the whole.
    ///
    /// @param entry counted row by row
    public String entry(int entry) { return name + index(entry); }

    /// The place of an entry as it is written: `[0,1]`; empty for a single number. A batch of one isn't counted: the
    /// first sample of `h` is `h[3]`, too.
    String index(int entry) { return index(tensor, entry, maker != null); }

    static String index(Tensor tensor, int entry, boolean batch) {
        int skip = 0;
        while (batch && skip < tensor.rank() && tensor.size(skip) == 1) skip++;
        if (skip == tensor.rank()) return "";
        StringBuilder text = new StringBuilder();
        int rest = entry;
        for (int i = tensor.rank() - 1; i >= skip; i--) {
            text.insert(0, rest % tensor.size(i)).insert(0, i == skip ? "[" : ",");
            rest /= tensor.size(i);
        }
        return text + "]";
    }

    Tensor tensor() { return tensor; }

    Node node() { return node; }

    int place() { return place; }

    void add(Contribution c) { contributions.add(c); }

    @Nullable Tensor recordedGradient() { return gradient; }

    void gradient(@Nullable Tensor g) { gradient = g; }

    @Override public String toString() { return name + " " + shape(); }
}
