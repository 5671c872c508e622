package dev.jacobi.kernel;

import java.util.Arrays;

/// Sums element by element, over the first elements of `float[]` and `double[]`.
public final class Sums {
    private Sums() {}

    /// `target[i] += source[i]` for the first `count` elements.
    public static void add(Object source, Object target, int count) {
        switch (source) {
            case float[] a -> AddsF32.add(a, (float[]) target, count);
            case double[] a -> AddsF64.add(a, (double[]) target, count);
            default -> throw Copies.unknown(source);
        }
    }

    /// `target[i] = +0` for the first `count` elements.
    public static void fillZero(Object target, int count) {
        switch (target) {
            case float[] a -> Arrays.fill(a, 0, count, 0);
            case double[] a -> Arrays.fill(a, 0, count, 0);
            default -> throw Copies.unknown(target);
        }
    }
}
