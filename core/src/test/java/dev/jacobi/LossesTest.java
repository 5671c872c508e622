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
import java.util.List;
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

    /// The mean and the numbers it is taken of.
    @Test
    void theMeanOfEachIsTheLoss() {
        Tensor signs = TARGET.gt(0).where(Tensor.ones(TARGET.shape(), DType.F64), Tensor.full(TARGET.shape(), -1, DType.F64));
        Tensor up = Tensor.of(1, -1, -1, 1);
        Tensor w = Tensor.of(3, 0.5, 1);
        isMean(squaredError(OUTPUT, TARGET), Jacobi.squaredErrorEach(OUTPUT, TARGET));
        isMean(halfSquaredDistance(OUTPUT, TARGET), Jacobi.halfSquaredDistanceEach(OUTPUT, TARGET));
        isMean(absoluteError(OUTPUT, TARGET), Jacobi.absoluteErrorEach(OUTPUT, TARGET));
        isMean(huber(OUTPUT, TARGET, 2), Jacobi.huberEach(OUTPUT, TARGET, 2));
        isMean(Jacobi.smoothL1(OUTPUT, TARGET, 2), Jacobi.smoothL1Each(OUTPUT, TARGET, 2));
        isMean(Jacobi.poissonNegativeLogLikelihood(OUTPUT, SHARES), Jacobi.poissonNegativeLogLikelihoodEach(OUTPUT, SHARES));
        isMean(Jacobi.gaussianNegativeLogLikelihood(OUTPUT, TARGET, SHARES), Jacobi.gaussianNegativeLogLikelihoodEach(OUTPUT, TARGET, SHARES));
        isMean(binaryCrossEntropy(OUTPUT, SHARES), Jacobi.binaryCrossEntropyEach(OUTPUT, SHARES));
        isMean(binaryCrossEntropy(OUTPUT, SHARES, w), Jacobi.binaryCrossEntropyEach(OUTPUT, SHARES, w));
        isMean(Jacobi.binaryCrossEntropyOfProbabilities(SHARES, SHARES), Jacobi.binaryCrossEntropyOfProbabilitiesEach(SHARES, SHARES));
        isMean(crossEntropy(OUTPUT, CLASSES), Jacobi.crossEntropyEach(OUTPUT, CLASSES));
        isMean(Jacobi.negativeLogLikelihood(OUTPUT, CLASSES), Jacobi.negativeLogLikelihoodEach(OUTPUT, CLASSES));
        isMean(Jacobi.klDivergence(OUTPUT, SHARES), Jacobi.klDivergenceEach(OUTPUT, SHARES));
        isMean(Jacobi.klDivergenceOfLogs(OUTPUT, TARGET), Jacobi.klDivergenceOfLogsEach(OUTPUT, TARGET));
        isMean(Jacobi.hinge(OUTPUT, signs), Jacobi.hingeEach(OUTPUT, signs));
        isMean(Jacobi.squaredHinge(OUTPUT, signs), Jacobi.squaredHingeEach(OUTPUT, signs));
        isMean(Jacobi.softMargin(OUTPUT, signs), Jacobi.softMarginEach(OUTPUT, signs));
        isMean(Jacobi.multiclassHinge(OUTPUT, CLASSES, 1), Jacobi.multiclassHingeEach(OUTPUT, CLASSES, 1));
        isMean(Jacobi.marginRanking(OUTPUT, TARGET, signs, 1), Jacobi.marginRankingEach(OUTPUT, TARGET, signs, 1));
        isMean(Jacobi.cosineEmbedding(OUTPUT, TARGET, up, 0.1), Jacobi.cosineEmbeddingEach(OUTPUT, TARGET, up, 0.1));
        isMean(Jacobi.tripletMargin(OUTPUT, TARGET, SHARES, 1), Jacobi.tripletMarginEach(OUTPUT, TARGET, SHARES, 1));
    }

    private static void isMean(Tensor loss, Tensor each) {
        assertThat(loss.shape()).isEqualTo(Shape.of());
        assertThat(each.size()).isGreaterThan(3);
        assertThat(loss.item()).isCloseTo(each.mean().item(), offset(1e-15)).isFinite().isNotZero();
    }

    /// Weights, smoothing and labels to ignore, each by itself.
    @Test
    void crossEntropyHasChoices() {
        Tensor log = OUTPUT.logSoftmax(-1);
        Tensor w = Tensor.of(3, 0.5, 1);
        CrossEntropy weighed = new CrossEntropy().weights(w);
        double sum = 0;
        double total = 0;
        for (int i = 0; i < 4; i++) {
            int k = (int) CLASSES.at(i);
            sum -= w.at(k) * log.at(i, k);
            total += w.at(k);
        }
        assertThat(weighed.of(OUTPUT, CLASSES).item()).isCloseTo(sum / total, offset(1e-15));
        assertThat(weighed.each(OUTPUT, CLASSES).sum().item()).isCloseTo(sum, offset(1e-15));
        Tensor padded = Tensor.concat(0, List.of(CLASSES, Tensor.ofInts(7, -1)));
        Tensor longer = Tensor.concat(0, List.of(OUTPUT, TARGET.slice(0, 0, 2)));
        assertThat(new CrossEntropy().ignoring(7).each(longer, Tensor.concat(0, List.of(CLASSES, Tensor.ofInts(7, 7)))).toDoubles())
                .containsExactly(Tensor.concat(0, List.of(Jacobi.crossEntropyEach(OUTPUT, CLASSES), Tensor.of(0, 0))).toDoubles());
        assertThat(new CrossEntropy().ignoring(7).of(longer, Tensor.concat(0, List.of(CLASSES, Tensor.ofInts(7, 7)))).item())
                .isCloseTo(crossEntropy(OUTPUT, CLASSES).item(), offset(1e-15));
        assertThatIllegalArgumentException().isThrownBy(() -> new CrossEntropy().ignoring(7).of(longer, padded)).withMessageContaining("class -1");
        Tensor hot = Tensor.range(3).eq(CLASSES.unsqueeze(-1)).to(DType.F64);
        assertThat(crossEntropy(OUTPUT, hot).item()).isCloseTo(crossEntropy(OUTPUT, CLASSES).item(), offset(1e-15));
        assertThat(new CrossEntropy().smoothing(0.3).each(OUTPUT, CLASSES).allClose(new CrossEntropy().smoothing(0.3).each(OUTPUT, hot), 1e-14, 0)).isTrue();
        check(y -> weighed.smoothing(0.2).ignoring(2).of(y, CLASSES));
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

    @Test
    void sequencesAreSpelledInAnyWay() {
        // two times, one sign: said twice, or once with a blank before or behind
        Tensor p = Tensor.of(Shape.of(1, 2, 2), 0.3, 0.7, 0.6, 0.4);
        Tensor label = Tensor.ofInts(1).reshape(1, 1);
        Tensor two = Tensor.ofInts(2);
        Tensor one = Tensor.ofInts(1);
        double ways = 0.7 * 0.4 + 0.3 * 0.4 + 0.7 * 0.6;
        assertThat(Jacobi.ctc(p.log(), label, two, one).item()).isCloseTo(-Math.log(ways), offset(1e-15));
        assertThat(Jacobi.ctc(p.log(), label, one, one).item()).isCloseTo(-Math.log(0.7), offset(1e-15));
        assertThat(Jacobi.ctc(p.log(), label, two, Tensor.ofInts(0)).item()).isCloseTo(-Math.log(0.3 * 0.6), offset(1e-15));
        assertThatIllegalArgumentException().isThrownBy(() -> Jacobi.ctc(p.get(0), label, two, one)).withMessageContaining("unsqueeze(0)");
        assertThatIllegalArgumentException().isThrownBy(() -> Jacobi.ctc(p, label, Tensor.of(2), one)).withMessageContaining("whole numbers");
        assertThatIllegalArgumentException().isThrownBy(() -> Jacobi.ctc(p, Tensor.ofInts(7).reshape(1, 1), two, one)).withMessageContaining("index 7");
    }

    @Test
    void crossEntropyRefusesWhatDoesNotFit() {
        CrossEntropy plain = new CrossEntropy();
        assertThatIllegalArgumentException().isThrownBy(() -> plain.smoothing(1)).withMessageContaining("a smoothing of at least 0 and below 1, but got 1.0");
        assertThatIllegalArgumentException().isThrownBy(() -> plain.weights(Tensor.ofInts(1, 2))).withMessageContaining("but got I32(2); make them with");
        assertThatIllegalArgumentException().isThrownBy(() -> plain.weights(Tensor.of(1, 2)).of(OUTPUT, CLASSES))
                .withMessage("crossEntropy needs a weight for each class, but got (2) for logits (4, 3); give as many weights as classes");
        assertThatIllegalArgumentException().isThrownBy(() -> crossEntropy(OUTPUT, Tensor.of(1, 2)))
                .withMessageContaining("class probabilities of the shape of the logits, (4, 3), but got (2)");
        assertThatIllegalArgumentException().isThrownBy(() -> plain.ignoring(7).of(OUTPUT, SHARES)).withMessageContaining("which are no labels");
    }
}
