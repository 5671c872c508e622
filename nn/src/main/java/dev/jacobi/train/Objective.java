package dev.jacobi.train;

import dev.jacobi.Jacobi;
import dev.jacobi.tensor.Tensor;
import java.util.Locale;

/// What a training makes small, and what it makes of a network's outputs.
public enum Objective {
    /// The mean over the samples of −log of the probability of the right class; outputs are logits.
    CROSS_ENTROPY {
        @Override public Tensor loss(Tensor outputs, Tensor targets) { return Jacobi.crossEntropy(outputs, targets); }

        @Override public Tensor probabilities(Tensor outputs) { return outputs.softmax(-1); }
    },
    /// Half the squared distance between the outputs and the targets, averaged over the samples. The target of a class
    /// is 1 in its place and 0 elsewhere.
    SQUARED {
        @Override public Tensor loss(Tensor outputs, Tensor targets) {
            Tensor wanted = targets.dtype().isFloating() ? targets : targets.oneHot(outputs.size(-1), outputs.dtype());
            return Jacobi.halfSquaredDistance(outputs, wanted);
        }

        @Override public Tensor probabilities(Tensor outputs) {
            return outputs.clamp(0, 1);
        }
    };

    /// One number for a batch.
    ///
    /// @param outputs of the network (batch, width)
    /// @param targets classes (batch), or numbers (batch, width)
    public abstract Tensor loss(Tensor outputs, Tensor targets);

    /// What the outputs say about each class: (batch, classes), from 0 to 1.
    public abstract Tensor probabilities(Tensor outputs);

    /// As it is written on a command line.
    @Override public String toString() { return name().toLowerCase(Locale.ROOT).replace('_', '-'); }
}
