package dev.jacobi.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class FiniteTest {
    private static final int[] SIZES = {0, 1, 7, 511, 512, 513, 1024, 3000};

    @Test
    void finiteNumbersOfAnySizeArePassed() {
        for (int size : SIZES) {
            float[] x = new float[size];
            Arrays.fill(x, -Float.MAX_VALUE);
            assertThat(Finite.firstOther(x, size)).isEqualTo(-1);
            double[] y = new double[size];
            Arrays.fill(y, Double.MAX_VALUE);
            assertThat(Finite.firstOther(y, size)).isEqualTo(-1);
        }
    }

    @Test
    void anyOtherIsFoundWhereverItIs() {
        for (int size : SIZES) {
            for (int at = 0; at < size; at++) {
                float[] x = new float[size];
                x[at] = at % 2 == 0 ? Float.NaN : Float.NEGATIVE_INFINITY;
                assertThat(Finite.firstOther(x, size)).isEqualTo(at);
                assertThat(Finite.firstOther(x, at)).as("what follows the count isn't asked").isEqualTo(-1);
                double[] y = new double[size];
                y[at] = at % 2 == 0 ? Double.NaN : Double.POSITIVE_INFINITY;
                assertThat(Finite.firstOther(y, size)).isEqualTo(at);
            }
        }
        float[] both = new float[2000];
        both[3] = Float.POSITIVE_INFINITY;
        both[515] = Float.NEGATIVE_INFINITY;
        assertThat(Finite.firstOther(both, 2000)).isEqualTo(3);
    }
}
