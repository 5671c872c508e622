package dev.jacobi.explain;

import dev.jacobi.op.Elementwise;
import dev.jacobi.op.Movement;
import dev.jacobi.scalar.Arithmetic;
import dev.jacobi.tensor.Node;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/// The ways by which one entry is felt in the result: the strongest, where there are many.
final class Ways {
    private static final int MOST = 48;

    private final Explanation explanation;
    private final Quantity quantity;
    private final int entry;
    private final double right;
    private final long count;
    private final double noise;
    private final List<Routes.Way> all;

    Ways(Explanation explanation, Quantity quantity, int entry) {
        this.explanation = explanation;
        this.quantity = quantity;
        this.entry = entry;
        Routes routes = explanation.routes(quantity);
        this.right = explanation.derivative(quantity, entry);
        this.all = routes.strongest(entry, MOST);
        this.count = routes.count(entry);
        this.noise = 1e-12 * routes.magnitude(entry);
    }

    Explanation explanation() { return explanation; }

    Quantity quantity() { return quantity; }

    int entry() { return entry; }

    /// The derivative: their sum.
    double right() { return right; }

    /// By how much rounding may move it.
    double noise() { return noise; }

    long count() { return count; }

    List<Routes.Way> all() { return all; }

    /// Whether none is left out.
    boolean isComplete() { return all.size() >= count; }

    /// The sum with other ratios.
    double sum(ToDoubleFunction<Routes.Link> ratio) {
        double sum = isComplete() ? 0 : Double.NaN;
        for (Routes.Way way : all) {
            double product = way.seed();
            for (Routes.Link link : way.links()) product *= ratio.applyAsDouble(link);
            sum += product;
        }
        return sum;
    }

    /// Their links, each once, the nearest to the result first.
    Set<Routes.Link> links() {
        Set<Routes.Link> r = new LinkedHashSet<>();
        for (Routes.Way way : all) r.addAll(way.links().reversed());
        return r;
    }

    /// The steps that they go through, the last of the computation first.
    List<Step> steps() {
        Set<Step> r = new LinkedHashSet<>();
        for (Routes.Link link : links()) r.add(link.step());
        List<Step> steps = new ArrayList<>(r);
        steps.sort((a, b) -> Integer.compare(b.number(), a.number()));
        return steps;
    }

    /// Whether something is squared on the way.
    boolean squares() {
        for (Step step : steps()) {
            for (Node node : step.nodes()) {
                if (node.op() instanceof Elementwise e && (e.function() instanceof Arithmetic.Square
                        || e.function() instanceof Arithmetic.WholePower(int n) && n == 2)) return true;
            }
        }
        return false;
    }

    /// The one function of one argument that a step computes, or null.
    static @Nullable Elementwise function(Step step) {
        Elementwise found = null;
        for (Node node : step.nodes()) {
            if (node.op() instanceof Movement) continue;
            if (found != null || !(node.op() instanceof Elementwise e) || e.function().arity() != 1) return null;
            found = e;
        }
        return found;
    }

    /// A ratio as it is written.
    static String name(Routes.Link link) { return "∂" + link.upper().entry(link.upperEntry()) + "/∂" + link.lower().entry(link.lowerEntry()); }

    /// The derivative of the result by an entry, as it is written.
    static String derivative(Explanation e, Quantity q, int entry) { return "∂" + e.resultName() + "/∂" + q.entry(entry); }

    static double value(Quantity q, int entry) { return q.tensor().dense().number(entry); }
}
