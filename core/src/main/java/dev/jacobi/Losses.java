package dev.jacobi;

import dev.jacobi.tensor.Tensor;

/// What a training makes small. Each loss says by which factor and over what it is averaged. They are imported together
/// with [Jacobi]: `import static dev.jacobi.Jacobi.*;`.
public abstract sealed class Losses permits Jacobi {
    Losses() {}

    /// The mean of the squared differences over all elements; no factor ½.
    ///
    /// @throws IllegalArgumentException if the shapes differ
    public static Tensor squaredError(Tensor output, Tensor target) { return difference(output, target).square().mean(); }

    /// Half the squared distance between rows, averaged over the rows: ½·Σ(y − t)² over the last axis, then the mean.
    /// For a single vector it is just half its squared distance.
    ///
    /// @throws IllegalArgumentException if the shapes differ
    public static Tensor halfSquaredDistance(Tensor output, Tensor target) {
        return difference(output, target).square().sum(-1).mean().mul(0.5);
    }

    /// L1: the mean of the absolute differences over all elements. Its slope where they are equal is 0.
    ///
    /// @throws IllegalArgumentException if the shapes differ
    public static Tensor absoluteError(Tensor output, Tensor target) { return difference(output, target).abs().mean(); }

    /// Huber's loss (1964), the mean over all elements of ½·d² where |d| ≤ delta and delta·(|d| − ½·delta) elsewhere,
    /// d being the difference: squared for small errors, so that it is smooth, and absolute for outliers. As PyTorch's
    /// HuberLoss; divided by delta it would be the smooth L1 loss.
    ///
    /// @param delta from where on an error counts as an outlier
    /// @throws IllegalArgumentException if the shapes differ or delta isn't positive and finite
    public static Tensor huber(Tensor output, Tensor target, double delta) {
        if (!(delta > 0 && delta < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("huber needs a positive, finite delta, but got " + delta + "; 1 is usual");
        }
        Tensor d = difference(output, target);
        Tensor held = d.clamp(-delta, delta);
        return held.mul(d.sub(held.mul(0.5))).mean();
    }

    /// The mean over all elements of −t·log σ(x) − (1 − t)·log(1 − σ(x)), for yes-or-no answers given as logits x; no factor.
    /// It is computed as t·softplus(−x) + (1 − t)·softplus(x), which is exact also for large logits, as is its slope.
    ///
    /// @param targets floating: 1 for yes, 0 for no, or a probability
    /// @throws IllegalArgumentException if the shapes or dtypes differ
    public static Tensor binaryCrossEntropy(Tensor logits, Tensor targets) {
        requireEqualShapes(logits, targets);
        if (logits.dtype() != targets.dtype()) {
            throw new IllegalArgumentException("binaryCrossEntropy needs logits and targets of one dtype, but got " + logits.dtype() + " and "
                    + targets.dtype() + "; write targets.to(DType." + logits.dtype() + ")");
        }
        return targets.mul(logits.neg().softplus()).add(targets.subFrom(1).mul(logits.softplus())).mean();
    }

    private static Tensor difference(Tensor output, Tensor target) {
        requireEqualShapes(output, target);
        return output.sub(target);
    }

    private static void requireEqualShapes(Tensor output, Tensor target) {
        if (!output.shape().equals(target.shape())) {
            throw new IllegalArgumentException("an error is taken between equal shapes, but got the output " + output.shape()
                    + " and the target " + target.shape() + "; reshape or expand one of them");
        }
    }

    /// The mean of −log softmax(logits) at the right classes, over all samples; no factor.
    ///
    /// @param logits (…, classes)
    /// @param classes whole numbers from 0, shape (…)
    /// @throws IllegalArgumentException if the shapes don't fit or a class is out of range
    public static Tensor crossEntropy(Tensor logits, Tensor classes) {
        return logits.logSoftmax(-1).pickEach(classes).mean().neg();
    }
}
