package dev.jacobi.testkit;

import dev.jacobi.Jacobi;
import dev.jacobi.diff.Scan;
import dev.jacobi.scalar.Activations;
import dev.jacobi.scalar.Exponential;
import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.RandomKey;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import java.util.List;

/// A sample line for every op of the vocabulary.
public final class Samples {
    private static final RandomKey KEY = RandomKey.of(20);
    /// Two rows of three, no two alike, none near 0 or ±1 or a whole number.
    private static final Tensor X = Tensor.of(Shape.of(2, 3), 0.3, -1.7, 2.2, -0.6, 1.4, -2.8);
    private static final Tensor Y = Tensor.of(Shape.of(2, 3), 1.2, 0.7, -1.9, 2.4, -0.4, 1.6);
    private static final Tensor POSITIVE = Tensor.of(Shape.of(2, 3), 0.3, 1.7, 2.2, 0.6, 1.4, 2.8);
    private static final Tensor ROW = Tensor.of(0.9, -0.3, 1.1);
    private static final Tensor INDEX = Tensor.ofInts(2, 0, 2, 1);

    private Samples() {}

    private static Tensor normal(int... sizes) { return KEY.fold(Shape.of(sizes).hashCode()).normal(Shape.of(sizes), DType.F64); }

    private static Sample lines(Sample s) { return new Sample(s.name(), s.function(), s.inputs(), false); }

    /// All of them.
    public static List<Sample> all() {
        return List.of(
                // arithmetic
                Sample.of("add", in -> in.get(0).add(in.get(1)), X, Y),
                Sample.of("add, broadcast", in -> in.get(0).add(in.get(1)), X, ROW),
                Sample.of("sub", in -> in.get(0).sub(in.get(1)), X, ROW),
                Sample.of("mul", in -> in.get(0).mul(in.get(1)), X, ROW),
                Sample.of("div", in -> in.get(0).div(in.get(1)), X, Y),
                Sample.unary("numbers", x -> x.mul(2).add(1).subFrom(3).div(4).divInto(5), X),
                Sample.unary("neg", Tensor::neg, X),
                Sample.unary("square", Tensor::square, X),
                Sample.unary("sqrt", Tensor::sqrt, POSITIVE),
                Sample.unary("whole power", x -> x.pow(3).add(x.pow(-2)), X),
                Sample.unary("real power", x -> x.pow(1.7), POSITIVE),
                Sample.of("pow", in -> in.get(0).pow(in.get(1)), POSITIVE, Y),
                Sample.unary("abs", Tensor::abs, X),
                Sample.of("sign", in -> in.get(0).sign().mul(in.get(0)), X),
                // functions
                Sample.unary("exp", Tensor::exp, X),
                Sample.unary("expm1", Tensor::expm1, X),
                Sample.of("expOfDifference", in -> in.get(0).apply(new Exponential.ExpOfDifference(), in.get(1)), X, Y),
                Sample.unary("log", Tensor::log, POSITIVE),
                Sample.unary("log1p", Tensor::log1p, POSITIVE),
                Sample.unary("sin", Tensor::sin, X),
                Sample.unary("cos", Tensor::cos, X),
                Sample.unary("erf", Tensor::erf, X),
                // activations
                Sample.unary("sigmoid", Tensor::sigmoid, X),
                Sample.unary("tanh", Tensor::tanh, X),
                lines(Sample.unary("hardTanh", Tensor::hardTanh, X)),
                lines(Sample.unary("relu", Tensor::relu, X)),
                lines(Sample.unary("leakyRelu", x -> x.leakyRelu(0.1), X)),
                Sample.of("parametricRelu", in -> in.get(0).parametricRelu(in.get(1)), X, Tensor.scalar(0.2)),
                Sample.unary("silu", Tensor::silu, X),
                Sample.unary("gelu", Tensor::gelu, X),
                Sample.unary("softplus", Tensor::softplus, X),
                Sample.unary("step", x -> x.apply(new Activations.Step(0.5)).mul(x), X),
                // choices
                Sample.of("maximum", in -> in.get(0).maximum(in.get(1)).square(), X, Y),
                Sample.of("minimum", in -> in.get(0).minimum(in.get(1)).square(), X, Y),
                Sample.unary("clamp", x -> x.clamp(-1.5, 1).square(), X),
                Sample.of("where", in -> in.get(0).lt(in.get(1)).where(in.get(0).square(), in.get(1).sin()), X, Y),
                Sample.of("comparisons", in -> in.get(0).le(in.get(1)).not().where(in.get(0), in.get(1)).mul(
                        in.get(0).eq(in.get(1)).where(in.get(0), in.get(1))), X, Y),
                Sample.unary("isNaN", x -> x.isNaN().where(x, x.square()), X),
                // movements
                Sample.unary("reshape", x -> x.reshape(3, 2).sin(), X),
                Sample.unary("transpose", x -> x.transpose().sin(), X),
                Sample.unary("permute", x -> x.permute(2, 0, 1).sin(), normal(2, 3, 4)),
                Sample.unary("expand", x -> x.unsqueeze(1).expand(2, 4, 3).mul(normal(2, 4, 3).to(x.dtype())), X),
                Sample.unary("slice", x -> x.slice(1, 0, 2).sin().add(x.slice(1, 2, 0, -1)), X),
                Sample.unary("pick", x -> x.pick(1, -1).sin(), X),
                Sample.unary("flip", x -> x.flip(1).mul(x), X),
                // joining and choosing
                Sample.of("concat", in -> Tensor.concat(1, List.of(in.get(0), in.get(1), in.get(0))).square(), X, Y),
                Sample.of("stack", in -> Tensor.stack(List.of(in.get(0), in.get(1))).square(), X, Y),
                Sample.unary("pad", x -> x.pad(0, 1, 2).cos(), X),
                Sample.unary("gather", x -> x.gather(1, INDEX).sin(), X),
                Sample.of("scatterAdd", in -> in.get(0).scatterAdd(0, Tensor.ofInts(1, 0, 1), in.get(1)).sin(), X, normal(3, 3)),
                Sample.unary("pickEach", x -> x.pickEach(Tensor.ofInts(2, 0)).sin(), X),
                // sums
                Sample.unary("sum", x -> x.sum(1).sin(), X),
                Sample.unary("sum of all", x -> x.sum().sin(), X),
                Sample.unary("mean", x -> x.mean(0).sin(), X),
                Sample.unary("variance", x -> x.variance(1), X),
                Sample.unary("sampleVariance", x -> x.sampleVariance(0, 1), X),
                Sample.unary("max", x -> x.max(1).square(), X),
                Sample.unary("min", x -> x.min(0).square(), X),
                Sample.unary("prod", x -> x.prod(1), X),
                Sample.unary("prod with a zero", x -> x.prod(), Tensor.of(0, 1.5, -0.5)),
                Sample.unary("argMax", x -> x.mul(x.argMax(1).to(x.dtype()).unsqueeze(1)), X),
                Sample.unary("logSumExp", x -> x.logSumExp(1), X),
                Sample.unary("softmax", x -> x.softmax(1), X),
                Sample.unary("softmax over the first axis", x -> x.softmax(0), X),
                Sample.unary("logSoftmax", x -> x.logSoftmax(-1), X),
                Sample.unary("norm", x -> x.norm(), X),
                Sample.unary("norm along an axis", x -> x.norm(0), X),
                // products
                Sample.of("matmul", in -> in.get(0).matmul(in.get(1)).sin(), X, normal(3, 4)),
                Sample.of("matmul, batched", in -> in.get(0).matmul(in.get(1)), normal(2, 3, 4), normal(2, 4, 2)),
                Sample.of("matmul, a vector", in -> in.get(0).matmul(in.get(1)), X, ROW),
                Sample.of("dot", in -> in.get(0).dot(in.get(1)), ROW, Tensor.of(0.2, 0.4, -0.6)),
                Sample.of("outer", in -> in.get(0).outer(in.get(1)), ROW, Tensor.of(0.2, 0.4)),
                Sample.of("conv2d", in -> in.get(0).conv2d(in.get(1)).sin(), normal(2, 2, 4, 4), normal(3, 2, 2, 3)),
                Sample.of("conv2d, stride and padding", in -> in.get(0).conv2d(in.get(1), 2, 1).sin(), normal(2, 2, 5, 4), normal(2, 2, 3, 3)),
                Sample.of("conv2d, one image", in -> in.get(0).conv2d(in.get(1)), normal(2, 3, 3), normal(1, 2, 2, 2)),
                Sample.unary("qr", x -> x.qr().q().add(x.qr().r().sum()), normal(4, 3)),
                // losses
                Sample.of("squaredError", in -> Jacobi.squaredError(in.get(0), in.get(1)), X, Y),
                Sample.of("halfSquaredDistance", in -> Jacobi.halfSquaredDistance(in.get(0), in.get(1)), X, Y),
                Sample.unary("crossEntropy", x -> Jacobi.crossEntropy(x, Tensor.ofInts(2, 0)), X),
                // the rest
                Sample.unary("cast", x -> x.to(DType.F64).to(x.dtype()).sin(), X),
                Sample.unary("random", x -> {
                    RandomKey key = new RandomKey(x.sum().to(DType.I64)).fold(1);
                    return x.mul(key.uniform(Shape.of(2, 3), DType.F64).to(x.dtype())).add(key.fold(3).normal(Shape.of(3), DType.F64).to(x.dtype()));
                }, X),
                Sample.unary("stopGradient", x -> x.mul(x.sign().stopGradient()), X),
                Sample.unary("checkpoint", x -> Jacobi.checkpoint((Tensor v) -> v.sin().mul(v), x), X),
                Sample.unary("customVjp", Jacobi.customVjp((Tensor v) -> v.sin(), (v, y, g) -> g.mul(v.cos())), X),
                Sample.of("scan", in -> {
                    Scan.Step<Tensor, Tensor> r = Jacobi.scan((Tensor h, Tensor x) -> {
                        Tensor next = in.get(1).matmul(h).add(x).tanh();
                        return new Scan.Step<>(next, next.square());
                    }, in.get(2), in.get(0));
                    return r.output().sum(1).add(r.carry().sum());
                }, normal(4, 3), normal(3, 3), ROW));
    }
}
