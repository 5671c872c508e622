package dev.jacobi.kernel;

import dev.jacobi.kernel.vector.IndexedTilesF64;
import dev.jacobi.kernel.vector.ProductCopiesF64;
import java.util.Arrays;

/// Convolution in tiles of [IndexedTilesF64], which read what lies under the window from the padded image itself.
///
/// Positions next to each other lie next to each other there, and so do, but for a few elements of padding, the end of
/// a line of positions and the beginning of the next: a tile runs on over the gap, and what it computes there is dropped.
final class TiledConvF64 {
    static final int WIDTH = IndexedTilesF64.WIDTH;
    /// Terms of a chain in one go: what they need stays in the first-level cache while all rows pass by.
    private static final int DEPTH = 144;

    /// The image that the window moves over.
    private final PatchesF64 patches;
    private final int[] lines;
    private final int across;
    private final double[] sums;
    /// 0, 1, 2, … times a step.
    private final int[] steps;
    /// Where the positions are, and a part of the upstream; for gradients only.
    private final int[] positions;
    private final double[] panel;

    private TiledConvF64(PatchesF64 patches, int rows, int count, int step, int[] positions) {
        this.patches = patches;
        this.lines = patches.lines();
        this.across = patches.across();
        this.sums = new double[fours(rows) * WIDTH];
        this.steps = new int[count];
        for (int p = 0; p < count; p++) steps[p] = p * step;
        this.positions = positions;
        this.panel = new double[positions.length == 0 ? 0 : DEPTH * WIDTH];
    }

    /// For [#product] of so many rows and terms.
    static TiledConvF64 products(PatchesF64 patches, int m, int k) { return new TiledConvF64(patches, m, k, 1, new int[0]); }

    /// For [#gradient] of a weight of so many elements a filter.
    static TiledConvF64 gradients(PatchesF64 patches, int reach) {
        int across = patches.across();
        int[] positions = new int[patches.lines().length * across];
        for (int p = 0; p < positions.length; p++) positions[p] = patches.lines()[p / across] + p % across;
        return new TiledConvF64(patches, reach, DEPTH, WIDTH, positions);
    }

    private static int fours(int n) { return (n + 3) & -4; }

    /// C (m, positions) = A (m,k) · patches (k, positions) from +0, all dense.
    void product(int m, int k, double[] a, int ao, double[] c, int co) {
        if (across == 0) return;
        int y = 0;
        int x = 0;
        while (y < lines.length) {
            int from = lines[y] + x;
            int width = width(y, from);
            Arrays.fill(sums, 0d);
            for (int p = 0; p < k; p += DEPTH) {
                int depth = Math.min(DEPTH, k - p);
                for (int i = 0; i < m; i += 4) {
                    int row = ao + i * k;
                    int last = m - 1 - i;
                    IndexedTilesF64.advance(width, depth, a, row, row + Math.min(1, last) * k, row + Math.min(2, last) * k,
                            row + Math.min(3, last) * k, steps, p, patches.image(), from, patches.offsets(), p, sums, i * WIDTH);
                }
            }
            while (y < lines.length) {
                int at = lines[y] + x - from;
                if (at >= width) break;
                int run = Math.min(across - x, width - at);
                for (int i = 0; i < m; i++) System.arraycopy(sums, i * WIDTH + at, c, co + i * lines.length * across + y * across + x, run);
                x += run;
                if (x == across) {
                    x = 0;
                    y++;
                }
            }
        }
    }

    /// From there to the last position that one tile reaches.
    private int width(int y, int from) {
        int end = from;
        for (int i = y; i < lines.length && lines[i] < from + WIDTH; i++) end = lines[i] + across;
        return Math.min(WIDTH, end - from);
    }

    /// Sums for the gradient of at most [#WIDTH] filters begin.
    void begin() { Arrays.fill(sums, 0d); }

    /// Adds an image to them: (reach, positions) · upstreamᵀ (positions, filters).
    void gradient(int reach, int filters, double[] upstream, int uo) {
        int[] offsets = patches.offsets();
        for (int p = 0; p < positions.length; p += DEPTH) {
            int depth = Math.min(DEPTH, positions.length - p);
            ProductCopiesF64.panel(upstream, uo + p, 1, positions.length, depth, filters, panel);
            for (int i = 0; i < reach; i += 4) {
                int last = reach - 1;
                IndexedTilesF64.advance(filters, depth, patches.image(), offsets[i], offsets[Math.min(i + 1, last)],
                        offsets[Math.min(i + 2, last)], offsets[Math.min(i + 3, last)], positions, p, panel, 0, steps, 0, sums, i * WIDTH);
            }
        }
    }

    /// Lays them down, filter by filter.
    void end(int reach, int filters, double[] gradient, int to) {
        for (int i = 0; i < reach; i++) {
            for (int f = 0; f < filters; f++) gradient[to + f * reach + i] = sums[i * WIDTH + f];
        }
    }
}
