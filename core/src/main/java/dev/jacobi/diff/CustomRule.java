package dev.jacobi.diff;

import dev.jacobi.op.Batching;
import dev.jacobi.op.Call;
import dev.jacobi.op.Pullback;
import dev.jacobi.tensor.Graph;
import dev.jacobi.tensor.Tensor;
import dev.jacobi.tensor.TensorType;
import dev.jacobi.tensor.Tree;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/// A function with a gradient rule of its own, in place of the one that follows from its steps:
/// a forward and a backward, as a lecture draws a gate.
public final class CustomRule<T, R> implements Call {

    /// How gradients go back through a function.
    public interface Vjp<T, R> {
        /// The gradient at the argument.
        ///
        /// @param at the argument
        /// @param result what the function returned
        /// @param upstream the gradient that arrives: a tree like the result
        /// @return a tree like the argument
        T apply(T at, R result, R upstream);
    }

    /// How changes go forward through a function.
    public interface Jvp<T, R> {
        /// The change of the result. It must be linear in the tangent: the way back is its transpose.
        ///
        /// @param at the argument
        /// @param result what the function returned
        /// @param tangent the change of the argument: a tree like it
        /// @return a tree like the result
        R apply(T at, R result, T tangent);
    }

    /// What a function returns, and what its rule will need of its steps.
    public record Kept<R, S>(R result, S saved) {}

    /// How gradients go back through a function that has saved what it takes.
    public interface SavedVjp<T, R, S> {
        /// The gradient at the argument.
        ///
        /// @param saved what the function kept
        /// @param upstream the gradient that arrives: a tree like the result
        /// @return a tree like the argument
        T apply(S saved, R upstream);
    }

    private record Context<T, R>(T at, R result, R upstream) {}

    private record Moving<T, R>(T at, R result, T tangent) {}

    private final Body body;
    private final T argument;
    private final R result;
    private final Vjp<T, R> rule;
    /// The rule forward, where that is the one that was stated.
    private final @Nullable Jvp<T, R> forward;
    /// How many of the outputs the rule covers: the first ones. Others were saved, and go the ordinary way.
    private final int covered;

    private CustomRule(Body body, T argument, R result, Vjp<T, R> rule, @Nullable Jvp<T, R> forward, int covered) {
        this.body = body;
        this.argument = argument;
        this.result = result;
        this.rule = rule;
        this.forward = forward;
        this.covered = covered;
    }

    /// `f`, whose gradient is what `rule` says. What `f` captures from outside gets no gradient: what is to
    /// be differentiated belongs to the argument.
    public static <T, R> Function<T, R> of(Function<? super T, R> f, Vjp<T, R> rule) {
        return at -> apply(f, at, rule, null, r -> Trace.distinct(r).length);
    }

    /// `f`, whose change is what `rule` says; the gradient follows, as the transpose.
    public static <T, R> Function<T, R> ofForward(Function<? super T, R> f, Jvp<T, R> rule) {
        Vjp<T, R> back = (at, y, g) -> Reverse.vjp((T d) -> rule.apply(at, y, d), zeros(at)).apply(g);
        return at -> apply(f, at, back, rule, r -> Trace.distinct(r).length);
    }

    /// `f`, which saves some of its steps beside its result, and whose gradient is what `rule` makes of them. Gradients
    /// of the gradient go through what was saved as through any other step.
    public static <T, R, S> Function<T, R> saving(Function<? super T, Kept<R, S>> f, SavedVjp<T, R, S> rule) {
        Vjp<T, Kept<R, S>> vjp = (at, y, g) -> rule.apply(y.saved(), g.result());
        return at -> apply(f, at, vjp, null, kept -> Trace.distinct(kept.result()).length).result();
    }

    private static <T, R> R apply(Function<? super T, R> f, T at, Vjp<T, R> rule, @Nullable Jvp<T, R> forward, ToIntFunction<R> covered) {
        Called<R> called = Called.of(f, at);
        R result = called.trace().result();
        var op = new CustomRule<>(called.body(), pattern(at), pattern(result), rule, forward, covered.applyAsInt(result));
        return called.tree(Graph.applyKnown(op, called.arguments(), called.values()));
    }

    private static <P> P zeros(P tree) { return Tree.mapAll(tree, t -> Tensor.zeros(t.shape(), t.dtype())); }

    /// The tree without its values, which only the inputs and outputs of a step hold.
    private static <P> P pattern(P tree) { return Tree.mapAll(tree, t -> Tensor.withoutValue(t.type())); }

    @Override public Body body() { return body; }

    @Override public TensorType[] types(Tensor[] inputs) { return body.resultTypes(); }

    @Override public void run(Tensor[] inputs, Tensor[] outputs) { Called.run(body, inputs, outputs); }

    @Override public void vjp(Pullback p) {
        Tensor[] places = Trace.distinct(argument);
        Tensor[] inputs = new Tensor[places.length];
        for (int i = 0; i < inputs.length; i++) inputs[i] = p.input(i);
        Tensor[] outputs = new Tensor[p.outputCount()];
        Tensor[] upstream = new Tensor[p.outputCount()];
        @Nullable Tensor[] saved = new Tensor[p.outputCount()];
        boolean ruled = false;
        boolean ordinary = false;
        for (int k = 0; k < outputs.length; k++) {
            outputs[k] = p.output(k);
            Tensor g = p.upstream(k);
            upstream[k] = g != null ? g : Tensor.zeros(outputs[k].shape(), outputs[k].dtype());
            if (k >= covered) saved[k] = g;
            ruled |= g != null && k < covered;
            ordinary |= g != null && k >= covered;
        }
        if (ordinary) Called.vjp(body, p, saved);
        if (!ruled) return;
        T at = with(argument, inputs);
        T gradient = rule.apply(at, with(result, outputs), with(result, upstream));
        Map<Tensor, Tensor> by = new IdentityHashMap<>();
        Tree.zip(at, gradient, (t, g) -> {
            by.put(t, g);
            return t;
        });
        for (int i = 0; i < inputs.length; i++) {
            Tensor g = by.get(inputs[i]);
            if (p.wants(i) && g != null) p.give(i, g);
        }
    }

    /// A tree like the pattern, with these tensors in place of its own.
    private static <P> P with(P pattern, Tensor[] tensors) {
        Tensor[] places = Trace.distinct(pattern);
        Map<Tensor, Tensor> by = new IdentityHashMap<>();
        for (int i = 0; i < places.length; i++) by.put(places[i], tensors[i]);
        return Tree.mapAll(pattern, by::get);
    }

    @Override public @Nullable Tensor[] jvp(Tensor[] inputs, Tensor[] outputs, @Nullable Tensor[] tangents) {
        if (forward == null) return Transposition.jvp(this, inputs, outputs, tangents);
        Tensor[] places = Trace.distinct(argument);
        Tensor[] changes = new Tensor[places.length];
        for (int i = 0; i < changes.length; i++) {
            Tensor d = tangents[i];
            changes[i] = d != null ? d : Tensor.zeros(inputs[i].shape(), inputs[i].dtype());
        }
        R change = forward.apply(with(argument, inputs), with(result, outputs), with(argument, changes));
        Tensor[] r = Trace.distinct(change);
        if (r.length != outputs.length) {
            throw new IllegalArgumentException("a rule forward must return a tree like the result, which has " + outputs.length
                    + " tensors, but gave one with " + r.length);
        }
        return r;
    }

    /// The batched function with the batched rule.
    @Override public Tensor[] vmap(int size, Tensor[] inputs, boolean[] batched) {
        Tensor[] all = Batching.expanded(size, inputs, batched);
        boolean[] every = new boolean[all.length];
        Arrays.fill(every, true);
        Body batch = Trace.body(all, s -> body.vmap(size, s, every));
        Vjp<T, R> batchedRule = (at, y, g) -> Trace.vmap((Context<T, R> c) -> rule.apply(c.at(), c.result(), c.upstream()),
                new Context<>(at, y, g));
        Jvp<T, R> each = forward;
        Jvp<T, R> batchedForward = each == null ? null
                : (at, y, d) -> Trace.vmap((Moving<T, R> m) -> each.apply(m.at(), m.result(), m.tangent()), new Moving<>(at, y, d));
        Tensor[] arguments = Arrays.copyOf(all, all.length + batch.captured().size());
        for (int i = all.length; i < arguments.length; i++) arguments[i] = batch.captured().get(i - all.length);
        return Graph.applyAll(new CustomRule<>(batch, argument, result, batchedRule, batchedForward, covered), arguments);
    }
}
