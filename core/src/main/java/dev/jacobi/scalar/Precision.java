package dev.jacobi.scalar;

/// What a formula computes in. Formulas may choose their coefficients by it.
public enum Precision {
    F32, F64,
    /// Whole numbers of 64 bits.
    WHOLE
}
