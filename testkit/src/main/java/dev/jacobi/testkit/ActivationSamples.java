package dev.jacobi.testkit;

import static dev.jacobi.testkit.Inputs.X;
import static dev.jacobi.testkit.Inputs.empty;

import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import java.util.List;

/// Functions between the layers of networks.
final class ActivationSamples {
    private ActivationSamples() {}

    static List<Sample> all() {
        return List.of(
                Sample.unary("sigmoid", Tensor::sigmoid, X).is(a -> 1 / (1 + StrictMath.exp(-a))),
                Sample.unary("tanh", Tensor::tanh, X).is(StrictMath::tanh),
                Sample.unary("hardTanh", Tensor::hardTanh, X).ofLines().is(a -> Math.max(-1, Math.min(1, a))).kink(Tensor.of(-1, 1), Tensor.of(0, 0)),
                Sample.unary("relu", Tensor::relu, X).ofLines().is(a -> Math.max(a, 0)).kink(Tensor.of(0, -0.0), Tensor.of(0, 0)),
                Sample.unary("leakyRelu", x -> x.leakyRelu(0.1), X).ofLines().is(a -> a < 0 ? 0.1 * a : a).kink(Tensor.of(0, -0.0), Tensor.of(0.1, 0.1)),
                Sample.unary("leakyRelu, steep", x -> x.leakyRelu(1.5), X).ofLines().is(a -> a < 0 ? 1.5 * a : a)
                        .kink(Tensor.of(0, -0.0), Tensor.of(1, 1)),
                Sample.of("parametricRelu", in -> in.get(0).parametricRelu(in.get(1)), X, Tensor.scalar(0.2))
                        .as(in -> in.get(0).each(in.get(1), (a, slope) -> a < 0 ? slope * a : a)),
                Sample.unary("silu", Tensor::silu, X).is(a -> a / (1 + StrictMath.exp(-a))),
                Sample.unary("gelu", Tensor::gelu, X).is(a -> a * (1 + FunctionSamples.erf(a / Math.sqrt(2))) / 2),
                Sample.unary("softplus", Tensor::softplus, X).is(a -> StrictMath.log(1 + StrictMath.exp(a))),
                Sample.unary("step", x -> x.step(0.5).mul(x), X).is(a -> a > 0.5 ? a : 0),
                Sample.unary("relu6", x -> x.mul(4).relu6(), X).ofLines().is(a -> Math.max(0, Math.min(6, 4 * a)))
                        .kink(Tensor.of(0, 1.5), Tensor.of(0, 0)),
                Sample.unary("threshold", x -> x.threshold(0.5, -2), X).ofLines().is(a -> a > 0.5 ? a : -2),
                Sample.unary("elu", Tensor::elu, X).is(a -> a > 0 ? a : StrictMath.exp(a) - 1),
                Sample.unary("elu, steep", x -> x.elu(1.6), X).is(a -> a > 0 ? a : 1.6 * (StrictMath.exp(a) - 1))
                        .kink(Tensor.of(0), Tensor.of(1)),
                Sample.unary("selu", Tensor::selu, X)
                        .is(a -> 1.0507009873554805 * (a > 0 ? a : 1.6732632423543772 * (StrictMath.exp(a) - 1))),
                Sample.unary("celu", x -> x.celu(1.5), X).is(a -> a > 0 ? a : 1.5 * (StrictMath.exp(a / 1.5) - 1)),
                Sample.unary("hardSwish", x -> x.mul(1.5).hardSwish(), X).is(a -> 1.5 * a * Math.clamp(1.5 * a + 3, 0, 6) / 6),
                Sample.unary("hardSigmoid", x -> x.mul(1.5).hardSigmoid(), X).ofLines().is(a -> Math.clamp(1.5 * a + 3, 0, 6) / 6),
                Sample.unary("hardShrink", x -> x.hardShrink(0.5), X).ofLines().is(a -> Math.abs(a) > 0.5 ? a : 0),
                Sample.unary("softShrink", x -> x.softShrink(0.5), X).ofLines().is(a -> Math.signum(a) * Math.max(Math.abs(a) - 0.5, 0))
                        .kink(Tensor.of(-0.5, 0.5), Tensor.of(0, 0)),
                Sample.unary("tanhShrink", Tensor::tanhShrink, X).is(a -> a - StrictMath.tanh(a)),
                Sample.unary("mish", Tensor::mish, X).is(a -> a * StrictMath.tanh(StrictMath.log(1 + StrictMath.exp(a)))),
                Sample.unary("geluTanh", Tensor::geluTanh, X)
                        .is(a -> a * (1 + StrictMath.tanh(Math.sqrt(2 / Math.PI) * (a + 0.044715 * a * a * a))) / 2),
                Sample.unary("softsign", Tensor::softsign, X).is(a -> a / (1 + Math.abs(a))),
                Sample.unary("logSigmoid", Tensor::logSigmoid, X).is(a -> -StrictMath.log(1 + StrictMath.exp(-a))),
                Sample.unary("glu", x -> x.glu(-1), Inputs.normal(2, 4)).as(in -> Plain.make(Shape.of(in.getFirst().size(0), in.getFirst().size(1) / 2),
                                at -> in.getFirst().at(at) / (1 + StrictMath.exp(-in.getFirst().at(at[0], at[1] + in.getFirst().size(1) / 2)))))
                        .also(empty(0, 4)).also(empty(3, 0)));
    }
}
