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

    private record Saved<T, R>(T at, R result, R upstream) {}

    private final Body body;
    private final T argument;
    private final R result;
    private final Vjp<T, R> rule;

    private CustomRule(Body body, T argument, R result, Vjp<T, R> rule) {
        this.body = body;
        this.argument = argument;
        this.result = result;
        this.rule = rule;
    }

    /// `f`, whose gradient is what `rule` says. What `f` captures from outside gets no gradient: what is to
    /// be differentiated belongs to the argument.
    public static <T, R> Function<T, R> of(Function<? super T, R> f, Vjp<T, R> rule) {
        return at -> {
            Called<R> called = Called.of(f, at);
            var op = new CustomRule<>(called.body(), pattern(at), pattern(called.trace().result()), rule);
            return called.tree(Graph.applyKnown(op, called.arguments(), called.values()));
        };
    }

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
        for (int k = 0; k < outputs.length; k++) {
            outputs[k] = p.output(k);
            Tensor g = p.upstream(k);
            upstream[k] = g != null ? g : Tensor.zeros(outputs[k].shape(), outputs[k].dtype());
        }
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
        return Transposition.jvp(this, inputs, outputs, tangents);
    }

    /// The batched function with the batched rule.
    @Override public Tensor[] vmap(int size, Tensor[] inputs, boolean[] batched) {
        Tensor[] all = Batching.expanded(size, inputs, batched);
        boolean[] every = new boolean[all.length];
        Arrays.fill(every, true);
        Body batch = Trace.body(all, s -> body.vmap(size, s, every));
        Vjp<T, R> batchedRule = (at, y, g) -> Trace.vmap((Saved<T, R> s) -> rule.apply(s.at(), s.result(), s.upstream()),
                new Saved<>(at, y, g));
        Tensor[] arguments = Arrays.copyOf(all, all.length + batch.captured().size());
        for (int i = all.length; i < arguments.length; i++) arguments[i] = batch.captured().get(i - all.length);
        return Graph.applyAll(new CustomRule<>(batch, argument, result, batchedRule), arguments);
    }
}
