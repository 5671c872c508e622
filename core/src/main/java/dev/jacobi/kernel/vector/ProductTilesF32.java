package dev.jacobi.kernel.vector;

import jdk.incubator.vector.FloatVector;
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
final class ProductTilesF32 {
    static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    static final int L = SPECIES.length();
    /// Elements of a row of a panel of B.
    static final int WIDTH = 3 * L;

    private ProductTilesF32() {}

    /// A tile three vectors wide.
    static void three(int k, int rows, float[] a, int ao, int ar, float[] b, int bo,
            float[] s, int so, int sr, float[] c, int co, int cr, int last) {
        VectorMask<Float> mask = SPECIES.indexInRange(0, last);
        int r1 = Math.min(1, rows - 1);
        int r2 = Math.min(2, rows - 1);
        int r3 = Math.min(3, rows - 1);
        FloatVector c00 = FloatVector.fromArray(SPECIES, s, so);
        FloatVector c01 = FloatVector.fromArray(SPECIES, s, so + L);
        FloatVector c02 = FloatVector.fromArray(SPECIES, s, so + 2 * L, mask);
        FloatVector c10 = FloatVector.fromArray(SPECIES, s, so + r1 * sr);
        FloatVector c11 = FloatVector.fromArray(SPECIES, s, so + r1 * sr + L);
        FloatVector c12 = FloatVector.fromArray(SPECIES, s, so + r1 * sr + 2 * L, mask);
        FloatVector c20 = FloatVector.fromArray(SPECIES, s, so + r2 * sr);
        FloatVector c21 = FloatVector.fromArray(SPECIES, s, so + r2 * sr + L);
        FloatVector c22 = FloatVector.fromArray(SPECIES, s, so + r2 * sr + 2 * L, mask);
        FloatVector c30 = FloatVector.fromArray(SPECIES, s, so + r3 * sr);
        FloatVector c31 = FloatVector.fromArray(SPECIES, s, so + r3 * sr + L);
        FloatVector c32 = FloatVector.fromArray(SPECIES, s, so + r3 * sr + 2 * L, mask);
        int a1 = ao + r1 * ar;
        int a2 = ao + r2 * ar;
        int a3 = ao + r3 * ar;
        for (int p = 0; p < k; p++) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, bo + p * WIDTH);
            FloatVector b1 = FloatVector.fromArray(SPECIES, b, bo + p * WIDTH + L);
            FloatVector b2 = FloatVector.fromArray(SPECIES, b, bo + p * WIDTH + 2 * L);
            FloatVector x0 = FloatVector.broadcast(SPECIES, a[ao + p]);
            c00 = x0.fma(b0, c00);
            c01 = x0.fma(b1, c01);
            c02 = x0.fma(b2, c02);
            FloatVector x1 = FloatVector.broadcast(SPECIES, a[a1 + p]);
            c10 = x1.fma(b0, c10);
            c11 = x1.fma(b1, c11);
            c12 = x1.fma(b2, c12);
            FloatVector x2 = FloatVector.broadcast(SPECIES, a[a2 + p]);
            c20 = x2.fma(b0, c20);
            c21 = x2.fma(b1, c21);
            c22 = x2.fma(b2, c22);
            FloatVector x3 = FloatVector.broadcast(SPECIES, a[a3 + p]);
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
    static void two(int k, int rows, float[] a, int ao, int ar, float[] b, int bo,
            float[] s, int so, int sr, float[] c, int co, int cr, int last) {
        VectorMask<Float> mask = SPECIES.indexInRange(0, last);
        int r1 = Math.min(1, rows - 1);
        int r2 = Math.min(2, rows - 1);
        int r3 = Math.min(3, rows - 1);
        FloatVector c00 = FloatVector.fromArray(SPECIES, s, so);
        FloatVector c01 = FloatVector.fromArray(SPECIES, s, so + L, mask);
        FloatVector c10 = FloatVector.fromArray(SPECIES, s, so + r1 * sr);
        FloatVector c11 = FloatVector.fromArray(SPECIES, s, so + r1 * sr + L, mask);
        FloatVector c20 = FloatVector.fromArray(SPECIES, s, so + r2 * sr);
        FloatVector c21 = FloatVector.fromArray(SPECIES, s, so + r2 * sr + L, mask);
        FloatVector c30 = FloatVector.fromArray(SPECIES, s, so + r3 * sr);
        FloatVector c31 = FloatVector.fromArray(SPECIES, s, so + r3 * sr + L, mask);
        int a1 = ao + r1 * ar;
        int a2 = ao + r2 * ar;
        int a3 = ao + r3 * ar;
        for (int p = 0; p < k; p++) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, bo + p * WIDTH);
            FloatVector b1 = FloatVector.fromArray(SPECIES, b, bo + p * WIDTH + L);
            FloatVector x0 = FloatVector.broadcast(SPECIES, a[ao + p]);
            c00 = x0.fma(b0, c00);
            c01 = x0.fma(b1, c01);
            FloatVector x1 = FloatVector.broadcast(SPECIES, a[a1 + p]);
            c10 = x1.fma(b0, c10);
            c11 = x1.fma(b1, c11);
            FloatVector x2 = FloatVector.broadcast(SPECIES, a[a2 + p]);
            c20 = x2.fma(b0, c20);
            c21 = x2.fma(b1, c21);
            FloatVector x3 = FloatVector.broadcast(SPECIES, a[a3 + p]);
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
    static void one(int k, int rows, float[] a, int ao, int ar, float[] b, int bo,
            float[] s, int so, int sr, float[] c, int co, int cr, int last) {
        VectorMask<Float> mask = SPECIES.indexInRange(0, last);
        int r1 = Math.min(1, rows - 1);
        int r2 = Math.min(2, rows - 1);
        int r3 = Math.min(3, rows - 1);
        FloatVector c00 = FloatVector.fromArray(SPECIES, s, so, mask);
        FloatVector c10 = FloatVector.fromArray(SPECIES, s, so + r1 * sr, mask);
        FloatVector c20 = FloatVector.fromArray(SPECIES, s, so + r2 * sr, mask);
        FloatVector c30 = FloatVector.fromArray(SPECIES, s, so + r3 * sr, mask);
        int a1 = ao + r1 * ar;
        int a2 = ao + r2 * ar;
        int a3 = ao + r3 * ar;
        for (int p = 0; p < k; p++) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, bo + p * WIDTH);
            FloatVector x0 = FloatVector.broadcast(SPECIES, a[ao + p]);
            c00 = x0.fma(b0, c00);
            FloatVector x1 = FloatVector.broadcast(SPECIES, a[a1 + p]);
            c10 = x1.fma(b0, c10);
            FloatVector x2 = FloatVector.broadcast(SPECIES, a[a2 + p]);
            c20 = x2.fma(b0, c20);
            FloatVector x3 = FloatVector.broadcast(SPECIES, a[a3 + p]);
            c30 = x3.fma(b0, c30);
        }
        c00.intoArray(c, co, mask);
        c10.intoArray(c, co + r1 * cr, mask);
        c20.intoArray(c, co + r2 * cr, mask);
        c30.intoArray(c, co + r3 * cr, mask);
    }
}
