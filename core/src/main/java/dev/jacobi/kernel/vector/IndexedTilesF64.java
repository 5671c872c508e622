package dev.jacobi.kernel.vector;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/// Tiles as those of [ProductTilesF64], of matrices whose rows and columns begin anywhere, as tables say: what lies under
/// the window of a convolution is such a matrix, and need not be copied together.
///
/// Element (i, p) of A is at `ai + columns[ca + p]`, for the four rows i; element (p, j) of B at `bo + rows[rb + p] + j`;
/// the chains of C go on from what `sums` holds at `so + i·WIDTH + j`, and are left there. Whole vectors are read and written.
public final class IndexedTilesF64 {
    private static final VectorSpecies<Double> SPECIES = ProductTilesF64.SPECIES;
    private static final int L = ProductTilesF64.L;
    /// Elements of a row of sums; no tile is wider.
    public static final int WIDTH = ProductTilesF64.WIDTH;

    private IndexedTilesF64() {}

    /// How many of the elements of a tile so wide are read and written.
    public static int padded(int columns) { return (columns + L - 1) / L * L; }

    /// A tile of at most [#WIDTH] columns.
    public static void advance(int width, int k, double[] a, int a0, int a1, int a2, int a3, int[] columns, int ca,
            double[] b, int bo, int[] rows, int rb, double[] sums, int so) {
        if (width > 2 * L) three(k, a, a0, a1, a2, a3, columns, ca, b, bo, rows, rb, sums, so);
        else if (width > L) two(k, a, a0, a1, a2, a3, columns, ca, b, bo, rows, rb, sums, so);
        else one(k, a, a0, a1, a2, a3, columns, ca, b, bo, rows, rb, sums, so);
    }

    /// A tile three vectors wide.
    private static void three(int k, double[] a, int a0, int a1, int a2, int a3, int[] columns, int ca,
            double[] b, int bo, int[] rows, int rb, double[] sums, int so) {
        DoubleVector c00 = DoubleVector.fromArray(SPECIES, sums, so);
        DoubleVector c01 = DoubleVector.fromArray(SPECIES, sums, so + L);
        DoubleVector c02 = DoubleVector.fromArray(SPECIES, sums, so + 2 * L);
        DoubleVector c10 = DoubleVector.fromArray(SPECIES, sums, so + WIDTH);
        DoubleVector c11 = DoubleVector.fromArray(SPECIES, sums, so + WIDTH + L);
        DoubleVector c12 = DoubleVector.fromArray(SPECIES, sums, so + WIDTH + 2 * L);
        DoubleVector c20 = DoubleVector.fromArray(SPECIES, sums, so + 2 * WIDTH);
        DoubleVector c21 = DoubleVector.fromArray(SPECIES, sums, so + 2 * WIDTH + L);
        DoubleVector c22 = DoubleVector.fromArray(SPECIES, sums, so + 2 * WIDTH + 2 * L);
        DoubleVector c30 = DoubleVector.fromArray(SPECIES, sums, so + 3 * WIDTH);
        DoubleVector c31 = DoubleVector.fromArray(SPECIES, sums, so + 3 * WIDTH + L);
        DoubleVector c32 = DoubleVector.fromArray(SPECIES, sums, so + 3 * WIDTH + 2 * L);
        for (int p = 0; p < k; p++) {
            int x = columns[ca + p];
            int y = bo + rows[rb + p];
            DoubleVector b0 = DoubleVector.fromArray(SPECIES, b, y);
            DoubleVector b1 = DoubleVector.fromArray(SPECIES, b, y + L);
            DoubleVector b2 = DoubleVector.fromArray(SPECIES, b, y + 2 * L);
            DoubleVector x0 = DoubleVector.broadcast(SPECIES, a[a0 + x]);
            c00 = x0.fma(b0, c00);
            c01 = x0.fma(b1, c01);
            c02 = x0.fma(b2, c02);
            DoubleVector x1 = DoubleVector.broadcast(SPECIES, a[a1 + x]);
            c10 = x1.fma(b0, c10);
            c11 = x1.fma(b1, c11);
            c12 = x1.fma(b2, c12);
            DoubleVector x2 = DoubleVector.broadcast(SPECIES, a[a2 + x]);
            c20 = x2.fma(b0, c20);
            c21 = x2.fma(b1, c21);
            c22 = x2.fma(b2, c22);
            DoubleVector x3 = DoubleVector.broadcast(SPECIES, a[a3 + x]);
            c30 = x3.fma(b0, c30);
            c31 = x3.fma(b1, c31);
            c32 = x3.fma(b2, c32);
        }
        c00.intoArray(sums, so);
        c01.intoArray(sums, so + L);
        c02.intoArray(sums, so + 2 * L);
        c10.intoArray(sums, so + WIDTH);
        c11.intoArray(sums, so + WIDTH + L);
        c12.intoArray(sums, so + WIDTH + 2 * L);
        c20.intoArray(sums, so + 2 * WIDTH);
        c21.intoArray(sums, so + 2 * WIDTH + L);
        c22.intoArray(sums, so + 2 * WIDTH + 2 * L);
        c30.intoArray(sums, so + 3 * WIDTH);
        c31.intoArray(sums, so + 3 * WIDTH + L);
        c32.intoArray(sums, so + 3 * WIDTH + 2 * L);
    }

    /// A tile two vectors wide.
    private static void two(int k, double[] a, int a0, int a1, int a2, int a3, int[] columns, int ca,
            double[] b, int bo, int[] rows, int rb, double[] sums, int so) {
        DoubleVector c00 = DoubleVector.fromArray(SPECIES, sums, so);
        DoubleVector c01 = DoubleVector.fromArray(SPECIES, sums, so + L);
        DoubleVector c10 = DoubleVector.fromArray(SPECIES, sums, so + WIDTH);
        DoubleVector c11 = DoubleVector.fromArray(SPECIES, sums, so + WIDTH + L);
        DoubleVector c20 = DoubleVector.fromArray(SPECIES, sums, so + 2 * WIDTH);
        DoubleVector c21 = DoubleVector.fromArray(SPECIES, sums, so + 2 * WIDTH + L);
        DoubleVector c30 = DoubleVector.fromArray(SPECIES, sums, so + 3 * WIDTH);
        DoubleVector c31 = DoubleVector.fromArray(SPECIES, sums, so + 3 * WIDTH + L);
        for (int p = 0; p < k; p++) {
            int x = columns[ca + p];
            int y = bo + rows[rb + p];
            DoubleVector b0 = DoubleVector.fromArray(SPECIES, b, y);
            DoubleVector b1 = DoubleVector.fromArray(SPECIES, b, y + L);
            DoubleVector x0 = DoubleVector.broadcast(SPECIES, a[a0 + x]);
            c00 = x0.fma(b0, c00);
            c01 = x0.fma(b1, c01);
            DoubleVector x1 = DoubleVector.broadcast(SPECIES, a[a1 + x]);
            c10 = x1.fma(b0, c10);
            c11 = x1.fma(b1, c11);
            DoubleVector x2 = DoubleVector.broadcast(SPECIES, a[a2 + x]);
            c20 = x2.fma(b0, c20);
            c21 = x2.fma(b1, c21);
            DoubleVector x3 = DoubleVector.broadcast(SPECIES, a[a3 + x]);
            c30 = x3.fma(b0, c30);
            c31 = x3.fma(b1, c31);
        }
        c00.intoArray(sums, so);
        c01.intoArray(sums, so + L);
        c10.intoArray(sums, so + WIDTH);
        c11.intoArray(sums, so + WIDTH + L);
        c20.intoArray(sums, so + 2 * WIDTH);
        c21.intoArray(sums, so + 2 * WIDTH + L);
        c30.intoArray(sums, so + 3 * WIDTH);
        c31.intoArray(sums, so + 3 * WIDTH + L);
    }

    /// A tile one vector wide.
    private static void one(int k, double[] a, int a0, int a1, int a2, int a3, int[] columns, int ca,
            double[] b, int bo, int[] rows, int rb, double[] sums, int so) {
        DoubleVector c00 = DoubleVector.fromArray(SPECIES, sums, so);
        DoubleVector c10 = DoubleVector.fromArray(SPECIES, sums, so + WIDTH);
        DoubleVector c20 = DoubleVector.fromArray(SPECIES, sums, so + 2 * WIDTH);
        DoubleVector c30 = DoubleVector.fromArray(SPECIES, sums, so + 3 * WIDTH);
        for (int p = 0; p < k; p++) {
            int x = columns[ca + p];
            int y = bo + rows[rb + p];
            DoubleVector b0 = DoubleVector.fromArray(SPECIES, b, y);
            DoubleVector x0 = DoubleVector.broadcast(SPECIES, a[a0 + x]);
            c00 = x0.fma(b0, c00);
            DoubleVector x1 = DoubleVector.broadcast(SPECIES, a[a1 + x]);
            c10 = x1.fma(b0, c10);
            DoubleVector x2 = DoubleVector.broadcast(SPECIES, a[a2 + x]);
            c20 = x2.fma(b0, c20);
            DoubleVector x3 = DoubleVector.broadcast(SPECIES, a[a3 + x]);
            c30 = x3.fma(b0, c30);
        }
        c00.intoArray(sums, so);
        c10.intoArray(sums, so + WIDTH);
        c20.intoArray(sums, so + 2 * WIDTH);
        c30.intoArray(sums, so + 3 * WIDTH);
    }
}
