package dev.jacobi.nn;

/// A step of a training was refused, because its loss or the state after it would not be finite.
/// The state is what it was before the step.
public final class NonFiniteStep extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String path;
    private final double value;

    NonFiniteStep(String path, double value) {
        super("a step of a training needs finite numbers, but " + (path.isEmpty() ? "the loss was " : path + " would become ") + value
                + "; the state is as before it: look for such numbers in the batch, lower the rate or clip the gradient");
        this.path = path;
        this.value = value;
    }

    /// The first tensor of the [Training] that would not have been finite, such as "model.hidden.weight" or
    /// "slots.0.hidden.weight"; "" if it was the loss.
    public String path() { return path; }

    /// NaN or an infinity.
    public double value() { return value; }
}
