package dev.jacobi.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.jacobi.diff.GradCheck;
import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.RandomKey;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import dev.jacobi.tensor.Tree;
import org.junit.jupiter.api.Test;

class TransformerBlockTest {
    private static final RandomKey KEY = RandomKey.of(12);
    private static final Tensor X = KEY.fold(9).normal(Shape.of(2, 5, 6), DType.F64);

    private static TransformerBlock block(boolean causal) {
        int[] leaf = {0};
        return Tree.map(TransformerBlock.of(6, 2, 7, causal, Initialization.HE, KEY), t -> KEY.fold(leaf[0]++).normal(t.shape(), DType.F64).mul(0.5));
    }

    private static double[] norm(double[] x, LayerNorm n) {
        double mean = 0;
        double variance = 0;
        for (double v : x) mean += v / x.length;
        for (double v : x) variance += (v - mean) * (v - mean) / x.length;
        double[] y = new double[x.length];
        for (int i = 0; i < y.length; i++) y[i] = (x[i] - mean) / Math.sqrt(variance + 1e-5) * n.scale().at(i) + n.shift().at(i);
        return y;
    }

    /// The normal distribution up to x, by Simpson's rule.
    private static double below(double x) {
        int steps = 2000;
        double sum = 0;
        for (int i = 0; i <= steps; i++) {
            double t = x * i / steps;
            sum += Math.exp(-t * t / 2) * (i == 0 || i == steps ? 1 : i % 2 == 0 ? 2 : 4);
        }
        return 0.5 + sum * x / steps / 3 / Math.sqrt(2 * Math.PI);
    }

    private static double[] dense(double[] x, Dense d) {
        double[] y = d.bias().toDoubles();
        for (int i = 0; i < x.length; i++) for (int j = 0; j < y.length; j++) y[j] += x[i] * d.weight().at(i, j);
        return y;
    }

    /// The attention has its own test; what is around it is worked out here.
    @Test
    void agreesWithPlainLoops() {
        for (boolean causal : new boolean[] {false, true}) {
            TransformerBlock block = block(causal);
            Tensor y = block.apply(X);
            assertThat(y.shape()).isEqualTo(X.shape());
            for (int n = 0; n < 2; n++) {
                double[] normed = new double[30];
                for (int t = 0; t < 5; t++) System.arraycopy(norm(X.get(n).get(t).toDoubles(), block.attentionNorm()), 0, normed, 6 * t, 6);
                Tensor heard = block.attention().apply(Tensor.of(Shape.of(5, 6), normed));
                for (int t = 0; t < 5; t++) {
                    double[] h = X.get(n).get(t).add(heard.get(t)).toDoubles();
                    double[] up = dense(norm(h, block.feedNorm()), block.up());
                    for (int i = 0; i < up.length; i++) up[i] *= below(up[i]);
                    double[] down = dense(up, block.down());
                    for (int i = 0; i < 6; i++) assertThat(y.at(n, t, i)).isCloseTo(h[i] + down[i], within(1e-11));
                }
            }
        }
    }

    @Test
    void aCausalBlockDoesNotSeeWhatComes() {
        TransformerBlock block = block(true);
        Tensor y = block.apply(X).slice(1, 0, 3);
        Tensor early = block.apply(X.slice(1, 0, 3));
        assertThat(y.toDoubles()).containsExactly(early.toDoubles(), within(1e-14));
    }

    @Test
    void itsGradientIsRight() {
        GradCheck.of((TransformerBlock b) -> b.apply(X).sin().sum()).at(block(false)).orThrow();
        GradCheck.of((Tensor x) -> block(true).apply(x).sin().sum()).at(X).orThrow();
    }

    @Test
    void itIsFourTimesAsWideInside() {
        TransformerBlock block = TransformerBlock.of(8, 4, true, Initialization.XAVIER, KEY);
        assertThat(block.specification()).isEqualTo("transformer 8 heads 4 hidden 32 causal");
        assertThat(block.up().weight().dtype()).isEqualTo(DType.F32);
        assertThat(Tree.named(block)).containsKeys("attentionNorm.scale", "attention.queries.weight", "feedNorm.shift", "up.weight", "down.bias");
    }

    @Test
    void sizesThatDontBelongTogetherAreRefused() {
        TransformerBlock b = block(false);
        assertThatIllegalArgumentException().isThrownBy(() -> new TransformerBlock(b.attentionNorm(), b.attention(), b.feedNorm(), b.up(), b.up()))
                .withMessage("a transformer block needs norms and attention of one size, and dense layers from it and back to it, but got layernorm 6, "
                        + "attention 6 heads 2, layernorm 6, dense 6 7 and dense 6 7");
        assertThatIllegalArgumentException().isThrownBy(() -> new TransformerBlock(LayerNorm.of(5), b.attention(), b.feedNorm(), b.up(), b.down()));
        assertThatIllegalArgumentException().isThrownBy(() -> TransformerBlock.of(6, 4, false, Initialization.HE, KEY));
        assertThatIllegalArgumentException().isThrownBy(() -> TransformerBlock.of(1 << 30, 1, false, Initialization.HE, KEY));
        assertThatIllegalArgumentException().isThrownBy(() -> b.apply(Tensor.of(1, 2, 3)));
    }
}
