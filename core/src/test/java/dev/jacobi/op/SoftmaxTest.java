package dev.jacobi.op;

import static dev.jacobi.Jacobi.crossEntropy;
import static dev.jacobi.Jacobi.grad;
import static dev.jacobi.Jacobi.halfSquaredDistance;
import static dev.jacobi.Jacobi.hessian;
import static dev.jacobi.Jacobi.squaredError;
import static dev.jacobi.Jacobi.vmap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.jacobi.diff.GradCheck;
import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.RandomKey;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The softmax and its kin, and the losses: plain loops, infinite elements, and large numbers.
class SoftmaxTest {
    private static final double INF = Double.POSITIVE_INFINITY;
    private static final double P = 1 / (1 + Math.E);                        // the smaller share of (0, 1)
    private static final Tensor X = RandomKey.of(8).normal(Shape.of(2, 3, 4), DType.F64).mul(3);

    private static double[] doubles(Tensor t) { return t.toDoubles(); }

    @Test
    void valuesAgreeWithAPlainLoop() {
        double[] sums = new double[3];
        for (int i = 0; i < 2; i++) for (int j = 0; j < 3; j++) for (int k = 0; k < 4; k++) sums[j] += Math.exp(X.at(i, j, k));
        for (int j = 0; j < 3; j++) {
            assertThat(X.logSumExp(0, 2).at(j)).isCloseTo(Math.log(sums[j]), within(1e-14));
            for (int i = 0; i < 2; i++) for (int k = 0; k < 4; k++) {
                assertThat(X.softmax(0, 2).at(i, j, k)).isCloseTo(Math.exp(X.at(i, j, k)) / sums[j], within(1e-15));
                assertThat(X.logSoftmax(0, 2).at(i, j, k)).isCloseTo(X.at(i, j, k) - Math.log(sums[j]), within(1e-14));
            }
        }
        assertThat(X.softmax().sum().item()).isCloseTo(1, within(1e-15));
        assertThat(Tensor.scalar(7).softmax().item()).isEqualTo(1);
    }

    @Test
    void gradientsAgreeWithDifferences() {
        Tensor weights = RandomKey.of(9).normal(X.shape(), DType.F64);
        GradCheck.of((Tensor x) -> x.softmax(0, 2).mul(weights).sum()).at(X).orThrow();
        GradCheck.of((Tensor x) -> x.logSoftmax(0, 2).mul(weights).sum()).at(X).orThrow();
        GradCheck.of((Tensor x) -> x.logSumExp(0, 2).square().sum()).at(X).orThrow();
        GradCheck.of((Tensor x) -> grad(y -> y.softmax(1).mul(weights).sum(), x).square().sum()).tolerance(1e-7).at(X).orThrow();
        GradCheck.of((Tensor x) -> grad(y -> y.logSoftmax(1).square().sum(), x).mul(weights).sum()).tolerance(1e-7).at(X).orThrow();
    }

    @Test
    void theHessianOfLogSumExpIsTheCovariance() {
        Tensor x = Tensor.of(0.2, -1, 3);
        Tensor p = x.softmax();
        Tensor expected = Tensor.of(Shape.of(3, 3), 1, 0, 0, 0, 1, 0, 0, 0, 1).mul(p).sub(p.outer(p));
        assertThat(hessian(y -> y.logSumExp(), x).allClose(expected, 0, 1e-15)).isTrue();
    }

    @Test
    void largeNumbers() {
        Tensor big = Tensor.of(1000, 1000);
        assertThat(big.logSumExp().item()).isEqualTo(1000.6931471805599);
        assertThat(doubles(grad(x -> x.logSumExp(), big))).containsExactly(0.5, 0.5);
        assertThat(doubles(hessian(x -> x.logSumExp(), big))).containsExactly(0.25, -0.25, -0.25, 0.25);
        assertThat(doubles(Tensor.of(1e30, -1e30).softmax())).containsExactly(1, 0);
        assertThat(doubles(grad(x -> x.softmax().get(0), Tensor.of(1e30, -1e30)))).containsExactly(new double[] {0, 0}, within(0.0));
        assertThat(doubles(Tensor.of(0, 1000).logSoftmax(0))).containsExactly(-1000, 0);
        // floats near 10⁴ lie 2⁻¹⁰ apart, but their differences are exact
        double[] exact = {-Math.log(1 + Math.E), 1 - Math.log(1 + Math.E)};
        assertThat(doubles(Tensor.ofFloats(10000, 10001).logSoftmax(0))).containsExactly(exact, within(1e-7));
    }

    @Test
    void infiniteElements() {
        Tensor masked = Tensor.of(-INF, -INF);
        assertThat(masked.logSumExp().item()).isEqualTo(-INF);
        assertThat(doubles(grad(x -> x.logSumExp(), masked))).containsExactly(0, 0);
        assertThat(doubles(masked.softmax())).containsExactly(0, 0);
        assertThat(doubles(grad(x -> x.softmax().get(0), masked))).containsExactly(0, 0);
        assertThat(doubles(masked.logSoftmax(0))).containsExactly(-INF, -INF);

        Tensor infinite = Tensor.of(INF, 1);
        assertThat(infinite.logSumExp().item()).isEqualTo(INF);
        assertThat(doubles(grad(x -> x.logSumExp(), infinite))).containsExactly(1, 0);
        assertThat(doubles(infinite.softmax())).containsExactly(1, 0);
        assertThat(doubles(infinite.logSoftmax(0))).containsExactly(0, -INF);
        assertThat(doubles(Tensor.of(INF, INF).softmax())).containsExactly(0.5, 0.5);

        Tensor one = Tensor.of(0, -INF, 1);
        assertThat(doubles(one.softmax())).containsExactly(new double[] {P, 0, 1 - P}, within(1e-15));
        assertThat(doubles(grad(x -> x.softmax().get(0), one))).containsExactly(new double[] {P * (1 - P), 0, -P * (1 - P)}, within(1e-15));
        assertThat(one.logSoftmax(0).at(0)).isCloseTo(-1.3132616875182228, within(1e-15));
        assertThat(doubles(grad(x -> x.logSoftmax(0).get(0), one))).containsExactly(new double[] {1 - P, 0, P - 1}, within(1e-15));
        assertThat(doubles(Tensor.of(Double.NaN, 1).softmax())).containsOnly(Double.NaN);
    }

    @Test
    void aRowDoesNotChangeWithItsNeighbors() {
        Tensor rows = Tensor.of(Shape.of(3, 3), 0.1, 0.7, -0.3, -INF, -INF, -INF, INF, 1, INF);
        for (int i = 0; i < 3; i++) {
            assertThat(doubles(rows.softmax(1).get(i))).containsExactly(doubles(rows.get(i).softmax()));
            assertThat(doubles(rows.logSoftmax(1).get(i))).containsExactly(doubles(rows.get(i).logSoftmax()));
            assertThat(rows.logSumExp(1).at(i)).isEqualTo(rows.get(i).logSumExp().item());
        }
        assertThat(doubles(vmap(x -> grad(y -> y.logSumExp(), x), rows))).containsExactly(doubles(rows.softmax(1)));
    }

    @Test
    void ofNothing() {
        assertThat(Tensor.of().logSumExp().item()).isEqualTo(-INF);
        assertThat(grad(x -> x.logSumExp(), Tensor.of()).size()).isZero();
        assertThat(Tensor.zeros(Shape.of(3, 0), DType.F32).softmax(1).shape()).isEqualTo(Shape.of(3, 0));
        assertThat(doubles(Tensor.zeros(Shape.of(2, 0), DType.F32).logSumExp(1))).containsExactly(-INF, -INF);
    }

    @Test
    void errorsSayWhatToDo() {
        assertThatThrownBy(() -> Tensor.ofInts(1, 2).softmax(0)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("softmax needs a floating tensor with at least one axis, but got I32(2); convert it with to(DType.F64)");
        assertThatThrownBy(() -> Tensor.of(1, 2).logSoftmax(1)).hasMessageContaining("axis 1 was asked of the shape (2)");
    }

    // ---- losses

    @Test
    void squaredErrorIsTheMeanOverAll() {
        Tensor y = Tensor.of(Shape.of(2, 2), 1, 2, 3, 4);
        Tensor t = Tensor.of(Shape.of(2, 2), 0, 2, 1, 1);
        assertThat(squaredError(y, t).item()).isEqualTo((1 + 0 + 4 + 9) / 4.0);
        assertThat(doubles(grad(v -> squaredError(v, t), y))).containsExactly(0.5, 0, 1, 1.5);
        assertThatThrownBy(() -> squaredError(y, Tensor.of(1, 2)))
                .hasMessage("an error is taken between equal shapes, but got the output (2, 2) and the target (2); reshape or expand one of them");
    }

    @Test
    void halfSquaredDistanceIsHalfTheSumOverARowAndTheMeanOverRows() {
        Tensor y = Tensor.of(Shape.of(2, 2), 1, 2, 3, 4);
        Tensor t = Tensor.of(Shape.of(2, 2), 0, 2, 1, 1);
        assertThat(halfSquaredDistance(y, t).item()).isEqualTo((0.5 + 6.5) / 2);
        assertThat(halfSquaredDistance(y.get(1), t.get(1)).item()).isEqualTo(6.5);
        // for one sample the gradient is just the difference
        assertThat(doubles(grad(v -> halfSquaredDistance(v, t.get(1)), y.get(1)))).containsExactly(2, 3);
    }

    @Test
    void crossEntropyIsTheMeanOverRows() {
        Tensor logits = Tensor.of(Shape.of(2, 3), 0.5, -1, 2, 1, 1, 0);
        Tensor classes = Tensor.ofInts(1, 0);
        double first = -(-1 - Math.log(Math.exp(0.5) + Math.exp(-1) + Math.exp(2)));
        double second = -(1 - Math.log(2 * Math.E + 1));
        assertThat(crossEntropy(logits, classes).item()).isCloseTo((first + second) / 2, within(1e-15));
        // (softmax − 1 at the class) ÷ rows
        double[] expected = doubles(logits.softmax(1).div(2));
        expected[1] -= 0.5;
        expected[3] -= 0.5;
        assertThat(doubles(grad(x -> crossEntropy(x, classes), logits))).containsExactly(expected, within(1e-16));
        GradCheck.of((Tensor x) -> crossEntropy(x, classes)).at(logits).orThrow();
        // more axes before the classes, or none
        assertThat(crossEntropy(logits.unsqueeze(0), classes.unsqueeze(0)).item()).isEqualTo(crossEntropy(logits, classes).item());
        assertThat(crossEntropy(logits.get(0), classes.get(0)).item()).isCloseTo(first, within(1e-15));
    }

    @Test
    void crossEntropyOfExtremeLogits() {
        Tensor far = Tensor.of(Shape.of(1, 2), -1e4, 1e4);
        assertThat(crossEntropy(far, Tensor.ofInts(0)).item()).isEqualTo(20000);
        assertThat(doubles(grad(x -> crossEntropy(x, Tensor.ofInts(0)), far))).containsExactly(-1, 1);
        Tensor masked = Tensor.of(Shape.of(1, 3), 0, 1, -INF);
        assertThat(crossEntropy(masked, Tensor.ofInts(1)).item()).isCloseTo(0.31326168751822286, within(1e-16));
        assertThat(doubles(grad(x -> crossEntropy(x, Tensor.ofInts(1)), masked))).containsExactly(new double[] {P, -P, 0}, within(1e-16));
        assertThat(crossEntropy(masked, Tensor.ofInts(2)).item()).isEqualTo(INF);
    }

    @Test
    void crossEntropyRefusesOtherClasses() {
        Tensor logits = Tensor.of(Shape.of(2, 3), 0.5, -1, 2, 1, 1, 0);
        assertThatThrownBy(() -> crossEntropy(logits, Tensor.ofInts(1, 3))).hasMessage("class 3 was asked for in row 1, but there are 3 classes, 0 to 2");
        assertThatThrownBy(() -> crossEntropy(logits, Tensor.ofInts(-1, 0))).hasMessageContaining("class -1 was asked for in row 0");
        assertThatThrownBy(() -> crossEntropy(logits, Tensor.of(1, 2))).hasMessageContaining("to(DType.I32)");
        assertThatThrownBy(() -> crossEntropy(logits, Tensor.ofInts(1))).hasMessageContaining("a whole number for each");
    }

    @Test
    void perSampleGradientsOfCrossEntropy() {
        Tensor logits = RandomKey.of(4).normal(Shape.of(5, 3), DType.F64);
        Tensor classes = Tensor.ofInts(0, 2, 1, 1, 0);
        Tensor each = vmap((List<Tensor> in) -> grad(x -> crossEntropy(x, in.get(1)), in.get(0)), List.of(logits, classes));
        assertThat(each.mean(0).allClose(grad(x -> crossEntropy(logits.add(x), classes), Tensor.of(0, 0, 0)), 0, 1e-16)).isTrue();
    }
}
