package dev.jacobi.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CopiesTest {
    static Class<?>[] kinds() {
        return new Class<?>[] {float.class, double.class, int.class, long.class, boolean.class};
    }

    private static Object random(Class<?> kind, Random random, int length) {
        Object array = Array.newInstance(kind, length);
        for (int i = 0; i < length; i++) {
            Object value = kind == boolean.class ? (Object) random.nextBoolean() : (Object) (byte) random.nextInt(100);
            Array.set(array, i, value);
        }
        return array;
    }

    /// A view with axes in any order, some repeated, turned around or thinned out.
    private record View(int[] shape, int[] strides, int offset, int extent, int count) {
        static View random(Random random, boolean repeats) {
            int rank = random.nextInt(6) == 0 ? 16 : random.nextInt(6);
            int[] shape = new int[rank];
            int[] strides = new int[rank];
            Integer[] order = new Integer[rank];
            Arrays.setAll(order, i -> i);
            if (random.nextBoolean()) java.util.Collections.shuffle(Arrays.asList(order), random);
            int step = 1 + random.nextInt(2);
            int offset = random.nextInt(3);
            int count = 1;
            for (int i = rank - 1; i >= 0; i--) {
                int axis = order[i];
                int big = rank <= 2 ? 90 : rank <= 4 ? 12 : rank == 16 ? 2 : 5;
                int size = random.nextInt(40) == 0 ? 0 : 1 + random.nextInt(big);
                if (count > 20_000) size = 1;
                shape[axis] = size;
                count *= size;
                if (repeats && random.nextInt(5) == 0) continue;
                strides[axis] = step;
                int reach = Math.max(1, size) * step;
                if (random.nextInt(5) == 0) {
                    strides[axis] = -step;
                    offset += (Math.max(1, size) - 1) * step;
                }
                step = reach * (random.nextInt(5) == 0 ? 2 : 1);
            }
            int extent = offset + 1;
            for (int i = 0; i < rank; i++) extent += Math.max(0, (shape[i] - 1) * strides[i]);
            return new View(shape, strides, offset, extent, count);
        }

        /// Where the elements are, in row-major order.
        int[] places() {
            int[] places = new int[count];
            for (int i = 0; i < count; i++) {
                int place = offset;
                int rest = i;
                for (int a = shape.length - 1; a >= 0; a--) {
                    place += rest % shape[a] * strides[a];
                    rest /= shape[a];
                }
                places[i] = place;
            }
            return places;
        }

        @Override public String toString() {
            return "shape " + Arrays.toString(shape) + " strides " + Arrays.toString(strides) + " offset " + offset;
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void copiesAndWritesAnyView(Class<?> kind) {
        long first = System.nanoTime();
        for (long seed = first; seed < first + 300; seed++) {
            Random random = new Random(seed);
            View view = View.random(random, true);
            Object source = random(kind, random, view.extent);
            Object target = Array.newInstance(kind, view.count);
            Object expected = Array.newInstance(kind, view.count);
            int[] places = view.places();
            for (int i = 0; i < view.count; i++) System.arraycopy(source, places[i], expected, i, 1);
            Copies.copyStrided(source, view.offset, view.shape, view.strides, target);
            assertThat(target).as("copy, seed %d %s", seed, view).isEqualTo(expected);

            view = View.random(random, false);
            source = random(kind, random, view.count);
            target = random(kind, random, view.extent);
            expected = Array.newInstance(kind, view.extent);
            System.arraycopy(target, 0, expected, 0, view.extent);
            places = view.places();
            for (int i = 0; i < view.count; i++) System.arraycopy(source, i, expected, places[i], 1);
            Copies.writeStrided(source, target, view.offset, view.shape, view.strides);
            assertThat(target).as("write, seed %d %s", seed, view).isEqualTo(expected);
        }
    }

    @Test
    void addsInRowMajorOrder() {
        long first = System.nanoTime();
        for (long seed = first; seed < first + 300; seed++) {
            Random random = new Random(seed);
            View view = View.random(random, true);
            int[] places = view.places();
            float[] source = MatMulF32Test.random(random, view.count);
            float[] target = MatMulF32Test.random(random, view.extent);
            float[] expected = target.clone();
            for (int i = 0; i < view.count; i++) expected[places[i]] += source[i];
            Copies.addStrided(source, target, view.offset, view.shape, view.strides);
            assertThat(target).as("seed %d %s", seed, view).isEqualTo(expected);

            double[] source64 = MatMulF64Test.random(random, view.count);
            double[] target64 = MatMulF64Test.random(random, view.extent);
            double[] expected64 = target64.clone();
            for (int i = 0; i < view.count; i++) expected64[places[i]] += source64[i];
            Copies.addStrided(source64, target64, view.offset, view.shape, view.strides);
            assertThat(target64).as("seed %d %s", seed, view).isEqualTo(expected64);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 8, 31, 32, 33, 65})
    void transposes(int n) {
        int m = 2 * n + 3;
        int[] source = new int[m * n];
        Arrays.setAll(source, i -> i);
        int[] target = new int[m * n];
        Copies.copyStrided(source, 0, new int[] {n, m}, new int[] {1, n}, target);
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) assertThat(target[j * m + i]).isEqualTo(i * n + j);
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void gathersAndScatters(Class<?> kind) {
        long first = System.nanoTime();
        for (long seed = first; seed < first + 200; seed++) {
            Random random = new Random(seed);
            int outer = random.nextInt(4);
            int axis = 1 + random.nextInt(9);
            int inner = random.nextInt(20);
            int[] index = random.ints(random.nextInt(30), 0, axis).toArray();
            Object source = random(kind, random, outer * axis * inner);
            Object target = Array.newInstance(kind, outer * index.length * inner);
            Gathers.gather(source, outer, axis, inner, index, target);
            float[] values = MatMulF32Test.random(random, outer * index.length * inner);
            float[] sums = MatMulF32Test.random(random, outer * axis * inner);
            float[] expected = sums.clone();
            double[] values64 = MatMulF64Test.random(random, outer * index.length * inner);
            double[] sums64 = MatMulF64Test.random(random, outer * axis * inner);
            double[] expected64 = sums64.clone();
            for (int o = 0; o < outer; o++) {
                for (int t = 0; t < index.length; t++) {
                    for (int i = 0; i < inner; i++) {
                        int x = (o * axis + index[t]) * inner + i;
                        int y = (o * index.length + t) * inner + i;
                        assertThat(Array.get(target, y)).as("seed %d", seed).isEqualTo(Array.get(source, x));
                        expected[x] += values[y];
                        expected64[x] += values64[y];
                    }
                }
            }
            Gathers.scatterAdd(values, outer, axis, inner, index, sums);
            assertThat(sums).as("seed %d", seed).isEqualTo(expected);
            Gathers.scatterAdd(values64, outer, axis, inner, index, sums64);
            assertThat(sums64).as("seed %d", seed).isEqualTo(expected64);
        }
    }

    @Test
    void addsAndFillsTheFirstElements() {
        float[] a = {1, 2, 3};
        float[] b = {10, 20, 30};
        Sums.add(a, b, 2);
        assertThat(b).containsExactly(11, 22, 30);
        Sums.fillZero(b, 2);
        assertThat(b).containsExactly(0, 0, 30);
        double[] c = {1, 2, 3};
        double[] d = {10, 20, 30};
        Sums.add(c, d, 2);
        assertThat(d).containsExactly(11, 22, 30);
        Sums.fillZero(d, 2);
        assertThat(d).containsExactly(0, 0, 30);
    }

    @Test
    void refusesOtherArrays() {
        assertThatThrownBy(() -> Sums.fillZero(new byte[1], 1)).isInstanceOf(AssertionError.class).hasMessageContaining("byte[]");
    }
}
