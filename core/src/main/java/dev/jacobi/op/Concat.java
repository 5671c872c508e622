package dev.jacobi.op;

import dev.jacobi.kernel.Copies;
import dev.jacobi.scalar.Words;
import dev.jacobi.tensor.Layout;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import dev.jacobi.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;

/// Puts tensors one after the other along an axis, counted from the end.
public record Concat(int axis) implements Linear {
    @Override public Words words() {
        return Words.of("[x, y, ...]", "tensors one after the other along an axis").derivative("the parts of g");
    }


    @Override public TensorType[] types(Tensor[] inputs) {
        Shape first = inputs[0].shape();
        int length = 0;
        for (Tensor t : inputs) {
            Elementwise.sameDType("concat", inputs[0], t);
            if (t.rank() != first.rank() || !t.shape().with(axis, 1).equals(first.with(axis, 1))) {
                throw new IllegalArgumentException("concat along axis " + axis + " needs shapes that are equal elsewhere, but got "
                        + first + " and " + t.shape());
            }
            length = Math.addExact(length, t.size(axis));
        }
        return new TensorType[] {new TensorType(inputs[0].dtype(), first.with(axis, length))};
    }

    @Override public void run(Tensor[] inputs, Tensor[] outputs) {
        Shape whole = outputs[0].shape();
        int start = 0;
        for (Tensor t : inputs) {
            Layout where = new Movement.Slice(ranges(whole, start, t.size(axis))).move(whole, null);
            Copies.writeStrided(t.dense().array(), outputs[0].storage().array(), where.offset(), t.shape().toArray(), where.strides());
            start += t.size(axis);
        }
    }

    /// The ranges of the last axes that pick `count` from `start` along ours.
    private List<Range> ranges(Shape whole, int start, int count) {
        List<Range> r = new ArrayList<>();
        r.add(new Range(start, count, 1));
        for (int a = axis + 1; a < 0; a++) r.add(Range.all(whole.size(a)));
        return List.copyOf(r);
    }

    @Override public void vjp(Pullback p) {
        int start = 0;
        for (int i = 0; i < p.inputCount(); i++) {
            int n = p.input(i).size(axis);
            if (p.wants(i)) p.give(i, p.upstream().slice(axis, start, start + n));
            start += n;
        }
    }

    @Override public Tensor[] vmap(int size, Tensor[] inputs, boolean[] batched) {
        return Batching.byLeadingAxis(this, size, inputs, batched);
    }
}
