package dev.jacobi.kernel;

/// What lies under the window at each of its positions, as the right side of a product: element (p, j) is
/// the p-th element under the window at its j-th position, or, `turned`, the other way round.
///
/// It is read from a copy of one image at a time that has its padding around it, so that no position needs
/// a test: element (p, j) is at `offsets[p] + lines[y] + x` for position j = (y, x), where y counts the
/// rows of all depths. Where the window moves on by s columns, the copy has every s-th column of a row next to each other, s such
/// *phases* one after the other.
final class PatchesF64 implements PanelsF64.Source {
    private final boolean turned;
    /// The copy (channels, depth, height, width): zeros, but for the elements of the source, which form a grid.
    private final double[] image;
    private final int channels;
    private final int height;
    private final int width;
    private final int size;
    private final Grid depth;
    private final Grid rows;
    private final Grid columns;
    private final int[] offsets;
    private final int[] lines;
    private final int phases;
    private final int positionsAcross;

    /// Along one axis: element i of `count` lies at `start + i·step` of the copy, which has `size` elements; only
    /// `from` ≤ i < `to` fall inside.
    private record Grid(int size, int count, int start, int step, int from, int to) {
        /// The input, padded.
        static Grid ofInput(ConvolutionSizes.Axis a) { return of(a.covered(), a.input(), a.pad(), 1); }

        /// The upstream, as the window, flipped, comes to it.
        static Grid ofUpstream(ConvolutionSizes.Axis a) { return of(a.input() + a.spread(), a.output(), a.spread() - a.pad(), a.stride()); }

        private static Grid of(int size, int count, int start, int step) {
            int from = start >= 0 ? 0 : (int) ((-(long) start + step - 1) / step);
            int to = start >= size ? 0 : Math.min(count, (size - 1 - start) / step + 1);
            return new Grid(size, count, start, step, from, Math.max(from, to));
        }

        Grid padded(int multiple) { return new Grid((size + multiple - 1) / multiple * multiple, count, start, step, from, to); }
    }

    private PatchesF64(boolean turned, int channels, Grid depth, Grid rows, Grid columns,
            int[] offsets, int[] lines, int phases, int positionsAcross) {
        this.turned = turned;
        this.channels = channels;
        this.height = rows.size;
        this.width = columns.size;
        this.size = depth.size * height * width;
        this.image = new double[channels * size + ConvolutionSizes.SLACK];
        this.depth = depth;
        this.rows = rows;
        this.columns = columns;
        this.offsets = offsets;
        this.lines = lines;
        this.phases = phases;
        this.positionsAcross = positionsAcross;
    }

    /// The window moves over the input, padded.
    static PatchesF64 ofInput(ConvolutionSizes s, boolean turned) {
        Grid depth = Grid.ofInput(s.depth());
        Grid rows = Grid.ofInput(s.rows());
        int phases = s.columns().phases();
        Grid columns = Grid.ofInput(s.columns()).padded(phases);
        int phase = columns.size / phases;
        int[] offsets = new int[s.reach()];
        int p = 0;
        for (int c = 0; c < s.channels(); c++) {
            for (int d = 0; d < s.depth().window(); d++) {
                for (int r = 0; r < s.rows().window(); r++) {
                    int line = ((c * depth.size + d * s.depth().dilation()) * rows.size + r * s.rows().dilation()) * columns.size;
                    for (int q = 0, x = 0; q < s.columns().window(); q++, x += s.columns().dilation()) {
                        offsets[p++] = line + x % phases * phase + x / phases;
                    }
                }
            }
        }
        int[] lines = lines(s.depth().output(), s.depth().stride() * rows.size * columns.size, s.rows().output(),
                s.rows().stride() * columns.size);
        return new PatchesF64(turned, s.channels(), depth, rows, columns, offsets, lines, phases, s.columns().output());
    }

    /// The window, flipped, moves over the upstream, with zeros between its elements where the stride is
    /// more than 1: at an input element it lies over the outputs that this element went into.
    static PatchesF64 ofUpstream(ConvolutionSizes s) {
        Grid depth = Grid.ofUpstream(s.depth());
        Grid rows = Grid.ofUpstream(s.rows());
        Grid columns = Grid.ofUpstream(s.columns());
        int[] offsets = new int[s.filters() * s.taps()];
        int p = 0;
        for (int f = 0; f < s.filters(); f++) {
            for (int d = 0; d < s.depth().window(); d++) {
                for (int r = 0; r < s.rows().window(); r++) {
                    int line = ((f * depth.size + s.depth().spread() - d * s.depth().dilation()) * rows.size
                            + s.rows().spread() - r * s.rows().dilation()) * columns.size + s.columns().spread();
                    for (int q = 0; q < s.columns().window(); q++) offsets[p++] = line - q * s.columns().dilation();
                }
            }
        }
        int[] lines = lines(s.depth().input(), rows.size * columns.size, s.rows().input(), columns.size);
        return new PatchesF64(false, s.filters(), depth, rows, columns, offsets, lines, 1, s.columns().input());
    }

    private static int[] lines(int depth, int depthStep, int rows, int rowStep) {
        int[] lines = new int[depth * rows];
        for (int d = 0, y = 0; d < depth; d++) {
            for (int r = 0; r < rows; r++) lines[y++] = d * depthStep + r * rowStep;
        }
        return lines;
    }

    double[] image() { return image; }

    int[] offsets() { return offsets; }

    int[] lines() { return lines; }

    int across() { return positionsAcross; }

    /// Takes over image i of the source.
    void read(double[] source, int i) {
        for (int c = 0; c < channels; c++) {
            for (int d = depth.from; d < depth.to; d++) {
                for (int y = rows.from; y < rows.to; y++) {
                    int x = (((i * channels + c) * depth.count + d) * rows.count + y) * columns.count;
                    line(source, x, c * size + ((depth.start + d * depth.step) * height + rows.start + y * rows.step) * width);
                }
            }
        }
    }

    private void line(double[] source, int x, int row) {
        if (columns.from >= columns.to) return;
        int to = row + columns.start;
        if (phases > 1) {
            for (int i = columns.from; i < Math.min(columns.from + phases, columns.to); i++) {
                int y = row + (columns.start + i) % phases * (width / phases) + (columns.start + i) / phases;
                for (int j = i; j < columns.to; j += phases) image[y++] = source[x + j];
            }
        } else if (columns.step == 1) {
            System.arraycopy(source, x + columns.from, image, to + columns.from, columns.to - columns.from);
        } else {
            for (int j = columns.from; j < columns.to; j++) image[to + j * columns.step] = source[x + j];
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
        int offset = offsets[p];
        int y = j / positionsAcross;
        int start = j % positionsAcross;
        for (int t = 0; t < count; ) {
            int run = Math.min(positionsAcross - start, count - t);
            System.arraycopy(image, offset + lines[y++] + start, to, at + t, run);
            t += run;
            start = 0;
        }
    }

    private void packTurned(int p, int rows, int j, int columns, double[][] panel) {
        for (int q = 0; q < rows; q++) {
            double[] to = panel[q];
            int from = lines[(p + q) / positionsAcross] + (p + q) % positionsAcross;
            for (int t = 0; t < columns; t++) to[t] = image[from + offsets[j + t]];
        }
    }
}
