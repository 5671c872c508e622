package dev.jacobi.compile;

import dev.jacobi.diff.Scan;
import dev.jacobi.diff.Trace;
import dev.jacobi.kernel.Finite;
import dev.jacobi.tensor.Storage;
import dev.jacobi.tensor.Tensor;
import dev.jacobi.tensor.Tree;
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
    private final Tensor[] state;
    private final Map<List<Object>, Planned> plans = new HashMap<>();

    private record Planned(Plan plan, int[] results, int loss) {}

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
        this.state = new Tensor[places.length];
        for (int i = 0; i < state.length; i++) {
            Tensor own = Compiled.copy(places[i].bare());
            state[i] = Tensor.overBuffer(own.storage(), own.shape(), null);
        }
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
        Planned planned = plans.computeIfAbsent(Tree.structure(batch), _ -> plan(batch));
        Tensor[] data = Trace.distinct(batch);
        if (Compiled.isTransformed(data)) {
            throw new IllegalStateException("step() was asked inside another transformation, but a run keeps its state to itself and "
                    + "nothing can be differentiated through it; apply the step's function instead");
        }
        Tensor[] arguments = new Tensor[state.length + data.length];
        System.arraycopy(state, 0, arguments, 0, state.length);
        for (int i = 0; i < data.length; i++) arguments[state.length + i] = data[i].bare();
        Tensor[] results = planned.plan.run(arguments);
        double loss = results[planned.loss].item();
        // a new value may be a view of an old one: all are taken before any is written
        @Nullable Storage[] fresh = new Storage[state.length];
        for (int i = 0; i < fresh.length; i++) {
            Tensor t = results[planned.results[i]];
            if (t != state[i]) fresh[i] = t.layout() == null && !owned(t) ? t.storage() : Compiled.copy(t).storage();
        }
        if (refusal != null) requireFinite(loss, fresh, refusal);
        for (int i = 0; i < fresh.length; i++) {
            if (fresh[i] != null) System.arraycopy(fresh[i].array(), 0, state[i].storage().array(), 0, state[i].size());
        }
        return loss;
    }

    private void requireFinite(double loss, @Nullable Storage[] fresh, Refusal refusal) {
        if (!Double.isFinite(loss)) throw refusal.of("", loss);
        for (int i = 0; i < fresh.length; i++) {
            Storage s = fresh[i];
            if (s == null || !s.dtype().isFloating()) continue;
            int at = Finite.firstOther(s.dtype().isHalf() ? widened(s, state[i].size()) : s.array(), state[i].size());
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

    private boolean owned(Tensor t) {
        for (Tensor s : state) if (s.storage() == t.storage()) return true;
        return false;
    }

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
        return new Planned(new Plan(trace.body()), result, index(results, trace.result().output()));
    }

    private static int index(Tensor[] tensors, Tensor wanted) {
        for (int i = 0; i < tensors.length; i++) if (tensors[i] == wanted) return i;
        throw new AssertionError("a result that is not among the results");
    }

    /// The state now: a copy.
    public S state() {
        Map<Tensor, Tensor> now = new IdentityHashMap<>();
        for (int i = 0; i < places.length; i++) now.put(places[i], Compiled.copy(state[i]));
        return Tree.mapAll(pattern, now::get);
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
            System.arraycopy(Compiled.copy(value.bare()).storage().array(), 0, state[i].storage().array(), 0, value.size());
            return;
        }
        throw new IllegalArgumentException("set needs one of the tensors of the state itself, but got one that was computed; pick it without changing it");
    }

    /// How many kinds of batches have been planned.
    public int plans() { return plans.size(); }
}
