package dev.jacobi.hard;

import static dev.jacobi.Jacobi.binaryCrossEntropy;
import static dev.jacobi.Jacobi.binaryCrossEntropyOfProbabilities;
import static dev.jacobi.Jacobi.binaryCrossEntropyOfProbabilitiesEach;
import static dev.jacobi.Jacobi.crossEntropy;
import static dev.jacobi.Jacobi.ctcEach;
import static dev.jacobi.Jacobi.grad;
import static dev.jacobi.Jacobi.huber;
import static dev.jacobi.Jacobi.klDivergence;
import static dev.jacobi.Jacobi.klDivergenceOfLogs;
import static dev.jacobi.Jacobi.smoothL1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.jacobi.CrossEntropy;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// The hard numerical cases of the losses.
class LossHardCasesTest {
    private static final double INF = Double.POSITIVE_INFINITY;
    private static final double P = 1 / (1 + Math.E);                        // the smaller share of (0, 1)

    private static Tensor row(double... values) { return Tensor.of(Shape.of(1, values.length), values); }

    private static void close(double[] actual, double tolerance, double... expected) {
        assertThat(actual).containsExactly(expected, within(tolerance));
    }

    private static double[] slope(UnaryOperator<Tensor> f, Tensor x) { return grad(f, x).toDoubles(); }

    private static double[] bend(UnaryOperator<Tensor> f, Tensor x) { return grad((Tensor v) -> grad(f, v).sum(), x).toDoubles(); }

    @Test
    @DisplayName("case 78: the cross-entropy of logits far apart is their distance")
    void farLogits() {
        Tensor logits = row(-1e4, 1e4);
        assertThat(crossEntropy(logits, Tensor.ofInts(0)).item()).isEqualTo(20000);
        close(slope(x -> crossEntropy(x, Tensor.ofInts(0)), logits), 0, -1, 1);
    }

    @Test
    @DisplayName("case 79: another class with a logit of -inf takes no part")
    void anotherClassIsImpossible() {
        Tensor logits = row(0, 1, -INF);
        assertThat(crossEntropy(logits, Tensor.ofInts(1)).item()).isCloseTo(0.31326168751822286, within(1e-16));
        close(slope(x -> crossEntropy(x, Tensor.ofInts(1)), logits), 1e-16, P, -P, 0);
    }

    @Test
    @DisplayName("case 80: with smoothed labels an impossible class costs infinity, and the gradient is finite")
    void anImpossibleClassAndSmoothing() {
        CrossEntropy smoothed = new CrossEntropy().smoothing(0.1);
        Tensor logits = row(0, 1, -INF);
        assertThat(smoothed.of(logits, Tensor.ofInts(1)).item()).isEqualTo(INF);
        close(slope(x -> smoothed.of(x, Tensor.ofInts(1)), logits), 1e-15, P - 0.1 / 3, 1 - P - 0.9 - 0.1 / 3, -0.1 / 3);
    }

    @Test
    @DisplayName("case 81: smoothed labels")
    void smoothing() {
        CrossEntropy smoothed = new CrossEntropy().smoothing(0.1);
        Tensor logits = row(2, -1, 1);
        assertThat(smoothed.of(logits, Tensor.ofInts(0)).item()).isCloseTo(0.48234555, within(5e-9));
        close(slope(x -> smoothed.of(x, Tensor.ofInts(0)), logits), 5e-6, -0.22795, 0.00179, 0.22616);
        Tensor spread = row(0.9 + 0.1 / 3, 0.1 / 3, 0.1 / 3);
        assertThat(crossEntropy(logits, spread).item()).isCloseTo(smoothed.of(logits, Tensor.ofInts(0)).item(), within(1e-15));
    }

    @Test
    @DisplayName("case 82: a class of probability 0 with a logit of -inf costs nothing")
    void anImpossibleClassThatDoesNotCome() {
        Tensor logits = row(3, -INF);
        assertThat(crossEntropy(logits, row(1, 0)).item()).isEqualTo(0);
        close(slope(x -> crossEntropy(x, row(1, 0)), logits), 0, 0, 0);
        assertThat(crossEntropy(logits, row(0, 1)).item()).isEqualTo(INF);
        assertThat(crossEntropy(row(Double.NaN, 1), row(0, 1)).item()).isNaN();
        // a yes that was held certain, with infinite logits
        assertThat(binaryCrossEntropy(Tensor.of(INF, -INF), Tensor.of(1, 0)).item()).isEqualTo(0);
        close(slope(x -> binaryCrossEntropy(x, Tensor.of(1, 0)), Tensor.of(INF, -INF)), 0, 0, 0);
    }

    @Test
    @DisplayName("case 83: where all labels are ignored the mean is 0, and so is the gradient")
    void allIgnored() {
        CrossEntropy loss = new CrossEntropy().ignoring(-100);
        Tensor logits = row(2, -1, 1);
        assertThat(loss.of(logits, Tensor.ofInts(-100)).item()).isEqualTo(0);
        close(slope(x -> loss.of(x, Tensor.ofInts(-100)), logits), 0, 0, 0, 0);
        close(slope(x -> loss.weights(Tensor.of(0, 1, 1)).of(x, Tensor.ofInts(0)), logits), 0, 0, 0, 0);
    }

    @Test
    @DisplayName("case 84: a probability of 0 or 1 that was wrong costs infinity, nothing is clamped")
    void impossibleAnswers() {
        Tensor p = Tensor.of(0, 1, 0, 1);
        Tensor t = Tensor.of(1, 0, 0, 1);
        close(binaryCrossEntropyOfProbabilitiesEach(p, t).toDoubles(), 0, INF, INF, 0, 0);
        close(slope(x -> binaryCrossEntropyOfProbabilities(x, t).mul(4), p), 0, -INF, INF, 1, -1);
        assertThat(binaryCrossEntropyOfProbabilities(Tensor.of(1.5), Tensor.of(1)).item()).isNaN();
    }

    @Test
    @DisplayName("case 85: yes-or-no answers with logits of ±1000")
    void largeYesOrNo() {
        Tensor logits = Tensor.of(1000, -1000);
        for (double yes : new double[] {0, 1}) {
            Tensor t = Tensor.of(yes, yes);
            UnaryOperator<Tensor> loss = x -> binaryCrossEntropy(x, t).mul(2);
            assertThat(loss.apply(logits).item()).isEqualTo(1000);
            close(slope(loss, logits), 0, yes == 0 ? 1 : 0, yes == 0 ? 0 : -1);
            close(bend(loss, logits), 0, 0, 0);
        }
    }

    @Test
    @DisplayName("case 86: what has probability 0 contributes nothing to a divergence")
    void nothingExpected() {
        Tensor log = row(-0.5, -3, -INF);
        Tensor target = row(1, 0, 0);
        assertThat(klDivergence(log, target).item()).isEqualTo(0.5);
        close(slope(x -> klDivergence(x, target), log), 0, -1, 0, 0);
        assertThat(klDivergenceOfLogs(log, target.log()).item()).isEqualTo(0.5);
        close(slope(x -> klDivergenceOfLogs(x, target.log()), log), 0, -1, 0, 0);
        close(slope(x -> klDivergenceOfLogs(log, x), target.log()), 0, 1.5, 0, 0);
        assertThat(klDivergence(log, row(0, 0, 1)).item()).isEqualTo(INF);
    }

    @Test
    @DisplayName("case 87: where squares go over into lines, slopes are ±1 and the second derivative is that of the square")
    void borders() {
        Tensor at = Tensor.of(1, -1, INF, 0);
        Tensor zero = Tensor.of(0, 0, 0, 0);
        assertThat(huber(Tensor.of(1, -1), Tensor.of(0, 0), 1).item()).isEqualTo(0.5);
        assertThat(smoothL1(Tensor.of(1, -1), Tensor.of(0, 0), 1).item()).isEqualTo(0.5);
        for (UnaryOperator<Tensor> loss : List.<UnaryOperator<Tensor>>of(x -> huber(x, zero, 1).mul(4), x -> smoothL1(x, zero, 1).mul(4))) {
            close(slope(loss, at), 0, 1, -1, 1, 0);
            close(bend(loss, at), 0, 1, 1, 0, 1);
        }
        assertThat(smoothL1(Tensor.of(2, -2), Tensor.of(0, 0), 2).item()).isEqualTo(1);
    }

    @Test
    @DisplayName("case 137: a label that can't be said costs infinity, and its gradient is 0")
    void impossibleAlignment() {
        Tensor log = Tensor.of(Shape.of(2, 3, 2), 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6).logSoftmax(-1);
        // three equal signs need two blanks between them, five times in all; one sign needs one
        Tensor labels = Tensor.ofInts(1, 1, 1, 1, 0, 0).reshape(2, 3);
        Tensor times = Tensor.ofInts(3, 3);
        Tensor lengths = Tensor.ofInts(3, 1);
        Tensor each = ctcEach(log, labels, times, lengths);
        assertThat(each.at(0)).isEqualTo(INF);
        assertThat(each.at(1)).isFinite();
        Tensor slope = grad((Tensor x) -> ctcEach(x, labels, times, lengths).sum(), log);
        close(slope.get(0).toDoubles(), 0, new double[6]);
        assertThat(slope.get(1).sum().item()).isCloseTo(-3, within(1e-14));
        // nothing said in no time is certain; something said in no time, or nothing where blanks are impossible, isn't possible
        Tensor none = Tensor.ofInts(0, 0);
        close(ctcEach(log, labels, none, Tensor.ofInts(0, 1)).toDoubles(), 0, 0, INF);
        Tensor noBlank = Tensor.of(Shape.of(1, 1, 2), -INF, 0);
        close(ctcEach(noBlank, Tensor.ofInts(1).reshape(1, 1), Tensor.ofInts(1), Tensor.ofInts(0)).toDoubles(), 0, INF);
        close(grad((Tensor x) -> ctcEach(x, Tensor.ofInts(1).reshape(1, 1), Tensor.ofInts(1), Tensor.ofInts(1)).sum(), noBlank).toDoubles(), 0, 0, -1);
    }
}
