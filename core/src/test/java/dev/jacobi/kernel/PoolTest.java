package dev.jacobi.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.RandomKey;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Loops divided among threads do everything once, and their results don't depend on the number of threads.
class PoolTest {
    private final int threads = Pool.threads();

    @AfterEach
    void asBefore() { Pool.threads(threads); }

    private static void everyElementOnce(int count, int size) {
        AtomicIntegerArray done = new AtomicIntegerArray(count);
        Pool.split(count, size, (from, to) -> { for (int i = from; i < to; i++) done.incrementAndGet(i); });
        for (int i = 0; i < count; i++) assertThat(done.get(i)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7})
    void everyElementIsDoneOnce(int threads) {
        Pool.threads(threads);
        for (int round = 0; round < 300; round++) everyElementOnce(round, 1 + round % 7);
        everyElementOnce(0, 1);
    }

    @Test
    void loopsInsideLoopsAndFromManyThreads() throws Exception {
        Pool.threads(3);
        try (var executor = Executors.newFixedThreadPool(6)) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < 24; i++) {
                all.add(executor.submit(() -> {
                    for (int k = 0; k < 50; k++) {
                        AtomicIntegerArray done = new AtomicIntegerArray(64);
                        Pool.split(8, 1, (from, to) -> Pool.split(8, 1, (f, t) -> {
                            for (int x = from; x < to; x++) for (int y = f; y < t; y++) done.incrementAndGet(8 * x + y);
                        }));
                        for (int p = 0; p < 64; p++) assertThat(done.get(p)).isEqualTo(1);
                    }
                }));
            }
            for (Future<?> f : all) f.get();
        }
    }

    @Test
    void whatAPartThrowsReachesTheCallerAndThePoolGoesOn() {
        Pool.threads(2);
        for (int bad = 0; bad < 20; bad++) {
            int at = bad;
            assertThatThrownBy(() -> Pool.split(20, 1, (from, _) -> {
                if (from == at) throw new IllegalStateException("part " + from);
            })).hasMessage("part " + bad);
            assertThatThrownBy(() -> Pool.split(20, 1, (from, _) -> {
                if (from == at) throw new StackOverflowError("part " + from);
            })).isInstanceOf(StackOverflowError.class);
            everyElementOnce(100, 3);
        }
    }

    @Test
    void theNumberOfThreadsIsBounded() {
        assertThatIllegalArgumentException().isThrownBy(() -> Pool.threads(0)).withMessageContaining("1 to 64");
        assertThatIllegalArgumentException().isThrownBy(() -> Pool.threads(65)).withMessageContaining("65");
    }

    /// Large enough to be divided.
    private static List<float[]> results() {
        Tensor a = RandomKey.of(1).normal(Shape.of(200, 300), DType.F32);
        Tensor b = RandomKey.of(2).normal(Shape.of(300, 150), DType.F32);
        Tensor c = RandomKey.of(3).normal(Shape.of(9, 40, 60), DType.F32);
        Tensor images = RandomKey.of(4).normal(Shape.of(6, 3, 30, 30), DType.F32);
        Tensor filters = RandomKey.of(5).normal(Shape.of(8, 3, 3, 3), DType.F32);
        Tensor wide = RandomKey.of(6).normal(Shape.of(300, 700), DType.F32);
        List<Tensor> all = new ArrayList<>(List.of(a.matmul(b), b.transpose().matmul(a.transpose()), c.matmul(c.transpose()), images.conv2d(filters),
                wide.sum(0), wide.sum(1), wide.sum(), wide.mean(1), wide.softmax(-1), wide.tanh().mul(wide).gelu(), wide.transpose().exp()));
        all.addAll(dev.jacobi.Jacobi.grad((List<Tensor> p) -> p.get(0).conv2d(p.get(1)).square().sum(), List.of(images, filters)));
        return all.stream().map(Tensor::toFloats).toList();
    }

    @Test
    void theSameBitsOnAnyNumberOfThreads() {
        Pool.threads(1);
        List<float[]> one = results();
        for (int threads : new int[] {2, 3, 7}) {
            Pool.threads(threads);
            List<float[]> many = results();
            for (int i = 0; i < one.size(); i++) assertThat(many.get(i)).as("result %s on %s threads", i, threads).isEqualTo(one.get(i));
        }
    }
}
