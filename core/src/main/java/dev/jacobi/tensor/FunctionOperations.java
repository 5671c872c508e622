package dev.jacobi.tensor;

import dev.jacobi.op.Elementwise;
import dev.jacobi.scalar.ErrorFunction;
import dev.jacobi.scalar.Exponential;
import dev.jacobi.scalar.Hyperbolic;
import dev.jacobi.scalar.InverseTrigonometry;
import dev.jacobi.scalar.Logarithm;
import dev.jacobi.scalar.Powers;
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
    private static final Elementwise EXP2 = Elementwise.of(new Powers.Exp2());
    private static final Elementwise LOG2 = Elementwise.of(new Powers.Log2());
    private static final Elementwise LOG10 = Elementwise.of(new Powers.Log10());
    private static final Elementwise RSQRT = Elementwise.of(new Powers.Rsqrt());
    private static final Elementwise RECIPROCAL = Elementwise.of(new Powers.Reciprocal());
    private static final Elementwise CBRT = Elementwise.of(new Powers.Cbrt());
    private static final Elementwise TAN = Elementwise.of(new InverseTrigonometry.Tan());
    private static final Elementwise ASIN = Elementwise.of(new InverseTrigonometry.Asin());
    private static final Elementwise ACOS = Elementwise.of(new InverseTrigonometry.Acos());
    private static final Elementwise ATAN = Elementwise.of(new InverseTrigonometry.Atan());
    private static final Elementwise SINH = Elementwise.of(new Hyperbolic.Sinh());
    private static final Elementwise COSH = Elementwise.of(new Hyperbolic.Cosh());
    private static final Elementwise ASINH = Elementwise.of(new Hyperbolic.Asinh());
    private static final Elementwise ACOSH = Elementwise.of(new Hyperbolic.Acosh());
    private static final Elementwise ATANH = Elementwise.of(new Hyperbolic.Atanh());
    private static final Elementwise ATAN2 = Elementwise.of(new InverseTrigonometry.Atan2());
    private static final Elementwise HYPOT = Elementwise.of(new Powers.Hypot());

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

    /// 2ˣ.
    public Tensor exp2() { return Graph.apply(EXP2, self()); }

    /// The logarithm to the base 2.
    public Tensor log2() { return Graph.apply(LOG2, self()); }

    /// The logarithm to the base 10.
    public Tensor log10() { return Graph.apply(LOG10, self()); }

    /// 1/√x.
    public Tensor rsqrt() { return Graph.apply(RSQRT, self()); }

    /// 1/x.
    public Tensor reciprocal() { return Graph.apply(RECIPROCAL, self()); }

    /// The cube root, with the sign of x.
    public Tensor cbrt() { return Graph.apply(CBRT, self()); }

    /// tan x, x in radians.
    public Tensor tan() { return Graph.apply(TAN, self()); }

    /// The angle from −π/2 to π/2 whose sine is x; NaN outside −1 to 1.
    public Tensor asin() { return Graph.apply(ASIN, self()); }

    /// The angle from 0 to π whose cosine is x; NaN outside −1 to 1.
    public Tensor acos() { return Graph.apply(ACOS, self()); }

    /// The angle from −π/2 to π/2 whose tangent is x.
    public Tensor atan() { return Graph.apply(ATAN, self()); }

    /// The hyperbolic sine.
    public Tensor sinh() { return Graph.apply(SINH, self()); }

    /// The hyperbolic cosine.
    public Tensor cosh() { return Graph.apply(COSH, self()); }

    /// The inverse of the hyperbolic sine.
    public Tensor asinh() { return Graph.apply(ASINH, self()); }

    /// The inverse of the hyperbolic cosine, 0 or more; NaN below 1.
    public Tensor acosh() { return Graph.apply(ACOSH, self()); }

    /// The inverse of the hyperbolic tangent; NaN outside −1 to 1.
    public Tensor atanh() { return Graph.apply(ATANH, self()); }

    /// The angle from −π to π of the point (x, this): this number upward, x to the right; 0 at the origin, with slopes 0.
    public Tensor atan2(Tensor x) { return with(ATAN2, x); }

    /// √(x² + y²), also where the squares would be too large or too small; its slopes at 0 are 0.
    public Tensor hypot(Tensor other) { return with(HYPOT, other); }
}
