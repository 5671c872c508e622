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
                Sample.unary("erf", Tensor::erf, X).is(FunctionSamples::erf));
    }
}
