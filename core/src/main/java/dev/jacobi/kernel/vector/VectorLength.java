package dev.jacobi.kernel.vector;

import jdk.incubator.vector.FloatVector;

/// How long this machine's vectors are.
public final class VectorLength {
    private VectorLength() {}

    public static int bits() { return FloatVector.SPECIES_PREFERRED.vectorBitSize(); }
}
