package dev.jacobi.nn;

import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.Tensor;

/// Classes are whole numbers from 0; [Tensor#oneHot] makes rows of them.
public final class Classes {
    private Classes() {}

    /// The share of samples, from 0 to 1, whose largest output is that of the right class.
    ///
    /// @param outputs (batch, classes): logits or probabilities
    /// @param classes the right ones (batch), whole numbers
    /// @throws IllegalArgumentException if the shapes don't belong together
    public static double accuracy(Tensor outputs, Tensor classes) {
        if (outputs.rank() != 2 || classes.rank() != 1 || outputs.size(0) != classes.size(0) || !classes.dtype().isInteger()) {
            throw new IllegalArgumentException("accuracy needs outputs (batch, classes) and whole numbers (batch), but got "
                    + outputs.type() + " and " + classes.type());
        }
        return outputs.argMax(-1).eq(classes.to(DType.I64)).to(DType.F64).mean().item();
    }
}
