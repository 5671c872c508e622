package dev.jacobi.op;

/// A choice of elements along one axis: `count` of them, from `start` in steps of
/// `step` (negative runs backward).
public record Range(int start, int count, int step) {

    /// All elements of an axis.
    public static Range all(int size) { return new Range(0, size, 1); }

    /// Java's and Python's half-open range, negative ends counted from the end and
    /// both ends limited to the axis.
    ///
    /// @throws IllegalArgumentException for a step of 0
    public static Range between(int start, int end, int step, int size) {
        if (step == 0) throw new IllegalArgumentException("a slice needs a step other than 0");
        int from = Math.clamp(start < 0 ? start + (long) size : start, step > 0 ? 0 : -1, step > 0 ? size : size - 1);
        int to = Math.clamp(end < 0 ? end + (long) size : end, step > 0 ? 0 : -1, step > 0 ? size : size - 1);
        long span = step > 0 ? (long) to - from : (long) from - to;
        int count = span <= 0 ? 0 : (int) ((span - 1) / Math.abs((long) step) + 1);
        return new Range(from, count, step);
    }

    boolean isAll(int size) { return start == 0 && count == size && step == 1; }
}
