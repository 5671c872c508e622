package dev.jacobi.tensor;

import dev.jacobi.op.Axes;
import dev.jacobi.op.Movement;
import dev.jacobi.op.Range;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Other shapes, parts and places of the same elements: most of it views, which cost nothing.
public abstract sealed class ShapeOperations extends ActivationOperations permits SelectionOperations {
    ShapeOperations() {}

    /// The same elements in the same order under another shape; one size may be -1 and is worked out.
    ///
    /// @throws IllegalArgumentException if the sizes don't multiply to the same number
    public Tensor reshape(int... sizes) {
        int[] r = sizes.clone();
        int open = -1;
        long known = 1;
        for (int i = 0; i < r.length; i++) {
            if (r[i] != -1) known = Math.min(known * Math.max(0, r[i]), 1L << 31);     // no overflow, however many axes
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

    /// The elements in reverse order along some axes, or along all of them; a view.
    public Tensor flip(int... axes) {
        Shape shape = self().shape();
        Axes flipped = Axes.of(shape, axes);
        if (flipped.count() == 0) return self();
        List<Range> ranges = new ArrayList<>();
        for (int a = flipped.get(0) + shape.rank(); a < shape.rank(); a++) {
            int n = shape.size(a);
            ranges.add(flipped.contains(a, shape.rank()) ? new Range(Math.max(0, n - 1), n, -1) : Range.all(n));
        }
        return Graph.apply(new Movement.Slice(List.copyOf(ranges)), self());
    }

    /// The elements moved by `shift` places along an axis; those that go over the end come in again at the beginning.
    /// A negative shift moves them toward the beginning.
    public Tensor roll(int axis, int shift) {
        int n = self().size(axis);
        int by = n == 0 ? 0 : Math.floorMod(shift, n);
        return by == 0 ? self() : Tensor.concat(axis, List.of(slice(axis, n - by, n), slice(axis, 0, n - by)));
    }

    // ---- into parts

    /// Equal parts along an axis: views.
    ///
    /// @throws IllegalArgumentException if the axis can't be cut into so many equal parts; [#chunk] allows a shorter last one
    public List<Tensor> split(int axis, int parts) {
        int n = self().size(axis);
        if (parts < 1 || n % parts != 0) {
            throw new IllegalArgumentException("split needs a number of equal parts, but " + parts + " doesn't divide axis " + axis + " of "
                    + self().shape() + "; chunk makes the last part shorter, and split takes the sizes of the parts, too");
        }
        int[] sizes = new int[parts];
        Arrays.fill(sizes, n / parts);
        return split(axis, sizes);
    }

    /// Parts of the given sizes along an axis, one after the other: views.
    ///
    /// @throws IllegalArgumentException unless the sizes are 0 or more and add up to the axis
    public List<Tensor> split(int axis, int[] sizes) {
        long sum = 0;
        boolean negative = false;
        for (int s : sizes) {
            sum += s;
            negative |= s < 0;
        }
        if (negative || sum != self().size(axis)) {
            throw new IllegalArgumentException("split needs sizes of 0 or more that add up to axis " + axis + " of " + self().shape()
                    + ", but got " + Arrays.toString(sizes));
        }
        List<Tensor> parts = new ArrayList<>();
        int start = 0;
        for (int s : sizes) {
            parts.add(slice(axis, start, start + s));
            start += s;
        }
        return List.copyOf(parts);
    }

    /// At most `count` parts along an axis, all of one size but the last, which may be shorter: views.
    ///
    /// @throws IllegalArgumentException for a count below 1
    public List<Tensor> chunk(int axis, int count) {
        if (count < 1) throw new IllegalArgumentException("chunk needs a count of at least 1, but got " + count);
        int n = self().size(axis);
        int size = Math.max(1, Math.ceilDiv(n, count));
        int[] sizes = new int[Math.max(1, Math.ceilDiv(n, size))];
        Arrays.fill(sizes, size);
        sizes[sizes.length - 1] = n - size * (sizes.length - 1);
        return split(axis, sizes);
    }

    /// The parts at each index of an axis, without that axis: what [Tensor#stack] puts together.
    public List<Tensor> unstack(int axis) {
        List<Tensor> parts = new ArrayList<>();
        for (int k = 0; k < self().size(axis); k++) parts.add(pick(axis, k));
        return List.copyOf(parts);
    }

    /// The windows of `size` elements along an axis, one every `step`: the axis counts the windows, and a new last axis
    /// holds their elements. A view; the gradient of an element is added up over the windows that it lies in.
    ///
    /// @throws IllegalArgumentException for a window larger than the axis, or a size or step below 1
    public Tensor slidingWindows(int axis, int size, int step) {
        return Graph.apply(new Movement.Windows(self().shape().axis(axis) - self().rank(), size, step), self());
    }

    /// The diagonal of each matrix in the last two axes.
    public Tensor diagonal() { return diagonal(0, -2, -1); }

    /// A diagonal of two axes, which becomes the last axis: a view. A positive offset lies above the main diagonal, its
    /// columns that much further on; where a diagonal lies outside, it is empty.
    ///
    /// @throws IllegalArgumentException unless these are two axes
    public Tensor diagonal(int offset, int rows, int columns) {
        Shape shape = self().shape();
        int r = shape.axis(rows);
        int c = shape.axis(columns);
        if (r == c) {
            throw new IllegalArgumentException("a diagonal needs two axes, but got " + rows + " and " + columns + ", which are one axis of " + shape);
        }
        Tensor matrices = moveAxis(r, -1).moveAxis(c > r ? c - 1 : c, -1);      // the rows, then the columns behind them
        return Graph.apply(new Movement.Diagonal(offset), matrices);
    }

    // ---- repeated

    /// Each element `times` times along an axis, its copies next to each other: `a a b b`. [#tile] gives `a b a b`.
    ///
    /// @throws IllegalArgumentException for a negative count, or too many elements
    public Tensor repeatInterleave(int axis, int times) {
        Shape shape = self().shape();
        int at = shape.axis(axis);
        int length = length("repeatInterleave", shape.size(at), times);
        Shape copies = shape.part(0, at + 1).append(Shape.of(times)).append(shape.part(at + 1, shape.rank()));
        return unsqueeze(at + 1).expand(copies).reshape(shape.with(at, length));
    }

    /// All of it again and again, `times[i]` many along axis i: `a b a b`. With fewer numbers than axes they belong to
    /// the last axes; with more, there are new axes in front.
    ///
    /// @throws IllegalArgumentException for a negative count, or too many elements
    public Tensor tile(int... times) {
        Tensor t = self();
        while (t.rank() < times.length) t = t.unsqueeze(0);
        int rank = t.rank();
        int[] apart = new int[2 * rank];
        int[] copies = new int[2 * rank];
        int[] together = new int[rank];
        for (int i = 0; i < rank; i++) {
            int count = i < rank - times.length ? 1 : times[i - (rank - times.length)];
            apart[2 * i] = 1;
            apart[2 * i + 1] = copies[2 * i + 1] = t.size(i);
            copies[2 * i] = count;
            together[i] = length("tile", t.size(i), count);
        }
        return t.reshape(Shape.of(apart)).expand(Shape.of(copies)).reshape(Shape.of(together));
    }

    private int length(String asked, int size, int times) {
        if (times < 0 || (long) size * times > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(asked + " needs a count of 0 or more, and an axis of at most 2147483647 elements, but got "
                    + times + " for " + self().shape());
        }
        return size * times;
    }
}
