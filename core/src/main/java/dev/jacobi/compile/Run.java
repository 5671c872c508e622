package dev.jacobi.compile;

import dev.jacobi.diff.Scan;
import dev.jacobi.diff.Trace;
import dev.jacobi.tensor.Storage;
import dev.jacobi.tensor.Tensor;
import dev.jacobi.tensor.Tree;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
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
    public double step(B batch) {
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
        Storage[] fresh = new Storage[state.length];
        for (int i = 0; i < fresh.length; i++) {
            Tensor t = results[planned.results[i]];
            if (t != state[i]) fresh[i] = t.layout() == null && !owned(t) ? t.storage() : Compiled.copy(t).storage();
        }
        for (int i = 0; i < fresh.length; i++) {
            if (fresh[i] != null) System.arraycopy(fresh[i].array(), 0, state[i].storage().array(), 0, state[i].size());
        }
        return loss;
    }

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
                        + (from.path().isEmpty() ? "a tensor" : "\"" + from.path() + "\"") + " was " + from.tensor().type() + " and became " + to.type());
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

    /// How many kinds of batches have been planned.
    public int plans() { return plans.size(); }
}
