package dev.jacobi.op;

import dev.jacobi.scalar.Arithmetic;
import dev.jacobi.scalar.Words;
import dev.jacobi.tensor.Graph;
import dev.jacobi.tensor.Tensor;
import dev.jacobi.tensor.TensorType;

/// The logarithm of the [Softmax] along the last axis, also where that is too small for a number. What the
/// elements have in common is taken out before anything is rounded.
public record LogSoftmax() implements General {
    private static final Elementwise SUB = Elementwise.of(new Arithmetic.Sub());

    @Override public Words words() {
        return Words.of("x - log(sum(exp(x)))", "The logarithm of softmax, also where that is 0.").derivative("g - exp(y) sum(g)")
                .kinks("infinite elements share everything; where all are -infinity, so is the value");
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
        Tensor log = outputs[0].sum(-1).log().unsqueeze(-1);
        Tensor below = most.unsqueeze(-1);
        if (!allFinite(most)) {
            // of infinite elements those that are the largest share everything; where all are −∞, nothing is left
            Tensor zeros = Tensor.zeros(x.shape(), x.dtype());
            Tensor masked = below.eq(Double.NEGATIVE_INFINITY);
            x = masked.where(x, x.eq(below).where(zeros, x.sub(below)));
            below = Tensor.zeros(below.shape(), x.dtype());
        }
        SUB.run(new Tensor[] {x, below.expand(x.shape())}, outputs);
        SUB.run(new Tensor[] {outputs[0], log.expand(x.shape())}, outputs);               // in place
    }

    private static boolean allFinite(Tensor t) {
        for (int i = 0; i < t.size(); i++) if (!Double.isFinite(t.storage().number(i))) return false;
        return true;
    }

    @Override public void vjp(Pullback p) {
        if (!p.wants(0)) return;
        Tensor g = p.upstream();
        p.give(0, g.sub(p.output(0).exp().mul(g.sum(-1).unsqueeze(-1))));
    }

    @Override public Tensor[] vmap(int size, Tensor[] inputs, boolean[] batched) { return Graph.applyAll(this, inputs); }
}
