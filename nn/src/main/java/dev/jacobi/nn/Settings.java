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

    /// @throws IllegalArgumentException unless it is above 0 and finite
    static void requirePositive(String what, double value) {
        if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(what + " must be above 0, and finite, but got " + value);
        }
    }

    /// A number as people write it, from which the same number is read: 5 and not 5.0.
    static String text(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15 ? String.valueOf((long) value) : String.valueOf(value);
    }
}
