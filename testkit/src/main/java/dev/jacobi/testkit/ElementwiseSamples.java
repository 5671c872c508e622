package dev.jacobi.testkit;

import static dev.jacobi.testkit.Inputs.NUMBER;
import static dev.jacobi.testkit.Inputs.POSITIVE;
import static dev.jacobi.testkit.Inputs.ROW;
import static dev.jacobi.testkit.Inputs.X;
import static dev.jacobi.testkit.Inputs.Y;
import static dev.jacobi.testkit.Inputs.empty;

import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import java.util.List;

/// Arithmetic and choices, done to each element by itself.
final class ElementwiseSamples {
    private ElementwiseSamples() {}

    static List<Sample> all() {
        return List.of(
                Sample.of("add", in -> in.get(0).add(in.get(1)), X, Y).is((a, b) -> a + b),
                Sample.of("add, broadcast", in -> in.get(0).add(in.get(1)), X, ROW).as(in -> in.get(0).each(in.get(1), Double::sum))
                        .also(X, NUMBER).also(Inputs.empty(0, 3), ROW),
                Sample.of("add, broadcast both ways", in -> in.get(0).unsqueeze(1).add(in.get(1)), ROW, ROW.mul(2))
                        .as(in -> Plain.make(Shape.of(3, 3), at -> in.get(0).at(at[0]) + in.get(1).at(at[1]))),
                Sample.of("sub", in -> in.get(0).sub(in.get(1)), X, ROW).as(in -> in.get(0).each(in.get(1), (a, b) -> a - b)),
                Sample.of("mul", in -> in.get(0).mul(in.get(1)), X, ROW).as(in -> in.get(0).each(in.get(1), (a, b) -> a * b)),
                Sample.of("mul with itself", in -> in.get(0).mul(in.get(0)), X).is(a -> a * a),
                Sample.of("div", in -> in.get(0).div(in.get(1)), X, Y).is((a, b) -> a / b),
                Sample.unary("numbers", x -> x.mul(2).add(1).subFrom(3).div(4).divInto(5).sub(6), X).is(a -> 5 / ((3 - (a * 2 + 1)) / 4) - 6),
                Sample.unary("neg", Tensor::neg, X).is(a -> -a),
                Sample.unary("square", Tensor::square, X).is(a -> a * a),
                Sample.unary("sqrt", Tensor::sqrt, POSITIVE).is(StrictMath::sqrt),
                Sample.unary("whole power", x -> x.pow(3).add(x.pow(-2)), X).is(a -> a * a * a + 1 / (a * a)),
                Sample.unary("powers 0 and 1", x -> x.pow(0).add(x.pow(1)), X).is(a -> 1 + a),
                Sample.unary("real power", x -> x.pow(1.7), POSITIVE).is(a -> StrictMath.pow(a, 1.7)),
                Sample.of("pow", in -> in.get(0).pow(in.get(1)), POSITIVE, Y).is(StrictMath::pow),
                Sample.unary("abs", Tensor::abs, X).ofLines().is((double a) -> Math.abs(a))
                        .kink(Tensor.of(0, -0.0), Tensor.of(0, 0)),
                Sample.unary("sign", x -> x.sign().mul(x), X).is((double a) -> Math.abs(a)),
                Sample.of("maximum", in -> in.get(0).maximum(in.get(1)).square(), X, Y).is((a, b) -> Math.max(a, b) * Math.max(a, b))
                        .kink(List.of(Tensor.of(2, -1), Tensor.of(2, -1)), List.of(Tensor.of(2, -1), Tensor.of(2, -1))),
                Sample.of("minimum", in -> in.get(0).minimum(in.get(1)).square(), X, Y).is((a, b) -> Math.min(a, b) * Math.min(a, b))
                        .kink(List.of(Tensor.of(2, -1), Tensor.of(2, -1)), List.of(Tensor.of(2, -1), Tensor.of(2, -1))),
                Sample.unary("maximum and minimum with numbers", x -> x.maximum(-2).minimum(0.8).square(), X)
                        .is(a -> Math.min(Math.max(a, -2), 0.8) * Math.min(Math.max(a, -2), 0.8)),
                Sample.unary("clamp", x -> x.clamp(-1.5, 1).square(), X).is(a -> Math.clamp(a, -1.5, 1) * Math.clamp(a, -1.5, 1))
                        .kink(Tensor.of(-1.5, 1), Tensor.of(-3, 2)),
                Sample.of("where", in -> in.get(0).lt(in.get(1)).where(in.get(0).square(), in.get(1).sin()), X, Y)
                        .is((a, b) -> a < b ? a * a : StrictMath.sin(b)),
                Sample.unary("where, avoiding a NaN", x -> x.gt(0).where(x.log(), x.square()), X).is(a -> a > 0 ? StrictMath.log(a) : a * a),
                Sample.of("comparisons", in -> in.get(0).le(in.get(1)).not().where(in.get(0), in.get(1)).mul(
                        in.get(0).eq(in.get(1)).where(in.get(0), in.get(1))), X, Y).is((a, b) -> (a <= b ? b : a) * b),
                Sample.unary("isNaN", x -> x.isNaN().where(x, x.square()), X).is(a -> a * a),
                Sample.unary("cast", x -> x.to(DType.F64).to(x.dtype()).sin(), X).is(StrictMath::sin),
                Sample.unary("rounding", x -> x.floor().mul(x.ceil()).add(x.round()).add(x.trunc()).mul(x), X)
                        .is(a -> (Math.floor(a) * Math.ceil(a) + Math.rint(a) + (a < 0 ? Math.ceil(a) : Math.floor(a))) * a),
                Sample.unary("frac", x -> x.frac().square(), X).is(a -> (a % 1) * (a % 1)),
                Sample.of("remainder", in -> in.get(0).remainder(in.get(1)).square(), X, Y)
                        .is((a, b) -> (a - b * Math.floor(a / b)) * (a - b * Math.floor(a / b))),
                Sample.of("truncatedRemainder", in -> in.get(0).truncatedRemainder(in.get(1)).square(), X, Y).is((a, b) -> (a % b) * (a % b)),
                Sample.of("floorDivide", in -> in.get(0).floorDivide(in.get(1)).mul(in.get(0)), X, Y).is((a, b) -> Math.floor(a / b) * a),
                Sample.unary("remainders by numbers", x -> x.remainder(0.9).mul(x.truncatedRemainder(0.9)).mul(x.floorDivide(0.9)), X)
                        .is(a -> (a - 0.9 * Math.floor(a / 0.9)) * (a % 0.9) * Math.floor(a / 0.9)),
                Sample.of("fmax and fmin", in -> in.get(0).fmax(in.get(1)).mul(in.get(0).square().fmin(in.get(1))), X, Y)
                        .is((a, b) -> Math.max(a, b) * Math.min(a * a, b)),
                Sample.unary("nanToNum", x -> x.log().nanToNum().mul(x), X).is(a -> a > 0 ? StrictMath.log(a) * a : 0),
                Sample.of("logic", in -> {
                    Tensor a = in.get(0).gt(0);
                    Tensor b = in.get(1).gt(0);
                    return a.and(b).where(in.get(0), a.or(b).xor(a).where(in.get(1), in.get(0).mul(in.get(1))));
                }, X, Y).is((a, b) -> a > 0 && b > 0 ? a : (a > 0 || b > 0) ^ a > 0 ? b : a * b),
                Sample.unary("isFinite and isInfinite", x -> x.isFinite().where(x.square(), x.isInfinite().where(x, x.neg())), X).is(a -> a * a),
                Sample.unary("bits", x -> {
                    Tensor n = x.mul(10).round().to(DType.I32);
                    Tensor m = n.bitNot().shiftLeft(2).bitXor(n.shiftRight(1));
                    return m.bitAnd(n.bitOr(n.mul(3))).to(x.dtype()).mul(x);
                }, X).is(a -> {
                    int n = (int) Math.rint(10 * a);
                    return ((~n << 2 ^ n >> 1) & (n | 3 * n)) * a;
                }));
    }
}
