package dev.jacobi.op;

import static dev.jacobi.Jacobi.grad;
import static dev.jacobi.Jacobi.hessian;
import static dev.jacobi.Jacobi.vmap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.jacobi.diff.GradCheck;
import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.RandomKey;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;
import org.junit.jupiter.api.Test;

/// Extremes, products, variances and norms: what a plain loop says, and the cases in which most get it wrong.
class ReductionsTest {
    private static final double INF = Double.POSITIVE_INFINITY;
    private static final double NAN = Double.NaN;
    private static final Tensor X = RandomKey.of(8).normal(Shape.of(2, 3, 4), DType.F64);

    private static double[] doubles(Tensor t) { return t.toDoubles(); }

    /// Folds axes 0 and 2 of X, which don't lie beside each other.
    private static double[] folded(double start, DoubleBinaryOperator f) {
        double[] r = new double[3];
        Arrays.fill(r, start);
        for (int i = 0; i < 2; i++) for (int j = 0; j < 3; j++) for (int k = 0; k < 4; k++) r[j] = f.applyAsDouble(r[j], X.at(i, j, k));
        return r;
    }

    @Test
    void valuesAgreeWithAPlainLoop() {
        assertThat(doubles(X.max(0, 2))).containsExactly(folded(-INF, Math::max));
        assertThat(doubles(X.min(-1, 0))).containsExactly(folded(INF, Math::min));
        assertThat(doubles(X.prod(0, 2))).containsExactly(folded(1, (a, b) -> a * b), within(1e-14));
        assertThat(doubles(X.norm(0, 2).square())).containsExactly(folded(0, (a, b) -> a + b * b), within(1e-13));
        double[] means = Arrays.stream(folded(0, Double::sum)).map(s -> s / 8).toArray();
        double[] squares = folded(0, (a, b) -> a + b * b);
        double[] variances = new double[3];
        for (int j = 0; j < 3; j++) variances[j] = squares[j] / 8 - means[j] * means[j];
        assertThat(doubles(X.variance(0, 2))).containsExactly(variances, within(1e-13));
        assertThat(doubles(X.sampleVariance(0, 2).mul(7))).containsExactly(doubles(X.variance(0, 2).mul(8)), within(1e-13));
        assertThat(X.argMax(1).shape()).isEqualTo(Shape.of(2, 4));
        for (int i = 0; i < 2; i++) for (int k = 0; k < 4; k++) {
            assertThat(X.at(i, (int) X.argMax(1).at(i, k), k)).isEqualTo(X.max(1).at(i, k));
        }
    }

    @Test
    void gradientsAgreeWithDifferences() {
        Tensor weights = RandomKey.of(9).normal(Shape.of(3), DType.F64);
        GradCheck.of((Tensor x) -> x.max(0, 2).mul(weights).sum()).at(X).orThrow();
        GradCheck.of((Tensor x) -> x.min(0, 2).mul(weights).sum()).at(X).orThrow();
        GradCheck.of((Tensor x) -> x.prod(0, 2).mul(weights).sum()).at(X).orThrow();
        GradCheck.of((Tensor x) -> x.variance(0, 2).mul(weights).sum()).at(X).orThrow();
        GradCheck.of((Tensor x) -> x.sampleVariance(0, 2).mul(weights).sum()).at(X).orThrow();
        GradCheck.of((Tensor x) -> x.norm(0, 2).mul(weights).sum()).at(X).orThrow();
    }

    @Test
    void tiesShareTheGradientEqually() {
        assertThat(doubles(grad(x -> x.max(), Tensor.of(2, 2, 1)))).containsExactly(0.5, 0.5, 0);
        assertThat(doubles(grad(x -> x.max(0).sum(), Tensor.of(2, 2, 1)))).containsExactly(0.5, 0.5, 0);
        assertThat(doubles(grad(x -> x.min(), Tensor.of(3, 3, 3, 4)))).containsExactly(1 / 3.0, 1 / 3.0, 1 / 3.0, 0);
        assertThat(doubles(grad(x -> x.abs().max(), Tensor.of(2, -2, 1)))).containsExactly(0.5, -0.5, 0);
        assertThat(doubles(grad(x -> x.max(1).mul(Tensor.of(3, 5)).sum(), Tensor.of(Shape.of(2, 2), 1, 1, 0, 4))))
                .containsExactly(1.5, 1.5, 0, 5);
    }

    @Test
    void nanWinsAlsoInTheGradient() {
        assertThat(Tensor.of(1, NAN, 3).max().item()).isNaN();
        assertThat(Tensor.of(1, NAN, 3).min().item()).isNaN();
        assertThat(doubles(grad(x -> x.max(), Tensor.of(1, NAN, 3)))).containsExactly(0, 1, 0);
        assertThat(doubles(Tensor.of(Shape.of(2, 3), 1, NAN, 3, 5, 9, 9).argMax(1))).containsExactly(1, 1);
        assertThat(doubles(grad(x -> x.max(), Tensor.of(-INF, -INF)))).containsExactly(0.5, 0.5);
    }

    @Test
    void emptyAxes() {
        Tensor empty = Tensor.zeros(Shape.of(2, 0, 3), DType.F64);
        assertThat(doubles(empty.prod(1))).containsExactly(1, 1, 1, 1, 1, 1);
        assertThat(doubles(empty.norm(1))).containsExactly(0, 0, 0, 0, 0, 0);
        assertThat(empty.variance().item()).isNaN();
        assertThat(empty.max(0).shape()).isEqualTo(Shape.of(0, 3));
        assertThatThrownBy(() -> empty.max(1)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("max needs at least one element, but axis 1 of (2, 0, 3) is empty");
        assertThatThrownBy(() -> empty.min()).hasMessage("min needs at least one element, but axis 1 of (2, 0, 3) is empty");
        assertThatThrownBy(() -> empty.argMax(1)).hasMessageContaining("argMax needs at least one element along its axis");
    }

    @Test
    void errorsSayWhatToDo() {
        assertThat(Tensor.ofInts(1, 2).max().toLongs()).containsExactly(2);
        assertThatThrownBy(() -> Tensor.ofBooleans(true).max()).hasMessage("max needs numbers, but got BOOL; ask for any() or all()");
        assertThatThrownBy(() -> Tensor.ofInts(1, 2).norm()).hasMessage("norm needs a floating tensor, but got I32; convert it with to(DType.F64)");
        assertThatThrownBy(() -> Tensor.ofInts(1, 2).variance()).hasMessageContaining("variance needs a floating tensor");
        assertThat(Tensor.ofInts(1, 7, 2).argMax(0).item()).isEqualTo(1);
        assertThatThrownBy(() -> X.max(3)).hasMessageContaining("axis 3");
        assertThatThrownBy(() -> X.prod(1, -2)).hasMessageContaining("was given twice");
    }

    @Test
    void zerosAmongTheFactors() {
        assertThat(doubles(grad(x -> x.prod(), Tensor.of(2, 0, 3)))).containsExactly(0, 6, 0);
        assertThat(doubles(grad(x -> x.prod(), Tensor.of(0, 0, 3)))).containsExactly(0, 0, 0);
        Tensor h = hessian(x -> x.prod(), Tensor.of(2, 0, 3));
        assertThat(doubles(h)).containsExactly(0, 3, 0, 3, 0, 2, 0, 2, 0);
        // of two zeros only the product of the others remains, and only in their mixed derivative
        assertThat(doubles(hessian(x -> x.prod(), Tensor.of(0, 0, 3)))).containsExactly(0, 3, 0, 3, 0, 0, 0, 0, 0);
        // the third derivative of x·y·z by each once is 1
        Tensor third = grad(x -> hessian(y -> y.prod(), x).get(0).get(1), Tensor.of(0, 0, 0));
        assertThat(doubles(third)).containsExactly(0, 0, 1);
    }

    @Test
    void varianceFarFromZero() {
        Tensor far = Tensor.ofFloats(1e8f, 1e8f + 8, 1e8f + 16);
        assertThat(far.sampleVariance().item()).isEqualTo(64);
        assertThat(doubles(grad(x -> x.sampleVariance(), far))).containsExactly(-8, 0, 8);
        // here the mean itself has no float: 1e8 + 16/3
        Tensor rounded = Tensor.ofFloats(1e8f, 1e8f + 8, 1e8f + 8);
        assertThat(rounded.variance().item()).isCloseTo(128 / 9.0, within(1e-5));
        assertThat(doubles(grad(x -> x.variance(), rounded))).containsExactly(new double[] {-32 / 9.0, 16 / 9.0, 16 / 9.0}, within(1e-6));
        assertThat(Tensor.of(1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16).sampleVariance().item()).isEqualTo(30);
        assertThat(Tensor.of(0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1).variance().item()).isZero();
    }

    @Test
    void varianceOfOne() {
        assertThat(Tensor.of(5).variance().item()).isZero();
        assertThat(doubles(grad(x -> x.variance(), Tensor.of(5)))).containsExactly(0);
        assertThatThrownBy(() -> Tensor.of(5).sampleVariance()).hasMessageContaining("sampleVariance needs at least two elements");
        // (2/n)·(1 where both are one, − 1/n)
        assertThat(doubles(hessian(x -> x.variance(), Tensor.of(4, 9)))).containsExactly(new double[] {0.5, -0.5, -0.5, 0.5}, within(1e-15));
    }

    @Test
    void normsBeyondTheRangeOfSquares() {
        assertThat(Tensor.of(3e200, 4e200).norm().item()).isCloseTo(5e200, within(1e185));
        assertThat(doubles(grad(x -> x.norm(), Tensor.of(3e200, 4e200)))).containsExactly(new double[] {0.6, 0.8}, within(1e-15));
        assertThat(Tensor.of(3e-200, 4e-200).norm().item()).isCloseTo(5e-200, within(1e-215));
        assertThat(doubles(grad(x -> x.norm(), Tensor.of(3e-200, 4e-200)))).containsExactly(new double[] {0.6, 0.8}, within(1e-15));
        assertThat(Tensor.ofFloats(3e30f, 4e30f).norm().item()).isCloseTo(5e30, within(1e24));
        assertThat(Tensor.ofFloats(3e-30f, 4e-30f).norm().item()).isCloseTo(5e-30, within(1e-36));
        assertThat(Tensor.of(INF, 1).norm().item()).isEqualTo(INF);
        assertThat(Tensor.of(NAN, INF).norm().item()).isNaN();
    }

    @Test
    void theNormAtZeroHasNoSlope() {
        Tensor zero = Tensor.of(0, 0, 0);
        assertThat(zero.norm().item()).isZero();
        assertThat(doubles(grad(x -> x.norm(), zero))).containsExactly(0, 0, 0);
        assertThat(doubles(hessian(x -> x.norm(), zero))).containsOnly(0);
    }

    @Test
    void aGroupDoesNotChangeWithItsNeighbors() {
        Tensor rows = Tensor.of(Shape.of(3, 3), 0.1, 0.2, 0.3, 0, 0, 0, 1e200, 1, 1);
        double[] together = doubles(rows.norm(1));
        for (int i = 0; i < 3; i++) assertThat(together[i]).isEqualTo(rows.get(i).norm().item());
        assertThat(doubles(vmap(x -> grad(y -> y.norm(), x), rows).get(0))).containsExactly(doubles(grad(y -> y.norm(), rows.get(0))));
    }
}
