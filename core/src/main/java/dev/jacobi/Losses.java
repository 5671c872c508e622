package dev.jacobi;

import dev.jacobi.scalar.LossFunctions;
import dev.jacobi.tensor.Tensor;

/// What a training makes small. They are imported together with [Jacobi]: `import static dev.jacobi.Jacobi.*;`.
///
/// Every loss says by which factor and over what it is averaged. Each has a second form, named `…Each`, that gives the
/// numbers before they are averaged, one for each element, row or sample: take their `sum()`, weigh them or look at them.
///
/// Here are the losses of differences between outputs and targets; [MarginLosses] and [ProbabilityLosses] have the others.
public abstract sealed class Losses extends MarginLosses permits Jacobi {
    Losses() {}

    /// The mean of the squared differences over all elements; no factor ½.
    ///
    /// @throws IllegalArgumentException if the shapes differ
    public static Tensor squaredError(Tensor output, Tensor target) { return squaredErrorEach(output, target).mean(); }

    /// As [#squaredError], a number for each element.
    public static Tensor squaredErrorEach(Tensor output, Tensor target) { return difference(output, target).square(); }

    /// Half the squared distance between rows, averaged over the rows: ½·Σ(y − t)² over the last axis, then the mean.
    /// For a single vector it is just half its squared distance.
    ///
    /// @throws IllegalArgumentException if the shapes differ
    public static Tensor halfSquaredDistance(Tensor output, Tensor target) {
        return difference(output, target).square().sum(-1).mean().mul(0.5);
    }

    /// As [#halfSquaredDistance], a number for each row.
    public static Tensor halfSquaredDistanceEach(Tensor output, Tensor target) {
        return difference(output, target).square().sum(-1).mul(0.5);
    }

    /// L1: the mean of the absolute differences over all elements. Its slope where they are equal is 0.
    ///
    /// @throws IllegalArgumentException if the shapes differ
    public static Tensor absoluteError(Tensor output, Tensor target) { return absoluteErrorEach(output, target).mean(); }

    /// As [#absoluteError], a number for each element.
    public static Tensor absoluteErrorEach(Tensor output, Tensor target) { return difference(output, target).abs(); }

    /// Huber's loss (1964), the mean over all elements of ½·d² where |d| ≤ delta and delta·(|d| − ½·delta) elsewhere,
    /// d being the difference: squared for small errors, so that it is smooth, and absolute for outliers. At ±delta the second
    /// derivative is 1, as inside. As PyTorch's HuberLoss; divided by delta it is [#smoothL1].
    ///
    /// @param delta from where on an error counts as an outlier
    /// @throws IllegalArgumentException if the shapes differ or delta isn't positive and finite
    public static Tensor huber(Tensor output, Tensor target, double delta) { return huberEach(output, target, delta).mean(); }

    /// As [#huber], a number for each element.
    public static Tensor huberEach(Tensor output, Tensor target, double delta) { return huberEach("huber", output, target, delta); }

    private static Tensor huberEach(String loss, Tensor output, Tensor target, double delta) {
        if (!(delta > 0 && delta < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(loss + " needs a positive, finite delta, but got " + delta + "; 1 is usual");
        }
        return difference(output, target).apply(new LossFunctions.Huber(delta));
    }

    /// The mean over all elements of ½·d²/delta where |d| ≤ delta and |d| − ½·delta elsewhere, d being the difference: [#huber]
    /// divided by delta, so that its slope is at most 1. As PyTorch's SmoothL1Loss, whose beta is delta.
    ///
    /// @throws IllegalArgumentException if the shapes differ or delta isn't positive and finite
    public static Tensor smoothL1(Tensor output, Tensor target, double delta) { return smoothL1Each(output, target, delta).mean(); }

    /// As [#smoothL1], a number for each element.
    public static Tensor smoothL1Each(Tensor output, Tensor target, double delta) {
        return huberEach("smoothL1", output, target, delta).div(delta);
    }

    /// The mean over all elements of eˣ − t·x: how unlikely the counts t are where the logarithms of the expected counts are x.
    /// The term log t!, which no output changes, is left out.
    ///
    /// @param logRates x
    /// @param counts t, floating
    /// @throws IllegalArgumentException if the shapes differ
    public static Tensor poissonNegativeLogLikelihood(Tensor logRates, Tensor counts) {
        return poissonNegativeLogLikelihoodEach(logRates, counts).mean();
    }

    /// As [#poissonNegativeLogLikelihood], a number for each element.
    public static Tensor poissonNegativeLogLikelihoodEach(Tensor logRates, Tensor counts) {
        requireEqualShapes(logRates, counts);
        return logRates.exp().sub(counts.mul(logRates));
    }

    /// The mean over all elements of ½·(log v + (y − t)²/v): how unlikely the targets t are under normal distributions of mean y
    /// and variance v. The term ½·log 2π, which no output changes, is left out, and the variances aren't clamped.
    ///
    /// @param variances v, above 0, of the shape of the output
    /// @throws IllegalArgumentException if the shapes differ
    public static Tensor gaussianNegativeLogLikelihood(Tensor output, Tensor target, Tensor variances) {
        return gaussianNegativeLogLikelihoodEach(output, target, variances).mean();
    }

    /// As [#gaussianNegativeLogLikelihood], a number for each element.
    public static Tensor gaussianNegativeLogLikelihoodEach(Tensor output, Tensor target, Tensor variances) {
        requireEqualShapes(output, variances);
        return variances.log().add(squaredErrorEach(output, target).div(variances)).mul(0.5);
    }

    private static Tensor difference(Tensor output, Tensor target) {
        requireEqualShapes(output, target);
        return output.sub(target);
    }
}
