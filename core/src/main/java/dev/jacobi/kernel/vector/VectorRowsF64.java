package dev.jacobi.kernel.vector;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/// What is done to elements that lie one after the other, a vector at a time: with the bits of the portable loops.
public final class VectorRowsF64 {
    private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
    private static final int L = SPECIES.length();
    private static final VectorSpecies<Double> WIDE = DoubleVector.SPECIES_PREFERRED;
    private static final int D = WIDE.length();
    /// As many elements as [#WIDE] has.
    private static final VectorSpecies<Double> NARROW = VectorSpecies.of(double.class, VectorShape.forBitSize(D * Double.SIZE));

    private VectorRowsF64() {}

    /// Sums in 16 lanes: element k is added to lane k mod 16, each lane begins with +0.
    ///
    /// @param count a multiple of 16
    public static void add(double[] x, int from, int count, double[] lanes) {
        if (D == 8) {
            addTwo(x, from, count, lanes, 0);
        } else {
            addTwo(x, from, count, lanes, 0);
            addTwo(x, from, count, lanes, 2 * D);
        }
    }

    /// The lanes of two vectors.
    private static void addTwo(double[] x, int from, int count, double[] lanes, int first) {
        DoubleVector a = DoubleVector.zero(WIDE);
        DoubleVector b = DoubleVector.zero(WIDE);
        for (int k = from + first; k < from + count; k += 16) {
            a = a.add(wide(x, k));
            b = b.add(wide(x, k + D));
        }
        a.intoArray(lanes, first);
        b.intoArray(lanes, first + D);
    }

    private static DoubleVector wide(double[] x, int at) { return (DoubleVector) DoubleVector.fromArray(NARROW, x, at).castShape(WIDE, 0); }

    /// The greatest of `n` elements, as [Math#max] sees it.
    public static double max(double[] x, int from, int n) {
        DoubleVector a = DoubleVector.broadcast(SPECIES, Double.NEGATIVE_INFINITY);
        DoubleVector b = a;
        int end = from + n;
        int k = from;
        for (; k <= end - 2 * L; k += 2 * L) {
            a = a.max(DoubleVector.fromArray(SPECIES, x, k));
            b = b.max(DoubleVector.fromArray(SPECIES, x, k + L));
        }
        double r = k > from ? a.max(b).reduceLanes(VectorOperators.MAX) : Double.NEGATIVE_INFINITY;
        for (; k < end; k++) r = Math.max(r, x[k]);
        return r;
    }

    /// Takes a number away from each of `n` elements.
    public static void subtract(double[] x, int from, int n, double number, double[] y, int to) {
        DoubleVector v = DoubleVector.broadcast(SPECIES, number);
        int k = 0;
        for (; k <= n - L; k += L) DoubleVector.fromArray(SPECIES, x, from + k).sub(v).intoArray(y, to + k);
        for (; k < n; k++) y[to + k] = x[from + k] - number;
    }
}
