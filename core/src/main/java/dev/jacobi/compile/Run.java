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
        var trace = Trace.of((Argument<S, B> in) -> function.apply(in.state(), in.batch()), new Argument<>(pattern, batch), Tensor::type);
        Tensor[] results = Trace.distinct(trace.result());
        Tensor[] next = Tree.leaves(trace.result().carry()).stream().map(Tree.Leaf::tensor).toArray(Tensor[]::new);
        Tensor[] here = Tree.leaves(pattern).stream().map(Tree.Leaf::tensor).toArray(Tensor[]::new);
        if (next.length != here.length) {
            throw new IllegalArgumentException("a step must return a state like the one it was given, with " + here.length
                    + " tensors, but this one has " + next.length);
        }
        int[] result = new int[places.length];
        for (int i = 0; i < here.length; i++) {
            if (!next[i].type().equals(here[i].type())) {
                throw new IllegalArgumentException("a step must return a state like the one it was given, but a tensor "
                        + here[i].type() + " became " + next[i].type());
            }
            for (int k = 0; k < places.length; k++) if (places[k] == here[i]) result[k] = index(results, next[i]);
        }
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
