package dev.jacobi.tensor;

import dev.jacobi.op.Elementwise;
import dev.jacobi.scalar.Activations;
import dev.jacobi.scalar.ErrorFunction;

/// Functions of each element as networks use them between their layers.
public abstract sealed class ActivationOperations extends FunctionOperations permits ShapeOperations {
    private static final Elementwise SIGMOID = Elementwise.of(new Activations.Sigmoid());
    private static final Elementwise TANH = Elementwise.of(new Activations.Tanh());
    private static final Elementwise HARD_TANH = Elementwise.of(new Activations.HardTanh());
    private static final Elementwise RELU = Elementwise.of(new Activations.Relu());
    private static final Elementwise SILU = Elementwise.of(new Activations.Silu());
    private static final Elementwise GELU = Elementwise.of(new ErrorFunction.Gelu());
    private static final Elementwise SOFTPLUS = Elementwise.of(new Activations.Softplus());
    private static final Elementwise PARAMETRIC_RELU = Elementwise.of(new Activations.ParametricRelu());

    ActivationOperations() {}

    /// The logistic function 1/(1 + e^(−x)).
    public Tensor sigmoid() { return Graph.apply(SIGMOID, self()); }

    /// The hyperbolic tangent.
    public Tensor tanh() { return Graph.apply(TANH, self()); }

    /// x held between −1 and 1.
    public Tensor hardTanh() { return Graph.apply(HARD_TANH, self()); }

    /// max(x, 0); its slope at 0 is 0.
    public Tensor relu() { return Graph.apply(RELU, self()); }

    /// Swish or SiLU, x·sigmoid(x).
    public Tensor silu() { return Graph.apply(SILU, self()); }

    /// GELU, x·P(X ≤ x) for a standard normal X.
    public Tensor gelu() { return Graph.apply(GELU, self()); }

    /// log(1 + eˣ).
    public Tensor softplus() { return Graph.apply(SOFTPLUS, self()); }

    /// The threshold: 1 above 0, else 0.
    public Tensor step() { return step(0); }

    /// The threshold: 1 above theta, else 0.
    public Tensor step(double theta) { return apply(new Activations.Step(theta)); }

    /// x, or slope·x below 0.
    public Tensor leakyRelu(double slope) { return apply(new Activations.LeakyRelu(slope)); }

    /// x, or slope·x below 0, with a slope that is learned.
    public Tensor parametricRelu(Tensor slope) { return with(PARAMETRIC_RELU, slope); }
}
