package dev.jacobi.scalar;

/// Some instructions of a program as one loop over vectors, written as a class of its own by [SegmentWriter].
interface Segment {
    /// Computes `count` elements, a multiple of the vector's length.
    ///
    /// @param arrays those that are read, then those that are written: `float[]` or `double[]`
    /// @param offsets where the elements begin in each of them
    void run(Object[] arrays, int[] offsets, int count);
}
