package dev.jacobi.tensor;

import dev.jacobi.op.ArgMax;
import dev.jacobi.op.Axes;
import dev.jacobi.op.Extreme;
import dev.jacobi.op.LogSumExp;
import dev.jacobi.op.Sum;
import java.util.List;

/// Many elements brought together: sums, extremes, what lies in between, and running ones.
public abstract sealed class ReductionOperations extends ShapeOperations permits NormalizationOperations {
    ReductionOperations() {}

    /// The sum along some axes, or of everything.
    public Tensor sum(int... axes) { return Graph.apply(new Sum(Axes.of(self().shape(), axes), false), self()); }

    /// The mean along some axes, or of everything.
    public Tensor mean(int... axes) { return Graph.apply(new Sum(Axes.of(self().shape(), axes), true), self()); }

    /// The product along some axes, or of everything, multiplied in pairs: zeros among the factors
    /// leave every derivative right.
    public Tensor prod(int... axes) {
        return Rows.reduce(self(), Axes.of(self().shape(), axes), rows -> {
            Tensor r = rows;
            if (r.size(-1) == 0) return Tensor.ones(r.shape().part(0, r.rank() - 1), r.dtype());
            while (r.size(-1) > 1) {
                int n = r.size(-1);
                Tensor pairs = r.slice(-1, 0, n / 2).mul(r.slice(-1, n / 2, n / 2 * 2));
                r = n % 2 == 0 ? pairs : Tensor.concat(-1, List.of(pairs, r.slice(-1, n - 1, n)));
            }
            return r.squeeze(-1);
        });
    }

    /// The mean squared distance from the mean along some axes, or of everything: divided by n.
    public Tensor variance(int... axes) { return squaredDistances(axes).mean(axes); }

    /// As [#variance], divided by n − 1: an estimate from a sample. NaN for a single element.
    public Tensor sampleVariance(int... axes) {
        return squaredDistances(axes).sum(axes).div(Axes.of(self().shape(), axes).elements(self().shape()) - 1);
    }

    /// What is taken out first only keeps the numbers small, so it may be rounded: the mean of the rest, which is
    /// nearly 0, makes up for it.
    private Tensor squaredDistances(int... axes) {
        requireFloating("variance");
        Shape kept = Axes.of(self().shape(), axes).keptIn(self().shape());
        Tensor near = sub(mean(axes).stopGradient().reshape(kept));
        return near.sub(near.mean(axes).reshape(kept)).square();
    }

    /// The largest element along some axes, or of all; ties share the gradient equally.
    ///
    /// @throws IllegalArgumentException along an empty axis
    public Tensor max(int... axes) { return Graph.apply(new Extreme(Axes.of(self().shape(), axes), true), self()); }

    /// The smallest element along some axes, or of all; ties share the gradient equally.
    ///
    /// @throws IllegalArgumentException along an empty axis
    public Tensor min(int... axes) { return Graph.apply(new Extreme(Axes.of(self().shape(), axes), false), self()); }

    /// Where along an axis the largest element stands, as `I64`: the first of equals.
    public Tensor argMax(int axis) { return Graph.apply(new ArgMax(), self().moveAxis(axis, -1)); }

    /// log Σ eˣ along some axes, or of everything, without overflow.
    public Tensor logSumExp(int... axes) {
        return Rows.reduce(self(), Axes.of(self().shape(), axes), rows -> Graph.apply(new LogSumExp(), rows));
    }

    /// The Euclidean norm along some axes, or of everything; its gradient at 0 is 0. Squares of very large or small
    /// elements neither overflow nor vanish, because the largest element is taken out first.
    public Tensor norm(int... axes) {
        requireFloating("norm");
        if (self().size() == 0) return self().sum(axes);
        Tensor largest = stopGradient().abs().max(axes);
        Tensor one = Tensor.ones(largest.shape(), largest.dtype());
        Tensor scale = largest.gt(0).where(largest.lt(Double.POSITIVE_INFINITY).where(largest, one), one);
        Tensor squares = self().div(scale.reshape(Axes.of(self().shape(), axes).keptIn(self().shape()))).square().sum(axes);
        Tensor zero = squares.eq(0);
        return zero.where(Tensor.zeros(one.shape(), one.dtype()), zero.where(one, squares).sqrt().mul(scale));
    }
}
