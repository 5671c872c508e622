package dev.jacobi;

import dev.jacobi.scalar.LossFunctions;
import dev.jacobi.tensor.Tensor;

/// Losses of probabilities: how surprised a forecast is by what came. Part of [Losses], where the rules for all are.
public abstract sealed class ProbabilityLosses permits MarginLosses {
    private static final LossFunctions.Weighed WEIGHED = new LossFunctions.Weighed();

    ProbabilityLosses() {}

    /// p·v, where 0 times infinity is 0.
    static Tensor weighed(Tensor p, Tensor v) { return p.apply(WEIGHED, v); }

    static void requireEqualShapes(Tensor output, Tensor target) {
        if (!output.shape().equals(target.shape())) {
            throw new IllegalArgumentException("an error is taken between equal shapes, but got the output " + output.shape()
                    + " and the target " + target.shape() + "; reshape or expand one of them");
        }
    }

    private static void requireAlike(String loss, Tensor output, Tensor target) {
        requireEqualShapes(output, target);
        if (output.dtype() != target.dtype()) {
            throw new IllegalArgumentException(loss + " needs outputs and targets of one dtype, but got " + output.dtype() + " and "
                    + target.dtype() + "; write targets.to(DType." + output.dtype() + ")");
        }
    }

    // ---- yes or no

    /// The mean over all elements of −t·log σ(x) − (1 − t)·log(1 − σ(x)), for yes-or-no answers given as logits x; no factor.
    /// It is computed as t·softplus(−x) + (1 − t)·softplus(x), which is exact also for large logits, as is its slope.
    ///
    /// @param targets floating: 1 for yes, 0 for no, or a probability
    /// @throws IllegalArgumentException if the shapes or dtypes differ
    public static Tensor binaryCrossEntropy(Tensor logits, Tensor targets) { return binaryCrossEntropyEach(logits, targets).mean(); }

    /// As [#binaryCrossEntropy(Tensor, Tensor)], a number for each element.
    public static Tensor binaryCrossEntropyEach(Tensor logits, Tensor targets) {
        requireAlike("binaryCrossEntropy", logits, targets);
        return weighed(targets, logits.neg().softplus()).add(weighed(targets.subFrom(1), logits.softplus()));
    }

    /// As [#binaryCrossEntropy(Tensor, Tensor)], where what is missed counts w times: the mean over all elements of
    /// −w·t·log σ(x) − (1 − t)·log(1 − σ(x)). For a class that is rare, w is often the number of noes for one yes.
    ///
    /// @param positiveWeights w, broadcast to the logits
    /// @throws IllegalArgumentException if the shapes or dtypes don't fit
    public static Tensor binaryCrossEntropy(Tensor logits, Tensor targets, Tensor positiveWeights) {
        return binaryCrossEntropyEach(logits, targets, positiveWeights).mean();
    }

    /// As [#binaryCrossEntropy(Tensor, Tensor, Tensor)], a number for each element.
    public static Tensor binaryCrossEntropyEach(Tensor logits, Tensor targets, Tensor positiveWeights) {
        requireAlike("binaryCrossEntropy", logits, targets);
        Tensor weights = targets.mul(positiveWeights.expand(targets.shape()));
        return weighed(weights, logits.neg().softplus()).add(weighed(targets.subFrom(1), logits.softplus()));
    }

    /// The mean over all elements of −t·log p − (1 − t)·log(1 − p), for yes-or-no answers given as probabilities p; no factor.
    /// Nothing is clamped: an answer that was held impossible costs infinity. [#binaryCrossEntropy(Tensor, Tensor)] of logits
    /// has no such ends and keeps more digits.
    ///
    /// @param probabilities from 0 to 1; outside, the loss is NaN
    /// @param targets floating: 1 for yes, 0 for no, or a probability
    /// @throws IllegalArgumentException if the shapes or dtypes differ
    public static Tensor binaryCrossEntropyOfProbabilities(Tensor probabilities, Tensor targets) {
        return binaryCrossEntropyOfProbabilitiesEach(probabilities, targets).mean();
    }

    /// As [#binaryCrossEntropyOfProbabilities], a number for each element.
    public static Tensor binaryCrossEntropyOfProbabilitiesEach(Tensor probabilities, Tensor targets) {
        requireAlike("binaryCrossEntropyOfProbabilities", probabilities, targets);
        return weighed(targets, probabilities.log()).add(weighed(targets.subFrom(1), probabilities.neg().log1p())).neg();
    }

    // ---- one of several classes

    /// The mean of −log softmax(logits) at the right classes, over all samples; no factor. For class probabilities t in place
    /// of classes, of −Σ t·log softmax(logits). [CrossEntropy] has more to choose: label smoothing, weights, labels to ignore.
    ///
    /// @param logits (…, classes)
    /// @param targets whole numbers from 0, shape (…), or floating probabilities, (…, classes)
    /// @throws IllegalArgumentException if the shapes don't fit or a class is out of range
    public static Tensor crossEntropy(Tensor logits, Tensor targets) { return crossEntropyEach(logits, targets).mean(); }

    /// As [#crossEntropy], a number for each sample: shape (…).
    public static Tensor crossEntropyEach(Tensor logits, Tensor targets) { return CrossEntropy.PLAIN.each(logits, targets); }

    /// The mean of −log p at the right classes, over all samples; no factor. For what a softmax makes of logits,
    /// [#crossEntropy] takes those and needs no logarithm.
    ///
    /// @param logProbabilities (…, classes), such as a logSoftmax gives
    /// @param classes whole numbers from 0, shape (…)
    /// @throws IllegalArgumentException if the shapes don't fit or a class is out of range
    public static Tensor negativeLogLikelihood(Tensor logProbabilities, Tensor classes) {
        return negativeLogLikelihoodEach(logProbabilities, classes).mean();
    }

    /// As [#negativeLogLikelihood], a number for each sample: shape (…).
    public static Tensor negativeLogLikelihoodEach(Tensor logProbabilities, Tensor classes) {
        return logProbabilities.pickEach(classes).neg();
    }

    // ---- one distribution against another

    /// The relative entropy KL(t‖p) (Kullback and Leibler 1951): Σ t·(log t − log p) over the last axis, then the mean over the
    /// rows; no factor. What has t = 0 contributes nothing.
    ///
    /// @param logProbabilities log p, (…, outcomes)
    /// @param targets t, floating probabilities of the same shape
    /// @throws IllegalArgumentException if the shapes or dtypes differ
    public static Tensor klDivergence(Tensor logProbabilities, Tensor targets) { return klDivergenceEach(logProbabilities, targets).mean(); }

    /// As [#klDivergence], a number for each row.
    public static Tensor klDivergenceEach(Tensor logProbabilities, Tensor targets) {
        requireAlike("klDivergence", logProbabilities, targets);
        return weighed(targets, targets.log()).sub(weighed(targets, logProbabilities)).sum(-1);
    }

    /// As [#klDivergence], where the targets are logarithms as well: −∞ for what doesn't happen.
    ///
    /// @throws IllegalArgumentException if the shapes or dtypes differ
    public static Tensor klDivergenceOfLogs(Tensor logProbabilities, Tensor logTargets) {
        return klDivergenceOfLogsEach(logProbabilities, logTargets).mean();
    }

    /// As [#klDivergenceOfLogs], a number for each row.
    public static Tensor klDivergenceOfLogsEach(Tensor logProbabilities, Tensor logTargets) {
        requireAlike("klDivergenceOfLogs", logProbabilities, logTargets);
        Tensor nothing = Tensor.zeros(logTargets.shape(), logTargets.dtype());
        Tensor terms = logTargets.exp().mul(logTargets.sub(logProbabilities));
        return logTargets.eq(Double.NEGATIVE_INFINITY).where(nothing, terms).sum(-1);
    }

    // ---- sequences

    /// Connectionist temporal classification (Graves and others 2006): −log of the probability that the outputs over time spell
    /// the label, in any of the ways to say each sign for one or more times, with blanks in between; the mean over the samples.
    /// No factor; PyTorch divides each by the length of its label as well.
    ///
    /// A label that can't be said, because there are too few times, costs infinity, and its gradient is 0.
    ///
    /// @param logProbabilities (batch, times, classes), such as a logSoftmax gives; class 0 is the blank
    /// @param labels (batch, signs), whole numbers from 1; what stands behind the end of a label doesn't count
    /// @param times how many times each sample has, (batch)
    /// @param lengths how many signs each label has, (batch)
    /// @throws IllegalArgumentException if the shapes don't fit or a class is out of range
    public static Tensor ctc(Tensor logProbabilities, Tensor labels, Tensor times, Tensor lengths) {
        return ctcEach(logProbabilities, labels, times, lengths).mean();
    }

    /// As [#ctc], a number for each sample.
    public static Tensor ctcEach(Tensor logProbabilities, Tensor labels, Tensor times, Tensor lengths) {
        return Ctc.logProbability(logProbabilities, labels, times, lengths).neg();
    }
}
