package dev.jacobi.testkit;

import static dev.jacobi.testkit.Inputs.X;

import dev.jacobi.tensor.Tensor;
import java.util.List;

/// Functions between the layers of networks.
final class ActivationSamples {
    private ActivationSamples() {}

    static List<Sample> all() {
        return List.of(
                Sample.unary("sigmoid", Tensor::sigmoid, X).is(a -> 1 / (1 + StrictMath.exp(-a))),
                Sample.unary("tanh", Tensor::tanh, X).is(StrictMath::tanh),
                Sample.unary("hardTanh", Tensor::hardTanh, X).ofLines().is(a -> Math.max(-1, Math.min(1, a))),
                Sample.unary("relu", Tensor::relu, X).ofLines().is(a -> Math.max(a, 0)),
                Sample.unary("leakyRelu", x -> x.leakyRelu(0.1), X).ofLines().is(a -> a < 0 ? 0.1 * a : a),
                Sample.unary("leakyRelu, steep", x -> x.leakyRelu(1.5), X).ofLines().is(a -> a < 0 ? 1.5 * a : a),
                Sample.of("parametricRelu", in -> in.get(0).parametricRelu(in.get(1)), X, Tensor.scalar(0.2))
                        .as(in -> in.get(0).each(in.get(1), (a, slope) -> a < 0 ? slope * a : a)),
                Sample.unary("silu", Tensor::silu, X).is(a -> a / (1 + StrictMath.exp(-a))),
                Sample.unary("gelu", Tensor::gelu, X).is(a -> a * (1 + FunctionSamples.erf(a / Math.sqrt(2))) / 2),
                Sample.unary("softplus", Tensor::softplus, X).is(a -> StrictMath.log(1 + StrictMath.exp(a))),
                Sample.unary("step", x -> x.step(0.5).mul(x), X).is(a -> a > 0.5 ? a : 0));
    }
}
