package dev.jacobi.diff;

import dev.jacobi.tensor.Scope;
import dev.jacobi.tensor.Tensor;
import dev.jacobi.tensor.Tree;
import dev.jacobi.tensor.Walk;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Forward mode: run a function on variables, then walk forward with the changes.
public final class Forward {
    private Forward() {}

    /// A function's result and its change along a tangent.
    public record Jvp<R>(R value, R tangent) {}

    /// The result of `f`, and how it changes when its argument changes by `tangent`.
    ///
    /// @param tangent a tree like the argument
    public static <T, R> Jvp<R> jvp(Function<? super T, R> f, T at, T tangent) {
        Scope scope = Scope.open();
        Variables<T> variables;
        R result;
        Walk walk;
        Tensor[] results;
        try {
            variables = Variables.of(scope, at);
            result = f.apply(variables.tree);
            results = Tree.leaves(result).stream().map(Tree.Leaf::tensor).filter(t -> t.dtype().isFloating())
                    .toArray(Tensor[]::new);
            walk = Walk.between(scope, results);
        } finally {
            scope.close();
        }
        @Nullable Tensor[] changes = walk.forward(variables.tensors(), variables.tangents(tangent));
        Map<Tensor, Tensor> by = new IdentityHashMap<>();
        for (int i = 0; i < results.length; i++) {
            Tensor d = changes[i];
            by.put(results[i], d != null ? d : Tensor.zeros(results[i].shape(), results[i].dtype()));
        }
        R tangents = Tree.mapAll(result, t -> by.getOrDefault(t, Tensor.zeros(t.shape(), t.dtype())));
        return new Jvp<>(Tree.mapAll(result, Tensor::settled), tangents);
    }
}
