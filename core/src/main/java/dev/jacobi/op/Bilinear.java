package dev.jacobi.op;

import dev.jacobi.tensor.Graph;
import dev.jacobi.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/// An op of two inputs that is linear in each: products and convolutions.
public non-sealed interface Bilinear extends Op {

    /// The gradient of the first input, from the upstream gradient.
    Tensor adjointA(Tensor upstream, Tensor a, Tensor b);

    /// The gradient of the second input, from the upstream gradient.
    Tensor adjointB(Tensor upstream, Tensor a, Tensor b);

    @Override default void vjp(Pullback p) {
        if (p.wants(0)) p.give(0, adjointA(p.upstream(), p.input(0), p.input(1)));
        if (p.wants(1)) p.give(1, adjointB(p.upstream(), p.input(0), p.input(1)));
    }

    @Override default @Nullable Tensor[] jvp(Tensor[] inputs, Tensor[] outputs, @Nullable Tensor[] tangents) {
        Tensor byA = tangents[0] == null ? null : Graph.apply(this, tangents[0], inputs[1]);
        Tensor byB = tangents[1] == null ? null : Graph.apply(this, inputs[0], tangents[1]);
        return new Tensor[] {byA == null ? byB : byB == null ? byA : byA.add(byB)};
    }

    @Override default Tensor[] vmap(int size, Tensor[] inputs, boolean[] batched) {
        return Batching.byLoop(this, size, inputs, batched);
    }
}
