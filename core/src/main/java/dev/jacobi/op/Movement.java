package dev.jacobi.op;

import dev.jacobi.kernel.Copies;
import dev.jacobi.scalar.Words;
import dev.jacobi.tensor.Graph;
import dev.jacobi.tensor.Layout;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import dev.jacobi.tensor.TensorType;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An op that computes nothing: it says where each element of its output lies in
/// its input. Most movements are views and cost nothing.
public sealed interface Movement extends Op {

    /// The shape of the output.
    Shape move(Shape input);

    /// The layout of the output over the storage of an input with this shape and
    /// layout (null: dense), or null where the elements must be copied together first.
    @Nullable Layout move(Shape input, @Nullable Layout layout);

    @Override default TensorType[] types(Tensor[] inputs) {
        return new TensorType[] {new TensorType(inputs[0].dtype(), move(inputs[0].shape()))};
    }

    @Override default void run(Tensor[] inputs, Tensor[] outputs) {
        Tensor x = inputs[0];
        Layout moved = move(x.shape(), x.layout());
        Object target = outputs[0].storage().array();
        int[] sizes = outputs[0].shape().toArray();
        if (moved == null) Copies.copyStrided(x.dense().array(), 0, sizes, Layout.denseStrides(outputs[0].shape()), target);
        else Copies.copyStrided(x.storage().array(), moved.offset(), sizes, moved.strides(), target);
    }

    @Override default @Nullable Tensor[] jvp(Tensor[] inputs, Tensor[] outputs, @Nullable Tensor[] tangents) {
        Tensor d = tangents[0];
        return new Tensor[] {d == null ? null : Graph.apply(this, d)};
    }

    /// The same elements in the same order under another shape.
    record Reshape(Shape to) implements Movement {
        @Override public Words words() {
            return Words.of("x under another shape", "the same elements in the same order").derivative("g under the shape of x");
        }

        @Override public Shape move(Shape input) {
            if (input.size() != to.size()) {
                throw new IllegalArgumentException("reshape needs a shape of the same size, but " + input + " has "
                        + input.size() + " elements and " + to + " has " + to.size());
            }
            return to;
        }

        @Override public @Nullable Layout move(Shape input, @Nullable Layout layout) {
            move(input);
            return layout == null ? Layout.dense(to) : layout.reshape(input, to);
        }

        @Override public void vjp(Pullback p) {
            if (p.wants(0)) p.give(0, p.upstream().reshape(p.input(0).shape()));
        }

        @Override public Tensor[] vmap(int size, Tensor[] inputs, boolean[] batched) {
            return new Tensor[] {inputs[0].reshape(to.prepend(size))};
        }
    }

    /// The axes in another order: axis i of the output is axis `order[i]` of the input,
    /// both counted from the end; axes before them stay in place.
    record Permute(List<Integer> order) implements Movement {
        @Override public Words words() {
            return Words.of("x with its axes in another order", "transposition and its relatives").derivative("the axes of g put back");
        }

        @Override public Shape move(Shape input) {
            int[] r = input.toArray();
            int lead = r.length - order.size();
            for (int i = 0; i < order.size(); i++) r[lead + i] = input.size(order.get(i));
            return Shape.of(r);
        }

        @Override public Layout move(Shape input, @Nullable Layout layout) {
            Layout from = layout == null ? Layout.dense(input) : layout;
            int[] r = from.strides().clone();
            int lead = r.length - order.size();
            for (int i = 0; i < order.size(); i++) r[lead + i] = from.strides()[r.length + order.get(i)];
            return new Layout(from.offset(), r);
        }

        @Override public void vjp(Pullback p) {
            if (!p.wants(0)) return;
            Integer[] inverse = new Integer[order.size()];
            for (int i = 0; i < inverse.length; i++) inverse[order.get(i) + inverse.length] = i - inverse.length;
            p.give(0, Graph.apply(new Permute(List.of(inverse)), p.upstream()));
        }

        @Override public Tensor[] vmap(int size, Tensor[] inputs, boolean[] batched) {
            return Graph.applyAll(this, inputs);
        }
    }

    /// Repeats along axes of size 1 and along new leading axes: NumPy's broadcast.
    record Expand(Shape to) implements Movement {
        @Override public Words words() {
            return Words.of("x repeated", "repeats along axes of size 1 and new leading axes").derivative("g summed over the repeats");
        }

        @Override public Shape move(Shape input) {
            int lead = to.rank() - input.rank();
            boolean fits = lead >= 0;
            for (int i = 0; fits && i < input.rank(); i++) {
                fits = input.size(i) == 1 || input.size(i) == to.size(lead + i);
            }
            if (!fits) {
                throw new IllegalArgumentException("expand needs a shape that broadcasts to " + to + ", but got " + input);
            }
            return to;
        }

        @Override public Layout move(Shape input, @Nullable Layout layout) {
            move(input);
            int[] r = new int[to.rank()];
            int lead = to.rank() - input.rank();
            int step = 1;
            for (int i = input.rank() - 1; i >= 0; i--) {
                int n = input.size(i);
                r[lead + i] = n == 1 ? 0 : layout == null ? step : layout.strides()[i];
                step *= Math.max(1, n);
            }
            return new Layout(layout == null ? 0 : layout.offset(), r);
        }

        @Override public void vjp(Pullback p) {
            if (!p.wants(0)) return;
            Shape from = p.input(0).shape();
            int lead = to.rank() - from.rank();
            int[] repeated = new int[to.rank()];
            int count = 0;
            for (int i = 0; i < to.rank(); i++) {
                if (i < lead || from.size(i - lead) == 1 && to.size(i) != 1) repeated[count++] = i;
            }
            Tensor g = p.upstream();
            p.give(0, (count == 0 ? g : g.sum(Arrays.copyOf(repeated, count))).reshape(from));
        }

        @Override public Tensor[] vmap(int size, Tensor[] inputs, boolean[] batched) {
            Shape from = inputs[0].shape();                                   // (batch, …)
            int[] aligned = new int[to.rank() + 1];
            Arrays.fill(aligned, 1);
            aligned[0] = size;
            for (int i = 1; i < from.rank(); i++) aligned[aligned.length - from.rank() + i] = from.size(i);
            return new Tensor[] {inputs[0].reshape(Shape.of(aligned)).expand(to.prepend(size))};
        }
    }

    /// Some of the elements along the last axes, in order: one range for each.
    record Slice(List<Range> ranges) implements Movement {
        @Override public Words words() {
            return Words.of("x[a:b:s]", "some of the elements along axes, in order").derivative("g at the places taken, 0 elsewhere");
        }

        @Override public Shape move(Shape input) {
            int[] r = input.toArray();
            int lead = r.length - ranges.size();
            for (int i = 0; i < ranges.size(); i++) r[lead + i] = ranges.get(i).count();
            return Shape.of(r);
        }

        @Override public Layout move(Shape input, @Nullable Layout layout) {
            Layout from = layout == null ? Layout.dense(input) : layout;
            int[] strides = from.strides().clone();
            int lead = strides.length - ranges.size();
            int offset = from.offset();
            for (int i = 0; i < ranges.size(); i++) {
                Range range = ranges.get(i);
                if (range.count() > 0) offset += range.start() * strides[lead + i];
                strides[lead + i] *= range.step();
            }
            return new Layout(offset, strides);
        }

        @Override public void vjp(Pullback p) {
            if (p.wants(0)) p.give(0, p.upstream(), new Placement.Viewed(this));
        }

        @Override public Tensor[] vmap(int size, Tensor[] inputs, boolean[] batched) {
            return Graph.applyAll(this, inputs);
        }
    }

    /// The windows of `size` elements along one axis (counted from the end), one every `step`: (…, n, …) gives
    /// (…, windows, …, size). Neighbors may overlap; an element in several windows gets the sum of their gradients.
    record Windows(int axis, int size, int step) implements Movement {
        @Override public Words words() {
            return Words.of("y[w, j] = x[w · step + j]", "sliding windows along an axis")
                    .derivative("g added up where windows overlap");
        }

        @Override public Shape move(Shape input) {
            int n = input.size(axis);
            if (size < 1 || step < 1 || size > n) {
                throw new IllegalArgumentException("windows need a size from 1 to that of their axis and a step of at least 1, but got the size "
                        + size + " and the step " + step + " for axis " + input.axis(axis) + " of " + input);
            }
            return input.with(axis, (n - size) / step + 1).append(Shape.of(size));
        }

        @Override public Layout move(Shape input, @Nullable Layout layout) {
            Layout from = layout == null ? Layout.dense(input) : layout;
            int rank = input.rank();
            int[] strides = Arrays.copyOf(from.strides(), rank + 1);
            strides[rank] = strides[rank + axis];
            strides[rank + axis] *= step;
            return new Layout(from.offset(), strides);
        }

        @Override public void vjp(Pullback p) {
            if (p.wants(0)) p.give(0, p.upstream(), new Placement.Viewed(this));
        }

        @Override public Tensor[] vmap(int size, Tensor[] inputs, boolean[] batched) {
            return Graph.applyAll(this, inputs);
        }
    }

    /// A diagonal of the last two axes, (…, n, m) to (…, k): elements with a column `offset` after their row.
    record Diagonal(int offset) implements Movement {
        @Override public Words words() {
            return Words.of("y[i] = x[i, i + offset]", "a diagonal of each matrix")
                    .derivative("g on the diagonal, 0 elsewhere");
        }

        @Override public Shape move(Shape input) {
            int rank = input.rank();
            if (rank < 2) throw new IllegalArgumentException("a diagonal needs two axes, but got " + input + "; diagEmbed makes a matrix of a vector");
            long rows = input.size(-2) + Math.min(0L, offset);
            long columns = input.size(-1) - Math.max(0L, offset);
            return input.part(0, rank - 2).append(Shape.of((int) Math.max(0, Math.min(rows, columns))));
        }

        @Override public Layout move(Shape input, @Nullable Layout layout) {
            Layout from = layout == null ? Layout.dense(input) : layout;
            int last = input.rank() - 1;
            int down = from.strides()[last - 1];
            int across = from.strides()[last];
            int[] strides = Arrays.copyOf(from.strides(), last);
            strides[last - 1] = down + across;
            boolean empty = move(input).size(-1) == 0;
            return new Layout(from.offset() + (empty ? 0 : offset > 0 ? offset * across : -offset * down), strides);
        }

        @Override public void vjp(Pullback p) {
            if (p.wants(0)) p.give(0, p.upstream(), new Placement.Viewed(this));
        }

        @Override public Tensor[] vmap(int size, Tensor[] inputs, boolean[] batched) {
            return Graph.applyAll(this, inputs);
        }
    }
}
