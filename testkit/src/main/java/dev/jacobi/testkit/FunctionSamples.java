package dev.jacobi.testkit;

import static dev.jacobi.testkit.Inputs.POSITIVE;
import static dev.jacobi.testkit.Inputs.X;
import static dev.jacobi.testkit.Inputs.Y;

import dev.jacobi.scalar.Exponential;
import dev.jacobi.tensor.Tensor;
import java.util.List;

/// Exponentials, logarithms, trigonometry and special functions.
final class FunctionSamples {
    private FunctionSamples() {}

    /// 2/√π · x · e^(−x²) · Σ (2x²)ⁿ/(1·3·5·…·(2n+1)): all terms have one sign.
    static double erf(double x) {
        double term = 1;
        double sum = 1;
        for (int n = 1; n < 200; n++) sum += term *= 2 * x * x / (2 * n + 1);
        return 2 / StrictMath.sqrt(Math.PI) * x * StrictMath.exp(-x * x) * sum;
    }

    static List<Sample> all() {
        return List.of(
                Sample.unary("exp", Tensor::exp, X).is(StrictMath::exp),
                Sample.unary("expm1", Tensor::expm1, X).is(StrictMath::expm1),
                Sample.of("expOfDifference", in -> in.get(0).apply(new Exponential.ExpOfDifference(), in.get(1)), X, Y)
                        .is((a, b) -> StrictMath.exp(a - b)),
                Sample.unary("log", Tensor::log, POSITIVE).is(StrictMath::log),
                Sample.unary("log1p", Tensor::log1p, POSITIVE).is(StrictMath::log1p),
                Sample.unary("sin", Tensor::sin, X).is(StrictMath::sin),
                Sample.unary("cos", Tensor::cos, X).is(StrictMath::cos),
                Sample.unary("exp2", Tensor::exp2, X).is(a -> StrictMath.pow(2, a)),
                Sample.unary("log2", Tensor::log2, POSITIVE).is(a -> StrictMath.log(a) / StrictMath.log(2)),
                Sample.unary("log10", Tensor::log10, POSITIVE).is(StrictMath::log10),
                Sample.unary("rsqrt", Tensor::rsqrt, POSITIVE).is(a -> 1 / Math.sqrt(a)),
                Sample.unary("reciprocal", Tensor::reciprocal, X).is(a -> 1 / a),
                Sample.unary("cbrt", Tensor::cbrt, X).is(StrictMath::cbrt),
                Sample.unary("tan", Tensor::tan, X).is(StrictMath::tan),
                Sample.unary("asin", x -> x.mul(0.3).asin(), X).is(a -> StrictMath.asin(0.3 * a)),
                Sample.unary("acos", x -> x.mul(0.3).acos(), X).is(a -> StrictMath.acos(0.3 * a)),
                Sample.unary("atan", Tensor::atan, X).is(StrictMath::atan),
                Sample.of("atan2", in -> in.get(0).atan2(in.get(1)), X, Y).is(StrictMath::atan2),
                Sample.of("hypot", in -> in.get(0).hypot(in.get(1)), X, Y).is(StrictMath::hypot),
                Sample.unary("sinh", Tensor::sinh, X).is(StrictMath::sinh),
                Sample.unary("cosh", Tensor::cosh, X).is(StrictMath::cosh),
                Sample.unary("asinh", Tensor::asinh, X).is(a -> Math.signum(a) * StrictMath.log(Math.abs(a) + Math.sqrt(a * a + 1))),
                Sample.unary("acosh", x -> x.add(1.1).acosh(), POSITIVE).is(a -> StrictMath.log(a + 1.1 + Math.sqrt((a + 1.1) * (a + 1.1) - 1))),
                Sample.unary("atanh", x -> x.mul(0.3).atanh(), X).is(a -> StrictMath.log((1 + 0.3 * a) / (1 - 0.3 * a)) / 2),
                Sample.unary("erf", Tensor::erf, X).is(FunctionSamples::erf));
    }
}
