package dev.jacobi.scalar;

import dev.jacobi.scalar.Segments.Piece;
import java.util.Arrays;

/// Between which numbers the values of a piece lie, unless they are NaN: what follows from the constants in it.
final class Ranges {
    private final Piece piece;
    private final double[] low;
    private final double[] high;

    private Ranges(Piece piece) {
        this.piece = piece;
        int first = piece.inputs() + piece.constants().size();
        low = new double[first + piece.code().size()];
        high = new double[low.length];
        Arrays.fill(low, Double.NEGATIVE_INFINITY);
        Arrays.fill(high, Double.POSITIVE_INFINITY);
        for (int k = 0; k < piece.constants().size(); k++) {
            double v = piece.constants().get(k);
            if (Double.isNaN(v)) continue;
            low[piece.inputs() + k] = v;
            high[piece.inputs() + k] = v;
        }
        for (int s = 0; s < piece.code().size(); s++) bound(first + s, piece.code().get(s), piece.operands().get(s).get(0),
                piece.operands().get(s).getLast());
    }

    static Ranges of(Piece piece) { return new Ranges(piece); }

    private void bound(int y, ScalarInstruction i, int a, int b) {
        switch (i) {
            case MAX -> set(y, Math.max(low[a], low[b]), Math.max(high[a], high[b]));
            case MIN -> set(y, Math.min(low[a], low[b]), Math.min(high[a], high[b]));
            case NEG -> set(y, -high[a], -low[a]);
            case ROUND -> set(y, Math.rint(low[a]), Math.rint(high[a]));
            case ABS -> set(y, 0, Math.max(-low[a], high[a]));
            case MUL -> {
                double bound = Math.max(-low[a], high[a]) * Math.max(-low[b], high[b]);
                // a little more than what rounding can add
                if (Double.isFinite(bound)) set(y, -bound * (1 + 1e-6), bound * (1 + 1e-6));
            }
            default -> { }
        }
    }

    private void set(int y, double least, double most) {
        low[y] = least;
        high[y] = most;
    }

    /// Whether a value is NaN, or no larger than this on both sides.
    boolean isWithin(int value, double size) { return low[value] >= -size && high[value] <= size; }

    /// Whether a value must be NaN where another is.
    boolean isNaNWith(int value, int other) {
        boolean[] follows = new boolean[low.length];
        follows[other] = true;
        int first = low.length - piece.code().size();
        for (int s = Math.max(0, other - first + 1); s <= value - first; s++) {
            switch (piece.code().get(s)) {
                case ADD, SUB, MUL, DIV, FMA, NEG, ABS, SQRT, ROUND, FLOOR -> {
                    for (int a : piece.operands().get(s)) follows[first + s] |= follows[a];
                }
                default -> { }
            }
        }
        return follows[value];
    }
}
