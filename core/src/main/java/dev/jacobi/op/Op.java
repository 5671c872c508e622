package dev.jacobi.op;

import dev.jacobi.scalar.Words;
import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.Tensor;
import dev.jacobi.tensor.TensorType;
import org.jspecify.annotations.Nullable;

/// What can be done to tensors. An op belongs to a family, and the family decides
/// what the op must state; everything else follows.
///
/// | family | it states |
/// |---|---|
/// | [Elementwise] | one scalar formula |
/// | [Movement] | where each element comes from |
/// | [Linear] | forward and adjoint |
/// | [Bilinear] | forward and two adjoints |
/// | [General] | forward and vjp |
/// | [Call] | a body, itself a graph |
///
/// Ops are immutable values without tensors in them, and name axes from the end:
/// every earlier axis is batch.
public sealed interface Op permits Elementwise, Movement, Linear, Bilinear, General, Call, Variable {

    /// The name that pictures and messages use.
    default String name() {
        String simple = getClass().getSimpleName();
        return Character.toLowerCase(simple.charAt(0)) + simple.substring(1);
    }

    /// What it says about itself; ops of your own need not.
    default Words words() { return Words.of(name(), ""); }

    /// The types of the outputs.
    ///
    /// @throws IllegalArgumentException if the inputs don't fit: what was asked, what was met, what to do
    TensorType[] types(Tensor[] inputs);

    /// This op for tensors of another dtype, for ops that name one.
    default Op computedIn(DType dtype) { return this; }

    /// Computes the outputs from inputs that have values, into dense outputs.
    /// Every element of every output is written.
    void run(Tensor[] inputs, Tensor[] outputs);

    /// Gives each wanted input its part of the upstream gradients.
    void vjp(Pullback pullback);

    /// The change of the outputs for a change of the inputs; null stands for no change.
    ///
    /// @return one tangent per output, or null where that output doesn't change
    @Nullable Tensor[] jvp(Tensor[] inputs, Tensor[] outputs,
            @Nullable Tensor[] tangents);

    /// Applies this op to all members of a batch at once. A batched input carries
    /// the batch as its first axis; so do all outputs.
    Tensor[] vmap(int size, Tensor[] inputs, boolean[] batched);
}
