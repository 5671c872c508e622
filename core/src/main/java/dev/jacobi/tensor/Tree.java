package dev.jacobi.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Anything made of records, lists, maps and tensors is a tree of tensors. A model
/// is one; so is its gradient, and so is the state of an optimizer.
///
/// Leaves have roles: a floating tensor is *trained*; a [Held] one and whole numbers
/// are *carried*; everything else (a rate, a name) is structure and stays as it is.
/// The same tensor object in two places is one parameter, and remains one.
public final class Tree {
    private Tree() {}

    /// What a leaf is to training.
    public enum Role { TRAINED, CARRIED }

    /// A tensor in a tree: its path ("hidden.weight"), the tensor, its role.
    public record Leaf(String path, Tensor tensor, Role role) {}

    /// The same tree with `f` applied to every trained tensor.
    public static <T> T map(T tree, UnaryOperator<Tensor> f) {
        Map<Tensor, Tensor> done = new IdentityHashMap<>();
        return rebuild(tree, (t, role) -> role == Role.TRAINED ? once(done, t, f) : t);
    }

    /// The same tree with `f` applied to every tensor, trained or carried.
    public static <T> T mapAll(T tree, UnaryOperator<Tensor> f) {
        Map<Tensor, Tensor> done = new IdentityHashMap<>();
        return rebuild(tree, (t, _) -> once(done, t, f));
    }

    private static Tensor once(Map<Tensor, Tensor> done, Tensor t, UnaryOperator<Tensor> f) {
        Tensor r = done.get(t);
        if (r == null) {
            r = f.apply(t);
            done.put(t, r);
        }
        return r;
    }

    /// The same tree, each trained tensor made from the two at its place; what is not
    /// trained is taken from the first tree.
    ///
    /// @throws IllegalArgumentException if the trees have different leaves
    public static <T> T zip(T a, T b, BinaryOperator<Tensor> f) {
        List<Tensor> other = new ArrayList<>();
        rebuild(b, (t, role) -> {
            if (role == Role.TRAINED) other.add(t);
            return t;
        });
        Map<Tensor, Tensor> done = new IdentityHashMap<>();
        int[] next = {0};
        T r = rebuild(a, (t, role) -> {
            if (role != Role.TRAINED) return t;
            if (next[0] == other.size()) throw different(a, b);
            Tensor partner = other.get(next[0]++);
            return once(done, t, x -> f.apply(x, partner));
        });
        if (next[0] != other.size()) throw different(a, b);
        return r;
    }

    private static IllegalArgumentException different(Object a, Object b) {
        return new IllegalArgumentException("two trees meet only leaf by leaf, but these have different leaves: "
                + paths(a) + " and " + paths(b));
    }

    private static List<String> paths(Object tree) {
        return leaves(tree).stream().filter(l -> l.role() == Role.TRAINED).map(Leaf::path).toList();
    }

    /// All leaves in order, a tied tensor once for each place.
    public static List<Leaf> leaves(@Nullable Object tree) {
        List<Leaf> all = new ArrayList<>();
        collect(tree, "", all);
        return all;
    }

    /// The trained tensors by path, a tied one under its first path only.
    public static Map<String, Tensor> named(Object tree) {
        Map<String, Tensor> r = new LinkedHashMap<>();
        Map<Tensor, Boolean> seen = new IdentityHashMap<>();
        for (Leaf leaf : leaves(tree)) {
            if (leaf.role() == Role.TRAINED && seen.put(leaf.tensor(), true) == null) r.put(leaf.path(), leaf.tensor());
        }
        return Collections.unmodifiableMap(r);
    }

    private static void collect(@Nullable Object node, String path, List<Leaf> all) {
        switch (node) {
            case null -> { }
            case Tensor t -> all.add(new Leaf(path, t, role(t)));
            case Held(Tensor t) -> all.add(new Leaf(path, t, Role.CARRIED));
            case List<?> list -> {
                for (int i = 0; i < list.size(); i++) collect(list.get(i), join(path, String.valueOf(i)), all);
            }
            case Map<?, ?> map -> sorted(map).forEach((k, v) -> collect(v, join(path, k), all));
            case Record r -> {
                RecordReader reader = RecordReader.of(r.getClass());
                for (int i = 0; i < reader.count(); i++) collect(reader.get(r, i), join(path, reader.name(i)), all);
            }
            default -> requireNoTensors(node);
        }
    }

    /// Tensors where nobody looks for them would silently stay as they are.
    private static void requireNoTensors(Object node) {
        Iterable<?> parts = switch (node) {
            case Object[] array -> Arrays.asList(array);
            case Collection<?> collection -> collection;
            case Optional<?> optional -> optional.stream().toList();
            default -> List.of();
        };
        for (Object part : parts) {
            if (!leaves(part).isEmpty()) {
                throw new IllegalArgumentException("a tree holds its tensors in records, lists and maps, but met some in "
                        + node.getClass().getSimpleName() + "; use a List");
            }
        }
    }

    /// Everything about a tree but its tensors: kinds of records, sizes of lists, keys, settings,
    /// and which tensors are the same object.
    /// Two trees with equal structure and leaves of equal types take the same plan.
    public static List<Object> structure(@Nullable Object tree) {
        List<Object> all = new ArrayList<>();
        describe(tree, all, new IdentityHashMap<>());
        return all;
    }

    /// Whether this very tree will always have these tensors: it is made of records and tensors alone.
    public static boolean isUnchangeable(@Nullable Object tree) {
        if (tree instanceof Tensor || tree instanceof Held) return true;
        if (!(tree instanceof Record r)) return false;
        RecordReader reader = RecordReader.of(r.getClass());
        for (int i = 0; i < reader.count(); i++) if (!isUnchangeable(reader.get(r, i))) return false;
        return true;
    }

    private static void describe(@Nullable Object node, List<Object> all, Map<Tensor, Integer> seen) {
        switch (node) {
            case null -> all.add("null");
            case Tensor t -> describe(t, all, seen);
            case Held(Tensor t) -> {
                all.add(Held.class);
                describe(t, all, seen);
            }
            case List<?> list -> {
                all.add(list.size());
                for (Object o : list) describe(o, all, seen);
            }
            case Map<?, ?> map -> sorted(map).forEach((k, v) -> {
                all.add(k);
                describe(v, all, seen);
            });
            case Record r -> {
                RecordReader reader = RecordReader.of(r.getClass());
                all.add(reader.count() == 0 ? r : r.getClass());
                for (int i = 0; i < reader.count(); i++) describe(reader.get(r, i), all, seen);
            }
            default -> all.add(node);
        }
    }

    /// In place of a tensor that was met before: as which one.
    record Same(int as) {}

    private static void describe(Tensor t, List<Object> all, Map<Tensor, Integer> seen) {
        Integer first = seen.putIfAbsent(t, seen.size());
        all.add(first == null ? t.type() : new Same(first));
    }

    /// Checks that a step has changed tensors only: it is traced once, and whatever else it changed
    /// would stay as it was then.
    ///
    /// @param before the tree that the step received
    /// @param after the tree that it hands on
    /// @throws IllegalArgumentException if something else differs
    public static void requireSameSettings(Object before, Object after) {
        List<Object> was = structure(rebuild(before, (t, _) -> t.alias()));
        List<Object> is = structure(rebuild(after, (t, _) -> t.alias()));
        for (int i = 0; i < Math.max(was.size(), is.size()); i++) {
            Object a = i < was.size() ? was.get(i) : "nothing";
            Object b = i < is.size() ? is.get(i) : "nothing";
            if (!a.equals(b)) {
                throw new IllegalArgumentException("a step is traced once and can change tensors only, but it was given " + a
                        + " and hands on " + b + "; keep what changes in a tensor, such as new Held(Tensor.scalar(0))");
            }
        }
    }

    private static String join(String path, String name) { return path.isEmpty() ? name : path + "." + name; }

    private static Role role(Tensor t) { return t.dtype().isFloating() ? Role.TRAINED : Role.CARRIED; }

    /// Keys in the order of their text, whatever the map: the same order in every run.
    private static TreeMap<String, @Nullable Object> sorted(Map<?, ?> map) {
        TreeMap<String, @Nullable Object> r = new TreeMap<>();
        map.forEach((k, v) -> r.put(String.valueOf(k), v));
        if (r.size() != map.size()) {
            throw new IllegalArgumentException("a map in a tree needs keys with different texts, but got " + map.keySet());
        }
        return r;
    }

    /// What becomes of a leaf.
    public interface Change {
        Tensor apply(Tensor tensor, Role role);
    }

    /// The same tree with every leaf changed, in the order of [#leaves]. Parts that don't change are kept.
    @SuppressWarnings("unchecked")
    public static <T> T rebuild(T tree, Change change) { return (T) rebuilt(tree, change); }

    @SuppressWarnings("NullAway") // trees may hold nulls, which stay where they are
    private static Object rebuilt(Object node, Change change) {
        return switch (node) {
            case null -> null;
            case Tensor t -> change.apply(t, role(t));
            case Held(Tensor t) -> {
                Tensor r = change.apply(t, Role.CARRIED);
                yield r == t ? node : new Held(r);
            }
            case List<?> list -> {
                List<Object> r = new ArrayList<>(list.size());
                boolean same = true;
                for (Object o : list) {
                    Object n = rebuilt(o, change);
                    same &= n == o;
                    r.add(n);
                }
                yield same ? list : Collections.unmodifiableList(r);
            }
            case Map<?, ?> map -> {
                Map<String, Object> changed = new LinkedHashMap<>();
                sorted(map).forEach((k, v) -> changed.put(k, rebuilt(v, change)));
                Map<Object, Object> r = new LinkedHashMap<>();
                boolean same = true;
                for (Map.Entry<?, ?> e : map.entrySet()) {
                    Object n = changed.get(String.valueOf(e.getKey()));
                    same &= n == e.getValue();
                    r.put(e.getKey(), n);
                }
                yield same ? map : Collections.unmodifiableMap(r);
            }
            case Record record -> {
                RecordReader reader = RecordReader.of(record.getClass());
                if (reader.count() == 0) yield record;
                Object[] parts = new Object[reader.count()];
                boolean same = true;
                for (int i = 0; i < parts.length; i++) {
                    Object part = reader.get(record, i);
                    parts[i] = rebuilt(part, change);
                    same &= parts[i] == part;
                }
                yield same ? record : reader.build(parts);
            }
            default -> {
                requireNoTensors(node);
                yield node;
            }
        };
    }
}
