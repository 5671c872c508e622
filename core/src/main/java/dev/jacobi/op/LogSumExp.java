package dev.jacobi.op;

import dev.jacobi.tensor.Graph;
import dev.jacobi.tensor.Tensor;
import dev.jacobi.tensor.TensorType;

/// log Σ eˣ along the last axis, without overflow: the largest element is taken out first. Its gradient is
/// the softmax. Of no elements, −∞.
public record LogSumExp() implements General {

    @Override public TensorType[] types(Tensor[] inputs) {
        Tensor x = inputs[0];
        requireFloating(name(), x);
        return new TensorType[] {new TensorType(x.dtype(), x.shape().part(0, x.rank() - 1))};
    }

    static void requireFloating(String op, Tensor x) {
        if (!x.dtype().isFloating() || x.rank() == 0) {
            throw new IllegalArgumentException(op + " needs a floating tensor with at least one axis, but got " + x.type());
        }
    }

    @Override public void run(Tensor[] inputs, Tensor[] outputs) {
        Tensor x = inputs[0].bare();
        if (x.size(-1) == 0) {
            Copying.into(outputs[0], Tensor.full(outputs[0].shape(), Double.NEGATIVE_INFINITY, x.dtype()));
            return;
        }
        if (x.size() == 0) return;
        Tensor most = x.max(-1);
        Tensor sum = shiftedPowers(x, most.unsqueeze(-1)).sum(-1);
        Copying.into(outputs[0], most.add(sum.log()));
    }

    /// e^(x − most); where x is `most`, also an infinite one, exactly 1.
    static Tensor shiftedPowers(Tensor x, Tensor most) {
        Tensor zeros = Tensor.zeros(x.shape(), x.dtype());
        return x.eq(most).where(zeros, x.sub(most)).exp();
    }

    @Override public void vjp(Pullback p) {
        if (!p.wants(0)) return;
        Tensor x = p.input(0);
        p.give(0, p.upstream().unsqueeze(-1).mul(Graph.apply(new Softmax(), x)));
    }

    @Override public Tensor[] vmap(int size, Tensor[] inputs, boolean[] batched) { return Graph.applyAll(this, inputs); }
}
