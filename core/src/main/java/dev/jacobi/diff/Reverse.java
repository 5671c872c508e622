package dev.jacobi.diff;

import dev.jacobi.tensor.Scope;
import dev.jacobi.tensor.Tensor;
import dev.jacobi.tensor.Tree;
import dev.jacobi.tensor.Walk;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Reverse mode: run a function on variables, then walk back.
public final class Reverse {
    private Reverse() {}

    /// The gradient of `f` at a tree of tensors: a tree of the same type.
    public static <T> T grad(Function<? super T, Tensor> f, T at) {
        return withAuxiliary(t -> new WithAuxiliary<>(f.apply(t), List.of()), at).gradient();
    }

    /// Value and gradient from one pass.
    public static <T> ValueAndGradient<T> valueAndGrad(Function<? super T, Tensor> f, T at) {
        var r = withAuxiliary(t -> new WithAuxiliary<>(f.apply(t), List.of()), at);
        return new ValueAndGradient<>(r.value(), r.gradient());
    }

    /// Value and gradient from one pass, with hooks for what arrives at tensors of these names; see [Walk#backward(Tensor[], Tensor[], Map)].
    public static <T> ValueAndGradient<T> valueAndGrad(Function<? super T, Tensor> f, T at, Map<String, UnaryOperator<Tensor>> hooks) {
        var r = withAuxiliary(t -> new WithAuxiliary<>(f.apply(t), List.of()), at, hooks);
        return new ValueAndGradient<>(r.value(), r.gradient());
    }

    /// Value, gradient and whatever else the function returns beside its value.
    public static <T, A> WithAuxiliary.Gradient<T, A> withAuxiliary(
            Function<? super T, WithAuxiliary<A>> f, T at) {
        return withAuxiliary(f, at, Map.of());
    }

    private static <T, A> WithAuxiliary.Gradient<T, A> withAuxiliary(
            Function<? super T, WithAuxiliary<A>> f, T at, Map<String, UnaryOperator<Tensor>> hooks) {
        Scope scope = Scope.open();
        Variables<T> variables;
        WithAuxiliary<A> result;
        Walk walk;
        try {
            variables = Variables.of(scope, at);
            result = f.apply(variables.tree);
            requireNumber(result.value());
            walk = Walk.between(scope, result.value());
        } finally {
            scope.close();
        }
        Tensor value = result.value();
        Tensor seed = Tensor.ones(value.shape(), value.dtype());
        A auxiliary = Tree.mapAll(result.auxiliary(), Tensor::settled);
        Tensor[] seeds = {seed};
        @Nullable Tensor[] gradients = hooks.isEmpty() ? walk.backward(seeds, variables.tensors(), false)
                : walk.backward(seeds, variables.tensors(), hooks);
        return new WithAuxiliary.Gradient<>(value.settled(), variables.gradient(gradients), auxiliary);
    }

    private static void requireNumber(Tensor value) {
        if (value.size() != 1) {
            throw new IllegalArgumentException("grad needs a function whose result is one number, but this one gives the shape "
                    + value.shape() + "; sum() it, or use jacobian, or vjp with a seed");
        }
        if (!value.dtype().isFloating()) {
            throw new IllegalArgumentException("grad needs a floating result, but this one is " + value.dtype());
        }
    }

    /// A function's result and the way back from it.
    public static final class Vjp<T, R> {
        private final R value;
        private final Walk walk;
        private final Variables<T> variables;

        private Vjp(R value, Walk walk, Variables<T> variables) {
            this.value = value;
            this.walk = walk;
            this.variables = variables;
        }

        /// The function's result.
        public R value() { return value; }

        /// The gradient at the function's argument, for an upstream gradient of the result.
        /// May be called again with another.
        ///
        /// @param upstream a tree like the result
        /// @throws IllegalArgumentException if a shape or dtype differs from the result's
        public T apply(R upstream) {
            List<Tensor> seeds = floating(upstream);
            List<Tensor> results = walk.results();
            if (seeds.size() != results.size()) {
                throw new IllegalArgumentException("vjp needs one upstream gradient for each of the " + results.size()
                        + " results, but got " + seeds.size());
            }
            for (int i = 0; i < seeds.size(); i++) {
                if (!seeds.get(i).type().equals(results.get(i).type())) {
                    throw new IllegalArgumentException("vjp needs an upstream gradient like the result, " + results.get(i).type()
                            + ", but got " + seeds.get(i).type());
                }
            }
            return variables.gradient(walk.backward(seeds.toArray(Tensor[]::new), variables.tensors(), true));
        }
    }

    /// Runs `f` once and keeps the way back.
    public static <T, R> Vjp<T, R> vjp(Function<? super T, R> f, T at) {
        Scope scope = Scope.open();
        try {
            Variables<T> variables = Variables.of(scope, at);
            R result = f.apply(variables.tree);
            Walk walk = Walk.between(scope, floating(result).toArray(Tensor[]::new));
            return new Vjp<>(result, walk, variables);
        } finally {
            scope.close();
        }
    }

    private static List<Tensor> floating(@Nullable Object tree) {
        List<Tensor> r = new ArrayList<>();
        for (Tree.Leaf leaf : Tree.leaves(tree)) if (leaf.tensor().dtype().isFloating()) r.add(leaf.tensor());
        return r;
    }
}
