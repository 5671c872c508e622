package dev.jacobi.op;

import dev.jacobi.kernel.Gathers;
import dev.jacobi.tensor.Graph;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Storage;
import dev.jacobi.tensor.Tensor;
import dev.jacobi.tensor.TensorType;

/// Picks along one axis (counted from the end) the elements that an index tensor names:
/// (outer, axis, inner) by an index of shape I gives (outer, I, inner). The lookup of an embedding.
public record Gather(int axis) implements Linear {

    @Override public TensorType[] types(Tensor[] inputs) {
        Tensor x = inputs[0];
        Tensor index = inputs[1];
        if (!index.dtype().isInteger()) {
            throw new IllegalArgumentException("gather needs an index of whole numbers, but got " + index.dtype()
                    + "; make it with Tensor.ofInts or to(DType.I32)");
        }
        int at = x.shape().axis(axis);
        Shape shape = x.shape().part(0, at).append(index.shape()).append(x.shape().part(at + 1, x.rank()));
        return new TensorType[] {new TensorType(x.dtype(), shape)};
    }

    @Override public void run(Tensor[] inputs, Tensor[] outputs) {
        Tensor x = inputs[0];
        int at = x.shape().axis(axis);
        int[] index = checked(inputs[1], x.size(at));
        Gathers.gather(x.dense().array(), x.shape().part(0, at).size(), x.size(at),
                x.shape().part(at + 1, x.rank()).size(), index, outputs[0].storage().array());
    }

    @Override public void vjp(Pullback p) {
        if (p.wants(0)) p.give(0, p.upstream(), new Placement.Gathered(axis), p.input(1));
    }

    @Override public Tensor[] vmap(int size, Tensor[] inputs, boolean[] batched) {
        Tensor x = inputs[0];
        Tensor index = inputs[1];
        if (!batched[1]) return Graph.applyAll(this, inputs);
        int at = x.shape().axis(axis);                            // from the front, the batch included
        int inner = x.rank() - at - 1;
        if (batched[0]) {
            // members lie one after the other along the axis: (outer, batch · axis, inner)
            int n = x.size(at);
            Tensor first = Tensor.range(size).mul(n).to(index.dtype());
            index = index.add(first.reshape(Shape.of(size).append(Shape.ones(index.rank() - 1))));
            x = x.moveAxis(0, at - 1);
            Shape shape = x.shape();
            x = x.reshape(shape.part(0, at - 1).append(Shape.of(size * n)).append(shape.part(at + 1, x.rank())));
        }
        Tensor picked = Graph.apply(new Gather(-inner - 1), x, index);   // (outer, batch, I, inner)
        return new Tensor[] {picked.moveAxis(picked.rank() - inner - index.rank(), 0)};
    }

    /// The adjoint: adds the values at the places that the index names.
    static void accumulate(Tensor value, Tensor index, int axis, Shape shape, Object target) {
        int at = shape.axis(axis);
        Gathers.scatterAdd(value.dense().array(), shape.part(0, at).size(), shape.size(at),
                shape.part(at + 1, shape.rank()).size(), checked(index, shape.size(at)), target);
    }

    /// The index as non-negative ints inside the axis.
    private static int[] checked(Tensor index, int size) {
        Storage s = index.dense();
        int[] r = new int[index.size()];
        for (int i = 0; i < r.length; i++) {
            long k = s.whole(i);
            long j = k < 0 ? k + size : k;
            if (j < 0 || j >= size) {
                throw new IllegalArgumentException("gather was asked for index " + k + " of an axis of size " + size
                        + "; indexes run from 0 to " + (size - 1) + " (or -" + size + " to -1)");
            }
            r[i] = (int) j;
        }
        return r;
    }
}
