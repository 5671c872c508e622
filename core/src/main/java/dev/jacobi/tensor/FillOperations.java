package dev.jacobi.tensor;

import dev.jacobi.op.Axes;
import java.util.ArrayList;
import java.util.List;

/// Tensors filled with numbers by a rule, and numbers put around a tensor.
public abstract sealed class FillOperations extends SelectionOperations permits ReductionOperations {
    FillOperations() {}

    /// The unit matrix.
    ///
    /// @throws IllegalArgumentException for a negative size, or too many elements
    public static Tensor eye(int size, DType dtype) {
        Storage s = Storage.allocate(dtype, Shape.of(size, size).size());
        for (int i = 0; i < size; i++) s.set(i * size + i, 1);
        return Tensor.wrap(s, Shape.of(size, size), null);
    }

    /// The numbers start, start + step, … up to, not including, `end`, as `F64`: ⌈(end − start) ÷ step⌉ of them, none where
    /// the step leads away from the end. That quotient is rounded, so a step such as 0.1 may meet the end or not;
    /// [#linspace] is asked for a count.
    ///
    /// @throws IllegalArgumentException for a step of 0, a number that isn't finite, or too many elements
    public static Tensor arange(double start, double end, double step) {
        double count = Math.ceil((end - start) / step);
        if (!(Double.isFinite(start) && Double.isFinite(end) && Double.isFinite(step)) || step == 0 || !(count <= Integer.MAX_VALUE)) {
            throw new IllegalArgumentException("arange needs finite numbers, a step other than 0 and at most 2147483647 elements, but got "
                    + start + " to " + end + " in steps of " + step + "; linspace takes a count");
        }
        double[] r = new double[(int) Math.max(0, count)];
        for (int i = 0; i < r.length; i++) r[i] = Math.fma(i, step, start);
        return Tensor.wrap(r);
    }

    /// `count` numbers evenly from `start` to `end`, both included, as `F64`; a single one is the start.
    ///
    /// @throws IllegalArgumentException for a negative count, or a number that isn't finite
    public static Tensor linspace(double start, double end, int count) {
        if (count < 0 || !Double.isFinite(start) || !Double.isFinite(end)) {
            throw new IllegalArgumentException("linspace needs finite numbers and a count of 0 or more, but got " + start + " to " + end
                    + " and a count of " + count);
        }
        double[] r = new double[count];
        double gaps = Math.max(1, count - 1);
        double step = end / gaps - start / gaps;                              // the difference itself may overflow
        if (Double.isFinite(end - start)) step = (end - start) / gaps;
        for (int i = 0; i < count; i++) r[i] = i <= (count - 1) / 2 ? Math.fma(i, step, start) : Math.fma(i - count + 1, step, end);
        return Tensor.wrap(r);
    }

    /// The coordinates of a grid: for each vector one tensor of all their sizes, in which it runs along its own axis; views.
    ///
    /// @throws IllegalArgumentException for anything but vectors
    public static List<Tensor> meshgrid(Tensor... vectors) {
        int[] sizes = new int[vectors.length];
        for (int i = 0; i < sizes.length; i++) {
            if (vectors[i].rank() != 1) throw new IllegalArgumentException("meshgrid needs vectors, but got " + vectors[i].shape() + "; flatten it");
            sizes[i] = vectors[i].size();
        }
        List<Tensor> grid = new ArrayList<>();
        Shape shape = Shape.of(sizes);
        for (int i = 0; i < sizes.length; i++) grid.add(vectors[i].reshape(Shape.ones(sizes.length).with(i, sizes[i])).expand(shape));
        return List.copyOf(grid);
    }

    /// Zeros of the same shape and kind.
    public Tensor zerosLike() { return number(0); }

    /// Ones of the same shape and kind.
    public Tensor onesLike() { return number(1); }

    /// The same number everywhere, of the same shape and kind.
    public Tensor fullLike(double value) { return number(value); }

    // ---- with more around

    /// Zeros around: `before` and `after` many along an axis.
    ///
    /// @throws IllegalArgumentException for a negative count
    public Tensor pad(int axis, int before, int after) { return pad(axis, before, after, 0); }

    /// As [#pad(int, int, int)] with another number than 0.
    public Tensor pad(int axis, int before, int after, double value) {
        Shape shape = self().shape();
        int at = shape.axis(axis);
        requireWidths(axis, before, after);
        return Tensor.concat(at, List.of(Tensor.full(shape.with(at, before), value, self().dtype()), self(),
                Tensor.full(shape.with(at, after), value, self().dtype())));
    }

    /// As [#pad(int, int, int)] with elements of its own: mirrored, repeated or from the other end. Their gradients are
    /// added where they came from.
    ///
    /// @throws IllegalArgumentException for a negative count, or an axis that has nothing to repeat
    public Tensor pad(int axis, int before, int after, PadMode mode) {
        Shape shape = self().shape();
        int n = shape.size(axis);
        requireWidths(axis, before, after);
        if (before == 0 && after == 0) return self();
        if (n == 0) {
            throw new IllegalArgumentException("pad by " + mode + " needs an element to repeat, but axis " + axis + " of " + shape
                    + " is empty; pad with a number");
        }
        shape.with(axis, before + n + after);                                 // more elements than an array holds are refused here
        int[] from = new int[before + n + after];
        for (int i = 0; i < from.length; i++) from[i] = mode.source((long) i - before, n);
        return self().gather(axis, Tensor.wrap(from));
    }

    /// As [#pad(int, int, int, PadMode)] along several axes, `before` and `after` many along each: an image with a border.
    public Tensor pad(int[] axes, int before, int after, PadMode mode) {
        Tensor t = self();
        Axes all = Axes.of(t.shape(), axes);
        if (axes.length > 0) for (int i = 0; i < all.count(); i++) t = t.pad(all.get(i), before, after, mode);
        return t;
    }

    private void requireWidths(int axis, int before, int after) {
        if (before < 0 || after < 0 || (long) self().size(axis) + before + after > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("pad needs 0 or more on both sides, and a sum that fits an axis, but got " + before
                    + " and " + after + " for axis " + axis + " of " + self().shape() + "; slice takes elements away");
        }
    }
}
