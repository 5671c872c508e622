package dev.jacobi.nn;

import dev.jacobi.tensor.Tensor;

/// Dropout (Srivastava and others 2014): in training, every number is set to 0 with the given probability p, and
/// divided by 1 − p otherwise, so that its mean stays what it is. In use nothing happens.
///
/// @param probability of being dropped: 0 drops nothing, 1 everything
public record Dropout(double probability) implements Layer {

    /// @throws IllegalArgumentException unless the probability lies from 0 to 1
    public Dropout {
        if (!(probability >= 0 && probability <= 1)) {
            throw new IllegalArgumentException("dropout needs a probability from 0 to 1, but got " + probability);
        }
    }

    /// The outputs, of the shape of x.
    @Override public Tensor apply(Tensor x, Pass pass) {
        return pass.isTraining() && probability > 0 ? x.dropout(probability, pass.key()) : x;
    }

    @Override public String specification() { return "dropout " + probability; }
}
