package dev.jacobi.kernel.vector;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/// What is done to elements that lie one after the other, a vector at a time: with the bits of the portable loops.
public final class VectorRowsF32 {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int L = SPECIES.length();
    private static final VectorSpecies<Double> WIDE = DoubleVector.SPECIES_PREFERRED;
    private static final int D = WIDE.length();
    /// As many elements as [#WIDE] has.
    private static final VectorSpecies<Float> NARROW = VectorSpecies.of(float.class, VectorShape.forBitSize(D * Float.SIZE));

    private VectorRowsF32() {}

    /// Sums in 16 lanes: element k is added to lane k mod 16, each lane begins with +0.
    ///
    /// @param count a multiple of 16
    public static void add(float[] x, int from, int count, double[] lanes) {
        if (D == 8) {
            addTwo(x, from, count, lanes, 0);
        } else {
            addTwo(x, from, count, lanes, 0);
            addTwo(x, from, count, lanes, 2 * D);
        }
    }

    /// The lanes of two vectors.
    private static void addTwo(float[] x, int from, int count, double[] lanes, int first) {
        DoubleVector a = DoubleVector.zero(WIDE);
        DoubleVector b = DoubleVector.zero(WIDE);
        for (int k = from + first; k < from + count; k += 16) {
            a = a.add(wide(x, k));
            b = b.add(wide(x, k + D));
        }
        a.intoArray(lanes, first);
        b.intoArray(lanes, first + D);
    }

    private static DoubleVector wide(float[] x, int at) { return (DoubleVector) FloatVector.fromArray(NARROW, x, at).castShape(WIDE, 0); }

    /// The greatest of `n` elements, as [Math#max] sees it.
    public static float max(float[] x, int from, int n) {
        FloatVector a = FloatVector.broadcast(SPECIES, Float.NEGATIVE_INFINITY);
        FloatVector b = a;
        int end = from + n;
        int k = from;
        for (; k <= end - 2 * L; k += 2 * L) {
            a = a.max(FloatVector.fromArray(SPECIES, x, k));
            b = b.max(FloatVector.fromArray(SPECIES, x, k + L));
        }
        float r = k > from ? a.max(b).reduceLanes(VectorOperators.MAX) : Float.NEGATIVE_INFINITY;
        for (; k < end; k++) r = Math.max(r, x[k]);
        return r;
    }

    /// Takes a number away from each of `n` elements.
    public static void subtract(float[] x, int from, int n, float number, float[] y, int to) {
        FloatVector v = FloatVector.broadcast(SPECIES, number);
        int k = 0;
        for (; k <= n - L; k += L) FloatVector.fromArray(SPECIES, x, from + k).sub(v).intoArray(y, to + k);
        for (; k < n; k++) y[to + k] = x[from + k] - number;
    }
}
