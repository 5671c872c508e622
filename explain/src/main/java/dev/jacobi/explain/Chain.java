package dev.jacobi.explain;

import dev.jacobi.tensor.Graph;
import dev.jacobi.tensor.Scope;
import dev.jacobi.tensor.Tensor;
import dev.jacobi.tensor.Tree;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/// What one entry of a parameter does to a result, as a product of ratios: the strongest of
/// all the paths by which it is felt, and the sum over all of them, which is the gradient.
///
/// ```java
/// Chain.strongest(n -> loss(n.apply(x), y), net, "hidden.weight", 1, 2).toString()
/// ```
///
/// The ratios are not worked out for the page: each is the backward rule of a step that ran,
/// given an upstream gradient that is 1 for one entry and 0 for the others.
///
/// @param entry the entry that is explained: `hidden.weight[1,2]`
/// @param ratios of the strongest path, from the result down to the entry; empty where every
///     path has a ratio that is 0
/// @param paths how many paths carry something; [Long#MAX_VALUE] if more than can be counted
/// @param share of the strongest path in the sum of the magnitudes of all, from 0 to 1
/// @param gradient the sum over all paths
public record Chain(String entry, List<Ratio> ratios, long paths, double share, double gradient) {

    /// Runs a function on a tree of tensors, in which names given by [Tensor#named] are kept,
    /// and follows one entry to its result.
    ///
    /// @param path where the tensor is in the tree: "hidden.weight"; empty if it is the tree
    /// @param index the entry in that tensor
    /// @throws IllegalArgumentException if there is no such entry, or the result isn't one number
    public static <T> Chain strongest(Function<? super T, Tensor> f, T at, String path, int... index) {
        IdentityHashMap<Tensor, String> paths = new IdentityHashMap<>();
        Tree.named(at).forEach((p, t) -> paths.put(t, p));
        Scope scope = Scope.open();
        try {
            Map<String, Tensor> variables = new TreeMap<>();
            T tree = Tree.map(at, t -> {
                String p = paths.getOrDefault(t, "");
                Tensor v = Graph.variable(scope, t.name() != null ? t : t.named(p.isEmpty() ? "x" : p));
                variables.put(p, v);
                return v;
            });
            Tensor variable = variables.get(path);
            if (variable == null) {
                throw new IllegalArgumentException("a chain needs a parameter to begin with, but there is no \"" + path
                        + "\"; there are " + variables.keySet());
            }
            return new Paths(scope, f.apply(tree), variable).strongest(index);
        } finally {
            scope.close();
        }
    }

    /// The table, for a fixed-width font: 80 columns where names are of ordinary length.
    @Override public String toString() { return ChainText.of(this); }
}
