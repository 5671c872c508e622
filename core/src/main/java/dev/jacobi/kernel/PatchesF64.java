package dev.jacobi.kernel;

/// What lies under the window at each of its positions, as the right side of a product: element (p, j) is
/// the p-th element under the window at its j-th position, or, `turned`, the other way round.
///
/// It is read from a copy of one image at a time that has its padding around it, so that no position needs
/// a test: element (p, j) is at `offsets[p] + y·rowStep + x·columnStep` for position j = (y, x).
final class PatchesF64 implements PanelsF64.Source {
    private final boolean turned;
    /// The copy (channels, height, width): zeros, but for the elements of the source, which form a grid.
    private final double[] image;
    private final int channels;
    private final int size;
    private final int width;
    private final Grid rows;
    private final Grid columns;
    private final int[] offsets;
    private final int rowStep;
    private final int columnStep;
    private final int positionsAcross;

    /// Along one axis: element i of `count` lies at `start + i·step` of the copy; only `from` ≤ i < `to` fall inside.
    private record Grid(int count, int start, int step, int from, int to) {
        static Grid of(int count, int start, int step, int size) {
            int from = start >= 0 ? 0 : (-start + step - 1) / step;
            int to = start >= size ? 0 : Math.min(count, (size - 1 - start) / step + 1);
            return new Grid(count, start, step, from, Math.max(from, to));
        }
    }

    private PatchesF64(boolean turned, int channels, int height, int width, Grid rows, Grid columns,
            int[] offsets, int rowStep, int columnStep, int positionsAcross) {
        this.turned = turned;
        this.image = new double[Math.multiplyExact(channels, Math.multiplyExact(height, width))];
        this.channels = channels;
        this.size = height * width;
        this.width = width;
        this.rows = rows;
        this.columns = columns;
        this.offsets = offsets;
        this.rowStep = rowStep;
        this.columnStep = columnStep;
        this.positionsAcross = positionsAcross;
    }

    /// The window moves over the input, padded.
    static PatchesF64 ofInput(Window w, boolean turned) {
        int height = w.height() + 2 * w.padRows();
        int width = w.width() + 2 * w.padColumns();
        int[] offsets = new int[w.reach()];
        int p = 0;
        for (int c = 0; c < w.channels(); c++) {
            for (int r = 0; r < w.rows(); r++) {
                for (int s = 0; s < w.columns(); s++) offsets[p++] = (c * height + r) * width + s;
            }
        }
        return new PatchesF64(turned, w.channels(), height, width,
                Grid.of(w.height(), w.padRows(), 1, height), Grid.of(w.width(), w.padColumns(), 1, width),
                offsets, w.strideRows() * width, w.strideColumns(), w.outputWidth());
    }

    /// The window, flipped, moves over the upstream, with zeros between its elements where the stride is
    /// more than 1: at input element (y, x) it lies over the outputs that this element went into.
    static PatchesF64 ofUpstream(Window w) {
        int height = w.height() + w.rows() - 1;
        int width = w.width() + w.columns() - 1;
        int[] offsets = new int[w.filters() * w.rows() * w.columns()];
        int p = 0;
        for (int f = 0; f < w.filters(); f++) {
            for (int r = 0; r < w.rows(); r++) {
                for (int s = 0; s < w.columns(); s++) {
                    offsets[p++] = (f * height + w.rows() - 1 - r) * width + w.columns() - 1 - s;
                }
            }
        }
        return new PatchesF64(false, w.filters(), height, width,
                Grid.of(w.outputHeight(), w.rows() - 1 - w.padRows(), w.strideRows(), height),
                Grid.of(w.outputWidth(), w.columns() - 1 - w.padColumns(), w.strideColumns(), width),
                offsets, width, 1, w.width());
    }

    /// Takes over image i of the source.
    void read(double[] source, int i) {
        for (int c = 0; c < channels; c++) {
            for (int y = rows.from; y < rows.to; y++) {
                int x = ((i * channels + c) * rows.count + y) * columns.count;
                int to = c * size + (rows.start + y * rows.step) * width + columns.start;
                if (columns.step == 1) {
                    System.arraycopy(source, x + columns.from, image, to + columns.from, columns.to - columns.from);
                } else {
                    for (int j = columns.from; j < columns.to; j++) image[to + j * columns.step] = source[x + j];
                }
            }
        }
    }

    @Override public void pack(int p, int rows, int j, int columns, double[][] panel) {
        if (turned) {
            packTurned(p, rows, j, columns, panel);
            return;
        }
        for (int q = 0; q < rows; q++) line(p + q, j, columns, panel[q], 0);
    }

    /// Element p under the window at the positions j … j+count−1, to `to` from `at` on.
    void line(int p, int j, int count, double[] to, int at) {
        if (count == 0) return;    // there may be no positions at all
        int line = offsets[p] + j / positionsAcross * rowStep;
        int start = j % positionsAcross;
        for (int t = 0; t < count; ) {
            int run = Math.min(positionsAcross - start, count - t);
            int from = line + start * columnStep;
            if (columnStep == 1) {
                System.arraycopy(image, from, to, at + t, run);
            } else {
                for (int i = 0; i < run; i++) to[at + t + i] = image[from + i * columnStep];
            }
            t += run;
            start = 0;
            line += rowStep;
        }
    }

    private void packTurned(int p, int rows, int j, int columns, double[][] panel) {
        for (int q = 0; q < rows; q++) {
            double[] to = panel[q];
            int from = (p + q) / positionsAcross * rowStep + (p + q) % positionsAcross * columnStep;
            for (int t = 0; t < columns; t++) to[t] = image[from + offsets[j + t]];
        }
    }
}
