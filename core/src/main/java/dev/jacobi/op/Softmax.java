package dev.jacobi.op;

import dev.jacobi.scalar.Arithmetic;
import dev.jacobi.scalar.Words;
import dev.jacobi.tensor.Graph;
import dev.jacobi.tensor.Tensor;
import dev.jacobi.tensor.TensorType;

/// eˣ along the last axis, divided by its sum: positive numbers that add up to 1. Infinite elements share
/// everything; a row of nothing but −∞ (all masked) gives zeros.
public record Softmax() implements General {
    private static final Elementwise DIV = Elementwise.of(new Arithmetic.Div());

    @Override public Words words() {
        return Words.of("exp(x) / sum(exp(x))", "Positive numbers that add up to 1.").derivative("y (g - sum(g y))")
                .kinks("infinite elements share everything; where all are -infinity, value and gradient are 0");
    }

    @Override public TensorType[] types(Tensor[] inputs) {
        LogSumExp.requireFloating(name(), inputs[0]);
        return new TensorType[] {inputs[0].type()};
    }

    @Override public void run(Tensor[] inputs, Tensor[] outputs) {
        Tensor x = inputs[0].bare();
        if (x.size() == 0) return;
        Tensor most = x.max(-1);
        LogSumExp.powers(x, most, outputs);
        Tensor y = outputs[0];
        Tensor infinity = Tensor.full(most.shape(), Double.POSITIVE_INFINITY, x.dtype());
        Tensor divisor = most.eq(Double.NEGATIVE_INFINITY).where(infinity, y.sum(-1));
        DIV.run(new Tensor[] {y, divisor.unsqueeze(-1).expand(x.shape())}, outputs);      // in place
    }

    @Override public void vjp(Pullback p) {
        if (!p.wants(0)) return;
        Tensor y = p.output(0);
        Tensor g = p.upstream();
        p.give(0, y.mul(g.sub(g.mul(y).sum(-1).unsqueeze(-1))));
    }

    @Override public Tensor[] vmap(int size, Tensor[] inputs, boolean[] batched) { return Graph.applyAll(this, inputs); }
}
