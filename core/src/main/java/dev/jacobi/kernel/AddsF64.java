package dev.jacobi.kernel;

/// Adding `double[]` elements to others; [Copies], [Gathers] and [Sums] cut the work into these.
final class AddsF64 {
    private AddsF64() {}

    /// `target[i] += source[i]`.
    static void add(double[] source, double[] target, int count) {
        for (int i = 0; i < count; i++) target[i] += source[i];
    }

    /// `target[to + i·toRow + j·toColumn] += source[from + i·fromRow + j·fromColumn]`, rows and columns ascending.
    static void plane(int rows, int columns, double[] source, int from, int fromRow, int fromColumn,
            double[] target, int to, int toRow, int toColumn) {
        for (int i = 0; i < rows; i++) {
            int x = from + i * fromRow;
            int y = to + i * toRow;
            if (fromColumn == 1 && toColumn == 1) {
                for (int j = 0; j < columns; j++) target[y + j] += source[x + j];
            } else {
                for (int j = 0; j < columns; j++) {
                    target[y] += source[x];
                    x += fromColumn;
                    y += toColumn;
                }
            }
        }
    }

    /// `target[o, index[t], i] += source[o, t, i]`, t ascending: the adjoint of a gather.
    static void scatter(double[] source, int outer, int axis, int inner, int[] index, double[] target) {
        int x = 0;
        for (int o = 0; o < outer; o++) {
            int start = o * axis * inner;
            if (inner == 1) {
                for (int t = 0; t < index.length; t++) target[start + index[t]] += source[x + t];
                x += index.length;
            } else {
                for (int t : index) {
                    int y = start + t * inner;
                    for (int i = 0; i < inner; i++) target[y + i] += source[x + i];
                    x += inner;
                }
            }
        }
    }
}
