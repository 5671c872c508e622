package dev.jacobi.io;

import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.Tensor;
import dev.jacobi.tensor.Tree;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The tensors of a tree by their paths, for files and from files. A tensor that several places share is one, and
/// may be kept under any of its paths.
final class Leaves {
    private static final int MOST_NAMES = 5;

    private Leaves() {}

    /// All tensors by path, a shared one under its first.
    static Map<String, Tensor> named(Object tree) {
        Map<String, Tensor> result = new LinkedHashMap<>();
        paths(tree).forEach((tensor, paths) -> result.put(paths.getFirst(), tensor));
        return result;
    }

    /// The paths of every tensor, in the tree's order.
    private static Map<Tensor, List<String>> paths(@Nullable Object tree) {
        Map<String, Tensor> seen = new LinkedHashMap<>();
        Map<Tensor, List<String>> result = new LinkedHashMap<>();              // tensors are equal only to themselves
        for (Tree.Leaf leaf : Tree.leaves(tree)) {
            if (leaf.path().isEmpty() || seen.put(leaf.path(), leaf.tensor()) != null) {
                throw new IllegalArgumentException("a file keeps every tensor of a tree under its path, but "
                    + (leaf.path().isEmpty() ? "this tree is a bare tensor; put it into a record, a list or a map"
                        : "two have the path " + leaf.path() + "; give a map's keys no points"));
            }
            result.computeIfAbsent(leaf.tensor(), t -> new ArrayList<>(1)).add(leaf.path());
        }
        return result;
    }

    /// A tree like another one, with the tensors that were found.
    static <T> T replaced(String file, Map<String, Tensor> found, T like) {
        Map<Tensor, List<String>> paths = paths(like);
        Map<String, Tensor> rest = new LinkedHashMap<>(found);
        List<String> missing = new ArrayList<>();
        Map<Tensor, Tensor> replacement = new IdentityHashMap<>();
        paths.forEach((tensor, names) -> {
            for (String name : names) {
                Tensor stored = rest.remove(name);
                Tensor other = replacement.get(tensor);
                if (stored == null) continue;
                boolean widens = stored.dtype().isHalf() && tensor.dtype() == DType.F32;
                Tensor t = widens ? stored.to(DType.F32) : stored;
                if (other != null && !same(t, other)) {
                    throw new IllegalArgumentException(names + " are one tensor here, but in " + file
                        + " they have different numbers; let the tree have a tensor for each");
                }
                requireFit(file, name, t, tensor);
                replacement.put(tensor, t);
            }
            if (!replacement.containsKey(tensor)) missing.add(names.getFirst());
        });
        if (!missing.isEmpty() || !rest.isEmpty()) throw different(file, missing, rest.keySet());
        return Tree.rebuild(like, (t, _) -> {
            Tensor r = replacement.get(t);
            if (r == null) throw new AssertionError("a tensor that leaves() didn't name");
            return r;
        });
    }

    private static boolean same(Tensor a, Tensor b) {
        return a.type().equals(b.type()) && (a.dtype().isFloating() ? Arrays.equals(a.toDoubles(), b.toDoubles())
            : Arrays.equals(a.toLongs(), b.toLongs()));
    }

    private static void requireFit(String file, String name, Tensor met, Tensor asked) {
        if (met.type().equals(asked.type())) return;
        int[] turned = met.shape().toArray();
        boolean isTurned = turned.length == 2 && asked.rank() == 2 && turned[0] == asked.size(1) && turned[1] == asked.size(0);
        String advice = isTurned ? "transpose it where the file is made; PyTorch keeps the weights of Linear as (out, in)"
            : met.shape().equals(asked.shape()) ? "convert it where the file is made, or the tree with Tree.mapAll and to(...)"
            : "is this the file of another model?";
        throw new IllegalArgumentException(name + " must be " + asked.type() + ", but in " + file + " it is " + met.type() + "; " + advice);
    }

    private static IllegalArgumentException different(String file, List<String> missing, Collection<String> extra) {
        StringBuilder text = new StringBuilder(file).append(" must hold exactly the tensors of the tree, but ");
        if (!missing.isEmpty()) text.append("has no ").append(listed(missing));
        if (!extra.isEmpty()) text.append(missing.isEmpty() ? "has also " : " and has also ").append(listed(extra));
        String meant = "leave out what the tree has no place for, and name the rest by their paths";
        for (String name : missing) {
            String near = Nearest.to(name, extra).orElse(null);
            if (near == null) continue;
            meant = "is " + near + " meant to be " + name + "?";
            break;
        }
        return new IllegalArgumentException(text.append("; ").append(meant).toString());
    }

    private static String listed(Collection<String> names) {
        String some = String.join(", ", names.stream().limit(MOST_NAMES).toList());
        return names.size() <= MOST_NAMES ? some : some + " and " + (names.size() - MOST_NAMES) + " more";
    }
}
