package dev.jacobi.tensor;

import static dev.jacobi.Jacobi.compile;
import static dev.jacobi.Jacobi.grad;
import static dev.jacobi.Jacobi.vmap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RandomKeyTest {
    private static final RandomKey KEY = RandomKey.of(42);
    private static final Shape MANY = Shape.of(200, 500);

    /// Numbers of a second implementation, written for this test in Python.
    @Test
    void theSameBitsEverywhere() {
        assertThat(KEY.state().toLongs()).containsExactly(-7491773017932719356L);
        assertThat(KEY.uniform(Shape.of(3), DType.F64).toDoubles()).containsExactly(0.2001666745287014, 0.6130652054276169, 0.03801635960701044);
        assertThat(KEY.uniform(Shape.of(3), DType.F32).toFloats()).containsExactly(0.8498489260673523f, 0.20016664266586304f, 0.6271364092826843f);
        assertThat(KEY.normal(Shape.of(3), DType.F64).toDoubles()).containsExactly(0.4610549747203555, -0.2274260768924377, -1.0810213046456705);
    }

    @Test
    void aKeyIsAValue() {
        assertThat(KEY.uniform(MANY, DType.F64).toDoubles()).containsExactly(RandomKey.of(42).uniform(MANY, DType.F64).toDoubles());
        Set<Double> firsts = new HashSet<>();
        for (int i = 0; i < 100; i++) firsts.add(KEY.fold(i).uniform(Shape.of(), DType.F64).item());
        for (int i = 0; i < 100; i++) firsts.add(RandomKey.of(i).uniform(Shape.of(), DType.F64).item());
        assertThat(firsts).hasSize(200);
        // shape and order of use change nothing
        assertThat(KEY.uniform(Shape.of(2, 3), DType.F64).toDoubles()).containsExactly(KEY.uniform(Shape.of(6), DType.F64).toDoubles());
    }

    /// Bounds of five standard deviations: of the mean, of the second moment, of neighbors multiplied, and of ten equal bins.
    private static void looksUniform(Tensor t) {
        double n = t.size();
        Tensor x = t.to(DType.F64).flatten();
        assertThat(x.min().item()).isNotNegative();
        assertThat(x.max().item()).isLessThan(1);
        assertThat(x.mean().item()).isCloseTo(0.5, within(5 * Math.sqrt(1 / 12.0 / n)));
        assertThat(x.square().mean().item()).isCloseTo(1 / 3.0, within(5 * Math.sqrt(4 / 45.0 / n)));
        Tensor c = x.sub(0.5);
        assertThat(c.slice(0, 1, t.size()).mul(c.slice(0, 0, -1)).mean().item()).isCloseTo(0, within(5 / 12.0 / Math.sqrt(n)));
        for (int b = 0; b < 10; b++) {
            double share = x.ge(b / 10.0).to(DType.F64).mul(x.lt((b + 1) / 10.0).to(DType.F64)).mean().item();
            assertThat(share).isCloseTo(0.1, within(5 * Math.sqrt(0.09 / n)));
        }
    }

    @Test
    void uniformNumbersAreSpreadEvenly() {
        looksUniform(KEY.uniform(MANY, DType.F64));
        looksUniform(KEY.uniform(MANY, DType.F32));
        // one number of each of many keys is as random as many numbers of one
        looksUniform(vmap((RandomKey k) -> k.uniform(Shape.of(), DType.F64), KEY.split(MANY.size())));
    }

    @Test
    void normalNumbersHaveTheMomentsOfTheBell() {
        for (DType dtype : new DType[] {DType.F32, DType.F64}) {
            Tensor x = KEY.normal(MANY, dtype).to(DType.F64);
            double n = x.size();
            assertThat(x.mean().item()).isCloseTo(0, within(5 / Math.sqrt(n)));
            assertThat(x.square().mean().item()).isCloseTo(1, within(5 * Math.sqrt(2 / n)));
            assertThat(x.pow(3).mean().item()).isCloseTo(0, within(5 * Math.sqrt(15 / n)));
            assertThat(x.pow(4).mean().item()).isCloseTo(3, within(5 * Math.sqrt(96 / n)));
            assertThat(x.abs().lt(1).to(DType.F64).mean().item()).isCloseTo(0.6826894921370859, within(5 * Math.sqrt(0.22 / n)));
        }
    }

    @Test
    void bernoulli() {
        assertThat(KEY.bernoulli(0.3, MANY).dtype()).isEqualTo(DType.BOOL);
        assertThat(KEY.bernoulli(0.3, MANY).to(DType.F64).mean().item()).isCloseTo(0.3, within(5 * Math.sqrt(0.21 / MANY.size())));
        assertThat(KEY.bernoulli(0, MANY).to(DType.F64).sum().item()).isZero();
        assertThat(KEY.bernoulli(1, MANY).to(DType.F64).mean().item()).isEqualTo(1);
    }

    @Test
    void normalNumbersBetweenBounds() {
        Tensor x = KEY.truncatedNormal(-1, 2, MANY, DType.F64);
        assertThat(x.min().item()).isBetween(-1.0, -0.999);
        assertThat(x.max().item()).isBetween(1.99, 2.0);
        // (φ(−1) − φ(2))/(Φ(2) − Φ(−1)), ± 4 deviations
        assertThat(x.mean().item()).isCloseTo(0.2296373, within(0.0095));
        assertThat(x.variance().item()).isCloseTo(0.5197625, within(0.008));
        assertThat(KEY.truncatedNormal(-2, 2, MANY, DType.F32).dtype()).isEqualTo(DType.F32);
        assertThatThrownBy(() -> KEY.truncatedNormal(1, 1, MANY, DType.F64)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("bounds");
    }

    @Test
    void wholeNumbersAreSpreadEvenly() {
        long[] n = KEY.integers(7, MANY).toLongs();
        int[] counts = new int[7];
        for (long v : n) counts[(int) v]++;
        for (int c : counts) assertThat(c).isBetween(13_800, 14_770);                          // 100 000/7 ± 4 deviations
        assertThatThrownBy(() -> KEY.integers(0, MANY)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("bound");
    }

    @Test
    void classesComeWithTheirProbabilities() {
        Tensor logits = Tensor.of(Math.log(1), Math.log(2), Math.log(5), Double.NEGATIVE_INFINITY);
        long[] drawn = KEY.categorical(logits.expand(40_000, 4)).toLongs();
        int[] counts = new int[4];
        for (long v : drawn) counts[(int) v]++;
        assertThat(counts[0]).isBetween(4_700, 5_300);
        assertThat(counts[1]).isBetween(9_600, 10_400);
        assertThat(counts[2]).isBetween(24_600, 25_400);
        assertThat(counts[3]).isZero();
        assertThatThrownBy(() -> KEY.categorical(Tensor.ofInts(1, 2))).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("I32(2)");
    }

    @Test
    void everyOrderIsEquallyLikely() {
        Map<List<Long>, Integer> counts = new HashMap<>();
        for (int i = 0; i < 6_000; i++) {
            long[] p = KEY.fold(i).permutation(3).toLongs();
            counts.merge(List.of(p[0], p[1], p[2]), 1, Integer::sum);
        }
        assertThat(counts).hasSize(6).allSatisfy((order, count) -> assertThat(count).isBetween(880, 1120));
        long[] many = KEY.permutation(1000).toLongs();
        assertThat(Arrays.stream(many).sorted().toArray()).isEqualTo(Tensor.range(1000).toLongs());
        assertThat(KEY.permutation(0).size()).isZero();
        Tensor batch = vmap((Tensor key) -> new RandomKey(key).permutation(4), KEY.split(3).state());
        assertThat(batch.get(1).toLongs()).isEqualTo(new RandomKey(KEY.split(3).state().get(1)).permutation(4).toLongs());
    }

    @Test
    void splitKeysAreTheFoldedOnes() {
        RandomKey three = KEY.split(3);
        assertThat(three.state().shape()).isEqualTo(Shape.of(3));
        for (int i = 0; i < 3; i++) {
            RandomKey one = new RandomKey(three.state().get(i));
            assertThat(one.state().item()).isEqualTo(KEY.fold(i).state().item());
            // also the first of them, which lies at the front of all
            assertThat(one.uniform(Shape.of(2), DType.F64).toDoubles()).containsExactly(KEY.fold(i).uniform(Shape.of(2), DType.F64).toDoubles());
            assertThat(one.normal(Shape.of(2), DType.F64).toDoubles()).containsExactly(KEY.fold(i).normal(Shape.of(2), DType.F64).toDoubles());
            assertThat(one.fold(7).state().toLongs()).containsExactly(KEY.fold(i).fold(7).state().toLongs());
        }
        assertThat(three.split(2).state().shape()).isEqualTo(Shape.of(3, 2));
        assertThat(three.split(2).state().get(1).toLongs()).containsExactly(KEY.fold(1).split(2).state().toLongs());
        assertThat(KEY.split(0).state().size()).isZero();
    }

    @Test
    void eachMemberOfABatchHasItsOwnNumbers() {
        Tensor noise = vmap((RandomKey k) -> k.normal(Shape.of(2), DType.F32), KEY.split(5));
        for (int i = 0; i < 5; i++) {
            assertThat(noise.get(i).toFloats()).containsExactly(KEY.fold(i).normal(Shape.of(2), DType.F32).toFloats());
        }
        Tensor same = vmap((Tensor x) -> x.add(KEY.uniform(Shape.of(), DType.F64)), Tensor.of(0, 0));
        assertThat(same.at(0)).isEqualTo(same.at(1));
    }

    @Test
    void aCompiledFunctionTakesAKey() {
        var dropout = compile((RandomKey k) -> k.bernoulli(0.5, Shape.of(8)).to(DType.F64));
        for (int step = 0; step < 3; step++) {
            RandomKey k = KEY.fold(step);
            assertThat(dropout.apply(k).toDoubles()).containsExactly(k.bernoulli(0.5, Shape.of(8)).to(DType.F64).toDoubles());
        }
    }

    @Test
    void gradientsPassBesideTheNoise() {
        Tensor g = grad(x -> x.mul(KEY.uniform(Shape.of(3), DType.F64)).sum(), Tensor.of(1, 2, 3));
        assertThat(g.toDoubles()).containsExactly(KEY.uniform(Shape.of(3), DType.F64).toDoubles());
    }

    @Test
    void errorsSayWhatToDo() {
        assertThatThrownBy(() -> KEY.bernoulli(1.5, MANY)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("bernoulli needs a probability from 0 to 1, but got 1.5");
        assertThatThrownBy(() -> KEY.bernoulli(Double.NaN, MANY)).hasMessageContaining("NaN");
        assertThatThrownBy(() -> KEY.uniform(MANY, DType.I32)).hasMessage("uniform makes F32 or F64 numbers, but was asked for I32");
        assertThatThrownBy(() -> new RandomKey(Tensor.of(1)).uniform(MANY, DType.F32))
                .hasMessage("uniform needs a key of I64, but got F64(1); make one with RandomKey.of(seed)");
        assertThatThrownBy(() -> KEY.split(-1)).hasMessage("split needs a count of 0 or more, but got -1");
    }

    @Test
    void batchesDrawAsTheirMembersDo() {
        Tensor logits = KEY.normal(Shape.of(3, 4), DType.F64);
        Tensor byLogits = vmap(row -> KEY.categorical(row), logits);
        Tensor byKeys = vmap((RandomKey key) -> key.categorical(logits.get(0)), KEY.split(3));
        for (int i = 0; i < 3; i++) {
            assertThat(byLogits.at(i)).isEqualTo(KEY.categorical(logits.get(i)).item());
            assertThat(byKeys.at(i)).isEqualTo(new RandomKey(KEY.split(3).state().get(i)).categorical(logits.get(0)).item());
        }
    }
}
