package dev.jacobi.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.jacobi.tensor.Attention;
import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.RandomKey;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What normalizations, attention and dropout have in common, what they refuse, and relations between them.
class NormalizationsTest {
    private static final double EPSILON = 1e-5;
    private static final RandomKey KEY = RandomKey.of(4);
    private static final Tensor IMAGES = KEY.normal(Shape.of(2, 4, 3, 5), DType.F64).mul(3).add(1);
    private static final Tensor SCALE = Tensor.of(2, -1, 0.5, 3);
    private static final Tensor SHIFT = Tensor.of(0, 1, -1, 0.25);

    private static void same(Tensor a, Tensor b) { assertThat(a.allClose(b, 1e-14, 1e-14)).as("%s and %s", a, b).isTrue(); }

    /// Along any axes as along the last ones, whose rows have a loop of their own; a large offset costs no digits.
    @Test
    void centeringHasTheSameBitsAlongAnyAxis() {
        for (DType dtype : List.of(DType.F32, DType.F64)) {
            for (int n : new int[] {1, 2, 3, 16, 17, 600, 1200}) {
                Tensor x = RandomKey.of(n).normal(Shape.of(n, 5), dtype).add(dtype == DType.F32 ? 1e4 : 1e9);
                Tensor rows = x.transpose().mul(1).center(-1).transpose();
                assertThat(x.center(0).toDoubles()).as("%s of %s", dtype, n).isEqualTo(rows.toDoubles());
                assertThat(rows.sum(0).abs().max().item()).isLessThan(n * (dtype == DType.F32 ? 1e-4 : 1e-7));
            }
        }
    }

    @Test
    void groupsLieBetweenLayersAndInstances() {
        same(IMAGES.groupNorm(1, EPSILON), IMAGES.standardize(EPSILON, 1, 2, 3));
        same(IMAGES.groupNorm(4, SCALE, SHIFT, EPSILON), IMAGES.instanceNorm(SCALE, SHIFT, EPSILON));
        same(IMAGES.instanceNorm(SCALE, SHIFT, EPSILON).get(1), IMAGES.slice(0, 1, 2).batchNorm(SCALE, SHIFT, EPSILON).get(0));
        same(IMAGES.batchNorm(SCALE, SHIFT, EPSILON), IMAGES.batchNorm(IMAGES.mean(0, 2, 3), IMAGES.variance(0, 2, 3), SCALE, SHIFT, EPSILON));
    }

    @Test
    void whatIsNormalizedHasMeanZeroAndVarianceOne() {
        Tensor y = IMAGES.standardize(1e-300, -1);
        assertThat(y.mean(-1).abs().max().item()).isLessThan(1e-15);
        same(y.variance(-1), Tensor.ones(Shape.of(2, 4, 3), DType.F64));
        same(IMAGES.normalize(0, 2).norm(0, 2), Tensor.ones(Shape.of(4, 5), DType.F64));
        same(IMAGES.rmsNorm(Tensor.ones(Shape.of(5), DType.F64), 1e-300).square().mean(-1), Tensor.ones(Shape.of(2, 4, 3), DType.F64));
    }

    @Test
    void normalizationsRefuseWhatDoesNotFit() {
        assertThatIllegalArgumentException().isThrownBy(() -> IMAGES.standardize(0, 1))
                .withMessage("a normalization needs an epsilon above 0, and finite, but got 0.0; 1e-5 is usual");
        assertThatIllegalArgumentException().isThrownBy(() -> IMAGES.rmsNorm(Tensor.ones(Shape.of(5), DType.F64), Double.NaN)).withMessageContaining("but got NaN");
        assertThatIllegalArgumentException().isThrownBy(() -> Tensor.ofInts(1, 2).standardize(EPSILON)).withMessageContaining("needs a floating tensor");
        assertThatIllegalArgumentException().isThrownBy(() -> IMAGES.layerNorm(SCALE, SHIFT, EPSILON)).withMessage(
                "layerNorm needs a scale and a shift of the shape of the last axes of (2, 4, 3, 5), but got (4) and (4); Tensor.ones and Tensor.zeros change nothing");
        assertThatIllegalArgumentException().isThrownBy(() -> IMAGES.rmsNorm(SCALE, EPSILON)).withMessageContaining("needs a scale of the shape of the last axes");
        assertThatIllegalArgumentException().isThrownBy(() -> IMAGES.layerNorm(Tensor.scalar(1), Tensor.scalar(1), EPSILON)).withMessageContaining("but got () and ()");
        assertThatIllegalArgumentException().isThrownBy(() -> IMAGES.groupNorm(3, EPSILON))
                .withMessageContaining("channels in equal groups, but got (2, 4, 3, 5) and 3 groups; use a divisor");
        assertThatIllegalArgumentException().isThrownBy(() -> IMAGES.groupNorm(0, EPSILON)).withMessageContaining("0 groups");
        assertThatIllegalArgumentException().isThrownBy(() -> SCALE.groupNorm(1, EPSILON)).withMessageContaining("(batch, channels, ...)");
        assertThatIllegalArgumentException().isThrownBy(() -> IMAGES.instanceNorm(SCALE, Tensor.of(1), EPSILON))
                .withMessage("instanceNorm needs (batch, channels, ...) and a number for each channel, (channels), but got (2, 4, 3, 5), (4) and (1); the channels are axis 1");
        assertThatIllegalArgumentException().isThrownBy(() -> SCALE.batchNorm(SCALE, SHIFT, EPSILON)).withMessageContaining("the channels are axis 1");
    }

    @Test
    void attentionKnowsPastAndPadding() {
        Tensor q = KEY.fold(1).normal(Shape.of(2, 3, 4, 5), DType.F64);
        Tensor k = KEY.fold(2).normal(Shape.of(2, 3, 4, 5), DType.F64);
        Tensor v = KEY.fold(3).normal(Shape.of(2, 3, 4, 6), DType.F64);
        Attention causal = new Attention().causal();
        Tensor all = causal.of(q, k, v);
        // what comes later changes nothing, and the last query alone finds the same
        same(causal.of(q.slice(2, 0, 2), k.slice(2, 0, 2), v.slice(2, 0, 2)), all.slice(2, 0, 2));
        same(causal.of(q.slice(2, 3, 4), k, v), all.slice(2, 3, 4));
        same(q.slice(2, 3, 4).attention(k, v), all.slice(2, 3, 4));
        // queries without any key before them
        assertThat(causal.of(q, k.slice(2, 0, 1), v.slice(2, 0, 1)).slice(2, 0, 3).abs().max().item()).isZero();
        // a mask of the samples, (batch, 1, 1, keys), beside causality
        Tensor padding = Tensor.ofBooleans(true, true, true, false, true, true, true, true).reshape(2, 1, 1, 4);
        Tensor weights = causal.mask(padding).weights(q, k);
        assertThat(weights.pick(0, 0).pick(2, 3).abs().max().item()).isZero();
        assertThat(weights.pick(0, 1).pick(1, 3).pick(1, 3).min().item()).isPositive();
        same(weights.sum(-1), Tensor.ones(Shape.of(2, 3, 4), DType.F64));
        // keys and values shared by the heads
        same(q.attention(k.slice(1, 0, 1), v.slice(1, 0, 1)).pick(1, 2), q.pick(1, 2).attention(k.pick(1, 0), v.pick(1, 0)));
    }

    @Test
    void attentionDropsWeights() {
        Tensor q = KEY.fold(1).normal(Shape.of(50, 5), DType.F64);
        Tensor identity = Tensor.range(50).unsqueeze(1).eq(Tensor.range(50)).to(DType.F64);
        Attention dropping = new Attention().dropout(0.25, KEY);
        Tensor dropped = dropping.of(q, q, identity);
        Tensor weights = dropping.weights(q, q);
        same(dropped, weights.dropout(0.25, KEY));
        assertThat(dropped.eq(0).to(DType.F64).mean().item()).isCloseTo(0.25, within(0.05));
    }

    @Test
    void attentionRefusesWhatDoesNotFit() {
        Tensor q = Tensor.zeros(Shape.of(3, 5), DType.F64);
        assertThatIllegalArgumentException().isThrownBy(() -> q.attention(Tensor.zeros(Shape.of(4, 6), DType.F64), Tensor.zeros(Shape.of(4, 6), DType.F64)))
                .withMessageContaining("queries and keys of one size").withMessageContaining("but got (3, 5) and (4, 6); project one of them");
        assertThatIllegalArgumentException().isThrownBy(() -> q.attention(q, Tensor.zeros(Shape.of(4, 6), DType.F64))).withMessageContaining("a value for each key");
        assertThatIllegalArgumentException().isThrownBy(() -> Tensor.of(1, 2).attention(q, q)).withMessageContaining("but got (2) and (3, 5)");
        assertThatIllegalArgumentException().isThrownBy(() -> new Attention().mask(Tensor.ofInts(1))).withMessageContaining("ne(0)");
        assertThatIllegalArgumentException().isThrownBy(() -> Attention.positions(3, 5, DType.F32)).withMessageContaining("even size, but got 5; use 6");
        assertThatIllegalArgumentException().isThrownBy(() -> q.dropout(1.5, KEY)).withMessage("dropout needs a probability from 0 to 1, but got 1.5");
    }

    @Test
    void positionsAreWaves() {
        Tensor p = Attention.positions(7, 6, DType.F64);
        for (int t = 0; t < 7; t++) for (int i = 0; i < 3; i++) {
            double angle = t / Math.pow(10000, 2 * i / 6.0);
            assertThat(p.at(t, 2 * i)).isCloseTo(Math.sin(angle), within(1e-14));
            assertThat(p.at(t, 2 * i + 1)).isCloseTo(Math.cos(angle), within(1e-14));
        }
        assertThat(Attention.positions(2, 0, DType.F32).shape()).isEqualTo(Shape.of(2, 0));
    }
}
