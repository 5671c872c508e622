package dev.jacobi;

import dev.jacobi.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/// The cross-entropy of classes with what can be chosen about it: `new CrossEntropy().smoothing(0.1).ignoring(-100)`, then
/// `of(logits, labels)`. [Losses#crossEntropy] is the one without choices.
///
/// A sample costs −Σ w(k)·t(k)·log softmax(logits)(k) over the classes k: t is 1 at the right class and w is 1, unless
/// chosen otherwise. Where t is 0 a logit of −∞ costs nothing; smoothing gives every class a part, and then such a logit
/// costs infinity, which is what it means.
///
/// @param smoothing the part ε of every target that is spread evenly over the classes: t becomes (1 − ε)·t + ε/classes
///     (Szegedy and others 2016)
/// @param ignored a label whose samples don't count; null for none
/// @param weights w, one for each class; null where all count the same
public record CrossEntropy(double smoothing, @Nullable Long ignored, @Nullable Tensor weights) {
    static final CrossEntropy PLAIN = new CrossEntropy();

    /// @throws IllegalArgumentException unless the smoothing is at least 0 and below 1, and the weights a floating vector
    public CrossEntropy {
        if (!(smoothing >= 0 && smoothing < 1)) {
            throw new IllegalArgumentException("crossEntropy needs a smoothing of at least 0 and below 1, but got " + smoothing
                    + "; 0.1 is usual");
        }
        if (weights != null && (weights.rank() < 1 || !weights.dtype().isFloating())) {
            throw new IllegalArgumentException("crossEntropy needs a floating weight for each class, (classes), but got "
                    + weights.type() + "; make them with Tensor.of or to(DType.F32)");
        }
    }

    /// Without smoothing, without weights, with all samples.
    public CrossEntropy() { this(0, null, null); }

    /// This one with smoothed labels.
    public CrossEntropy smoothing(double share) { return new CrossEntropy(share, ignored, weights); }

    /// This one where samples with a certain label don't count; −100 is usual for padding.
    public CrossEntropy ignoring(long label) { return new CrossEntropy(smoothing, label, weights); }

    /// This one with a weight for each class, of the dtype of the logits.
    public CrossEntropy weights(Tensor weights) { return new CrossEntropy(smoothing, ignored, weights); }

    /// The mean over the samples that count. With weights and classes, each counts as much as the weight of its class;
    /// 0 where none counts. Of class probabilities, the mean over all samples.
    ///
    /// @param logits (…, classes)
    /// @param targets whole numbers from 0, shape (…), or floating probabilities, (…, classes)
    /// @throws IllegalArgumentException if the shapes or dtypes don't fit or a class is out of range
    public Tensor of(Tensor logits, Tensor targets) {
        Tensor each = each(logits, targets);
        if (targets.dtype().isFloating() || weights == null && ignored == null) return each.mean();
        Tensor one = Tensor.ones(each.shape(), each.dtype());
        Tensor w = weights;
        Tensor total = counted(targets, w == null ? one : w.gather(0, labels(targets))).sum();
        Tensor none = total.eq(0);
        return none.where(Tensor.zeros(total.shape(), total.dtype()), each.sum().div(none.where(Tensor.ones(total.shape(), total.dtype()), total)));
    }

    /// The cost of every sample, 0 for those ignored: shape (…).
    ///
    /// @throws IllegalArgumentException as [#of]
    public Tensor each(Tensor logits, Tensor targets) {
        Tensor w = weights;
        if (w != null && w.size(-1) != logits.size(-1)) {
            throw new IllegalArgumentException("crossEntropy needs a weight for each class, but got " + w.shape() + " for logits "
                    + logits.shape() + "; give as many weights as classes");
        }
        Tensor log = logits.logSoftmax(-1);
        if (targets.dtype().isFloating()) return ofProbabilities(log, targets);
        Tensor labels = labels(targets);
        Tensor right = log.pickEach(labels);
        Tensor cost = w == null ? right : ProbabilityLosses.weighed(w.gather(0, labels), right);
        if (smoothing > 0) {
            Tensor spread = w == null ? log.mean(-1) : ProbabilityLosses.weighed(w.expand(log.shape()), log).mean(-1);
            cost = cost.mul(1 - smoothing).add(spread.mul(smoothing));
        }
        return counted(targets, cost.neg());
    }

    private Tensor ofProbabilities(Tensor log, Tensor targets) {
        if (!targets.shape().equals(log.shape())) {
            throw new IllegalArgumentException("crossEntropy needs class probabilities of the shape of the logits, " + log.shape() + ", but got "
                    + targets.shape() + "; for classes, make them whole numbers with to(DType.I32)");
        }
        if (ignored != null) {
            throw new IllegalArgumentException("crossEntropy ignores the label " + ignored
                    + ", but got class probabilities, which are no labels; weigh what each(...) gives");
        }
        Tensor t = smoothing == 0 ? targets : targets.mul(1 - smoothing).add(smoothing / log.size(-1));
        Tensor w = weights;
        return ProbabilityLosses.weighed(w == null ? t : t.mul(w), log).sum(-1).neg();
    }

    /// The labels, with a class that there is in place of the ignored one.
    private Tensor labels(Tensor targets) {
        if (ignored == null) return targets;
        return isIgnored(targets).where(Tensor.zeros(targets.shape(), targets.dtype()), targets);
    }

    private Tensor isIgnored(Tensor targets) { return targets.eq(Tensor.full(targets.shape(), ignored == null ? 0 : ignored, targets.dtype())); }

    /// What the samples have, 0 for those ignored.
    private Tensor counted(Tensor targets, Tensor values) {
        return ignored == null ? values : isIgnored(targets).where(Tensor.zeros(values.shape(), values.dtype()), values);
    }
}
