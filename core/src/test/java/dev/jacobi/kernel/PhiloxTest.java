package dev.jacobi.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PhiloxTest {
    private static int[] rounds(long c0, long c1, long c2, long c3, long k0, long k1) {
        int[] c = {(int) c0, (int) c1, (int) c2, (int) c3};
        Philox.rounds(c, (int) k0, (int) k1);
        return c;
    }

    /// The known answers for philox4x32 with ten rounds that come with Random123 (D. E. Shaw Research), file kat_vectors.
    @Test
    void knownAnswers() {
        assertThat(rounds(0, 0, 0, 0, 0, 0)).containsExactly(0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8);
        long all = 0xffffffffL;
        assertThat(rounds(all, all, all, all, all, all)).containsExactly(0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd);
        assertThat(rounds(0x243f6a88, 0x85a308d3L, 0x13198a2e, 0x03707344, 0xa4093822L, 0x299f31d0))
                .containsExactly(0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1);
    }

    @Test
    void anyPartOfAStreamCanBeMadeAnywhere() {
        double[] whole = new double[10];
        Philox.uniform(7, whole, 0, 10);
        double[] part = new double[9];
        Philox.uniform(7, part, 2, 7);
        for (int i = 0; i < 7; i++) assertThat(part[2 + i]).isEqualTo(whole[i]);
        assertThat(part[0]).isZero();
        float[] floats = new float[5];
        Philox.uniform(7, floats, 0, 5);
        // the first 24 bits of the first word
        int[] words = {0, 0, 0, 2};
        Philox.rounds(words, 7, 0);
        assertThat(floats[0]).isEqualTo((words[0] >>> 8) / 16777216f);
        assertThat(floats[3]).isEqualTo((words[3] >>> 8) / 16777216f);
    }

    @Test
    void keysOfOneKeyDiffer() {
        Set<Long> keys = new HashSet<>();
        for (long key = 0; key < 100; key++) for (long number = -50; number < 50; number++) keys.add(Philox.fold(key, number));
        assertThat(keys).hasSize(10_000);
    }
}
