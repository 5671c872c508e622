package dev.jacobi.tensor;

import dev.jacobi.op.ArgExtreme;
import dev.jacobi.op.Axes;
import dev.jacobi.op.Center;
import dev.jacobi.op.Extreme;
import dev.jacobi.op.LogSumExp;
import dev.jacobi.op.Sum;
import dev.jacobi.op.SumExact;
import dev.jacobi.scalar.AbsolutePower;
import java.util.List;
import java.util.function.UnaryOperator;

/// Many elements brought together: sums, products, extremes, deviations, norms.
public abstract sealed class ReductionOperations extends FillOperations permits SequenceOperations {
    ReductionOperations() {}

    /// The sum along some axes, or of everything. `F32` adds up in `F64` and rounds once; whole numbers wrap as Java's do.
    /// Of no elements, 0.
    ///
    /// @throws IllegalArgumentException for `BOOL`, which [#countNonZero] counts
    public Tensor sum(int... axes) { return Graph.apply(new Sum(Axes.of(self().shape(), axes), false), self()); }

    /// The mean along some axes, or of everything; NaN for no elements.
    ///
    /// @throws IllegalArgumentException unless the tensor is floating
    public Tensor mean(int... axes) { return Graph.apply(new Sum(Axes.of(self().shape(), axes), true), self()); }

    /// As [#sum], without any error but that of one rounding at the end: whatever the order and the signs, the result is
    /// the double (or float) nearest to the true sum. It takes a few times as long.
    ///
    /// @throws IllegalArgumentException unless the tensor is floating
    public Tensor sumExact(int... axes) { return Graph.apply(new SumExact(Axes.of(self().shape(), axes)), self()); }

    /// The product along some axes, or of everything, multiplied in pairs: zeros among the factors
    /// leave every derivative right. Of no elements, 1.
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

    /// What each element differs from the mean along some axes, or of everything. Nothing that is small beside the mean
    /// is lost, and of elements that are all alike exactly 0 remains.
    ///
    /// @throws IllegalArgumentException unless the tensor is floating
    public Tensor center(int... axes) { return Graph.apply(new Center(Axes.of(self().shape(), axes)), self()); }

    /// The mean squared distance from the mean along some axes, or of everything: divided by n. NaN for no elements.
    ///
    /// @throws IllegalArgumentException unless the tensor is floating
    public Tensor variance(int... axes) {
        requireFloating("variance");
        return center(axes).square().mean(axes);
    }

    /// As [#variance], divided by n − 1: an estimate from a sample.
    ///
    /// @throws IllegalArgumentException for fewer than two elements, of which nothing can be estimated
    public Tensor sampleVariance(int... axes) {
        int others = others("sampleVariance", axes);
        return center(axes).square().sum(axes).div(others);
    }

    /// The standard deviation along some axes, or of everything, divided by √n: the root of [#variance], also where that
    /// would be too large or too small for a number. Its slope is 0 where all elements are alike.
    ///
    /// @throws IllegalArgumentException unless the tensor is floating
    public Tensor std(int... axes) {
        requireFloating("std");
        return center(axes).norm(axes).div(Math.sqrt(Axes.of(self().shape(), axes).elements(self().shape())));
    }

    /// As [#std], divided by √(n − 1): an estimate from a sample.
    ///
    /// @throws IllegalArgumentException for fewer than two elements, of which nothing can be estimated
    public Tensor sampleStd(int... axes) {
        int others = others("sampleStd", axes);
        return center(axes).norm(axes).div(Math.sqrt(others));
    }

    private int others(String asked, int... axes) {
        requireFloating(asked);
        int n = Axes.of(self().shape(), axes).elements(self().shape());
        if (n < 2 && self().size() > 0 || n == 0) {
            throw new IllegalArgumentException(asked + " needs at least two elements, but along the axes "
                    + Axes.of(self().shape(), axes) + " of " + self().shape() + " there " + (n == 1 ? "is 1" : "are none")
                    + "; variance and std, which divide by n, take one");
        }
        return n - 1;
    }

    /// The largest element along some axes, or of all; ties share the gradient equally.
    ///
    /// @throws IllegalArgumentException along an empty axis
    public Tensor max(int... axes) { return Graph.apply(new Extreme(Axes.of(self().shape(), axes), true), self()); }

    /// The smallest element along some axes, or of all; ties share the gradient equally.
    ///
    /// @throws IllegalArgumentException along an empty axis
    public Tensor min(int... axes) { return Graph.apply(new Extreme(Axes.of(self().shape(), axes), false), self()); }

    /// Where along an axis the largest element stands, as `I64`: the first of equals, or the first NaN.
    ///
    /// @throws IllegalArgumentException along an empty axis
    public Tensor argMax(int axis) { return Graph.apply(new ArgExtreme(true), self().moveAxis(axis, -1)); }

    /// Where along an axis the smallest element stands, as `I64`: the first of equals, or the first NaN.
    ///
    /// @throws IllegalArgumentException along an empty axis
    public Tensor argMin(int axis) { return Graph.apply(new ArgExtreme(false), self().moveAxis(axis, -1)); }

    /// Whether any element is true along some axes, or of all; of no elements, none is.
    ///
    /// @throws IllegalArgumentException unless this is a `BOOL` tensor
    public Tensor any(int... axes) { return truths("any").sum(axes).gt(0); }

    /// Whether every element is true along some axes, or of all; of no elements, every one is.
    ///
    /// @throws IllegalArgumentException unless this is a `BOOL` tensor
    public Tensor all(int... axes) { return truths("all").sum(axes).eq(Axes.of(self().shape(), axes).elements(self().shape())); }

    private Tensor truths(String asked) {
        if (self().dtype() != DType.BOOL) {
            throw new IllegalArgumentException(asked + " needs a tensor of BOOL, but got " + self().dtype()
                    + "; make one by a comparison such as ne(0)");
        }
        return self().to(DType.I32);
    }

    /// How many elements along some axes, or of all, aren't 0 (or aren't false), as `I64`. NaN isn't 0.
    public Tensor countNonZero(int... axes) {
        Tensor there = self().dtype() == DType.BOOL ? self() : self().ne(0);
        return there.to(DType.I64).sum(axes);
    }

    /// log Σ eˣ along some axes, or of everything, without overflow.
    public Tensor logSumExp(int... axes) {
        return Rows.reduce(self(), Axes.of(self().shape(), axes), rows -> Graph.apply(new LogSumExp(), rows));
    }

    /// The Euclidean norm along some axes, or of everything; its gradient at 0 is 0. Squares of very large or small
    /// elements neither overflow nor vanish, because the largest element is taken out first.
    ///
    /// @throws IllegalArgumentException unless the tensor is floating
    public Tensor norm(int... axes) {
        requireFloating("norm");
        return rooted(x -> x.square(), x -> x.sqrt(), axes);
    }

    /// (Σ|x|ᵖ)^(1/p) along some axes, or of everything: 1 for the sum of the absolute values, 2 for [#norm], ∞ for the
    /// largest absolute value and −∞ for the smallest, where ties share the gradient equally; 0 counts what isn't 0.
    /// An element that is 0 gets the gradient 0, also where p is below 1.
    ///
    /// @param order p: 0 or more, ∞ or −∞
    /// @throws IllegalArgumentException for another order, or unless the tensor is floating
    public Tensor normOfOrder(double order, int... axes) {
        requireFloating("normOfOrder");
        if (order == 1) return self().abs().sum(axes);
        if (order == 2) return norm(axes);
        if (order == 0) return self().ne(0).to(self().dtype()).sum(axes);
        if (order == Double.POSITIVE_INFINITY) return nothing(axes) ? self().sum(axes) : self().abs().max(axes);
        if (order == Double.NEGATIVE_INFINITY) return self().abs().min(axes);
        if (!(order > 0)) {
            throw new IllegalArgumentException("normOfOrder needs an order of 0 or more, or -Infinity, but got " + order
                    + "; 1, 2 and Infinity are usual");
        }
        return rooted(x -> x.apply(new AbsolutePower(order)), x -> x.pow(1 / order), axes);
    }

    private boolean nothing(int... axes) { return Axes.of(self().shape(), axes).elements(self().shape()) == 0; }

    private Tensor rooted(UnaryOperator<Tensor> power, UnaryOperator<Tensor> root, int... axes) {
        if (self().size() == 0) return self().sum(axes);
        Tensor scale = scale(axes);
        Tensor sum = power.apply(self().div(scale)).sum(axes);
        Tensor zero = sum.eq(0);
        Tensor one = Tensor.ones(sum.shape(), sum.dtype());
        Tensor zeros = Tensor.zeros(sum.shape(), sum.dtype());
        return zero.where(zeros, root.apply(zero.where(one, sum)).mul(scale.reshape(sum.shape())));
    }

    /// The largest absolute value along the axes, which stay with size 1; 1 where it is 0 or not finite. A constant.
    private Tensor scale(int... axes) {
        Tensor largest = stopGradient().abs().max(axes).reshape(Axes.of(self().shape(), axes).keptIn(self().shape()));
        Tensor one = Tensor.ones(largest.shape(), largest.dtype());
        return largest.gt(0).where(largest.lt(Double.POSITIVE_INFINITY).where(largest, one), one);
    }

    /// The elements divided by their [#norm] along some axes, or by that of everything: a vector of length 1, whatever
    /// its length was. 0 stays 0, and its gradient is 0.
    ///
    /// @throws IllegalArgumentException unless the tensor is floating
    public Tensor normalize(int... axes) {
        requireFloating("normalize");
        if (self().size() == 0) return self();
        Tensor x = self().div(scale(axes));
        Tensor squares = x.square().sum(axes).reshape(Axes.of(self().shape(), axes).keptIn(self().shape()));
        Tensor zero = squares.eq(0);
        Tensor one = Tensor.ones(squares.shape(), squares.dtype());
        return zero.where(Tensor.zeros(Shape.of(), self().dtype()), x.div(zero.where(one, squares).sqrt()));
    }

    /// The Euclidean distance between vectors along the last axis: (…, d) and (…, d) to (…). Where they are equal it is 0,
    /// as is its gradient.
    ///
    /// @throws IllegalArgumentException if the shapes don't broadcast or the tensors aren't floating
    public Tensor distance(Tensor other) { return self().sub(other).norm(-1); }

    /// The Euclidean distances from each row to each row of another tensor: (…, m, d) and (…, n, d) to (…, m, n), from the
    /// differences themselves, so that equal rows have the distance 0, and the gradient 0. It takes m·n·d numbers.
    ///
    /// @throws IllegalArgumentException unless both have rows of one length and are floating
    public Tensor distances(Tensor others) {
        if (self().rank() < 2 || others.rank() < 2 || self().size(-1) != others.size(-1)) {
            throw new IllegalArgumentException("distances needs rows of one length, (..., m, d) and (..., n, d), but got "
                    + self().shape() + " and " + others.shape() + "; unsqueeze(0) makes a row of a vector");
        }
        return self().unsqueeze(-2).distance(others.unsqueeze(-3));
    }
}
