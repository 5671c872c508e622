package dev.jacobi.op;

import dev.jacobi.tensor.Tensor;

/// Which elements of a square matrix a triangular system reads: those on one side of the diagonal, and the diagonal
/// itself unless it counts as ones.
public enum Triangle {
    LOWER(true, false), UPPER(false, false), UNIT_LOWER(true, true), UNIT_UPPER(false, true);

    private final boolean lower;
    private final boolean unit;

    Triangle(boolean lower, boolean unit) {
        this.lower = lower;
        this.unit = unit;
    }

    /// True for elements below the diagonal.
    boolean isLower() { return lower; }

    /// True if the diagonal counts as ones.
    boolean isUnit() { return unit; }

    /// What this triangle becomes when the matrix is transposed.
    public Triangle transposed() {
        return switch (this) {
            case LOWER -> UPPER;
            case UPPER -> LOWER;
            case UNIT_LOWER -> UNIT_UPPER;
            case UNIT_UPPER -> UNIT_LOWER;
        };
    }

    /// The elements that are read, zeros elsewhere.
    Tensor of(Tensor a) {
        Tensor index = Tensor.range(a.size(-1));
        Tensor row = index.unsqueeze(1);
        Tensor column = index.unsqueeze(0);
        Tensor read = lower ? (unit ? row.gt(column) : row.ge(column)) : unit ? row.lt(column) : row.le(column);
        return Matrices.where(read, a);
    }
}
