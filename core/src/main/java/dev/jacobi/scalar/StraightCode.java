package dev.jacobi.scalar;

/// A few hundred instructions on single numbers, as one method without loops.
public interface StraightCode {
    /// Reads and writes elements of these arrays, `float[]` or `double[]` each.
    void run(Object[] arrays);
}
