package dev.jacobi.data;

/// What becomes of a row with a missing value.
public enum Missing {
    /// It isn't used.
    DROP,
    /// A missing number counts as the mean of its column, a missing category as none of them.
    MEAN,
    /// It is an error that names the row.
    ERROR
}
