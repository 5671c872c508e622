package dev.jacobi.kernel.vector;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/// The innermost loops of a matrix product: tiles of four rows of C, which stay in registers while their chains
/// advance by k terms.
///
/// Four rows by three vectors need twelve registers for C, three for B and one for A: as many as a machine without
/// AVX-512 has, and enough independent chains to hide the latency of fma. Larger tiles aren't faster, and the JVM's
/// compilers give up on them now and then.
///
/// Every method takes A row by row: element (i, p) at `ao + i·ar + p`; B as a panel: element (p, j) at
/// `bo + p·WIDTH + j`, whole vectors; where the chains start, (i, j) at `so + i·sr + j`; and C, (i, j) at
/// `co + i·cr + j`. Of the last vector, only `last` elements of a row are read from the start and written to C. Where
/// `rows` is less than 4 the last row is computed, and written, again. There are no branches that a warm-up could
/// miss: what the compiler hasn't seen would be slower by a factor of thousands when it comes.
final class ProductTilesF64 {
    static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
    static final int L = SPECIES.length();
    /// Elements of a row of a panel of B.
    static final int WIDTH = 3 * L;

    private ProductTilesF64() {}

    /// A tile three vectors wide.
    static void three(int k, int rows, double[] a, int ao, int ar, double[] b, int bo,
            double[] s, int so, int sr, double[] c, int co, int cr, int last) {
        VectorMask<Double> mask = SPECIES.indexInRange(0, last);
        int r1 = Math.min(1, rows - 1);
        int r2 = Math.min(2, rows - 1);
        int r3 = Math.min(3, rows - 1);
        DoubleVector c00 = DoubleVector.fromArray(SPECIES, s, so);
        DoubleVector c01 = DoubleVector.fromArray(SPECIES, s, so + L);
        DoubleVector c02 = DoubleVector.fromArray(SPECIES, s, so + 2 * L, mask);
        DoubleVector c10 = DoubleVector.fromArray(SPECIES, s, so + r1 * sr);
        DoubleVector c11 = DoubleVector.fromArray(SPECIES, s, so + r1 * sr + L);
        DoubleVector c12 = DoubleVector.fromArray(SPECIES, s, so + r1 * sr + 2 * L, mask);
        DoubleVector c20 = DoubleVector.fromArray(SPECIES, s, so + r2 * sr);
        DoubleVector c21 = DoubleVector.fromArray(SPECIES, s, so + r2 * sr + L);
        DoubleVector c22 = DoubleVector.fromArray(SPECIES, s, so + r2 * sr + 2 * L, mask);
        DoubleVector c30 = DoubleVector.fromArray(SPECIES, s, so + r3 * sr);
        DoubleVector c31 = DoubleVector.fromArray(SPECIES, s, so + r3 * sr + L);
        DoubleVector c32 = DoubleVector.fromArray(SPECIES, s, so + r3 * sr + 2 * L, mask);
        int a1 = ao + r1 * ar;
        int a2 = ao + r2 * ar;
        int a3 = ao + r3 * ar;
        for (int p = 0; p < k; p++) {
            DoubleVector b0 = DoubleVector.fromArray(SPECIES, b, bo + p * WIDTH);
            DoubleVector b1 = DoubleVector.fromArray(SPECIES, b, bo + p * WIDTH + L);
            DoubleVector b2 = DoubleVector.fromArray(SPECIES, b, bo + p * WIDTH + 2 * L);
            DoubleVector x0 = DoubleVector.broadcast(SPECIES, a[ao + p]);
            c00 = x0.fma(b0, c00);
            c01 = x0.fma(b1, c01);
            c02 = x0.fma(b2, c02);
            DoubleVector x1 = DoubleVector.broadcast(SPECIES, a[a1 + p]);
            c10 = x1.fma(b0, c10);
            c11 = x1.fma(b1, c11);
            c12 = x1.fma(b2, c12);
            DoubleVector x2 = DoubleVector.broadcast(SPECIES, a[a2 + p]);
            c20 = x2.fma(b0, c20);
            c21 = x2.fma(b1, c21);
            c22 = x2.fma(b2, c22);
            DoubleVector x3 = DoubleVector.broadcast(SPECIES, a[a3 + p]);
            c30 = x3.fma(b0, c30);
            c31 = x3.fma(b1, c31);
            c32 = x3.fma(b2, c32);
        }
        c00.intoArray(c, co);
        c01.intoArray(c, co + L);
        c02.intoArray(c, co + 2 * L, mask);
        c10.intoArray(c, co + r1 * cr);
        c11.intoArray(c, co + r1 * cr + L);
        c12.intoArray(c, co + r1 * cr + 2 * L, mask);
        c20.intoArray(c, co + r2 * cr);
        c21.intoArray(c, co + r2 * cr + L);
        c22.intoArray(c, co + r2 * cr + 2 * L, mask);
        c30.intoArray(c, co + r3 * cr);
        c31.intoArray(c, co + r3 * cr + L);
        c32.intoArray(c, co + r3 * cr + 2 * L, mask);
    }

    /// A tile two vectors wide.
    static void two(int k, int rows, double[] a, int ao, int ar, double[] b, int bo,
            double[] s, int so, int sr, double[] c, int co, int cr, int last) {
        VectorMask<Double> mask = SPECIES.indexInRange(0, last);
        int r1 = Math.min(1, rows - 1);
        int r2 = Math.min(2, rows - 1);
        int r3 = Math.min(3, rows - 1);
        DoubleVector c00 = DoubleVector.fromArray(SPECIES, s, so);
        DoubleVector c01 = DoubleVector.fromArray(SPECIES, s, so + L, mask);
        DoubleVector c10 = DoubleVector.fromArray(SPECIES, s, so + r1 * sr);
        DoubleVector c11 = DoubleVector.fromArray(SPECIES, s, so + r1 * sr + L, mask);
        DoubleVector c20 = DoubleVector.fromArray(SPECIES, s, so + r2 * sr);
        DoubleVector c21 = DoubleVector.fromArray(SPECIES, s, so + r2 * sr + L, mask);
        DoubleVector c30 = DoubleVector.fromArray(SPECIES, s, so + r3 * sr);
        DoubleVector c31 = DoubleVector.fromArray(SPECIES, s, so + r3 * sr + L, mask);
        int a1 = ao + r1 * ar;
        int a2 = ao + r2 * ar;
        int a3 = ao + r3 * ar;
        for (int p = 0; p < k; p++) {
            DoubleVector b0 = DoubleVector.fromArray(SPECIES, b, bo + p * WIDTH);
            DoubleVector b1 = DoubleVector.fromArray(SPECIES, b, bo + p * WIDTH + L);
            DoubleVector x0 = DoubleVector.broadcast(SPECIES, a[ao + p]);
            c00 = x0.fma(b0, c00);
            c01 = x0.fma(b1, c01);
            DoubleVector x1 = DoubleVector.broadcast(SPECIES, a[a1 + p]);
            c10 = x1.fma(b0, c10);
            c11 = x1.fma(b1, c11);
            DoubleVector x2 = DoubleVector.broadcast(SPECIES, a[a2 + p]);
            c20 = x2.fma(b0, c20);
            c21 = x2.fma(b1, c21);
            DoubleVector x3 = DoubleVector.broadcast(SPECIES, a[a3 + p]);
            c30 = x3.fma(b0, c30);
            c31 = x3.fma(b1, c31);
        }
        c00.intoArray(c, co);
        c01.intoArray(c, co + L, mask);
        c10.intoArray(c, co + r1 * cr);
        c11.intoArray(c, co + r1 * cr + L, mask);
        c20.intoArray(c, co + r2 * cr);
        c21.intoArray(c, co + r2 * cr + L, mask);
        c30.intoArray(c, co + r3 * cr);
        c31.intoArray(c, co + r3 * cr + L, mask);
    }

    /// A tile one vector wide.
    static void one(int k, int rows, double[] a, int ao, int ar, double[] b, int bo,
            double[] s, int so, int sr, double[] c, int co, int cr, int last) {
        VectorMask<Double> mask = SPECIES.indexInRange(0, last);
        int r1 = Math.min(1, rows - 1);
        int r2 = Math.min(2, rows - 1);
        int r3 = Math.min(3, rows - 1);
        DoubleVector c00 = DoubleVector.fromArray(SPECIES, s, so, mask);
        DoubleVector c10 = DoubleVector.fromArray(SPECIES, s, so + r1 * sr, mask);
        DoubleVector c20 = DoubleVector.fromArray(SPECIES, s, so + r2 * sr, mask);
        DoubleVector c30 = DoubleVector.fromArray(SPECIES, s, so + r3 * sr, mask);
        int a1 = ao + r1 * ar;
        int a2 = ao + r2 * ar;
        int a3 = ao + r3 * ar;
        for (int p = 0; p < k; p++) {
            DoubleVector b0 = DoubleVector.fromArray(SPECIES, b, bo + p * WIDTH);
            DoubleVector x0 = DoubleVector.broadcast(SPECIES, a[ao + p]);
            c00 = x0.fma(b0, c00);
            DoubleVector x1 = DoubleVector.broadcast(SPECIES, a[a1 + p]);
            c10 = x1.fma(b0, c10);
            DoubleVector x2 = DoubleVector.broadcast(SPECIES, a[a2 + p]);
            c20 = x2.fma(b0, c20);
            DoubleVector x3 = DoubleVector.broadcast(SPECIES, a[a3 + p]);
            c30 = x3.fma(b0, c30);
        }
        c00.intoArray(c, co, mask);
        c10.intoArray(c, co + r1 * cr, mask);
        c20.intoArray(c, co + r2 * cr, mask);
        c30.intoArray(c, co + r3 * cr, mask);
    }
}
