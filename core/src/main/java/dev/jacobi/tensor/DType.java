package dev.jacobi.tensor;

/// The kind of number a tensor holds.
///
/// `F32` is for training, `F64` for explaining and checking. `F16` (IEEE binary16: 11 digits of two, up to 65504) and
/// `BF16` (8 digits of two, the range of `F32`) save memory: whatever is computed with them is computed in `F32` and
/// rounded once. All four are differentiated. `I32`, `I64` and `BOOL` hold indexes, labels and masks and carry no gradient.
public enum DType {
    F32(4), F64(8), F16(2), BF16(2), I32(4), I64(8), BOOL(1);

    private final int bytes;

    DType(int bytes) { this.bytes = bytes; }

    /// Bytes an element takes in memory.
    public int bytes() { return bytes; }

    /// True for `F32`, `F64`, `F16` and `BF16`: the types that carry gradients.
    public boolean isFloating() { return this == F32 || this == F64 || isHalf(); }

    /// True for `F16` and `BF16`: the types that are stored, and computed with in `F32`.
    public boolean isHalf() { return this == F16 || this == BF16; }

    /// True for `I32` and `I64`.
    public boolean isInteger() { return this == I32 || this == I64; }
}
