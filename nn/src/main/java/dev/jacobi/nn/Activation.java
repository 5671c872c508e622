package dev.jacobi.nn;

import dev.jacobi.tensor.Tensor;
import java.util.Locale;

/// What follows a layer and makes a network more than one big matrix.
public enum Activation implements Layer {
    /// Nothing: the weighted sums as they are, for logits and regression.
    IDENTITY {
        @Override public Tensor apply(Tensor x) { return x; }
    },
    /// 1/(1 + e^(−x)): squashes into (0, 1).
    SIGMOID {
        @Override public Tensor apply(Tensor x) { return x.sigmoid(); }
    },
    /// The hyperbolic tangent: squashes into (−1, 1).
    TANH {
        @Override public Tensor apply(Tensor x) { return x.tanh(); }
    },
    /// max(x, 0).
    RELU {
        @Override public Tensor apply(Tensor x) { return x.relu(); }
    },
    /// x, or x/100 below 0.
    LEAKY_RELU {
        @Override public Tensor apply(Tensor x) { return x.leakyRelu(0.01); }
    },
    /// x times the probability that a standard normal number is less (Hendrycks and Gimpel 2016).
    GELU {
        @Override public Tensor apply(Tensor x) { return x.gelu(); }
    },
    /// x/(1 + e^(−x)), also called swish.
    SILU {
        @Override public Tensor apply(Tensor x) { return x.silu(); }
    };

    /// The same for every number, in training and in use.
    @Override public abstract Tensor apply(Tensor x);

    @Override public Tensor apply(Tensor x, Pass pass) { return apply(x); }

    @Override public String specification() { return name().toLowerCase(Locale.ROOT); }
}
