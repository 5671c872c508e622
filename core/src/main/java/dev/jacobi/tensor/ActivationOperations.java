package dev.jacobi.tensor;

import dev.jacobi.op.Elementwise;
import dev.jacobi.scalar.Activations;
import dev.jacobi.scalar.ErrorFunction;
import dev.jacobi.scalar.Rectifiers;
import dev.jacobi.scalar.SmoothActivations;

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
    private static final Elementwise RELU6 = Elementwise.of(new Rectifiers.Relu6());
    private static final Elementwise SELU = Elementwise.of(new Rectifiers.Selu());
    private static final Elementwise HARD_SWISH = Elementwise.of(new Rectifiers.HardSwish());
    private static final Elementwise HARD_SIGMOID = Elementwise.of(new Rectifiers.HardSigmoid());
    private static final Elementwise MISH = Elementwise.of(new SmoothActivations.Mish());
    private static final Elementwise GELU_TANH = Elementwise.of(new SmoothActivations.GeluTanh());
    private static final Elementwise SOFTSIGN = Elementwise.of(new SmoothActivations.Softsign());
    private static final Elementwise LOG_SIGMOID = Elementwise.of(new SmoothActivations.LogSigmoid());
    private static final Elementwise TANH_SHRINK = Elementwise.of(new SmoothActivations.TanhShrink());

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

    /// x held between 0 and 6; its slope is 0 at both ends.
    public Tensor relu6() { return Graph.apply(RELU6, self()); }

    /// The exponential linear unit with α = 1: x, or eˣ − 1 below 0.
    public Tensor elu() { return elu(1); }

    /// The exponential linear unit: x, or α(eˣ − 1) below 0. Its slope at 0 is the number nearest to 0 between α and 1.
    ///
    /// @throws IllegalArgumentException unless alpha is finite
    public Tensor elu(double alpha) { return apply(new Rectifiers.Elu(alpha)); }

    /// The scaled exponential linear unit, with the constants of Klambauer and others (2017).
    public Tensor selu() { return Graph.apply(SELU, self()); }

    /// The continuously differentiable exponential linear unit: x, or α(e^(x/α) − 1) below 0.
    ///
    /// @throws IllegalArgumentException unless alpha is above 0
    public Tensor celu(double alpha) { return apply(new Rectifiers.Celu(alpha)); }

    /// Mish, x·tanh(log(1 + eˣ)); 0 at −∞.
    public Tensor mish() { return Graph.apply(MISH, self()); }

    /// GELU in the form with tanh: x/2·(1 + tanh(√(2/π)(x + 0.044715x³))). [#gelu] is the exact one.
    public Tensor geluTanh() { return Graph.apply(GELU_TANH, self()); }

    /// x·min(max(x + 3, 0), 6)/6. Its slope is 0 at −3 and 1 at 3.
    public Tensor hardSwish() { return Graph.apply(HARD_SWISH, self()); }

    /// min(max(x + 3, 0), 6)/6. Its slope is 0 at both ends.
    public Tensor hardSigmoid() { return Graph.apply(HARD_SIGMOID, self()); }

    /// x/(1 + |x|).
    public Tensor softsign() { return Graph.apply(SOFTSIGN, self()); }

    /// log σ(x), the logarithm of the logistic function.
    public Tensor logSigmoid() { return Graph.apply(LOG_SIGMOID, self()); }

    /// x above theta, else `value`. Its slope at theta, where it jumps, is 0.
    public Tensor threshold(double theta, double value) { return apply(new Rectifiers.Threshold(theta, value)); }

    /// x, or 0 where |x| ≤ lambda.
    ///
    /// @throws IllegalArgumentException if lambda is negative
    public Tensor hardShrink(double lambda) { return apply(new Rectifiers.HardShrink(lambda)); }

    /// x brought nearer to 0 by lambda, and 0 where |x| ≤ lambda.
    ///
    /// @throws IllegalArgumentException if lambda is negative
    public Tensor softShrink(double lambda) { return apply(new Rectifiers.SoftShrink(lambda)); }

    /// x − tanh x.
    public Tensor tanhShrink() { return Graph.apply(TANH_SHRINK, self()); }

    /// The gated linear unit: the first half along an axis times the logistic function of the second half. The axis comes
    /// out half as long.
    ///
    /// @throws IllegalArgumentException if the axis can't be halved
    public Tensor glu(int axis) {
        Tensor x = self();
        int at = x.shape().axis(axis);
        int size = x.size(at);
        if (size % 2 != 0) {
            throw new IllegalArgumentException("glu halves an axis, but axis " + axis + " of " + x.shape() + " has the odd size " + size
                    + "; choose an axis of even size");
        }
        return x.slice(at, 0, size / 2).mul(x.slice(at, size / 2, size).sigmoid());
    }
}
