package dev.jacobi.tensor;

import dev.jacobi.op.Elementwise;
import dev.jacobi.scalar.ErrorFunction;
import dev.jacobi.scalar.Exponential;
import dev.jacobi.scalar.Logarithm;
import dev.jacobi.scalar.Trigonometry;

/// Functions of each element: exponentials, logarithms, trigonometry, special functions.
public abstract sealed class FunctionOperations extends ElementwiseOperations permits ActivationOperations {
    private static final Elementwise EXP = Elementwise.of(new Exponential.Exp());
    private static final Elementwise EXPM1 = Elementwise.of(new Exponential.Expm1());
    private static final Elementwise LOG = Elementwise.of(new Logarithm.Log());
    private static final Elementwise LOG1P = Elementwise.of(new Logarithm.Log1p());
    private static final Elementwise SIN = Elementwise.of(new Trigonometry.Sin());
    private static final Elementwise COS = Elementwise.of(new Trigonometry.Cos());
    private static final Elementwise ERF = Elementwise.of(new ErrorFunction.Erf());

    FunctionOperations() {}

    /// eˣ.
    public Tensor exp() { return Graph.apply(EXP, self()); }

    /// eˣ − 1, also for small x.
    public Tensor expm1() { return Graph.apply(EXPM1, self()); }

    /// The natural logarithm.
    public Tensor log() { return Graph.apply(LOG, self()); }

    /// log(1 + x), also for small x.
    public Tensor log1p() { return Graph.apply(LOG1P, self()); }

    /// sin x, x in radians.
    public Tensor sin() { return Graph.apply(SIN, self()); }

    /// cos x, x in radians.
    public Tensor cos() { return Graph.apply(COS, self()); }

    /// The error function.
    public Tensor erf() { return Graph.apply(ERF, self()); }
}
