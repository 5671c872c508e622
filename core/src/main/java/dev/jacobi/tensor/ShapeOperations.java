package dev.jacobi.tensor;

import dev.jacobi.op.Accumulate;
import dev.jacobi.op.Axes;
import dev.jacobi.op.Gather;
import dev.jacobi.op.Movement;
import dev.jacobi.op.Pick;
import dev.jacobi.op.Placement;
import dev.jacobi.op.Range;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Other shapes, parts and places of the same elements.
public abstract sealed class ShapeOperations extends ActivationOperations permits ReductionOperations {
    ShapeOperations() {}

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

    /// One element of each row: (…, n) by an index of shape (…) gives (…).
    public Tensor pickEach(Tensor index) { return Graph.apply(new Pick(), self(), index); }

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
}
