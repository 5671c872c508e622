package dev.jacobi.testkit.fuzz;

import static dev.jacobi.testkit.fuzz.Entry.each;
import static dev.jacobi.testkit.fuzz.Entry.pair;

import dev.jacobi.tensor.Tensor;
import java.util.List;

/// What is done to each element by itself. Functions of a narrower domain come with what leads into it.
final class ElementVocabulary {
    private ElementVocabulary() {}

    static List<Entry> all() {
        return List.of(
                pair("add", Tensor::add, Dual::plus),
                pair("sub", Tensor::sub, Dual::minus),
                pair("mul", Tensor::mul, Dual::times),
                new Entry("div", 2, (random, shapes) -> !Entry.broadcast(shapes) ? null : new Entry.Use("{0}.div({1}.square().add(1))",
                        in -> in.get(0).div(in.get(1).square().add(1)), in -> in.get(0).with(in.get(1), (a, b) -> a.over(b.square().plus(1))))),
                new Entry("maximum", 2, (random, shapes) -> !Entry.broadcast(shapes) ? null : new Entry.Use("{0}.maximum({1})",
                        in -> in.get(0).maximum(in.get(1)), in -> in.get(0).with(in.get(1), Dual::max), ElementVocabulary::difference)),
                new Entry("minimum", 2, (random, shapes) -> !Entry.broadcast(shapes) ? null : new Entry.Use("{0}.minimum({1})",
                        in -> in.get(0).minimum(in.get(1)), in -> in.get(0).with(in.get(1), Dual::min), ElementVocabulary::difference)),
                new Entry("where", 2, (random, shapes) -> !Entry.broadcast(shapes) ? null : new Entry.Use("{0}.lt({1}).where({0}.sin(), {1})",
                        in -> in.get(0).lt(in.get(1)).where(in.get(0).sin(), in.get(1)),
                        in -> in.get(0).with(in.get(1), (a, b) -> a.value() < b.value() ? a.sin() : b), ElementVocabulary::difference)),
                new Entry("pow", 2, (random, shapes) -> !Entry.broadcast(shapes) ? null : new Entry.Use("{0}.square().add(0.5).pow({1}.sin())",
                        in -> in.get(0).square().add(0.5).pow(in.get(1).sin()),
                        in -> in.get(0).with(in.get(1), (a, b) -> a.square().plus(0.5).log().times(b.sin()).exp()))),
                new Entry("parametricRelu", 2, (random, shapes) -> !Entry.broadcast(shapes) ? null : new Entry.Use("{0}.parametricRelu({1})",
                        in -> in.get(0).parametricRelu(in.get(1)), in -> in.get(0).with(in.get(1), (a, b) -> a.value() < 0 ? a.times(b) : a)).kinks(0)),
                each("neg()", Tensor::neg, d -> d.times(-1)),
                each("square()", Tensor::square, Dual::square),
                each("pow(3)", x -> x.pow(3), d -> d.square().times(d)),
                each("mul(0.7).add(0.2)", x -> x.mul(0.7).add(0.2), d -> d.times(0.7).plus(0.2)),
                each("square().add(0.3).pow(-0.7)", x -> x.square().add(0.3).pow(-0.7), d -> d.square().plus(0.3).pow(-0.7)),
                each("square().add(0.5).sqrt()", x -> x.square().add(0.5).sqrt(), d -> d.square().plus(0.5).sqrt()),
                each("abs()", Tensor::abs, Dual::abs, 0),
                each("clamp(-0.5, 0.8)", x -> x.clamp(-0.5, 0.8), d -> d.value() < -0.5 ? Dual.of(-0.5) : d.value() > 0.8 ? Dual.of(0.8) : d, -0.5, 0.8),
                // functions
                each("tanh().exp()", x -> x.tanh().exp(), d -> d.tanh().exp()),
                each("tanh().expm1()", x -> x.tanh().expm1(), d -> d.tanh().exp().plus(-1)),
                each("square().add(0.2).log()", x -> x.square().add(0.2).log(), d -> d.square().plus(0.2).log()),
                each("square().log1p()", x -> x.square().log1p(), d -> d.square().plus(1).log()),
                each("sin()", Tensor::sin, Dual::sin),
                each("cos()", Tensor::cos, Dual::cos),
                each("erf()", Tensor::erf, Dual::erf),
                // activations
                each("sigmoid()", Tensor::sigmoid, Dual::sigmoid),
                each("tanh()", Tensor::tanh, Dual::tanh),
                each("hardTanh()", Tensor::hardTanh, d -> d.value() < -1 ? Dual.of(-1) : d.value() > 1 ? Dual.of(1) : d, -1, 1),
                each("relu()", Tensor::relu, d -> d.value() > 0 ? d : Dual.of(0), 0),
                each("leakyRelu(0.1)", x -> x.leakyRelu(0.1), d -> d.value() > 0 ? d : d.times(0.1), 0),
                each("silu()", Tensor::silu, d -> d.times(d.sigmoid())),
                each("gelu()", Tensor::gelu, d -> d.times(d.times(Math.sqrt(0.5)).erf().plus(1)).times(0.5)),
                each("softplus()", Tensor::softplus, Dual::softplus));
    }

    /// How near two tensors come to each other.
    static double difference(List<Tensor> in) { return Entry.distance(in.get(0).sub(in.get(1)), 0); }
}
