package dev.jacobi.tensor;

import dev.jacobi.op.Draw;
import dev.jacobi.op.FoldKey;
import dev.jacobi.op.Permutation;
import dev.jacobi.op.Uniform;

/// Where random numbers come from: a value, not a generator. The same key gives the same numbers, on every
/// machine; for other numbers, take another key.
///
/// ```java
/// RandomKey key = RandomKey.of(42);
/// Tensor noise = key.fold(0).normal(Shape.of(2, 3), DType.F32);
/// Tensor mask = key.fold(1).bernoulli(0.5, Shape.of(2, 3));
/// ```
///
/// A key is a tensor of whole numbers, so it can be part of a tree, of a compiled run's state, and of a batch.
///
/// @param state one `I64` number (or, inside a batch, one for each member)
public record RandomKey(Tensor state) {

    /// A key from a seed.
    public static RandomKey of(long seed) { return new RandomKey(Tensor.ofLongs(seed).reshape()).fold(0); }

    /// Another key, for the use with this number. One key has many: those of one number and of another have
    /// nothing in common.
    public RandomKey fold(long number) { return fold(Tensor.ofLongs(number).reshape()); }

    /// As [#fold(long)] with a counter that is itself part of a computation.
    public RandomKey fold(Tensor number) {
        return new RandomKey(Graph.apply(new FoldKey(), state, number.to(DType.I64).expand(state.shape())));
    }

    /// Many keys as one: `vmap` gives each member its own.
    ///
    /// @throws IllegalArgumentException for a negative count
    public RandomKey split(int count) {
        if (count < 0) throw new IllegalArgumentException("split needs a count of 0 or more, but got " + count);
        Shape shape = state.shape().append(Shape.of(count));
        Tensor numbers = Tensor.range(count).to(DType.I64).expand(shape);
        return new RandomKey(Graph.apply(new FoldKey(), state.unsqueeze(-1).expand(shape), numbers));
    }

    /// Numbers spread evenly from 0 up to, not including, 1.
    public Tensor uniform(Shape shape, DType dtype) { return Graph.apply(new Uniform(new TensorType(dtype, shape)), state); }

    /// Numbers of the standard normal distribution, by the method of Box and Muller.
    public Tensor normal(Shape shape, DType dtype) {
        Tensor radius = fold(1).uniform(shape, dtype).subFrom(1).log().mul(-2).sqrt();
        return radius.mul(fold(2).uniform(shape, dtype).mul(2 * Math.PI).cos());
    }

    /// Normal numbers held between two bounds, which lie in units of the standard deviation; by inverting the
    /// distribution function, so none is thrown away: bounds far out in one tail lose precision.
    ///
    /// @throws IllegalArgumentException unless −8 ≤ low < high ≤ 8
    public Tensor truncatedNormal(double low, double high, Shape shape, DType dtype) {
        if (!(low >= -8 && low < high && high <= 8)) {
            throw new IllegalArgumentException("truncatedNormal needs bounds -8 <= low < high <= 8, but got " + low + " and " + high);
        }
        Tensor ends = Tensor.of(low, high).div(Math.sqrt(2)).erf();
        Tensor from = ends.get(0);
        Tensor between = uniform(shape, DType.F64).mul(ends.get(1).sub(from)).add(from);
        return between.erfInv().mul(Math.sqrt(2)).clamp(low, high).to(dtype);
    }

    /// Whole numbers spread evenly from 0 up to, not including, a bound, as `I64`.
    ///
    /// @throws IllegalArgumentException unless the bound lies from 1 to 2³¹: beyond, they would not be spread evenly
    public Tensor integers(long bound, Shape shape) {
        if (bound < 1 || bound > 1L << 31) throw new IllegalArgumentException("integers needs a bound from 1 to 2147483648, but got " + bound);
        return uniform(shape, DType.F64).mul(bound).to(DType.I64);
    }

    /// Classes drawn by their logits, any numbers whose softmax over the last axis are the probabilities: (…, classes)
    /// gives (…), as `I64`. By Gumbel's trick: the largest of the logits, each with noise of its own.
    ///
    /// @throws IllegalArgumentException for no classes, logits that aren't floating, or a row that is no distribution: with NaN,
    ///     +∞, or nothing but −∞
    public Tensor categorical(Tensor logits) {
        return Graph.apply(new Draw(), logits, uniform(logits.shape(), DType.F64));
    }

    /// The numbers from 0 up to, not including, a count, in a random order, as `I64`: each order is equally likely.
    ///
    /// @throws IllegalArgumentException for a negative count
    public Tensor permutation(int count) {
        if (count < 0) throw new IllegalArgumentException("permutation needs a count of 0 or more, but got " + count);
        return Graph.apply(new Permutation(count), state);
    }

    /// True with the given probability, else false.
    ///
    /// @throws IllegalArgumentException unless the probability lies from 0 to 1
    public Tensor bernoulli(double probability, Shape shape) {
        if (!(probability >= 0 && probability <= 1)) {
            throw new IllegalArgumentException("bernoulli needs a probability from 0 to 1, but got " + probability);
        }
        return uniform(shape, DType.F64).lt(probability);
    }
}
