package dev.jacobi;

import static dev.jacobi.Jacobi.absoluteError;
import static dev.jacobi.Jacobi.binaryCrossEntropy;
import static dev.jacobi.Jacobi.crossEntropy;
import static dev.jacobi.Jacobi.grad;
import static dev.jacobi.Jacobi.halfSquaredDistance;
import static dev.jacobi.Jacobi.huber;
import static dev.jacobi.Jacobi.squaredError;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.offset;

import dev.jacobi.diff.GradCheck;
import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.RandomKey;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class LossesTest {
    private static final Tensor OUTPUT = RandomKey.of(1).normal(Shape.of(4, 3), DType.F64).mul(2);
    private static final Tensor TARGET = RandomKey.of(2).normal(Shape.of(4, 3), DType.F64);
    private static final Tensor SHARES = RandomKey.of(3).uniform(Shape.of(4, 3), DType.F64);
    private static final Tensor CLASSES = Tensor.ofInts(0, 2, 1, 2);

    private interface Term {
        double at(double output, double target);
    }

    private static double mean(Tensor target, Term term) {
        double sum = 0;
        for (int i = 0; i < OUTPUT.size(); i++) sum += term.at(OUTPUT.toDoubles()[i], target.toDoubles()[i]);
        return sum / OUTPUT.size();
    }

    @Test
    void theirValuesAreTheirFormulas() {
        assertThat(squaredError(OUTPUT, TARGET).item()).isCloseTo(mean(TARGET, (y, t) -> (y - t) * (y - t)), offset(1e-14));
        assertThat(halfSquaredDistance(OUTPUT, TARGET).item()).isCloseTo(mean(TARGET, (y, t) -> 3 * (y - t) * (y - t) / 2), offset(1e-14));
        assertThat(absoluteError(OUTPUT, TARGET).item()).isCloseTo(mean(TARGET, (y, t) -> Math.abs(y - t)), offset(1e-14));
        for (double delta : new double[] {0.1, 1, 100}) {
            assertThat(huber(OUTPUT, TARGET, delta).item()).isCloseTo(mean(TARGET, (y, t) -> {
                double d = Math.abs(y - t);
                return d <= delta ? d * d / 2 : delta * (d - delta / 2);
            }), offset(1e-13));
        }
        assertThat(binaryCrossEntropy(OUTPUT, SHARES).item()).isCloseTo(mean(SHARES, (x, t) -> {
            double p = 1 / (1 + Math.exp(-x));
            return -t * Math.log(p) - (1 - t) * Math.log(1 - p);
        }), offset(1e-14));
    }

    @Test
    void theirSlopesAreRight() {
        check(y -> squaredError(y, TARGET));
        check(y -> halfSquaredDistance(y, TARGET));
        check(y -> absoluteError(y, TARGET));
        check(y -> huber(y, TARGET, 0.7));
        check(x -> binaryCrossEntropy(x, SHARES));
        check(x -> binaryCrossEntropy(OUTPUT, x.sigmoid()));
        check(x -> crossEntropy(x, CLASSES));
    }

    private static void check(UnaryOperator<Tensor> loss) { GradCheck.of(loss).at(OUTPUT).orThrow(); }

    @Test
    void largeLogitsKeepTheirDigits() {
        Tensor logits = Tensor.of(1000, -1000, 40, -40);
        Tensor right = Tensor.of(1, 0, 1, 0);
        assertThat(binaryCrossEntropy(logits, right.subFrom(1)).item()).isEqualTo((1000 + 1000 + 40 + 40) / 4.0);
        double small = Math.exp(-40);
        assertThat(binaryCrossEntropy(logits, right).item()).isCloseTo(small / 2, offset(1e-12 * small));
        assertThat(grad(x -> binaryCrossEntropy(x, right), logits).toDoubles())
                .containsExactly(new double[] {0, 0, -small / 4, small / 4}, offset(1e-12 * small));
        Tensor floats = logits.to(DType.F32);
        assertThat(binaryCrossEntropy(floats, right.subFrom(1).to(DType.F32)).item()).isEqualTo(520);
        assertThat(crossEntropy(Tensor.of(Shape.of(2, 2), 1e4, -1e4, -1e4, 1e4), Tensor.ofInts(0, 0)).item()).isEqualTo(1e4);
    }

    @Test
    void kinksHaveTheSlopesThatAreStated() {
        assertThat(grad(y -> absoluteError(y, Tensor.of(1, 1)), Tensor.of(1, 3)).toDoubles()).containsExactly(0, 0.5);
        assertThat(grad(y -> huber(y, Tensor.of(0, 0, 0, 0), 2), Tensor.of(1, 2, 1e9, -7)).toDoubles()).containsExactly(0.25, 0.5, 0.5, -0.5);
    }

    @Test
    void whatDoesNotFitIsRefused() {
        Tensor one = Tensor.of(1);
        Tensor two = Tensor.of(1, 2);
        assertThatIllegalArgumentException().isThrownBy(() -> absoluteError(one, two)).withMessageContaining("equal shapes");
        assertThatIllegalArgumentException().isThrownBy(() -> huber(one, two, 1)).withMessageContaining("equal shapes");
        assertThatIllegalArgumentException().isThrownBy(() -> huber(one, one, 0)).withMessageContaining("positive, finite delta");
        assertThatIllegalArgumentException().isThrownBy(() -> binaryCrossEntropy(one, two)).withMessageContaining("equal shapes");
        assertThatIllegalArgumentException().isThrownBy(() -> binaryCrossEntropy(one, Tensor.ofInts(1))).withMessageContaining("targets.to(DType.F64)");
    }
}
