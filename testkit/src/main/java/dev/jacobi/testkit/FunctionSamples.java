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

    /// The number whose erf is x, by halving.
    private static double erfInv(double x) {
        double low = -6;
        double high = 6;
        for (int i = 0; i < 100; i++) {
            double middle = (low + high) / 2;
            if (erf(middle) < x) low = middle;
            else high = middle;
        }
        return (low + high) / 2;
    }

    /// log |Γ(x)| as Stirling has it for x + 15, without the factors x, x + 1, …
    private static double lgamma(double x) {
        double y = x + 15;
        double sum = (y - 0.5) * StrictMath.log(y) - y + StrictMath.log(2 * Math.PI) / 2
                + 1 / (12 * y) - 1 / (360 * y * y * y) + 1 / (1260 * StrictMath.pow(y, 5)) - 1 / (1680 * StrictMath.pow(y, 7)) + 1 / (1188 * StrictMath.pow(y, 9));
        for (int k = 0; k < 15; k++) sum -= StrictMath.log(Math.abs(x + k));
        return sum;
    }

    private static double digamma(double x) {
        double y = x + 15;
        double sum = StrictMath.log(y) - 1 / (2 * y) - 1 / (12 * y * y) + 1 / (120 * StrictMath.pow(y, 4)) - 1 / (252 * StrictMath.pow(y, 6))
                + 1 / (240 * StrictMath.pow(y, 8)) - 1 / (132 * StrictMath.pow(y, 10));
        for (int k = 0; k < 15; k++) sum -= 1 / (x + k);
        return sum;
    }

    /// −2·Σ 1/(x + k)³; what comes after 2000 terms as an integral.
    private static double polygamma2(double x) {
        double sum = 1 / (2 * (x + 1999.5) * (x + 1999.5));
        for (int k = 1999; k >= 0; k--) sum += 1 / ((x + k) * (x + k) * (x + k));
        return -2 * sum;
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
                Sample.unary("erf", Tensor::erf, X).is(FunctionSamples::erf),
                Sample.unary("erfc", Tensor::erfc, X).is(a -> 1 - erf(a)),
                Sample.unary("erfInv", x -> x.mul(0.3).erfInv(), X).is(a -> erfInv(0.3 * a)),
                Sample.unary("logNdtr", Tensor::logNdtr, X).is(a -> StrictMath.log((1 + erf(a / Math.sqrt(2))) / 2)),
                Sample.unary("lgamma", Tensor::lgamma, X).is(FunctionSamples::lgamma),
                Sample.unary("digamma", Tensor::digamma, X).is(FunctionSamples::digamma),
                Sample.unary("polygamma", x -> x.polygamma(2), X).is(FunctionSamples::polygamma2),
                Sample.unary("sinc", Tensor::sinc, X).is(a -> StrictMath.sin(Math.PI * a) / (Math.PI * a)),
                Sample.of("xlogy", in -> in.get(0).xlogy(in.get(1)), X, POSITIVE).is((a, b) -> a * StrictMath.log(b)),
                Sample.of("xlog1py", in -> in.get(0).xlog1py(in.get(1)), X, POSITIVE).is((a, b) -> a * StrictMath.log1p(b)),
                Sample.unary("entr", Tensor::entr, POSITIVE).is(a -> -a * StrictMath.log(a)),
                Sample.of("logAddExp", in -> in.get(0).logAddExp(in.get(1)), X, Y).is((a, b) -> StrictMath.log(StrictMath.exp(a) + StrictMath.exp(b))));
    }
}
