package dev.jacobi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import org.junit.jupiter.api.Test;

/// Against what NumPy 2.4.6 prints.
class MersenneTwisterTest {

    @Test
    void seedOne() {
        MersenneTwister random = new MersenneTwister(1);
        assertThat(random.rand(3).toDoubles()).containsExactly(0.417022004702574, 0.7203244934421581, 0.00011437481734488664);
        assertThat(random.randn(3).toDoubles()).containsExactly(new double[] {-0.8021728386486427, -0.4488778077207725, -1.1059350760083153},
                offset(4e-16));
        assertThat(random.randint(0, 10, 5).toLongs()).containsExactly(2, 4, 5, 2, 4);
        assertThat(random.randint(-5, 100_000, 3).toLongs()).containsExactly(64390, 8439, 19941);
        assertThat(random.permutation(7).toLongs()).containsExactly(3, 6, 1, 0, 2, 5, 4);
        random.rand(1000);
        assertThat(random.rand(2).toDoubles()).containsExactly(0.05231294643747675, 0.6051167805003662);
        assertThat(random.randint(0, 1L << 32, 2).toLongs()).containsExactly(2199285352L, 3056323872L);
    }

    @Test
    void theLargestSeed() {
        MersenneTwister random = new MersenneTwister(4294967295L);
        assertThat(random.rand(3).toDoubles()).containsExactly(0.0976320289940138, 0.9123828453026218, 0.78903530185164);
        assertThat(random.randn(3).toDoubles()).containsExactly(new double[] {0.0813036681172692, 0.4096851233481656, 0.31595808265170017},
                offset(1e-16));
        assertThat(random.randint(0, 10, 5).toLongs()).containsExactly(5, 9, 9, 9, 4);
    }

    @Test
    void errorsSayWhatIsWrong() {
        assertThatThrownBy(() -> new MersenneTwister(-1)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("-1");
        MersenneTwister random = new MersenneTwister(0);
        assertThatThrownBy(() -> random.randint(3, 3, 1)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("low < high");
        assertThatThrownBy(() -> random.permutation(-1)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("-1");
    }
}
