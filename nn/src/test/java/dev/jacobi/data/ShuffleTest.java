package dev.jacobi.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.BitSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ShuffleTest {
    @Test
    void everyNumberComesOnce() {
        for (int count : new int[] {0, 1, 2, 3, 4, 5, 7, 16, 17, 100, 1000, 65_536, 65_537}) {
            for (long seed = 0; seed < 5; seed++) {
                Shuffle order = new Shuffle(count, seed);
                BitSet met = new BitSet();
                for (int i = 0; i < count; i++) met.set(order.at(i));
                assertThat(met.cardinality()).as("count %d, seed %d", count, seed).isEqualTo(count);
                assertThat(met.length()).isEqualTo(count);
            }
        }
    }

    @Test
    void everyNumberComesEverywhere() {
        // 10 numbers in 20000 orders: each is expected in each place 2000 times, with a deviation of 42
        int[][] counts = new int[10][10];
        for (int seed = 0; seed < 20_000; seed++) {
            Shuffle order = new Shuffle(10, seed);
            for (int i = 0; i < 10; i++) counts[i][order.at(i)]++;
        }
        assertThat(IntStream.range(0, 100).map(i -> counts[i / 10][i % 10]).min().orElse(0)).isGreaterThan(1750);
        assertThat(IntStream.range(0, 100).map(i -> counts[i / 10][i % 10]).max().orElse(0)).isLessThan(2250);
    }

    @Test
    void rowsInAFileReadAsThoseInTheHeap() throws IOException {
        for (int count : new int[] {1, 4095, 4096, 4097, 20_000}) {
            try (Rows.Collector heap = new Rows.Collector(3, Long.MAX_VALUE); Rows.Collector disk = new Rows.Collector(3, 0);
                    Rows.Collector late = new Rows.Collector(3, 3 * 8 * 8192)) {
                for (int i = 0; i < count; i++) {
                    double[] row = {i, -i, 1.0 / (i + 1)};
                    heap.add(row);
                    disk.add(row);
                    late.add(row);
                }
                Rows a = heap.rows();
                Rows b = disk.rows();
                Rows c = late.rows();
                assertThat(a.isSpilled()).isFalse();
                assertThat(b.isSpilled()).isTrue();
                assertThat(c.isSpilled()).isEqualTo(count > 8192);
                double[] x = new double[3];
                double[] y = new double[3];
                for (int i = 0; i < count; i += 7) {
                    a.read(i, x);
                    b.read(i, y);
                    assertThat(y).isEqualTo(x);
                    c.read(i, y);
                    assertThat(y).isEqualTo(x);
                }
            }
        }
    }
}
