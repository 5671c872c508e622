package dev.jacobi.op;

import dev.jacobi.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/// What a backward rule sees of its node, and where it gives its gradients:
/// downstream = upstream × local.
public interface Pullback {
    Tensor input(int index);

    int inputCount();

    Tensor output(int index);

    int outputCount();

    /// The gradient that arrives at an output; null if none does.
    @Nullable Tensor upstream(int output);

    /// The gradient that arrives at the only output.
    default Tensor upstream() {
        Tensor g = upstream(0);
        if (g == null) throw new AssertionError("a rule ran without an upstream gradient");
        return g;
    }

    /// True if the gradient of this input is needed.
    boolean wants(int input);

    /// Adds to the gradient of an input.
    default void give(int input, Tensor gradient) { give(input, gradient, Placement.WHOLE, null); }

    /// Adds to a part of the gradient of an input; the rest is zero.
    default void give(int input, Tensor gradient, Placement placement) { give(input, gradient, placement, null); }

    /// As above; a gathered part comes with its index tensor.
    void give(int input, Tensor gradient, Placement placement, @Nullable Tensor index);
}
