package dev.jacobi.tensor;

import dev.jacobi.op.Elementwise;
import dev.jacobi.scalar.Entropies;
import dev.jacobi.scalar.ErrorFunction;
import dev.jacobi.scalar.Exponential;
import dev.jacobi.scalar.GammaFunction;
import dev.jacobi.scalar.Hyperbolic;
import dev.jacobi.scalar.InverseTrigonometry;
import dev.jacobi.scalar.Logarithm;
import dev.jacobi.scalar.NormalDistribution;
import dev.jacobi.scalar.Powers;
import dev.jacobi.scalar.Sinc;
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
    private static final Elementwise ERFC = Elementwise.of(new NormalDistribution.Erfc());
    private static final Elementwise ERF_INV = Elementwise.of(new NormalDistribution.ErfInv());
    private static final Elementwise LOG_NDTR = Elementwise.of(new NormalDistribution.LogNdtr());
    private static final Elementwise LGAMMA = Elementwise.of(new GammaFunction.LogGamma());
    private static final Elementwise DIGAMMA = Elementwise.of(new GammaFunction.Digamma());
    private static final Elementwise SINC = Elementwise.of(new Sinc());
    private static final Elementwise XLOGY = Elementwise.of(new Entropies.XLogY());
    private static final Elementwise XLOG1PY = Elementwise.of(new Entropies.XLog1pY());
    private static final Elementwise ENTR = Elementwise.of(new Entropies.Entr());
    private static final Elementwise LOG_ADD_EXP = Elementwise.of(new Entropies.LogAddExp());

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

    // ---- special functions

    /// 1 − erf x, with all its digits also where it is tiny.
    public Tensor erfc() { return Graph.apply(ERFC, self()); }

    /// The inverse of the error function; ±∞ at ±1, NaN beyond.
    public Tensor erfInv() { return Graph.apply(ERF_INV, self()); }

    /// log P(X ≤ x) for a standard normal X.
    public Tensor logNdtr() { return Graph.apply(LOG_NDTR, self()); }

    /// log |Γ(x)|; ∞ at 0 and at negative whole numbers. Its slope is [#digamma].
    public Tensor lgamma() { return Graph.apply(LGAMMA, self()); }

    /// ψ(x) = Γ′(x)/Γ(x); −∞ at 0, NaN at negative whole numbers.
    public Tensor digamma() { return Graph.apply(DIGAMMA, self()); }

    /// The derivative of order n of [#digamma].
    ///
    /// @throws IllegalArgumentException unless the order is from 0 to 30
    public Tensor polygamma(int order) { return order == 0 ? digamma() : apply(new GammaFunction.Polygamma(order)); }

    /// sin(πx)/(πx), which is 1 at 0; its derivatives of every order are right near 0 as well.
    public Tensor sinc() { return Graph.apply(SINC, self()); }

    // ---- with logarithms

    /// x·log y, and 0 where x is 0 (unless y is NaN), with slope 0 by y there.
    public Tensor xlogy(Tensor y) { return with(XLOGY, y); }

    /// x·log(1 + y), and 0 where x is 0 (unless y is NaN), with slope 0 by y there.
    public Tensor xlog1py(Tensor y) { return with(XLOG1PY, y); }

    /// −x·log x, a term of an entropy: 0 at 0, −∞ below.
    public Tensor entr() { return Graph.apply(ENTR, self()); }

    /// log(eˣ + eʸ) without overflow. Where both are −∞ so is the result, and the slopes are 0.
    public Tensor logAddExp(Tensor y) { return with(LOG_ADD_EXP, y); }
}
