package dev.jacobi.diff;

import dev.jacobi.tensor.Graph;
import dev.jacobi.tensor.Scope;
import dev.jacobi.tensor.Tensor;
import dev.jacobi.tensor.Tree;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A tree whose trained tensors have become variables of a scope, each tensor once.
final class Variables<T> {
    private final T original;
    final T tree;
    private final List<Tensor> originals = new ArrayList<>();
    private final List<Tensor> tensors = new ArrayList<>();

    private Variables(Scope scope, T at) {
        original = at;
        tree = Tree.map(at, t -> {
            Tensor v = Graph.variable(scope, t);
            originals.add(t);
            tensors.add(v);
            return v;
        });
        if (tensors.isEmpty()) {
            throw new IllegalArgumentException("a derivative needs a floating tensor to vary, but the argument "
                    + (at instanceof Tensor t ? "is " + t.dtype() + "; convert it with to(DType.F64)" : "has none"));
        }
    }

    static <T> Variables<T> of(Scope scope, T at) { return new Variables<>(scope, at); }

    Tensor[] tensors() { return tensors.toArray(Tensor[]::new); }

    /// A tree like the argument, with the gradients in the places of the variables.
    T gradient(@Nullable Tensor[] gradients) {
        Map<Tensor, Tensor> by = new IdentityHashMap<>();
        for (int i = 0; i < gradients.length; i++) {
            Tensor t = originals.get(i);
            Tensor g = gradients[i];
            // one tensor may be the gradient of two parameters, which doesn't make them one
            by.put(t, g != null ? g.alias() : Tensor.zeros(t.shape(), t.dtype()));
        }
        return Tree.map(original, by::get);
    }

    /// The tangents at the places of the variables.
    Tensor[] tangents(T tangent) {
        Map<Tensor, Tensor> by = new IdentityHashMap<>();
        Tree.zip(original, tangent, (t, d) -> {
            if (!t.type().equals(d.type())) {
                throw new IllegalArgumentException("jvp needs a tangent like the argument, " + t.type() + ", but got " + d.type());
            }
            by.put(t, d);
            return t;
        });
        return originals.stream().map(by::get).toArray(Tensor[]::new);
    }
}
