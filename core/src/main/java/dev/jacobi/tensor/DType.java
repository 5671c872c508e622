package dev.jacobi.tensor;

/// The kind of number a tensor holds.
///
/// `F32` is for training, `F64` for explaining and checking; both are
/// differentiated. `I32`, `I64` and `BOOL` hold indexes, labels and masks and
/// carry no gradient.
public enum DType {
    F32(4), F64(8), I32(4), I64(8), BOOL(1);

    private final int bytes;

    DType(int bytes) { this.bytes = bytes; }

    /// Bytes an element takes in memory.
    public int bytes() { return bytes; }

    /// True for `F32` and `F64`: the types that carry gradients.
    public boolean isFloating() { return this == F32 || this == F64; }

    /// True for `I32` and `I64`.
    public boolean isInteger() { return this == I32 || this == I64; }
}
