package dev.jacobi.testkit;

import dev.jacobi.op.General;
import dev.jacobi.op.Op;
import dev.jacobi.op.Placement;
import dev.jacobi.op.Pullback;
import dev.jacobi.tensor.Graph;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Storage;
import dev.jacobi.tensor.Tensor;
import dev.jacobi.tensor.TensorType;
import org.jspecify.annotations.Nullable;

/// An op of the engine with a mistake in its backward rule: it computes what the op computes, and passes on what the rule
/// sees or gives, damaged.
///
/// @param op what is computed
/// @param rule whose rule runs: the op itself, or one that takes another axis
/// @param mistake what goes wrong
record Damaged(Op op, Op rule, Mistake mistake) implements General {

    /// The mistakes that people make.
    enum Mistake {
        NONE, SIGN, FACTOR, LAST_ELEMENT, OFF_BY_ONE, TRANSPOSED, SWAPPED_INPUTS, STALE_INPUT, STALE_OUTPUT, MISSING_CHAIN_TERM,
        MISSING_INPUT, MISSING_REDUCTION, WRONG_AXIS, FIRST_WINNER_TAKES_ALL, TAIL_OF_THE_VALUE
    }

    @Override public TensorType[] types(Tensor[] inputs) { return op.types(inputs); }

    @Override public void run(Tensor[] inputs, Tensor[] outputs) {
        op.run(inputs, outputs);
        Storage y = outputs[0].storage();
        int n = outputs[0].size();
        if (mistake == Mistake.TAIL_OF_THE_VALUE && n > 1) y.set(n - 1, y.number(n - 2));
    }

    @Override public void vjp(Pullback p) { rule.vjp(new Seen(p)); }

    private final class Seen implements Pullback {
        private final Pullback p;

        Seen(Pullback p) { this.p = p; }

        @Override public Tensor input(int index) {
            Tensor x = p.input(mistake == Mistake.SWAPPED_INPUTS && index < 2 ? 1 - index : index);
            if (!x.dtype().isFloating()) return x;
            return mistake == Mistake.STALE_INPUT ? x.mul(1.0001) : mistake == Mistake.MISSING_CHAIN_TERM ? x.stopGradient() : x;
        }

        @Override public int inputCount() { return p.inputCount(); }

        @Override public Tensor output(int index) {
            Tensor y = p.output(index);
            return mistake == Mistake.STALE_OUTPUT ? y.mul(1.0001) : mistake == Mistake.MISSING_CHAIN_TERM ? y.stopGradient() : y;
        }

        @Override public int outputCount() { return p.outputCount(); }

        @Override public @Nullable Tensor upstream(int output) {
            Tensor g = p.upstream(output);
            return g == null || mistake != Mistake.TRANSPOSED ? g : g.transpose();
        }

        @Override public boolean wants(int input) { return p.wants(input); }

        @Override public void give(int input, Tensor gradient, Placement placement, @Nullable Tensor index) {
            if (mistake == Mistake.MISSING_INPUT && input == 1) return;
            p.give(input, damaged(gradient, p.input(input)), placement, index);
        }

        private Tensor damaged(Tensor g, Tensor x) {
            return switch (mistake) {
                case SIGN -> g.neg();
                case FACTOR -> g.mul(1 + 1e-6);
                case LAST_ELEMENT -> g.mul(allButTheLast(g.shape()).to(g.dtype()));
                case OFF_BY_ONE -> g.flatten().roll(0, 1).reshape(g.shape());
                case MISSING_REDUCTION -> upstream().slice(0, 0, 1).reshape(g.shape());
                case FIRST_WINNER_TAKES_ALL -> g.mul(Graph.apply(op, x).unsqueeze(-1).eq(x).to(g.dtype()).cumSum(-1).eq(1).to(g.dtype())).mul(2);
                default -> g;
            };
        }
    }

    private static Tensor allButTheLast(Shape shape) {
        double[] v = new double[shape.size()];
        for (int i = 0; i < v.length - 1; i++) v[i] = 1;
        return Tensor.of(shape, v);
    }
}
