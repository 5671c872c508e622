package dev.jacobi.oracle;

import static dev.jacobi.oracle.Line.ANY;
import static dev.jacobi.oracle.Line.POSITIVE;
import static dev.jacobi.oracle.Line.UNIT;
import static dev.jacobi.oracle.Line.binary;
import static dev.jacobi.oracle.Line.unary;

import dev.jacobi.oracle.Line.Input;
import dev.jacobi.tensor.Tensor;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.global.torch;

/// What is done to each element by itself.
final class ElementwiseLines {
    private static final Input ROW = Input.any(4);
    private static final Input WIDE = Input.of(-8, 8, 5, 6);

    private ElementwiseLines() {}

    static List<Line> all() {
        return List.of(
                binary("add", ANY, ROW, Tensor::add, (a, b) -> a.add(b)),
                binary("sub", ANY, ROW, Tensor::sub, (a, b) -> a.sub(b)),
                binary("mul", ANY, ROW, Tensor::mul, (a, b) -> a.mul(b)),
                binary("div", ANY, POSITIVE, Tensor::div, (a, b) -> a.div(b)),
                binary("maximum", ANY, ANY, Tensor::maximum, torch::maximum),
                binary("minimum", ANY, ANY, Tensor::minimum, torch::minimum),
                binary("pow", POSITIVE, ANY, Tensor::pow, (a, b) -> torch.pow(a, b)),
                binary("atan2", ANY, ANY, Tensor::atan2, torch::atan2),
                binary("hypot", ANY, ANY, Tensor::hypot, torch::hypot),
                binary("xlogy", ANY, POSITIVE, Tensor::xlogy, (a, b) -> torch.xlogy(a, b)),
                binary("xlog1py", ANY, POSITIVE, Tensor::xlog1py, (a, b) -> torch.special_xlog1py(a, b)),
                binary("logAddExp", ANY, ANY, Tensor::logAddExp, torch::logaddexp),
                binary("remainder", ANY, POSITIVE, Tensor::remainder, (a, b) -> torch.remainder(a, b)),
                binary("truncatedRemainder", ANY, POSITIVE, Tensor::truncatedRemainder, (a, b) -> torch.fmod(a, b)),
                binary("where", ANY, ANY, (a, b) -> a.lt(b).where(a.square(), b), (a, b) -> torch.where(a.lt(b), a.square(), b)),
                binary("parametricRelu", ANY, Input.of(0.1, 0.9, 1), Tensor::parametricRelu, torch::prelu),
                unary("neg", ANY, Tensor::neg, torch::neg),
                unary("abs", ANY, Tensor::abs, torch::abs),
                unary("square", ANY, Tensor::square, torch::square),
                unary("sqrt", POSITIVE, Tensor::sqrt, torch::sqrt),
                unary("rsqrt", POSITIVE, Tensor::rsqrt, torch::rsqrt),
                unary("reciprocal", POSITIVE, Tensor::reciprocal, torch::reciprocal),
                unary("pow 5", ANY, x -> x.pow(5), x -> torch.pow(x, new Scalar(5.0))),
                unary("pow -3", POSITIVE, x -> x.pow(-3), x -> torch.pow(x, new Scalar(-3.0))),
                unary("pow 1.7", POSITIVE, x -> x.pow(1.7), x -> torch.pow(x, new Scalar(1.7))),
                unary("clamp", ANY, x -> x.clamp(-1.5, 1), x -> torch.hardtanh(x, new Scalar(-1.5), new Scalar(1.0))),
                unary("frac", ANY, Tensor::frac, torch::frac),
                unary("exp", ANY, Tensor::exp, torch::exp),
                unary("exp2", ANY, Tensor::exp2, torch::exp2),
                unary("expm1", ANY, Tensor::expm1, torch::expm1),
                unary("log", POSITIVE, Tensor::log, torch::log),
                unary("log2", POSITIVE, Tensor::log2, torch::log2),
                unary("log10", POSITIVE, Tensor::log10, torch::log10),
                unary("log1p", POSITIVE, Tensor::log1p, torch::log1p),
                unary("sin", WIDE, Tensor::sin, torch::sin),
                unary("cos", WIDE, Tensor::cos, torch::cos),
                unary("tan", UNIT, Tensor::tan, torch::tan),
                unary("asin", UNIT, Tensor::asin, torch::asin),
                unary("acos", UNIT, Tensor::acos, torch::acos),
                unary("atan", ANY, Tensor::atan, torch::atan),
                unary("sinh", ANY, Tensor::sinh, torch::sinh),
                unary("cosh", ANY, Tensor::cosh, torch::cosh),
                unary("asinh", ANY, Tensor::asinh, torch::asinh),
                unary("acosh", Input.of(1.1, 5, 3, 4), Tensor::acosh, torch::acosh),
                unary("atanh", UNIT, Tensor::atanh, torch::atanh),
                unary("erf", ANY, Tensor::erf, torch::erf),
                unary("erfc", ANY, Tensor::erfc, torch::erfc),
                unary("erfInv", UNIT, Tensor::erfInv, torch::erfinv),
                unary("logNdtr", WIDE, Tensor::logNdtr, torch::special_log_ndtr),
                unary("lgamma", POSITIVE, Tensor::lgamma, torch::lgamma),
                unary("digamma", POSITIVE, Tensor::digamma, torch::digamma).rough("its trigamma has nine digits"),
                unary("polygamma 2", POSITIVE, x -> x.polygamma(2), x -> torch.polygamma(2, x)),
                unary("sinc", ANY, Tensor::sinc, torch::sinc),
                unary("entr", POSITIVE, Tensor::entr, torch::special_entr),
                unary("sigmoid", WIDE, Tensor::sigmoid, torch::sigmoid),
                unary("tanh", WIDE, Tensor::tanh, torch::tanh),
                unary("relu", ANY, Tensor::relu, torch::relu),
                unary("relu6", WIDE, Tensor::relu6, x -> torch.relu6(x)),
                unary("hardTanh", ANY, Tensor::hardTanh, x -> torch.hardtanh(x)),
                unary("silu", WIDE, Tensor::silu, torch::silu),
                unary("gelu", WIDE, Tensor::gelu, x -> torch.gelu(x)),
                unary("geluTanh", WIDE, Tensor::geluTanh, x -> torch.gelu(x, "tanh")),
                unary("softplus", WIDE, Tensor::softplus, x -> torch.softplus(x)),
                unary("leakyRelu", ANY, x -> x.leakyRelu(0.2), x -> torch.leaky_relu(x, new Scalar(0.2))),
                unary("elu", ANY, Tensor::elu, x -> torch.elu(x)),
                unary("selu", ANY, Tensor::selu, x -> torch.selu(x)),
                unary("celu", ANY, x -> x.celu(0.5), x -> torch.celu(x, new Scalar(0.5))),
                unary("celu 0.7", ANY, x -> x.celu(0.7), x -> torch.celu(x, new Scalar(0.7))).rough("it rounds 1/alpha to a float"),
                unary("mish", WIDE, Tensor::mish, torch::mish),
                unary("hardSwish", WIDE, Tensor::hardSwish, torch::hardswish),
                unary("hardSigmoid", WIDE, Tensor::hardSigmoid, torch::hardsigmoid).rough("it rounds 1/6 to a float").once(),
                unary("softsign", ANY, Tensor::softsign, torch::softsign),
                unary("logSigmoid", WIDE, Tensor::logSigmoid, torch::log_sigmoid),
                unary("threshold", ANY, x -> x.threshold(0.5, -2), x -> torch.threshold(x, new Scalar(0.5), new Scalar(-2.0))),
                unary("hardShrink", ANY, x -> x.hardShrink(0.5), x -> torch.hardshrink(x, new Scalar(0.5))),
                unary("softShrink", ANY, x -> x.softShrink(0.5), x -> torch.softshrink(x, new Scalar(0.5))),
                unary("tanhShrink", ANY, Tensor::tanhShrink, torch::tanhshrink),
                unary("glu", ANY, x -> x.glu(-1), x -> torch.glu(x, -1)));
    }
}
