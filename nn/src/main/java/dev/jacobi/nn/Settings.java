package dev.jacobi.nn;

/// What the numbers that people set must be.
final class Settings {
    private Settings() {}

    /// @throws IllegalArgumentException if it is negative, infinite or NaN
    static void requireNotNegative(String what, double value) {
        if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(what + " must be 0 or more, and finite, but got " + value);
        }
    }

    /// @throws IllegalArgumentException unless it is at least 0 and below 1
    static void requireShare(String what, double value) {
        if (!(value >= 0 && value < 1)) throw new IllegalArgumentException(what + " must be at least 0 and below 1, but got " + value);
    }
}
