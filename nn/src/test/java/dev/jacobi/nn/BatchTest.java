package dev.jacobi.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BatchTest {
    /// Sample i is (i, 10 i), its target 100 i.
    private final Batch all = new Batch(Tensor.range(7).to(DType.F32).unsqueeze(1).mul(Tensor.ofFloats(1, 10)),
            Tensor.range(7).mul(100));

    private List<Double> order(int size, long seed, List<Integer> sizes) {
        List<Double> seen = new ArrayList<>();
        for (Batch b : all.batches(size, seed)) {
            sizes.add(b.size());
            assertThat(b.x().shape()).isEqualTo(Shape.of(b.size(), 2));
            for (int i = 0; i < b.size(); i++) {
                assertThat(b.x().at(i, 1)).isEqualTo(10 * b.x().at(i, 0));
                assertThat(b.y().at(i)).isEqualTo(100 * b.x().at(i, 0));
                seen.add(b.x().at(i, 0));
            }
        }
        return seen;
    }

    @Test
    void everySampleComesOnceWithItsTarget() {
        List<Integer> sizes = new ArrayList<>();
        assertThat(order(3, 1, sizes)).containsExactlyInAnyOrder(0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0);
        assertThat(sizes).containsExactly(3, 3, 1);
        assertThat(order(Integer.MAX_VALUE, 1, new ArrayList<>())).hasSize(7);
    }

    @Test
    void theSeedDecidesTheOrder() {
        assertThat(order(2, 5, new ArrayList<>())).isEqualTo(order(7, 5, new ArrayList<>()));
        assertThat(order(2, 5, new ArrayList<>())).isNotEqualTo(order(2, 6, new ArrayList<>()));
    }

    @Test
    void samplesAndTargetsBelongTogether() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Batch(Tensor.of(1, 2), Tensor.of(1)))
                .withMessageContaining("(2) and (1)");
        assertThatIllegalArgumentException().isThrownBy(() -> all.batches(0, 1));
    }
}
