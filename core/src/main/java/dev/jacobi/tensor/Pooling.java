package dev.jacobi.tensor;

import dev.jacobi.op.Along;
import java.util.Arrays;
import java.util.List;

/// Pooling along one axis after the other, the last first. So the largest element of a window is the first of equals, row by
/// row, and a mean is a mean of means of equal weights.
final class Pooling {
    private Pooling() {}

    /// The largest element that each window sees; padding is never seen.
    static Tensor max(Tensor x, List<? extends Along> axes) {
        Tensor y = checked("max pooling", x, axes);
        for (int i = axes.size() - 1; i >= 0; i--) {
            int axis = y.rank() - axes.size() + i;
            Tensor seen = y.gather(axis, index(axes.get(i), y.size(axis), y.shape()));          // (…, windows, longest, …)
            y = seen.takeAlong(axis + 1, seen.argMax(axis + 1).unsqueeze(axis + 1)).squeeze(axis + 1);
        }
        return y;
    }

    /// The mean of what each window sees. What it doesn't see has no part in it, be it NaN or infinite.
    ///
    /// @param padding whether zeros in the padding count as seen
    static Tensor average(Tensor x, List<? extends Along> axes, boolean padding) {
        Tensor y = checked("average pooling", x, axes);
        for (int i = axes.size() - 1; i >= 0; i--) {
            int axis = y.rank() - axes.size() + i;
            Along along = axes.get(i);
            int length = y.size(axis);
            Tensor index = index(along, length, y.shape());                                     // (windows, longest)
            Shape beside = Shape.ones(y.rank() - axis - 1);
            Tensor seen = y.gather(axis, index);
            Tensor isSeen = isSeen(along, length, index.shape(), y.shape());
            seen = isSeen.reshape(index.shape().append(beside)).expand(seen.shape()).where(seen, Tensor.zeros(seen.shape(), seen.dtype()));
            y = seen.sum(axis + 1).mul(shares(along, length, index.size(0), y.shape(), padding).to(x.dtype()).reshape(Shape.of(index.size(0)).append(beside)));
        }
        return y;
    }

    private static Tensor checked(String asked, Tensor x, List<? extends Along> axes) {
        if (!x.dtype().isFloating() || x.rank() < axes.size()) {
            throw new IllegalArgumentException(asked + " over " + axes.size() + " axes needs a floating tensor (…, space) with so many, but got " + x.type());
        }
        return x;
    }

    /// The places that each window sees along an axis, in their order; shorter windows repeat their last.
    private static Tensor index(Along along, int length, Shape shape) {
        int count = count(along, length, shape);
        int longest = 0;
        for (int w = 0; w < count; w++) longest = Math.max(longest, seen(along, w, length, shape));
        int[] index = new int[Math.multiplyExact(count, longest)];
        for (int w = 0; w < count; w++) {
            int last = seen(along, w, length, shape) - 1;
            for (int k = 0; k < longest; k++) index[w * longest + k] = along.first(w, length) + Math.min(k, last) * along.step();
        }
        return Tensor.wrap(index, Shape.of(count, longest));
    }

    /// Which places of [#index] aren't repeated.
    private static Tensor isSeen(Along along, int length, Shape index, Shape shape) {
        boolean[] r = new boolean[index.size()];
        int longest = index.size(1);
        for (int w = 0; w < index.size(0); w++) Arrays.fill(r, w * longest, w * longest + seen(along, w, length, shape), true);
        return Tensor.wrap(Storage.wrap(r), index, null);
    }

    /// What an element of each window counts in its mean.
    private static Tensor shares(Along along, int length, int count, Shape shape, boolean padding) {
        double[] shares = new double[count];
        for (int w = 0; w < count; w++) shares[w] = 1.0 / (padding && along instanceof Along.Steps steps ? steps.size() : seen(along, w, length, shape));
        return Tensor.wrap(shares);
    }

    private static int count(Along along, int length, Shape shape) {
        int count = along.count(length);
        if (count == 0 || length == 0) {
            throw new IllegalArgumentException("a pool needs a window that fits into the padded axis, but " + along + " doesn't fit into " + length
                    + " elements of " + shape + "; make the window smaller, or pad");
        }
        return count;
    }

    private static int seen(Along along, int window, int length, Shape shape) {
        int first = along.first(window, length);
        int end = along.end(window, length);
        if (first >= end) {
            throw new IllegalArgumentException("a pool needs windows that each see an element, but window " + window + " of " + along
                    + " lies in the padding of " + shape + "; pad by less than the window");
        }
        return (end - first + along.step() - 1) / along.step();
    }
}
