package dev.jacobi.diff;

import dev.jacobi.op.Op;
import dev.jacobi.op.Placement;
import dev.jacobi.op.Pullback;
import dev.jacobi.tensor.Graph;
import dev.jacobi.tensor.Scope;
import dev.jacobi.tensor.Tensor;
import dev.jacobi.tensor.Walk;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Forward mode for ops that state only a vjp. The vjp u ↦ Jᵀu is linear in u, so
/// its own vjp is v ↦ Jv, and where it is evaluated doesn't matter.
public final class Transposition {
    private Transposition() {}

    /// The jvp of an op by its vjp.
    public static @Nullable Tensor[] jvp(Op op, Tensor[] inputs, Tensor[] outputs, @Nullable Tensor[] tangents) {
        Scope scope = Scope.open();
        List<Tensor> gradients = new ArrayList<>();
        List<Tensor> changes = new ArrayList<>();
        Tensor[] upstream = new Tensor[outputs.length];
        Walk walk;
        try {
            for (int k = 0; k < outputs.length; k++) {
                Tensor y = outputs[k];
                upstream[k] = y.dtype().isFloating() ? Graph.variable(scope, Tensor.zeros(y.shape(), y.dtype())) : y;
            }
            op.vjp(new Pullback() {
                @Override public Tensor input(int index) { return inputs[index]; }

                @Override public int inputCount() { return inputs.length; }

                @Override public Tensor output(int index) { return outputs[index]; }

                @Override public int outputCount() { return outputs.length; }

                @Override public @Nullable Tensor upstream(int output) {
                    return outputs[output].dtype().isFloating() ? upstream[output] : null;
                }

                @Override public boolean wants(int input) { return tangents[input] != null; }

                @Override public void give(int input, Tensor gradient, Placement placement, @Nullable Tensor index) {
                    Tensor change = tangents[input];
                    if (change == null) return;
                    gradients.add(Placement.placed(gradient, placement, index, inputs[input].type()));
                    changes.add(change);
                }
            });
            walk = Walk.between(scope, gradients.toArray(Tensor[]::new));
        } finally {
            scope.close();
        }
        return walk.backward(changes.toArray(Tensor[]::new), upstream, false);
    }
}
