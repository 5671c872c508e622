package dev.jacobi.kernel;

import java.util.Arrays;

/// Moving `double[]` elements without changing them; [Copies] and [Gathers] cut the work into these.
final class MovesF64 {
    /// Shorter runs are faster in a loop than by a call.
    private static final int SHORT = 8;
    /// Side of the squares in which a plane is copied when rows on one side are columns on the other.
    private static final int BLOCK = 32;

    private MovesF64() {}

    /// `target[to + i·toRow + j·toColumn] = source[from + i·fromRow + j·fromColumn]` for all i and j.
    static void plane(int rows, int columns, double[] source, int from, int fromRow, int fromColumn,
            double[] target, int to, int toRow, int toColumn) {
        if (toColumn == 1 && fromColumn == 1 && columns >= SHORT) {
            for (int i = 0; i < rows; i++) System.arraycopy(source, from + i * fromRow, target, to + i * toRow, columns);
        } else if (toColumn == 1 && fromColumn == 0) {
            for (int i = 0; i < rows; i++) {
                int start = to + i * toRow;
                Arrays.fill(target, start, start + columns, source[from + i * fromRow]);
            }
        } else {
            for (int i = 0; i < rows; i += BLOCK) {
                int height = Math.min(BLOCK, rows - i);
                for (int j = 0; j < columns; j += BLOCK) {
                    block(height, Math.min(BLOCK, columns - j),
                            source, from + i * fromRow + j * fromColumn, fromRow, fromColumn,
                            target, to + i * toRow + j * toColumn, toRow, toColumn);
                }
            }
        }
    }

    private static void block(int rows, int columns, double[] source, int from, int fromRow, int fromColumn,
            double[] target, int to, int toRow, int toColumn) {
        for (int i = 0; i < rows; i++) {
            int x = from + i * fromRow;
            int y = to + i * toRow;
            for (int j = 0; j < columns; j++) {
                target[y] = source[x];
                x += fromColumn;
                y += toColumn;
            }
        }
    }

    /// `target[o, t, i] = source[o, index[t], i]`: (outer, axis, inner) to (outer, index.length, inner).
    static void gather(double[] source, int outer, int axis, int inner, int[] index, double[] target) {
        int y = 0;
        for (int o = 0; o < outer; o++) {
            int start = o * axis * inner;
            if (inner == 1) {
                for (int t = 0; t < index.length; t++) target[y + t] = source[start + index[t]];
                y += index.length;
            } else if (inner < SHORT) {
                for (int t : index) {
                    for (int i = 0, x = start + t * inner; i < inner; i++) target[y++] = source[x++];
                }
            } else {
                for (int t : index) {
                    System.arraycopy(source, start + t * inner, target, y, inner);
                    y += inner;
                }
            }
        }
    }
}
