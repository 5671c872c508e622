package dev.jacobi.op;

import dev.jacobi.scalar.Exponential;
import dev.jacobi.scalar.Words;
import dev.jacobi.tensor.Graph;
import dev.jacobi.tensor.Tensor;
import dev.jacobi.tensor.TensorType;

/// log Σ eˣ along the last axis, without overflow: the largest element is taken out first. Its gradient is
/// the softmax. Of no elements, −∞.
public record LogSumExp() implements General {
    private static final Elementwise POWERS = Elementwise.of(new Exponential.ExpOfDifference());

    @Override public Words words() {
        return Words.of("log(sum(exp(x)))", "The logarithm of a sum of powers, without overflow; -∞ for nothing.")
                .derivative("g softmax(x)").kinks("elements of +∞ share everything; a row of nothing but -∞ gets 0");
    }

    @Override public TensorType[] types(Tensor[] inputs) {
        Tensor x = inputs[0];
        requireFloating(name(), x);
        return new TensorType[] {new TensorType(x.dtype(), x.shape().part(0, x.rank() - 1))};
    }

    static void requireFloating(String op, Tensor x) {
        if (!x.dtype().isFloating() || x.rank() == 0) {
            throw new IllegalArgumentException(op + " needs a floating tensor with at least one axis, but got " + x.type()
                    + "; convert it with to(DType.F64)");
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
        Tensor sum = Graph.apply(POWERS, x, most.unsqueeze(-1).expand(x.shape())).sum(-1);
        Copying.into(outputs[0], most.add(sum.log()));
    }

    /// Writes e^(x − most), which is at most 1, into a dense target.
    static void powers(Tensor x, Tensor most, Tensor[] target) {
        POWERS.run(new Tensor[] {x, most.unsqueeze(-1).expand(x.shape())}, target);
    }

    @Override public void vjp(Pullback p) {
        if (!p.wants(0)) return;
        Tensor x = p.input(0);
        p.give(0, p.upstream().unsqueeze(-1).mul(Graph.apply(new Softmax(), x)));
    }

    @Override public Tensor[] vmap(int size, Tensor[] inputs, boolean[] batched) { return Graph.applyAll(this, inputs); }
}
