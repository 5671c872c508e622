package dev.jacobi.testkit.fuzz;

import static dev.jacobi.testkit.fuzz.Entry.each;
import static dev.jacobi.testkit.fuzz.Entry.pair;

import dev.jacobi.tensor.Tensor;
import java.util.List;

/// The wider set of functions and activations, by their definitions.
final class FunctionVocabulary {
    private static final double LOG_2 = StrictMath.log(2);

    private FunctionVocabulary() {}

    static List<Entry> all() {
        return List.of(
                each("tanh().tan()", x -> x.tanh().tan(), d -> d.tanh().sin().over(d.tanh().cos())),
                each("sin().mul(0.9).asin()", x -> x.sin().mul(0.9).asin(), d -> asin(d.sin().times(0.9))),
                each("sin().mul(0.9).acos()", x -> x.sin().mul(0.9).acos(), d -> Dual.of(Math.PI / 2).minus(asin(d.sin().times(0.9)))),
                each("atan()", Tensor::atan, Dual::atan),
                pair("hypot", (a, b) -> a.add(3).hypot(b), (a, b) -> a.plus(3).square().plus(b.square()).sqrt()),
                pair("atan2", (a, b) -> a.atan2(b.square().add(0.5)), (a, b) -> a.over(b.square().plus(0.5)).atan()),
                each("sinh()", Tensor::sinh, d -> d.exp().minus(d.times(-1).exp()).times(0.5)),
                each("cosh()", Tensor::cosh, d -> d.exp().plus(d.times(-1).exp()).times(0.5)),
                each("asinh()", Tensor::asinh, d -> asinh(d)),
                each("square().add(1.2).acosh()", x -> x.square().add(1.2).acosh(), d -> acosh(d.square().plus(1.2))),
                each("sin().mul(0.9).atanh()", x -> x.sin().mul(0.9).atanh(), d -> atanh(d.sin().times(0.9))),
                each("exp2()", Tensor::exp2, d -> d.times(LOG_2).exp()),
                each("square().add(0.5).log2()", x -> x.square().add(0.5).log2(), d -> d.square().plus(0.5).log().times(1 / LOG_2)),
                each("square().add(0.5).log10()", x -> x.square().add(0.5).log10(), d -> d.square().plus(0.5).log().times(1 / StrictMath.log(10))),
                each("square().add(0.5).rsqrt()", x -> x.square().add(0.5).rsqrt(), d -> d.square().plus(0.5).sqrt().inverse()),
                each("square().add(0.5).reciprocal()", x -> x.square().add(0.5).reciprocal(), d -> d.square().plus(0.5).inverse()),
                each("square().add(0.5).cbrt()", x -> x.square().add(0.5).cbrt(), d -> d.square().plus(0.5).pow(1.0 / 3)),
                each("erfc()", Tensor::erfc, d -> Dual.of(1).minus(d.erf())),
                each("square().add(0.5).lgamma()", x -> x.square().add(0.5).lgamma(), d -> d.square().plus(0.5).logGamma()),
                pair("logAddExp", Tensor::logAddExp, (a, b) -> a.plus(b.minus(a).softplus())),
                pair("xlogy", (a, b) -> a.xlogy(b.square().add(0.5)), (a, b) -> a.times(b.square().plus(0.5).log())),
                // activations
                each("elu()", Tensor::elu, d -> d.value() > 0 ? d : d.exp().plus(-1), 0),
                each("selu()", Tensor::selu, d -> (d.value() > 0 ? d : d.exp().plus(-1).times(1.6732632423543772)).times(1.0507009873554805), 0),
                each("celu(0.7)", x -> x.celu(0.7), d -> d.value() > 0 ? d : d.times(1 / 0.7).exp().plus(-1).times(0.7), 0),
                each("mish()", Tensor::mish, d -> d.times(d.softplus().tanh())),
                each("geluTanh()", Tensor::geluTanh,
                        d -> d.times(0.5).times(d.plus(d.square().times(d).times(0.044715)).times(Math.sqrt(2 / Math.PI)).tanh().plus(1))),
                each("hardSwish()", Tensor::hardSwish, d -> d.value() <= -3 ? Dual.of(0) : d.value() >= 3 ? d : d.times(d.plus(3)).times(1.0 / 6), -3, 3),
                each("softsign()", Tensor::softsign, d -> d.over(d.abs().plus(1)), 0),
                each("logSigmoid()", Tensor::logSigmoid, d -> d.times(-1).softplus().times(-1)),
                each("softShrink(0.5)", x -> x.softShrink(0.5), d -> d.value() > 0.5 ? d.plus(-0.5) : d.value() < -0.5 ? d.plus(0.5) : Dual.of(0), -0.5, 0.5),
                each("tanhShrink()", Tensor::tanhShrink, d -> d.minus(d.tanh())));
    }

    private static Dual asin(Dual d) { return d.over(Dual.of(1).minus(d.square()).sqrt()).atan(); }

    private static Dual asinh(Dual d) { return d.value() < 0 ? asinh(d.times(-1)).times(-1) : d.plus(d.square().plus(1).sqrt()).log(); }

    private static Dual acosh(Dual d) { return d.plus(d.square().plus(-1).sqrt()).log(); }

    private static Dual atanh(Dual d) { return d.plus(1).over(Dual.of(1).minus(d)).log().times(0.5); }
}
