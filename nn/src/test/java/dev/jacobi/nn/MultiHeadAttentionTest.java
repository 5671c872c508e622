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

class MultiHeadAttentionTest {
    private static final RandomKey KEY = RandomKey.of(6);
    private static final Tensor X = KEY.fold(9).normal(Shape.of(2, 5, 6), DType.F64);

    private static MultiHeadAttention layer(boolean causal) {
        MultiHeadAttention fresh = MultiHeadAttention.of(6, 3, causal, Initialization.NORMAL, KEY);
        return Tree.map(fresh, t -> t.to(DType.F64));
    }

    private static double[][] dense(Dense d, Tensor x) {
        double[][] y = new double[x.size(0)][d.out()];
        for (int t = 0; t < y.length; t++) for (int j = 0; j < d.out(); j++) {
            y[t][j] = d.bias().at(j);
            for (int i = 0; i < d.in(); i++) y[t][j] += x.at(t, i) * d.weight().at(i, j);
        }
        return y;
    }

    @Test
    void agreesWithPlainLoops() {
        for (boolean causal : new boolean[] {false, true}) {
            MultiHeadAttention layer = layer(causal);
            Tensor y = layer.apply(X);
            for (int b = 0; b < 2; b++) {
                double[][] q = dense(layer.queries(), X.get(b));
                double[][] k = dense(layer.keys(), X.get(b));
                double[][] v = dense(layer.values(), X.get(b));
                double[] heard = new double[5 * 6];
                for (int h = 0; h < 3; h++) for (int t = 0; t < 5; t++) {
                    double total = 0;
                    for (int s = 0; s < (causal ? t + 1 : 5); s++) {
                        double weight = Math.exp((q[t][2 * h] * k[s][2 * h] + q[t][2 * h + 1] * k[s][2 * h + 1]) / Math.sqrt(2));
                        total += weight;
                        for (int i = 2 * h; i < 2 * h + 2; i++) heard[t * 6 + i] += weight * v[s][i];
                    }
                    for (int i = 2 * h; i < 2 * h + 2; i++) heard[t * 6 + i] /= total;
                }
                double[][] expected = dense(layer.output(), Tensor.of(Shape.of(5, 6), heard));
                for (int t = 0; t < 5; t++) assertThat(y.get(b).get(t).toDoubles()).containsExactly(expected[t], within(1e-11));
            }
        }
    }

    @Test
    void itsGradientIsRight() {
        GradCheck.of((MultiHeadAttention m) -> m.apply(X).square().sum()).at(layer(true)).orThrow();
        GradCheck.of((Tensor x) -> layer(false).apply(x).square().sum()).at(X).orThrow();
    }

    @Test
    void whatDoesNotFitIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> MultiHeadAttention.of(6, 4, false, Initialization.HE, KEY))
                .withMessageContaining("cut into equal heads").withMessageContaining("dense 6 6 and 4 heads");
        assertThatIllegalArgumentException().isThrownBy(() -> layer(false).apply(Tensor.of(1, 2)))
                .withMessage("attention needs (..., times, 6), but got (2)");
    }
}
