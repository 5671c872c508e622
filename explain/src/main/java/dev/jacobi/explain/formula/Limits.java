package dev.jacobi.explain.formula;

import dev.jacobi.tensor.Shape;

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

    private Limits() {}

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
