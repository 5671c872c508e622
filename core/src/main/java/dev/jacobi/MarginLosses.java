package dev.jacobi;

import dev.jacobi.tensor.Tensor;

/// Losses that ask for a distance to be kept, and are 0 where it is. Where one begins to be 0, its slope is 0. Part of
/// [Losses], where the rules for all are.
public abstract sealed class MarginLosses extends ProbabilityLosses permits Losses {
    MarginLosses() {}

    // ---- of scores

    /// The hinge loss, the mean over all elements of max(0, 1 − t·y): support vector machines; no factor.
    ///
    /// @param targets floating: 1 or −1
    /// @throws IllegalArgumentException if the shapes differ
    public static Tensor hinge(Tensor output, Tensor targets) { return hingeEach(output, targets).mean(); }

    /// As [#hinge], a number for each element.
    public static Tensor hingeEach(Tensor output, Tensor targets) {
        requireEqualShapes(output, targets);
        return output.mul(targets).subFrom(1).relu();
    }

    /// The mean over all elements of max(0, 1 − t·y)²; no factor.
    ///
    /// @param targets floating: 1 or −1
    /// @throws IllegalArgumentException if the shapes differ
    public static Tensor squaredHinge(Tensor output, Tensor targets) { return squaredHingeEach(output, targets).mean(); }

    /// As [#squaredHinge], a number for each element.
    public static Tensor squaredHingeEach(Tensor output, Tensor targets) { return hingeEach(output, targets).square(); }

    /// The mean over all elements of log(1 + e^(−t·y)): a hinge without a kink, also known as the logistic loss; no factor.
    ///
    /// @param targets floating: 1 or −1
    /// @throws IllegalArgumentException if the shapes differ
    public static Tensor softMargin(Tensor output, Tensor targets) { return softMarginEach(output, targets).mean(); }

    /// As [#softMargin], a number for each element.
    public static Tensor softMarginEach(Tensor output, Tensor targets) {
        requireEqualShapes(output, targets);
        return output.mul(targets).neg().softplus();
    }

    /// The hinge loss of several classes (Weston and Watkins 1999): Σ max(0, margin − (s(right) − s(k))) over all other classes
    /// k, then the mean over the samples. No factor; PyTorch's MultiMarginLoss divides by the number of classes as well.
    ///
    /// @param scores (…, classes)
    /// @param classes whole numbers from 0, shape (…)
    /// @param margin by how much the right class should lead; 1 is usual
    /// @throws IllegalArgumentException if the shapes don't fit or a class is out of range
    public static Tensor multiclassHinge(Tensor scores, Tensor classes, double margin) {
        return multiclassHingeEach(scores, classes, margin).mean();
    }

    /// As [#multiclassHinge], a number for each sample: shape (…).
    public static Tensor multiclassHingeEach(Tensor scores, Tensor classes, double margin) {
        Tensor lead = scores.pickEach(classes).unsqueeze(-1).sub(scores);
        Tensor right = classes.unsqueeze(-1).eq(Tensor.range(scores.size(-1)).to(classes.dtype()));
        return right.where(Tensor.zeros(scores.shape(), scores.dtype()), lead.subFrom(margin).relu()).sum(-1);
    }

    /// The mean over all elements of max(0, margin − t·(y₁ − y₂)), for what should be ordered; no factor.
    ///
    /// @param targets floating: 1 where the first should be larger, −1 where the second should
    /// @throws IllegalArgumentException if the shapes differ
    public static Tensor marginRanking(Tensor first, Tensor second, Tensor targets, double margin) {
        return marginRankingEach(first, second, targets, margin).mean();
    }

    /// As [#marginRanking], a number for each element.
    public static Tensor marginRankingEach(Tensor first, Tensor second, Tensor targets, double margin) {
        requireEqualShapes(first, second);
        requireEqualShapes(first, targets);
        return first.sub(second).mul(targets).subFrom(margin).relu();
    }

    // ---- of vectors

    /// For rows that should point the same way (t = 1), 1 − cos; for others (t = −1), max(0, cos − margin); the mean over the
    /// rows. cos is their [Tensor#cosineSimilarity].
    ///
    /// @param first (…, size)
    /// @param second of the same shape
    /// @param targets 1 or −1, shape (…)
    /// @param margin from −1 to 1; from 0 to 0.5 is usual
    /// @throws IllegalArgumentException if the shapes don't fit
    public static Tensor cosineEmbedding(Tensor first, Tensor second, Tensor targets, double margin) {
        return cosineEmbeddingEach(first, second, targets, margin).mean();
    }

    /// As [#cosineEmbedding], a number for each row.
    public static Tensor cosineEmbeddingEach(Tensor first, Tensor second, Tensor targets, double margin) {
        requireEqualShapes(first, second);
        Tensor cosine = first.cosineSimilarity(second);
        requireEqualShapes(cosine, targets);
        return targets.gt(0).where(cosine.subFrom(1), cosine.sub(margin).relu());
    }

    /// max(0, ‖a − p‖ − ‖a − n‖ + margin), the mean over the rows: a should be nearer to p than to n. Between equal rows a
    /// distance has the slope 0.
    ///
    /// @param anchor a, (…, size)
    /// @param positive p, of the same shape
    /// @param negative n, of the same shape
    /// @param margin by how much; 1 is usual
    /// @throws IllegalArgumentException if the shapes differ
    public static Tensor tripletMargin(Tensor anchor, Tensor positive, Tensor negative, double margin) {
        return tripletMarginEach(anchor, positive, negative, margin).mean();
    }

    /// As [#tripletMargin], a number for each row.
    public static Tensor tripletMarginEach(Tensor anchor, Tensor positive, Tensor negative, double margin) {
        requireEqualShapes(anchor, positive);
        requireEqualShapes(anchor, negative);
        return anchor.distance(positive).sub(anchor.distance(negative)).add(margin).relu();
    }
}
