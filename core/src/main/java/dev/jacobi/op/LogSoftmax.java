package dev.jacobi.op;

import dev.jacobi.scalar.Arithmetic;
import dev.jacobi.scalar.Operand;
import dev.jacobi.scalar.Precision;
import dev.jacobi.scalar.Program;
import dev.jacobi.scalar.ProgramBuilder;
import dev.jacobi.scalar.Words;
import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.Graph;
import dev.jacobi.tensor.Tensor;
import dev.jacobi.tensor.TensorType;

/// The logarithm of the [Softmax] along the last axis, also where that is too small for a number. What the
/// elements have in common is taken out before anything is rounded.
public record LogSoftmax() implements General {
    private static final Elementwise SUB = Elementwise.of(new Arithmetic.Sub());
    private static final Program LESS_BOTH_F32 = lessBoth(Precision.F32, DType.F32);
    private static final Program LESS_BOTH_F64 = lessBoth(Precision.F64, DType.F64);

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
        Operand[] in = {Elementwise.operand(x), Elementwise.operand(below.expand(x.shape())), Elementwise.operand(log.expand(x.shape()))};
        (x.dtype() == DType.F32 ? LESS_BOTH_F32 : LESS_BOTH_F64).run(in, new Object[] {outputs[0].storage().array()}, x.size());
    }

    /// (x − a) − b, in one pass.
    private static Program lessBoth(Precision precision, DType dtype) {
        ProgramBuilder builder = new ProgramBuilder(3, precision);
        int below = builder.add(SUB.program(dtype), 0, 1)[0];
        return builder.build(builder.add(SUB.program(dtype), below, 2));
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
