package dev.jacobi.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jacobi.kernel.vector.VectorRowsF32;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What the Vector API makes of rows has the bits of plain loops: those of the specified sums are in [ReductionsF32Test].
class VectorRowsF32Test {
    private static final float[] AWKWARD = {0f, -0f, 1f, -1f, Float.MIN_VALUE, -Float.MIN_NORMAL, Float.MAX_VALUE,
        Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.NaN};

    @BeforeAll
    static void needsTheVectorApi() {
        assumeTrue(Vectors.PRESENT, "the Vector API is missing (java --add-modules jdk.incubator.vector), off, or has short vectors");
        Vectors.warmUp();
    }

    @Test
    void hasTheBitsOfPlainLoops() {
        for (long seed = 0; seed < 2000; seed++) {
            Random random = new Random(seed);
            int n = random.nextInt(random.nextBoolean() ? 40 : 1200);
            int from = random.nextInt(20);
            int rarity = random.nextInt(2) == 0 ? 10 : 1 << 20;
            float[] x = MatMulF32Test.random(random, from + n + 1 + random.nextInt(3));
            for (int i = 0; i < x.length; i++) if (random.nextInt(rarity) == 0) x[i] = AWKWARD[random.nextInt(AWKWARD.length)];
            String where = "seed " + seed + ", " + n + " elements from " + from;
            assertThat(new float[] {VectorRowsF32.max(x, from, n)}).as(where).isEqualTo(new float[] {max(x, from, n)});
            double[] lanes = new double[16];
            Arrays.fill(lanes, 7);
            VectorRowsF32.add(x, from, n & -16, lanes);
            assertThat(lanes).as(where).isEqualTo(lanes(x, from, n & -16));
            float[] y = MatMulF32Test.random(random, n + 5);
            float[] expected = y.clone();
            for (int k = 0; k < n; k++) expected[3 + k] = x[from + k] - x[0];
            VectorRowsF32.subtract(x, from, n, x[0], y, 3);
            assertThat(y).as(where).isEqualTo(expected);
            assertThat(new double[] {LanesF32.row(x, from, n, true)}).as(where).isEqualTo(new double[] {LanesF32.row(x, from, n, false)});
        }
    }

    private static float max(float[] x, int from, int n) {
        float r = Float.NEGATIVE_INFINITY;
        for (int k = from; k < from + n; k++) r = Math.max(r, x[k]);
        return r;
    }

    private static double[] lanes(float[] x, int from, int count) {
        double[] r = new double[16];
        for (int k = 0; k < count; k++) r[k % 16] += x[from + k];
        return r;
    }
}
