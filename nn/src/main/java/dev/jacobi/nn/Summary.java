package dev.jacobi.nn;

import dev.jacobi.diff.Trace;
import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import dev.jacobi.tensor.TensorType;
import dev.jacobi.tensor.Tree;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// A network as a table: what each layer makes of its input, and how many numbers it learns. The shapes are found
/// without computing anything. [#toString] is the table, at most 80 columns wide.
///
/// @param rows the layers from the inputs to the outputs, those inside of others after them
/// @param parameters numbers that are trained; those that layers share count once
/// @param bytes of the parameters
/// @param statistics numbers that are carried along, such as running means
public record Summary(List<Row> rows, long parameters, long bytes, long statistics) {

    /// A layer.
    ///
    /// @param depth inside of how many others it stands
    /// @param layer its specification, or its name where other layers are inside
    /// @param output the shape of its outputs
    /// @param parameters numbers of its own that no row above has
    public record Row(int depth, String layer, Shape output, long parameters) {}

    public Summary { rows = List.copyOf(rows); }

    /// The summary of a network in use.
    ///
    /// @param input the shape of a batch, such as (1, 784); of `I32` where the network starts with an [Embedding], else of
    ///     the kind of its weights
    /// @throws IllegalArgumentException if a layer refuses the shape that reaches it; the message names the layer
    public static Summary of(Layer network, Shape input) {
        Layer first = network;
        while (first instanceof Sequential s && !s.layers().isEmpty()) first = s.layers().getFirst();
        List<Tree.Leaf> trained = leaves(network, Tree.Role.TRAINED);
        DType weights = trained.isEmpty() ? DType.F32 : trained.getFirst().tensor().dtype();
        return of(network, new TensorType(first instanceof Embedding ? DType.I32 : weights, input));
    }

    /// As [#of(Layer, Shape)] for inputs of a given kind.
    public static Summary of(Layer network, TensorType input) {
        Table table = new Table();
        Layer watched = table.watch(network, 0);
        Trace.of((Tensor x) -> watched.apply(x), Tensor.withoutValue(input), Tensor::type);
        long bytes = 0;
        for (Tensor t : Tree.named(network).values()) bytes += (long) t.size() * t.dtype().bytes();
        long statistics = 0;
        for (Tree.Leaf leaf : leaves(network, Tree.Role.CARRIED)) statistics += leaf.tensor().size();
        return new Summary(table.rows, table.rows.stream().mapToLong(Row::parameters).sum(), bytes, statistics);
    }

    private static List<Tree.Leaf> leaves(Layer layer, Tree.Role role) {
        return Tree.leaves(layer).stream().filter(l -> l.role() == role).toList();
    }

    /// A refusal that names its layer already.
    private static final class Refused extends IllegalArgumentException {
        private static final long serialVersionUID = 1;

        Refused(String message, IllegalArgumentException cause) { super(message, cause); }
    }

    /// Fills the rows while the layers are applied.
    private static final class Table {
        final List<Row> rows = new ArrayList<>();
        final Set<Tensor> counted = Collections.newSetFromMap(new IdentityHashMap<>());

        /// The same layer, writing a row where it is applied. Layers one after the other have no row of their own.
        Layer watch(Layer layer, int depth) {
            return switch (layer) {
                case Sequential s -> new Sequential(s.layers().stream().map(l -> watch(l, depth)).toList());
                case Residual r -> new Watched(this, "residual", new Residual(watch(r.body(), depth + 1)), depth);
                default -> new Watched(this, layer.specification(), layer, depth);
            };
        }

        long parameters(Layer layer) {
            long count = 0;
            if (layer instanceof Residual) return count;                             // its body has rows
            for (Tree.Leaf leaf : leaves(layer, Tree.Role.TRAINED)) if (counted.add(leaf.tensor())) count += leaf.tensor().size();
            return count;
        }
    }

    private record Watched(Table table, String name, Layer layer, int depth) implements Layer {
        @Override public Tensor apply(Tensor x, Pass pass) {
            int place = table.rows.size();
            table.rows.add(new Row(depth, name, x.shape(), 0));
            try {
                Tensor y = layer.apply(x, pass);
                table.rows.set(place, new Row(depth, name, y.shape(), table.parameters(layer)));
                return y;
            } catch (Refused e) {
                throw e;
            } catch (IllegalArgumentException e) {
                throw new Refused("layer " + (place + 1) + " of the network, " + name + ", refuses " + x.type() + ": " + e.getMessage(), e);
            }
        }

        @Override public String specification() { return layer.specification(); }
    }

    @Override public String toString() {
        StringBuilder text = new StringBuilder(line("layer", "output", "parameters"));
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            text.append(line(String.format(Locale.ROOT, "%3d  ", i + 1) + "  ".repeat(row.depth()) + row.layer(),
                    row.output().toString(), number(row.parameters())));
        }
        text.append(line("total", "", number(parameters))).append(number(bytes)).append(" bytes of parameters");
        if (statistics > 0) text.append(", and ").append(number(statistics)).append(" running statistics");
        return text.append('\n').toString();
    }

    private static String line(String layer, String output, String parameters) {
        return String.format(Locale.ROOT, "%-44s %-21s %12s", cut(layer, 44), cut(output, 21), parameters).stripTrailing() + "\n";
    }

    private static String cut(String text, int width) { return text.length() <= width ? text : text.substring(0, width - 1) + "…"; }

    private static String number(long n) { return String.format(Locale.ROOT, "%,d", n); }
}
