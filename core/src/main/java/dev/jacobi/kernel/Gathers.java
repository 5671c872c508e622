package dev.jacobi.kernel;

/// Picking along the middle axis of a dense array, and the adjoint. Arrays are given as objects of the
/// same kind; every index must be at least 0 and less than `axis`, which is the caller's to check.
public final class Gathers {
    private Gathers() {}

    /// `target[o, t, i] = source[o, index[t], i]`: (outer, axis, inner) to (outer, index.length, inner).
    /// Takes `float[]`, `double[]`, `int[]`, `long[]` and `boolean[]`.
    public static void gather(Object source, int outer, int axis, int inner, int[] index, Object target) {
        switch (source) {
            case float[] a -> MovesF32.gather(a, outer, axis, inner, index, (float[]) target);
            case double[] a -> MovesF64.gather(a, outer, axis, inner, index, (double[]) target);
            case int[] a -> MovesI32.gather(a, outer, axis, inner, index, (int[]) target);
            case long[] a -> MovesI64.gather(a, outer, axis, inner, index, (long[]) target);
            case boolean[] a -> MovesBool.gather(a, outer, axis, inner, index, (boolean[]) target);
            default -> throw Copies.unknown(source);
        }
    }

    /// The adjoint, `target[o, index[t], i] += source[o, t, i]`: adds in ascending order of t to what
    /// `target` (outer, axis, inner) holds. Takes `float[]` and `double[]`.
    public static void scatterAdd(Object source, int outer, int axis, int inner, int[] index, Object target) {
        switch (source) {
            case float[] a -> AddsF32.scatter(a, outer, axis, inner, index, (float[]) target);
            case double[] a -> AddsF64.scatter(a, outer, axis, inner, index, (double[]) target);
            default -> throw Copies.unknown(source);
        }
    }
}
