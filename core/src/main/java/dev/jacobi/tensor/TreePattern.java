package dev.jacobi.tensor;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The structure of a tree ([Tree#structure]), against which others are held without making theirs: for what runs
/// again and again on trees that differ in their tensors only. Not for maps, and for a few tensors.
public final class TreePattern {
    private static final int MOST = 64;

    private final Object[] structure;
    private final int tensors;

    private TreePattern(Object[] structure, int tensors) {
        this.structure = structure;
        this.tensors = tensors;
    }

    /// The pattern of a tree; null where there is none for trees like it.
    public static @Nullable TreePattern of(Object tree) {
        List<Object> all = Tree.structure(tree);
        int count = (int) all.stream().filter(TensorType.class::isInstance).count();
        return count > MOST || hasMaps(tree) ? null : new TreePattern(all.toArray(), count);
    }

    private static boolean hasMaps(@Nullable Object node) {
        return switch (node) {
            case Map<?, ?> _ -> true;
            case List<?> list -> list.stream().anyMatch(TreePattern::hasMaps);
            case Record r -> {
                RecordReader reader = RecordReader.of(r.getClass());
                boolean any = false;
                for (int i = 0; i < reader.count(); i++) any |= hasMaps(reader.get(r, i));
                yield any;
            }
            case null, default -> false;
        };
    }

    /// The tensors of a tree, each once, in their order; null if its structure is another.
    public Tensor @Nullable [] match(Object tree) {
        Match m = new Match();
        return m.takes(tree) && m.at == structure.length ? m.found : null;
    }

    private final class Match {
        private final Tensor[] found = new Tensor[tensors];
        private int count;
        private int at;

        private boolean next(Object token) { return at < structure.length && structure[at++].equals(token); }

        boolean takes(@Nullable Object node) {
            switch (node) {
                case null -> {
                    return next("null");
                }
                case Tensor t -> {
                    return takes(t);
                }
                case Held(Tensor t) -> {
                    return next(Held.class) && takes(t);
                }
                case List<?> list -> {
                    if (!next(list.size())) return false;
                    for (int i = 0; i < list.size(); i++) if (!takes(list.get(i))) return false;
                    return true;
                }
                case Record r -> {
                    RecordReader reader = RecordReader.of(r.getClass());
                    if (!next(reader.count() == 0 ? r : r.getClass())) return false;
                    for (int i = 0; i < reader.count(); i++) if (!takes(reader.get(r, i))) return false;
                    return true;
                }
                default -> {
                    return next(node);
                }
            }
        }

        private boolean takes(Tensor t) {
            if (at == structure.length) return false;
            Object token = structure[at++];
            if (token instanceof Tree.Same(int as)) return found[as] == t;
            if (!(token instanceof TensorType type) || !type.equals(t.type())) return false;
            for (int i = 0; i < count; i++) if (found[i] == t) return false;
            found[count++] = t;
            return true;
        }
    }
}
