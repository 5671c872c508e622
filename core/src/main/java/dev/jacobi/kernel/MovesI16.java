package dev.jacobi.kernel;

import java.util.Arrays;

/// Moving `short[]` elements without changing them; [Copies] and [Gathers] cut the work into these.
final class MovesI16 {
    /// Shorter runs are faster in a loop than by a call.
    private static final int SHORT = 8;

    private MovesI16() {}

    /// `target[to + i·toRow + j·toColumn] = source[from + i·fromRow + j·fromColumn]` for all i and j.
    static void plane(int rows, int columns, short[] source, int from, int fromRow, int fromColumn,
            short[] target, int to, int toRow, int toColumn) {
        if (toColumn == 1 && fromColumn == 1 && columns >= SHORT) {
            for (int i = 0; i < rows; i++) System.arraycopy(source, from + i * fromRow, target, to + i * toRow, columns);
        } else if (toColumn == 1 && fromColumn == 0) {
            for (int i = 0; i < rows; i++) {
                int start = to + i * toRow;
                Arrays.fill(target, start, start + columns, source[from + i * fromRow]);
            }
        } else if (rows > 1 && Math.abs(toRow) < Math.abs(toColumn)) {
            turned(columns, rows, source, from, fromColumn, fromRow, target, to, toColumn, toRow);
        } else {
            turned(rows, columns, source, from, fromRow, fromColumn, target, to, toRow, toColumn);
        }
    }

    /// Neighbors in the target lie in a row of it. If neighbors in the source lie in a column, eight columns go
    /// together: every line of the cache is then used up before it is lost.
    private static void turned(int rows, int columns, short[] source, int from, int fromRow, int fromColumn,
            short[] target, int to, int toRow, int toColumn) {
        int j = 0;
        if (rows >= SHORT && Math.abs(fromRow) < Math.abs(fromColumn)) {
            for (; j <= columns - 8; j += 8) {
                eightColumns(rows, source, from + j * fromColumn, fromRow, fromColumn, target, to + j * toColumn, toRow, toColumn);
            }
        }
        for (int i = 0; i < rows; i++) {
            int x = from + i * fromRow + j * fromColumn;
            int y = to + i * toRow + j * toColumn;
            for (int l = j; l < columns; l++) {
                target[y] = source[x];
                x += fromColumn;
                y += toColumn;
            }
        }
    }

    private static void eightColumns(int rows, short[] source, int x, int fromRow, int fromColumn,
            short[] target, int y, int toRow, int toColumn) {
        for (int i = 0; i < rows; i++) {
            target[y] = source[x];
            target[y + toColumn] = source[x + fromColumn];
            target[y + 2 * toColumn] = source[x + 2 * fromColumn];
            target[y + 3 * toColumn] = source[x + 3 * fromColumn];
            target[y + 4 * toColumn] = source[x + 4 * fromColumn];
            target[y + 5 * toColumn] = source[x + 5 * fromColumn];
            target[y + 6 * toColumn] = source[x + 6 * fromColumn];
            target[y + 7 * toColumn] = source[x + 7 * fromColumn];
            x += fromRow;
            y += toRow;
        }
    }

    /// `target[o, t, i] = source[o, index[t], i]`: (outer, axis, inner) to (outer, index.length, inner).
    static void gather(short[] source, int outer, int axis, int inner, int[] index, short[] target) {
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
