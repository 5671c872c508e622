package dev.jacobi.tensor;

import dev.jacobi.op.Accumulate;
import dev.jacobi.op.ArgMax;
import dev.jacobi.op.Axes;
import dev.jacobi.op.Cast;
import dev.jacobi.op.Conv2d;
import dev.jacobi.op.Extreme;
import dev.jacobi.op.Gather;
import dev.jacobi.op.LogSoftmax;
import dev.jacobi.op.LogSumExp;
import dev.jacobi.op.MatMul;
import dev.jacobi.op.Movement;
import dev.jacobi.op.Pick;
import dev.jacobi.op.Placement;
import dev.jacobi.op.Qr;
import dev.jacobi.op.Range;
import dev.jacobi.op.Softmax;
import dev.jacobi.op.StopGradient;
import dev.jacobi.op.Sum;
import dev.jacobi.op.WindowArgMax;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// What can be asked of a [Tensor] as a whole: other shapes, sums, products, parts. Each method applies one op or a few.
public abstract sealed class Operations extends ElementwiseOperations permits Tensor {
    Operations() {}

    // ---- movements: no numbers are computed

    /// The same elements in the same order under another shape; one size may be -1 and is worked out.
    ///
    /// @throws IllegalArgumentException if the sizes don't multiply to the same number
    public Tensor reshape(int... sizes) {
        int[] r = sizes.clone();
        int open = -1;
        long known = 1;
        for (int i = 0; i < r.length; i++) {
            if (r[i] != -1) known *= r[i];
            else if (open < 0) open = i;
            else throw new IllegalArgumentException("reshape works out one size given as -1, but got two");
        }
        if (open >= 0) {
            if (known == 0 || self().size() % known != 0) {
                throw new IllegalArgumentException("reshape needs sizes that divide the " + self().size() + " elements of "
                        + self().shape() + ", but got " + Arrays.toString(sizes));
            }
            r[open] = (int) (self().size() / known);
        }
        return reshape(Shape.of(r));
    }

    /// As [#reshape(int...)].
    public Tensor reshape(Shape shape) {
        return shape.equals(self().shape()) ? self() : Graph.apply(new Movement.Reshape(shape), self());
    }

    /// All elements along one axis.
    public Tensor flatten() { return reshape(Shape.of(self().size())); }

    /// The last two axes exchanged; a vector stays as it is.
    public Tensor transpose() {
        return self().rank() < 2 ? self() : Graph.apply(new Movement.Permute(List.of(-1, -2)), self());
    }

    /// The axes in another order: axis i of the result is axis `order[i]` of this tensor.
    ///
    /// @throws IllegalArgumentException unless each axis is named once
    public Tensor permute(int... order) {
        Shape shape = self().shape();
        int rank = shape.rank();
        if (order.length != rank || Axes.of(shape, order).count() != rank) {
            throw new IllegalArgumentException("permute needs each of the " + rank + " axes of " + shape + " once, but got "
                    + Arrays.toString(order));
        }
        List<Integer> fromEnd = new ArrayList<>();
        boolean same = true;
        for (int i = 0; i < rank; i++) {
            fromEnd.add(shape.axis(order[i]) - rank);
            same &= fromEnd.get(i) == i - rank;
        }
        return same ? self() : Graph.apply(new Movement.Permute(List.copyOf(fromEnd)), self());
    }

    /// One axis taken out and put in at another place; the others keep their order.
    public Tensor moveAxis(int from, int to) {
        Shape shape = self().shape();
        int source = shape.axis(from);
        int target = shape.axis(to);
        if (source == target) return self();
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < shape.rank(); i++) if (i != source) order.add(i);
        order.add(target, source);
        return permute(order.stream().mapToInt(Integer::intValue).toArray());
    }

    /// Repeats along axes of size 1 and new leading axes, without a copy.
    ///
    /// @throws IllegalArgumentException if this shape doesn't broadcast to that
    public Tensor expand(Shape shape) {
        return shape.equals(self().shape()) ? self() : Graph.apply(new Movement.Expand(shape), self());
    }

    /// As [#expand(Shape)].
    public Tensor expand(int... sizes) { return expand(Shape.of(sizes)); }

    /// A new axis of size 1 before the given one (or at the end, for the rank or -1).
    public Tensor unsqueeze(int axis) {
        int rank = self().rank();
        int at = axis < 0 ? axis + rank + 1 : axis;
        if (at < 0 || at > rank) {
            throw new IllegalArgumentException("unsqueeze needs an axis from " + (-rank - 1) + " to " + rank + ", but got " + axis);
        }
        Shape s = self().shape();
        return reshape(s.part(0, at).append(Shape.of(1)).append(s.part(at, rank)));
    }

    /// Without an axis of size 1.
    ///
    /// @throws IllegalArgumentException if its size isn't 1
    public Tensor squeeze(int axis) {
        Shape s = self().shape();
        int at = s.axis(axis);
        if (s.size(at) != 1) throw new IllegalArgumentException("squeeze needs an axis of size 1, but axis " + axis + " of " + s + " isn't");
        return reshape(s.part(0, at).append(s.part(at + 1, s.rank())));
    }

    /// The elements `start` up to, not including, `end` along an axis; negative ends count from the end.
    public Tensor slice(int axis, int start, int end) { return slice(axis, start, end, 1); }

    /// As [#slice(int, int, int)] in steps; a negative step runs backward.
    public Tensor slice(int axis, int start, int end, int step) {
        Shape shape = self().shape();
        int at = shape.axis(axis);
        return ranges(at, Range.between(start, end, step, shape.size(at)));
    }

    private Tensor ranges(int at, Range range) {
        Shape shape = self().shape();
        List<Range> ranges = new ArrayList<>();
        ranges.add(range);
        for (int a = at + 1; a < shape.rank(); a++) ranges.add(Range.all(shape.size(a)));
        return Graph.apply(new Movement.Slice(List.copyOf(ranges)), self());
    }

    /// The part at one index of the first axis, without that axis.
    public Tensor get(int index) { return pick(0, index); }

    /// The part at one index of an axis, without that axis.
    public Tensor pick(int axis, int index) {
        Shape shape = self().shape();
        int at = shape.axis(axis);
        int n = shape.size(at);
        int k = index < 0 ? index + n : index;
        if (k < 0 || k >= n) {
            throw new IllegalArgumentException("index " + index + " was asked of axis " + axis + " of " + shape + ", which has "
                    + n + (n == 1 ? " element" : " elements"));
        }
        return ranges(at, new Range(k, 1, 1)).squeeze(at);
    }

    /// The elements along an axis in reverse order.
    public Tensor flip(int axis) {
        int at = self().shape().axis(axis);
        int n = self().size(at);
        return ranges(at, new Range(Math.max(0, n - 1), n, -1));
    }

    /// The elements that an index names along an axis; see [Gather].
    public Tensor gather(int axis, Tensor index) {
        return Graph.apply(new Gather(self().shape().axis(axis) - self().rank()), self(), index);
    }

    /// This tensor with values added at the places an index names along an axis; a place
    /// named twice gets both.
    ///
    /// @throws IllegalArgumentException unless the values are as many as [#gather] would pick
    public Tensor scatterAdd(int axis, Tensor index, Tensor values) {
        int fromEnd = self().shape().axis(axis) - self().rank();
        TensorType picked = new Gather(fromEnd).types(new Tensor[] {self(), index})[0];
        requireFloating("scatterAdd");
        if (!values.type().equals(picked)) {
            throw new IllegalArgumentException("scatterAdd along axis " + axis + " of " + self().type() + " by an index "
                    + index.shape() + " needs values " + picked + ", but got " + values.type() + "; expand or convert them");
        }
        return Graph.apply(new Accumulate(self().type(), List.of(Placement.WHOLE, new Placement.Gathered(fromEnd, 0))),
                self(), values, index);
    }

    // ---- sums

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

    private void requireFloating(String asked) {
        if (!self().dtype().isFloating()) {
            throw new IllegalArgumentException(asked + " needs a floating tensor, but got " + self().dtype()
                    + "; convert it with to(DType.F64)");
        }
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

    /// eˣ divided by its sum along some axes, or over everything: positive numbers that add up to 1.
    public Tensor softmax(int... axes) {
        return Rows.transform(self(), Axes.of(self().shape(), axes), rows -> Graph.apply(new Softmax(), rows));
    }

    /// The logarithm of [#softmax], also where that is 0.
    public Tensor logSoftmax(int... axes) {
        return Rows.transform(self(), Axes.of(self().shape(), axes), rows -> Graph.apply(new LogSoftmax(), rows));
    }

    /// One element of each row: (…, n) by an index of shape (…) gives (…).
    public Tensor pickEach(Tensor index) { return Graph.apply(new Pick(), self(), index); }

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

    // ---- products

    /// Matrix product by NumPy's rule for `@`: vectors count as one row or one column, batch axes broadcast.
    public Tensor matmul(Tensor other) {
        Tensor a = self();
        if (a.rank() == 0 || other.rank() == 0) {
            throw new IllegalArgumentException("matmul needs vectors or matrices, but got " + a.shape() + " and " + other.shape()
                    + "; use mul for numbers");
        }
        if (a.rank() == 2 && other.rank() == 2) return Graph.apply(new MatMul(), a, other);
        Tensor p = a.rank() == 1 ? a.unsqueeze(0) : a;
        Tensor q = other.rank() == 1 ? other.unsqueeze(1) : other;
        Shape batch = Shape.broadcast("matmul", p.shape().part(0, p.rank() - 2), q.shape().part(0, q.rank() - 2));
        p = p.expand(batch.append(p.shape().part(p.rank() - 2, p.rank())));
        q = q.expand(batch.append(q.shape().part(q.rank() - 2, q.rank())));
        Tensor c = Graph.apply(new MatMul(), p, q);
        if (other.rank() == 1) c = c.squeeze(-1);
        if (a.rank() == 1) c = c.squeeze(other.rank() == 1 ? -1 : -2);
        return c;
    }

    /// The inner product of two vectors: a number.
    public Tensor dot(Tensor other) {
        if (self().rank() != 1 || other.rank() != 1) {
            throw new IllegalArgumentException("dot needs two vectors, but got " + self().shape() + " and " + other.shape()
                    + "; use matmul");
        }
        return matmul(other);
    }

    /// The outer product of two vectors: every element of one times every element of the other.
    public Tensor outer(Tensor other) {
        if (self().rank() != 1 || other.rank() != 1) {
            throw new IllegalArgumentException("outer needs two vectors, but got " + self().shape() + " and " + other.shape());
        }
        return unsqueeze(1).mul(other.unsqueeze(0));
    }

    /// Convolution of images (…, channels, height, width) with filters (filters, channels, rows, columns), with
    /// the same stride and zero padding for rows and columns: (…, filters, …). The window isn't flipped.
    ///
    /// @throws IllegalArgumentException if the channels differ or the window is larger than the padded image
    public Tensor conv2d(Tensor weight, int stride, int pad) {
        Tensor x = self();
        Conv2d op = new Conv2d(new Conv2d.Pair(stride, stride), new Conv2d.Pair(pad, pad));
        int images = x.rank() - 3;
        if (images == 1 || images < 0) return Graph.apply(op, x, weight);
        Shape shape = x.shape();
        Tensor y = Graph.apply(op, x.reshape(Shape.of(shape.part(0, images).size()).append(shape.part(images, x.rank()))), weight);
        return y.reshape(shape.part(0, images).append(y.shape().part(1, 4)));
    }

    /// As [#conv2d(Tensor, int, int)] in steps of 1 without padding.
    public Tensor conv2d(Tensor weight) { return conv2d(weight, 1, 0); }

    /// The largest element of each window of images (…, height, width): (…, (height − window) / stride + 1, (width −
    /// window) / stride + 1), rounded down. Among equals, the first has all of the gradient.
    ///
    /// @throws IllegalArgumentException if the window is larger than the image
    public Tensor maxPool2d(int window, int stride) {
        Tensor winners = Graph.apply(new WindowArgMax(window, stride), self());
        int images = self().rank() - 2;
        Shape shape = self().shape();
        Tensor rows = reshape(shape.part(0, images).append(Shape.of(shape.part(images, images + 2).size())));
        return Graph.apply(new Gather(-1, images), rows, winners);
    }

    /// The mean of each window of images (…, height, width), of a shape as [#maxPool2d] gives: a convolution with
    /// a filter of equal weights.
    ///
    /// @throws IllegalArgumentException if the window is larger than the image
    public Tensor averagePool2d(int window, int stride) {
        requireFloating("average pooling");
        Shape shape = self().shape();
        int images = shape.rank() - 2;
        if (images < 0 || window < 1 || stride < 1 || window > Math.min(shape.size(-2), shape.size(-1))) {
            throw new IllegalArgumentException("average pooling needs images (..., height, width), a window that fits into them and "
                    + "a stride of at least 1, but got " + shape + ", " + window + " and " + stride);
        }
        Tensor filter = Tensor.full(Shape.of(1, 1, window, window), 1.0 / ((double) window * window), self().dtype());
        Tensor y = reshape(Shape.of(shape.part(0, images).size(), 1).append(shape.part(images, shape.rank()))).conv2d(filter, stride, 0);
        return y.reshape(shape.part(0, images).append(y.shape().part(2, 4)));
    }

    /// What [#qr] returns: Q·R is the matrix, Q has orthonormal columns, R is upper triangular.
    public record QR(Tensor q, Tensor r) {}

    /// Takes a matrix (…, m, n), m ≥ n, apart into Q (…, m, n) and R (…, n, n) with a positive diagonal.
    public QR qr() {
        Tensor[] r = Graph.applyAll(new Qr(), self());
        return new QR(r[0], r[1]);
    }

    /// Zeros around: `before` and `after` many along an axis.
    ///
    /// @throws IllegalArgumentException for a negative count
    public Tensor pad(int axis, int before, int after) { return pad(axis, before, after, 0); }

    /// As [#pad(int, int, int)] with another number than 0.
    public Tensor pad(int axis, int before, int after, double value) {
        Shape shape = self().shape();
        int at = shape.axis(axis);
        if (before < 0 || after < 0 || (long) shape.size(at) + before + after > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("pad needs 0 or more on both sides, and a sum that fits an axis, but got " + before
                    + " and " + after + " for axis " + axis + " of " + shape + "; slice takes elements away");
        }
        return Tensor.concat(at, List.of(Tensor.full(shape.with(at, before), value, self().dtype()), self(),
                Tensor.full(shape.with(at, after), value, self().dtype())));
    }

    // ---- the rest

    /// The same numbers as another kind; see [Cast].
    public Tensor to(DType dtype) { return dtype == self().dtype() ? self() : Graph.apply(new Cast(dtype), self()); }

    /// The same values, but a constant to every derivative.
    public Tensor stopGradient() { return Graph.apply(new StopGradient(), self()); }
}
