package dev.jacobi.nn;

/// How the weights of a fresh layer are spread. All come from normal distributions around 0,
/// which differ in how their width follows from the number of inputs and outputs.
public enum Initialization {
    /// Weights and biases from N(0, 1), as in chapter 1 of Nielsen's book.
    NORMAL,
    /// Variance 1 / in, biases 0: keeps the size of values (LeCun and others 1998).
    LECUN,
    /// Variance 2 / (in + out), biases 0: keeps values and gradients of a size through
    /// layers with sigmoid or tanh (Glorot and Bengio 2010).
    XAVIER,
    /// Variance 2 / in, biases 0: the same for ReLU, which silences half of its inputs
    /// (He and others 2015).
    HE;

    double weightDeviation(long in, long out) {
        return switch (this) {
            case NORMAL -> 1;
            case LECUN -> Math.sqrt(1.0 / in);
            case XAVIER -> Math.sqrt(2.0 / ((double) in + out));
            case HE -> Math.sqrt(2.0 / in);
        };
    }

    double biasDeviation() { return this == NORMAL ? 1 : 0; }
}
