package dev.jacobi.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import dev.jacobi.kernel.vector.VectorProductF64;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The product in the Vector API has the bits of the chains as they are specified, and of the portable product.
class VectorProductF64Test {
    private static final int[] SIZES = {1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 23, 24, 25, 31, 32, 33, 47, 48, 49, 63, 64, 65, 66, 97, 127, 128, 129};
    private static final double[] AWKWARD = {0d, -0d, 1d, -1d, Double.MIN_VALUE, -Double.MIN_NORMAL, Double.MAX_VALUE,
        Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NaN};

    @BeforeAll
    static void needsTheVectorApi() {
        assumeTrue(Vectors.PRESENT, "the Vector API is missing (java --add-modules jdk.incubator.vector), off, or has short vectors");
        Vectors.warmUp();
    }

    /// Numbers, of which one in `rarity` is awkward.
    private static double[] numbers(Random random, int length, int rarity) {
        double[] x = MatMulF64Test.random(random, length);
        for (int i = 0; i < length; i++) if (random.nextInt(rarity) == 0) x[i] = AWKWARD[random.nextInt(AWKWARD.length)];
        return x;
    }

    private static int size(Random random) { return SIZES[random.nextInt(SIZES.length)]; }

    /// A matrix with strides of any sign somewhere in an array that it needn't fill; or packed to its end.
    private record Matrix(double[] array, int offset, int row, int column) {
        static Matrix of(Random random, int rows, int columns, int rarity) {
            int kind = random.nextInt(6);
            int row = kind == 0 ? columns : kind == 1 ? 1 : kind == 2 ? columns + random.nextInt(9) : random.nextInt(9) - 4;
            int column = kind == 0 ? 1 : kind == 1 ? rows : kind == 2 ? 1 : random.nextInt(9) - 4;
            int low = Math.min(0, row * (rows - 1)) + Math.min(0, column * (columns - 1));
            int high = Math.max(0, row * (rows - 1)) + Math.max(0, column * (columns - 1));
            int before = random.nextInt(20);
            return new Matrix(numbers(random, before + high - low + 1 + random.nextInt(2) * random.nextInt(20), rarity), before - low, row, column);
        }
    }

    private static void check(long seed, Random random, int m, int n, int k, int rarity) {
        Matrix a = Matrix.of(random, m, k, rarity);
        Matrix b = Matrix.of(random, k, n, rarity);
        boolean resume = random.nextBoolean();
        int before = random.nextInt(20);
        int after = random.nextInt(2) * random.nextInt(20);
        double[] start = numbers(random, before + m * n + after, rarity);
        double[] c = start.clone();
        VectorProductF64.multiply(m, n, k, a.array, a.offset, a.row, a.column, b.array, b.offset, b.row, b.column, c, before, resume);
        double[] portable = start.clone();
        MatMulF64.portable(m, n, k, a.array, a.offset, a.row, a.column, b.array, b.offset, b.row, b.column, portable, before, resume);
        double[] specified = MatMulF64Test.chains(1, m, n, k, a.array, a.offset, 0, a.row, a.column, b.array, b.offset, 0, b.row, b.column,
                resume ? Arrays.copyOfRange(start, before, before + m * n) : new double[m * n]);
        String what = "seed " + seed + " m " + m + " n " + n + " k " + k + " resume " + resume + " A " + a.row + "," + a.column
                + " B " + b.row + "," + b.column;
        assertThat(Arrays.copyOfRange(c, before, before + m * n)).as(what).isEqualTo(specified);
        assertThat(c).as("%s, portable and all around", what).isEqualTo(portable);
    }

    @Test
    void isTheChainOnEveryShape() {
        long first = System.nanoTime();
        for (long seed = first; seed < first + 1500; seed++) {
            Random random = new Random(seed);
            check(seed, random, size(random), size(random), random.nextInt(20) == 0 ? 0 : size(random), random.nextBoolean() ? 1_000_000 : 40);
        }
    }

    @ParameterizedTest
    @CsvSource({"64, 256, 784", "784, 256, 64", "64, 784, 256", "10, 30, 784", "784, 30, 10", "1, 1200, 3", "1200, 1, 3", "3, 1025, 129",
        "1025, 3, 129", "513, 49, 257", "1030, 50, 130", "48, 48, 1"})
    void isTheChainOnLargeShapes(int m, int n, int k) {
        for (long seed = 0; seed < 8; seed++) check(seed, new Random(seed), m, n, k, 1_000_000);
    }

    /// A compiled product keeps its vectors in registers; one that doesn't allocates them by the thousand.
    @Test
    void allocatesNothingOnceAThreadHasItsScratch() {
        int[][] shapes = {{64, 64, 64}, {5, 17, 130}, {30, 10, 784}, {600, 3, 20}};
        double[] a = MatMulF64Test.random(new Random(1), 1 << 15);
        double[] b = MatMulF64Test.random(new Random(2), 1 << 15);
        double[] c = new double[1 << 13];
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 200; i++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int[] s : shapes) {
                for (int turn = 0; turn < 4; turn++) {
                    boolean at = (turn & 1) != 0;
                    boolean bt = (turn & 2) != 0;
                    VectorProductF64.multiply(s[0], s[1], s[2], a, 0, at ? 1 : s[2], at ? s[0] : 1, b, 0, bt ? 1 : s[1], bt ? s[2] : 1, c, 0, i % 2 == 0);
                }
            }
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertThat(least).isZero();
    }
}
