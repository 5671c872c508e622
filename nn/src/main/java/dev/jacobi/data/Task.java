package dev.jacobi.data;

/// What is asked about a sample.
public enum Task {
    /// Which of several classes it belongs to.
    CLASSIFY,
    /// A number.
    REGRESS
}
