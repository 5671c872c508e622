package dev.jacobi.diff;

import dev.jacobi.tensor.Graph;
import dev.jacobi.tensor.Scope;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import dev.jacobi.tensor.TensorType;
import dev.jacobi.tensor.Tree;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// A function of trees, run once on tensors that have types and no values, and kept as a [Body].
///
/// @param result the tree that the function returned, as a pattern for others
public record Trace<R>(Body body, R result) {

    /// Traces `f` for arguments like `at`.
    ///
    /// @param typeOf the type that stands for a tensor of the argument
    public static <T, R> Trace<R> of(Function<? super T, R> f, T at, Function<Tensor, TensorType> typeOf) {
        Scope scope = Scope.open();
        try {
            List<Tensor> symbols = new ArrayList<>();
            T tree = Tree.mapAll(at, t -> {
                Tensor s = Graph.symbol(scope, typeOf.apply(t));
                symbols.add(s);
                return s;
            });
            R result = f.apply(tree);
            return new Trace<>(Body.between(scope, symbols.toArray(Tensor[]::new), distinct(result)), result);
        } finally {
            scope.close();
        }
    }

    /// The body of a function of tensors like these.
    static Body body(Tensor[] like, Function<Tensor[], Tensor[]> f) {
        Scope scope = Scope.open();
        try {
            Tensor[] symbols = new Tensor[like.length];
            for (int i = 0; i < symbols.length; i++) symbols[i] = Graph.symbol(scope, like[i].type());
            return Body.between(scope, symbols, f.apply(symbols));
        } finally {
            scope.close();
        }
    }

    /// The tensors of a tree, trained or carried, each once.
    public static Tensor[] distinct(Object tree) {
        List<Tensor> r = new ArrayList<>();
        Tree.mapAll(tree, t -> {
            r.add(t);
            return t;
        });
        return r.toArray(Tensor[]::new);
    }

    /// The inputs and the captured tensors, as [Body#run] wants them.
    public Tensor[] arguments(Object at) {
        Tensor[] in = distinct(at);
        Tensor[] all = Arrays.copyOf(in, in.length + body.captured().size());
        for (int i = in.length; i < all.length; i++) all[i] = body.captured().get(i - in.length);
        return all;
    }

    /// A tree like the result, with these tensors in place.
    public R tree(Tensor[] tensors) {
        Tensor[] pattern = distinct(result);
        Map<Tensor, Tensor> by = new IdentityHashMap<>();
        for (int i = 0; i < pattern.length; i++) by.put(pattern[i], tensors[i]);
        return Tree.mapAll(result, by::get);
    }

    /// `f` for all members of a batch at once: every tensor of the argument, and of the
    /// result, carries the batch as its first axis.
    ///
    /// @throws IllegalArgumentException if the tensors have no common first axis
    public static <T, R> R vmap(Function<? super T, R> f, T batch) {
        Tensor[] tensors = distinct(batch);
        if (tensors.length == 0) throw new IllegalArgumentException("vmap needs a batch of tensors, but the argument has none");
        int size = -1;
        for (Tensor t : tensors) {
            if (t.rank() == 0) {
                throw new IllegalArgumentException("vmap needs tensors whose first axis is the batch, but one has the shape ()");
            }
            if (size >= 0 && t.size(0) != size) {
                throw new IllegalArgumentException("vmap needs one batch size, but the first axes are " + size + " and " + t.size(0));
            }
            size = t.size(0);
        }
        Trace<R> trace = of(f, batch, t -> {
            Shape s = t.shape();
            return new TensorType(t.dtype(), s.part(1, s.rank()));
        });
        Tensor[] arguments = trace.arguments(batch);
        boolean[] batched = new boolean[arguments.length];
        Arrays.fill(batched, 0, tensors.length, true);
        return trace.tree(trace.body().vmap(size, arguments, batched));
    }
}
