package dev.jacobi.explain.formula;

import dev.jacobi.tensor.Shape;
import java.util.Collection;
import java.util.stream.Collectors;

/// How large a formula and its tensors may be, so that hostile text costs a message and nothing else.
final class Limits {
    static final int CHARACTERS = 100_000;
    static final int DEPTH = 200;
    static final int OPERATIONS = 10_000;
    static final int RANK = 8;
    static final int ENTRIES = 10_000_000;
    static final long ALL_ENTRIES = 50_000_000;

    /// Of all products together, in multiplications.
    static final long WORK = 5_000_000_000L;

    /// Of a name, in characters.
    static final int NAME = 100;

    private Limits() {}

    /// Text that someone typed, short enough for a sentence.
    static String cut(String typed) { return typed.length() <= NAME ? typed : typed.substring(0, NAME) + "…"; }

    /// Several names, short enough for a sentence.
    static String listed(Collection<String> names) {
        String first = names.stream().limit(10).map(Limits::cut).collect(Collectors.joining(", "));
        return names.size() <= 10 ? first : first + " and " + (names.size() - 10) + " more";
    }

    /// @throws IllegalArgumentException for a shape that is too large
    static void check(Shape shape) {
        if (shape.rank() > RANK) {
            throw new IllegalArgumentException("a tensor of a formula has at most " + RANK + " axes, but this one has "
                    + shape.rank() + ", " + shape);
        }
        if (shape.size() > ENTRIES) {
            throw new IllegalArgumentException("a tensor of a formula has at most " + ENTRIES + " entries, but this one has "
                    + shape.size() + ", " + shape);
        }
    }
}
