package dev.jacobi.hard;

import static dev.jacobi.Jacobi.grad;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.jacobi.tensor.Attention;
import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.RandomKey;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// The hard numerical cases of softmax, attention, normalizations and dropout.
class NormalizationHardCasesTest {
    private static final double INF = Double.POSITIVE_INFINITY;
    private static final double P = 1 / (1 + Math.E);                        // the smaller share of (0, 1)
    private static final double EPSILON = 1e-5;
    private static final Tensor ONE = Tensor.of(1);
    private static final Tensor ZERO = Tensor.of(0);

    private static void close(Tensor actual, double tolerance, double... expected) {
        assertThat(actual.toDoubles()).containsExactly(expected, within(tolerance));
    }

    private static Tensor slope(UnaryOperator<Tensor> f, Tensor x) { return grad((Tensor v) -> f.apply(v).sum(), x); }

    @Test
    @DisplayName("case 71: softmax with one -inf")
    void oneMasked() {
        Tensor x = Tensor.of(0, -INF, 1);
        close(x.softmax(), 1e-15, P, 0, 1 - P);
        close(slope(v -> v.softmax().get(0), x), 1e-15, P * (1 - P), 0, -P * (1 - P));
    }

    @Test
    @DisplayName("case 72: softmax of nothing but -inf is 0, and its gradient is")
    void allMasked() {
        Tensor x = Tensor.of(-INF, -INF);
        close(x.softmax(), 0, 0, 0);
        close(slope(v -> v.softmax().get(0), x), 0, 0, 0);
    }

    @Test
    @DisplayName("case 73: softmax of an infinite element")
    void infinite() { close(Tensor.of(INF, 1).softmax(), 0, 1, 0); }

    @Test
    @DisplayName("case 74: softmax of huge elements")
    void huge() {
        close(Tensor.of(1e30, -1e30).softmax(), 0, 1, 0);
        close(slope(v -> v.softmax().get(0), Tensor.of(1e30, -1e30)), 0, 0, 0);
    }

    @Test
    @DisplayName("case 75: log softmax beside a -inf")
    void logBesideMasked() {
        Tensor x = Tensor.of(1, -INF, 2);
        assertThat(x.logSoftmax(0).at(0)).isCloseTo(-1.3132616875182228, within(1e-15));
        close(slope(v -> v.logSoftmax(0).get(0), x), 1e-15, 1 - P, 0, P - 1);
    }

    @Test
    @DisplayName("case 76: log softmax far below")
    void logFarBelow() { close(Tensor.of(0, 1000).logSoftmax(0), 0, -1000, 0); }

    @Test
    @DisplayName("case 77: attention of a fully masked row is 0, and its gradient is")
    void maskedAttention() {
        RandomKey key = RandomKey.of(3);
        Tensor q = key.fold(0).normal(Shape.of(2, 3), DType.F64);
        Tensor k = key.fold(1).normal(Shape.of(4, 3), DType.F64);
        Tensor v = key.fold(2).normal(Shape.of(4, 5), DType.F64);
        Tensor seen = Tensor.ofBooleans(true, false, true, true, false, false, false, false).reshape(2, 4);
        Tensor added = seen.where(Tensor.zeros(seen.shape(), DType.F64), Tensor.full(seen.shape(), -INF, DType.F64));
        for (Tensor mask : List.of(seen, added)) {
            Attention attention = new Attention().mask(mask);
            close(attention.of(q, k, v).get(1), 0, 0, 0, 0, 0, 0);
            assertThat(attention.of(q, k, v).get(0).abs().min().item()).isPositive();
            close(slope(x -> attention.of(x, k, v), q).get(1), 0, 0, 0, 0);
            assertThat(slope(x -> attention.of(x, k, v), q).get(0).abs().min().item()).isPositive();
            Tensor values = slope(x -> attention.of(q, k, x), v);
            close(values.get(1), 0, 0, 0, 0, 0, 0);
            assertThat(values.hasNaN() || slope(x -> attention.of(q, x, v), k).hasNaN()).isFalse();
        }
    }

    @Test
    @DisplayName("case 105: layer norm of floats with a large offset")
    void largeOffset() {
        Tensor ones = Tensor.ones(Shape.of(4), DType.F32);
        Tensor zeros = Tensor.zeros(Shape.of(4), DType.F32);
        double[] expected = {-1.34163547, -0.4472118, 0.4472118, 1.34163547};
        for (float offset : new float[] {1e4f, 1 << 22}) {
            Tensor x = Tensor.ofFloats(offset, offset + 1, offset + 2, offset + 3);
            close(x.layerNorm(ones, zeros, EPSILON).to(DType.F64), 1e-7, expected);
        }
        // the mean of these, 2²⁴ + 10/3, is no float
        Tensor x = Tensor.ofFloats(1 << 24, (1 << 24) + 2, (1 << 24) + 8);
        double root = Math.sqrt((100 + 16 + 196) / 27.0 + EPSILON);
        close(x.standardize(EPSILON).to(DType.F64), 1e-6, -10 / 3.0 / root, -4 / 3.0 / root, 14 / 3.0 / root);
    }

    @Test
    @DisplayName("case 109: batch norm of one value a channel is an error that says what to do")
    void oneValueAChannel() {
        Tensor two = Tensor.of(1, 1);
        assertThatIllegalArgumentException().isThrownBy(() -> Tensor.of(3, 4).reshape(1, 2).batchNorm(two, two, EPSILON))
                .withMessage("batchNorm needs at least 2 numbers a channel for their variance, but got (1, 2); use larger batches, or give a mean and a variance");
        assertThatIllegalArgumentException().isThrownBy(() -> Tensor.of().reshape(0, 2).batchNorm(two, two, EPSILON)).withMessageContaining("got (0, 2)");
    }

    @Test
    @DisplayName("case 110: batch norm of equal values is 0, and so is the gradient of the sum")
    void equalBatch() {
        Tensor x = Tensor.of(0.1, 0.1, 0.1).reshape(3, 1);
        close(x.batchNorm(ONE, ZERO, EPSILON), 0, 0, 0, 0);
        close(slope(v -> v.batchNorm(ONE, ZERO, EPSILON), x), 0, 0, 0, 0);
    }

    @Test
    @DisplayName("case 111: layer norm of one element, or of equal ones, is 0, and so is the gradient of the sum")
    void oneElement() {
        close(Tensor.of(1e6).layerNorm(ONE, ZERO, EPSILON), 0, 0);
        close(slope(v -> v.layerNorm(ONE, ZERO, EPSILON), Tensor.of(1e6)), 0, 0);
        Tensor equal = Tensor.of(0.1, 0.1, 0.1);
        close(equal.standardize(EPSILON), 0, 0, 0, 0);
        close(slope(v -> v.standardize(EPSILON), equal), 0, 0, 0, 0);
        close(Tensor.of(5, 6).reshape(1, 2, 1).instanceNorm(Tensor.of(1, 1), Tensor.of(0, 0), EPSILON), 0, 0, 0);
    }

    @Test
    @DisplayName("case 112: what is normalized at 0 is 0, and the gradient is bounded")
    void nothing() {
        Tensor zeros = Tensor.of(0, 0, 0);
        Tensor ones = Tensor.of(1, 1, 1);
        close(zeros.rmsNorm(ones, EPSILON), 0, 0, 0, 0);
        double steepest = 1 / Math.sqrt(EPSILON);
        close(slope(v -> v.rmsNorm(ones, EPSILON), zeros), 1e-13 * steepest, steepest, steepest, steepest);
        close(zeros.normalize(), 0, 0, 0, 0);
        close(slope(v -> v.normalize(), zeros), 0, 0, 0, 0);
        close(grad((Tensor v) -> slope(u -> u.normalize(), v).sum(), zeros), 0, 0, 0, 0);
        Tensor b = Tensor.of(1, 2, 2);
        assertThat(zeros.cosineSimilarity(b).item()).isEqualTo(0);
        close(slope(v -> v.cosineSimilarity(b), zeros), 0, 0, 0, 0);
        close(slope(zeros::cosineSimilarity, b), 0, 0, 0, 0);
        assertThat(zeros.cosineSimilarity(zeros).item()).isEqualTo(0);
        for (double size : new double[] {1e-200, 1, 1e200}) {
            Tensor x = Tensor.of(3 * size, 4 * size);
            close(x.normalize(), 1e-15, 0.6, 0.8);
            close(slope(v -> v.normalize().get(0), x).mul(size), 1e-14, 0.128, -0.096);
            assertThat(x.cosineSimilarity(Tensor.of(1, 0)).item()).isCloseTo(0.6, within(1e-15));
        }
    }

    @Test
    @DisplayName("case 145: what is no distribution isn't drawn from")
    void noDistribution() {
        RandomKey key = RandomKey.of(1);
        for (double[] row : new double[][] {{0, Double.NaN}, {0, INF}, {-INF, -INF}, {Double.NaN, Double.NaN}}) {
            Tensor logits = Tensor.of(Shape.of(2, 2), 0, 0, row[0], row[1]);
            assertThatIllegalArgumentException().isThrownBy(() -> key.categorical(logits)).withMessageContaining("but row 1 has")
                    .withMessageContaining("logits of probabilities are their logarithms");
        }
        // probabilities 0, 1 and 0; and a negative one has no logarithm
        assertThat(key.categorical(Tensor.of(0, 1, 0).log()).item()).isEqualTo(1);
        assertThatIllegalArgumentException().isThrownBy(() -> key.categorical(Tensor.of(-0.5, 1.5).log())).withMessageContaining("NaN");
        for (double p : new double[] {-0.1, 1.1, Double.NaN}) {
            assertThatIllegalArgumentException().isThrownBy(() -> key.bernoulli(p, Shape.of(2))).withMessageContaining("from 0 to 1, but got " + p);
        }
    }

    @Test
    @DisplayName("case 146: dropout of nothing is the identity, of everything 0 without NaN")
    void dropout() {
        Tensor x = Tensor.of(1, -2, INF, Double.NaN);
        RandomKey key = RandomKey.of(1);
        assertThat(x.dropout(0, key)).isSameAs(x);
        close(x.dropout(1, key), 0, 0, 0, 0, 0);
        close(slope(v -> v.dropout(1, key), x), 0, 0, 0, 0, 0);
        close(slope(v -> v.dropout(0, key), x), 0, 1, 1, 1, 1);
    }
}
