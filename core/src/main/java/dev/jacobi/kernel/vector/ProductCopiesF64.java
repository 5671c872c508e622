package dev.jacobi.kernel.vector;

/// Copies that a product makes of its matrices, so that its tiles find them as they need them. Plain loops.
public final class ProductCopiesF64 {
    private static final int WIDTH = ProductTilesF64.WIDTH;

    private ProductCopiesF64() {}

    /// Rows of A: element (i, p) from `from + i·row + p·column` to `i·depth + p`.
    static void rows(double[] a, int from, int row, int column, int rows, int depth, double[] to) {
        int i = 0;
        for (; i <= rows - 4; i += 4) {
            int x = from + i * row;
            int y = i * depth;
            for (int p = 0; p < depth; p++, x += column, y++) {
                to[y] = a[x];
                to[y + depth] = a[x + row];
                to[y + 2 * depth] = a[x + 2 * row];
                to[y + 3 * depth] = a[x + 3 * row];
            }
        }
        for (; i < rows; i++) {
            for (int p = 0, x = from + i * row; p < depth; p++, x += column) to[i * depth + p] = a[x];
        }
    }

    /// A panel of B: element (p, j) from `from + p·row + j·column` to `p·WIDTH + j`.
    public static void panel(double[] b, int from, int row, int column, int depth, int columns, double[] to) {
        if (column == 1) {
            for (int p = 0; p < depth; p++) System.arraycopy(b, from + p * row, to, p * WIDTH, columns);
            return;
        }
        int j = 0;
        for (; j <= columns - 4; j += 4) {
            int x = from + j * column;
            for (int p = 0; p < depth; p++, x += row) {
                int y = p * WIDTH + j;
                to[y] = b[x];
                to[y + 1] = b[x + column];
                to[y + 2] = b[x + 2 * column];
                to[y + 3] = b[x + 3 * column];
            }
        }
        for (; j < columns; j++) {
            for (int p = 0, x = from + j * column; p < depth; p++, x += row) to[p * WIDTH + j] = b[x];
        }
    }

    /// A tile of C: element (i, j) from `from + i·row + j·column` to `i·WIDTH + j`.
    static void gather(double[] c, int from, int row, int column, int rows, int columns, double[] to) {
        for (int i = 0; i < rows; i++) {
            for (int j = 0, x = from + i * row; j < columns; j++, x += column) to[i * WIDTH + j] = c[x];
        }
    }

    /// The way back.
    static void scatter(double[] tile, double[] c, int to, int row, int column, int rows, int columns) {
        if (rows == 4) {
            for (int j = 0, x = to; j < columns; j++, x += column) {
                c[x] = tile[j];
                c[x + row] = tile[j + WIDTH];
                c[x + 2 * row] = tile[j + 2 * WIDTH];
                c[x + 3 * row] = tile[j + 3 * WIDTH];
            }
            return;
        }
        for (int i = 0; i < rows; i++) {
            for (int j = 0, x = to + i * row; j < columns; j++, x += column) c[x] = tile[i * WIDTH + j];
        }
    }
}
