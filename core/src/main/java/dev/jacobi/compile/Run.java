package dev.jacobi.compile;

import dev.jacobi.diff.Scan;
import dev.jacobi.diff.Trace;
import dev.jacobi.kernel.Finite;
import dev.jacobi.op.Copying;
import dev.jacobi.tensor.Storage;
import dev.jacobi.tensor.Tensor;
import dev.jacobi.tensor.Tree;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A compiled step that owns its state: a model, its optimizer's averages, a rate, a key.
/// The state lives in the run's own buffers and is updated in place, all of it or, if a
/// step fails, none. One thread at a time.
public final class Run<S, B> {
    private final BiFunction<? super S, ? super B, Scan.Step<S, Tensor>> function;
    private final S pattern;
    private final Tensor[] places;
    /// The state, and where a step writes the next one; then they change roles. What no step changes is the same in both.
    private final Tensor[][] sides = new Tensor[2][];
    private final Map<List<Object>, Planned> plans = new HashMap<>();
    private int now;
    private @Nullable B lastBatch;
    private @Nullable Planned lastPlanned;

    /// @param plans for each side on which the state may lie
    /// @param results which result is the next value of a tensor of the state
    private record Planned(Plan[] plans, int[] results, int loss) {}

    private record Argument<S, B>(S state, B batch) {}

    /// What to throw in place of a step that would leave the finite numbers.
    public interface Refusal {
        /// @param path of the first tensor of the state that would not be finite, "" for the loss
        /// @param value what it would hold: NaN or an infinity
        RuntimeException of(String path, double value);
    }

    private Run(S start, BiFunction<? super S, ? super B, Scan.Step<S, Tensor>> function) {
        this.function = function;
        this.pattern = start;
        this.places = Trace.distinct(start);
        this.sides[0] = new Tensor[places.length];
        for (int i = 0; i < places.length; i++) sides[0][i] = Buffer.copyOf(places[i].bare());
        this.sides[1] = sides[0].clone();
    }

    /// A run from a first state.
    ///
    /// @param function one step: from the state and a batch to the next state and a number
    ///     to report, the loss. The next state has the structure and types of the state.
    public static <S, B> Run<S, B> of(S start, BiFunction<? super S, ? super B, Scan.Step<S, Tensor>> function) {
        return new Run<>(start, function);
    }

    /// Makes one step.
    ///
    /// @return the loss
    public double step(B batch) { return step(batch, null); }

    /// Makes one step if the loss and every floating tensor that it changes stay finite.
    ///
    /// @param refusal thrown if not, with the state as it was before; null to step anyway
    /// @return the loss
    public double step(B batch, @Nullable Refusal refusal) {
        Planned planned = planned(batch);
        Tensor[] state = sides[now];
        Tensor[] next = sides[1 - now];
        Plan plan = planned.plans[now];
        plan.run();
        double loss = plan.result(planned.loss).item();
        for (int i = 0; i < state.length; i++) {
            Tensor result = plan.result(planned.results[i]);
            if (result.storage() != next[i].storage()) Copying.into(next[i], result);
        }
        if (refusal != null) requireFinite(loss, state, next, refusal);
        now = 1 - now;
        return loss;
    }

    /// The plans for a batch, with everything in place for a step.
    private Planned planned(B batch) {
        Planned planned = lastPlanned;
        if (batch != lastBatch || planned == null) {
            planned = plans.computeIfAbsent(Tree.structure(batch), _ -> plan(batch));
            Tensor[] data = Trace.distinct(batch);
            if (Compiled.isTransformed(data)) {
                throw new IllegalStateException("step() was asked inside another transformation, but a run keeps its state to itself and "
                        + "nothing can be differentiated through it; apply the step's function instead");
            }
            for (Plan p : planned.plans) for (int i = 0; i < data.length; i++) p.input(places.length + i, data[i].bare());
            lastBatch = Tree.isUnchangeable(batch) ? batch : null;
            lastPlanned = planned;
        }
        Plan plan = planned.plans[now];
        for (int i = 0; i < places.length; i++) plan.input(i, sides[now][i]);
        for (int i = 0; i < places.length; i++) {
            int result = planned.results[i];
            if (plan.isGivable(result) && isFirst(planned.results, i)) plan.give(result, sides[1 - now][i].storage());
        }
        return planned;
    }

    /// Two tensors of the state may become the same one: it is computed into the place of the first.
    private static boolean isFirst(int[] results, int i) {
        for (int k = 0; k < i; k++) if (results[k] == results[i]) return false;
        return true;
    }

    private void requireFinite(double loss, Tensor[] state, Tensor[] next, Refusal refusal) {
        if (!Double.isFinite(loss)) throw refusal.of("", loss);
        for (int i = 0; i < next.length; i++) {
            Storage s = next[i].storage();
            if (s == state[i].storage() || !s.dtype().isFloating()) continue;
            int at = Finite.firstOther(s.dtype().isHalf() ? widened(s, next[i].size()) : s.array(), next[i].size());
            if (at >= 0) throw refusal.of(path(places[i]), s.number(at));
        }
    }

    private static double[] widened(Storage halves, int count) {
        double[] r = new double[count];
        for (int i = 0; i < count; i++) r[i] = halves.number(i);
        return r;
    }

    /// The first path of a tensor of the pattern.
    private String path(Tensor place) {
        for (Tree.Leaf leaf : Tree.leaves(pattern)) if (leaf.tensor() == place) return leaf.path();
        throw new AssertionError("a place that is not in the state");
    }

    private static String quoted(String path) { return path.isEmpty() ? "a tensor" : "\"" + path + "\""; }

    private Planned plan(B batch) {
        B apart = Tree.mapAll(batch, Tensor::alias);                             // a batch made of the state is still a batch
        var trace = Trace.of((Argument<S, B> in) -> function.apply(in.state(), in.batch()), new Argument<>(pattern, apart), Tensor::type);
        Tensor[] results = Trace.distinct(trace.result());
        List<Tree.Leaf> next = Tree.leaves(trace.result().carry());
        List<Tree.Leaf> here = Tree.leaves(pattern);
        if (next.size() != here.size()) {
            throw new IllegalArgumentException("a step must return a state like the one it was given, with " + here.size()
                    + " tensors, but this one has " + next.size());
        }
        int[] result = new int[places.length];
        Tree.@Nullable Leaf[] taken = new Tree.Leaf[places.length];
        for (int i = 0; i < here.size(); i++) {
            Tree.Leaf from = here.get(i);
            Tensor to = next.get(i).tensor();
            if (!to.type().equals(from.tensor().type())) {
                throw new IllegalArgumentException("a step must return a state like the one it was given, but "
                        + quoted(from.path()) + " was " + from.tensor().type() + " and became " + to.type());
            }
            int k = index(places, from.tensor());
            Tree.Leaf first = taken[k];
            if (first == null) taken[k] = next.get(i);
            else if (first.tensor() != to) {
                throw new IllegalArgumentException("the state starts with one tensor as \"" + first.path() + "\" and \"" + from.path()
                        + "\", which makes it one value, but the step returned two; start with alias() in one of the places");
            }
            result[k] = index(results, to);
        }
        Tree.requireSameSettings(pattern, trace.result().carry());
        Listing listing = Listing.of(trace.body());
        for (int i = 0; i < places.length; i++) {
            boolean isChanged = listing.results()[result[i]] != i;
            if (isChanged && sides[1][i] == sides[0][i]) sides[1 - now][i] = Buffer.of(places[i].type());
        }
        int loss = index(results, trace.result().output());
        Plan plan = new Plan(listing);
        // a loss that is no tensor of the state lies in an array of its own
        if (plan.isGivable(loss) && Arrays.stream(result).noneMatch(r -> r == loss)) return new Planned(plans(plan, loss), result, loss);
        return new Planned(new Plan[] {plan, plan.twin()}, result, loss);
    }

    private static Plan[] plans(Plan plan, int loss) {
        Plan[] r = {plan, plan.twin()};
        for (Plan p : r) p.give(loss, Buffer.of(p.type(loss)).storage());
        return r;
    }

    private static int index(Tensor[] tensors, Tensor wanted) {
        for (int i = 0; i < tensors.length; i++) if (tensors[i] == wanted) return i;
        throw new AssertionError("a result that is not among the results");
    }

    /// The state now: a copy.
    public S state() {
        Map<Tensor, Tensor> copies = new IdentityHashMap<>();
        for (int i = 0; i < places.length; i++) copies.put(places[i], Compiled.copy(sides[now][i]));
        return Tree.mapAll(pattern, copies::get);
    }

    /// Puts another value into the state between two steps; nothing is planned again.
    ///
    /// @param place picks a tensor of the state, such as `s -> s.rate().tensor()`
    /// @throws IllegalArgumentException if the value isn't of the type of what it replaces, or nothing of the state was picked
    public void set(Function<? super S, Tensor> place, Tensor value) {
        Tensor picked = place.apply(pattern);
        for (int i = 0; i < places.length; i++) {
            if (places[i] != picked) continue;
            if (!value.type().equals(picked.type())) {
                throw new IllegalArgumentException("a value of the state keeps its type, but " + quoted(path(picked)) + " is " + picked.type()
                        + " and the new one " + value.type());
            }
            Copying.into(sides[now][i], Compiled.copy(value.bare()));
            return;
        }
        throw new IllegalArgumentException("set needs one of the tensors of the state itself, but got one that was computed; pick it without changing it");
    }

    /// What the plan for a batch like this does: what was traced, simplified and fused, then each group with the size of what it
    /// makes, and the memory it takes. The state itself lies in two sets of buffers besides.
    public String describe(B batch) { return plans.computeIfAbsent(Tree.structure(batch), _ -> plan(batch)).plans[0].describe(); }

    /// How many kinds of batches have been planned.
    public int plans() { return plans.size(); }
}
