package dev.jacobi.testkit;

import static dev.jacobi.testkit.Inputs.NUMBER;
import static dev.jacobi.testkit.Inputs.X;
import static dev.jacobi.testkit.Inputs.Y;
import static dev.jacobi.testkit.Inputs.empty;
import static dev.jacobi.testkit.Inputs.normal;

import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/// What puts elements in other places, joins and chooses them. A sine behind makes gradients depend on the values.
final class MovementSamples {
    private static final Tensor INDEX = Tensor.ofInts(2, 0, 2, -2);

    private MovementSamples() {}

    private static double sin(double a) { return StrictMath.sin(a); }

    static List<Sample> all() {
        return List.of(
                Sample.unary("reshape", x -> x.reshape(3, 2).sin(), X)
                        .as(in -> new Plain(Shape.of(3, 2), in.getFirst().each(MovementSamples::sin).values())),
                Sample.unary("flatten", x -> x.flatten().sin(), X)
                        .as(in -> new Plain(Shape.of(in.getFirst().values().length), in.getFirst().each(MovementSamples::sin).values()))
                        .also(NUMBER).also(empty(2, 0, 3)).also(normal(2, 3, 2)),
                Sample.unary("transpose", x -> x.transpose().sin(), X)
                        .as(in -> Plain.make(Shape.of(in.getFirst().size(1), in.getFirst().size(0)), at -> sin(in.getFirst().at(at[1], at[0]))))
                        .also(empty(0, 3)).also(empty(2, 0)),
                Sample.unary("permute", x -> x.permute(2, 0, 1).sin(), normal(2, 3, 4))
                        .as(in -> Plain.make(Shape.of(4, 2, 3), at -> sin(in.getFirst().at(at[1], at[2], at[0])))),
                Sample.unary("moveAxis", x -> x.moveAxis(0, 2).sin(), normal(2, 3, 4))
                        .as(in -> Plain.make(Shape.of(3, 4, 2), at -> sin(in.getFirst().at(at[2], at[0], at[1])))),
                Sample.unary("expand", x -> x.unsqueeze(1).expand(2, 4, 3).mul(normal(2, 4, 3).to(x.dtype())), X)
                        .as(in -> Plain.make(Shape.of(2, 4, 3), at -> in.getFirst().at(at[0], at[2]) * Plain.of(normal(2, 4, 3)).at(at))),
                Sample.unary("expand a number", x -> x.expand(2, 2).mul(normal(2, 2).to(x.dtype())), NUMBER)
                        .as(in -> Plain.of(normal(2, 2)).each(in.getFirst(), (a, b) -> a * b)),
                Sample.unary("squeeze", x -> x.unsqueeze(-1).squeeze(2).sin(), X).as(in -> in.getFirst().each(MovementSamples::sin)),
                Sample.unary("slice", x -> x.slice(1, 0, 2).sin(), X)
                        .as(in -> Plain.make(Shape.of(in.getFirst().size(0), 2), at -> sin(in.getFirst().at(at))))
                        .also(empty(0, 3)),
                Sample.unary("slices that overlap", x -> x.slice(0, 1, 4).mul(x.slice(0, 0, 3)).add(x.slice(0, 3, 0, -1)), normal(4, 2))
                        .as(in -> Plain.make(Shape.of(3, 2), at -> in.getFirst().at(at[0] + 1, at[1]) * in.getFirst().at(at)
                                + in.getFirst().at(3 - at[0], at[1]))),
                Sample.unary("an empty slice", x -> x.slice(1, 2, 2).sin(), X).as(in -> new Plain(Shape.of(2, 0), new double[0])),
                Sample.unary("pick", x -> x.pick(1, -1).sin(), X).as(in -> in.getFirst().rows(r -> sin(r.at(2)))),
                Sample.unary("flip", x -> x.flip(1).mul(x), X)
                        .as(in -> Plain.make(in.getFirst().shape(), at -> in.getFirst().at(at[0], 2 - at[1]) * in.getFirst().at(at)))
                        .also(empty(0, 3)),
                Sample.of("concat", in -> Tensor.concat(1, List.of(in.get(0), in.get(1), in.get(0))).square(), X, Y)
                        .as(in -> Plain.make(Shape.of(in.getFirst().size(0), 9), at -> {
                            double v = in.get(at[1] / 3 % 2).at(at[0], at[1] % 3);
                            return v * v;
                        })).also(empty(0, 3), empty(0, 3)),
                Sample.of("concat with an empty one", in -> Tensor.concat(0, List.of(in.get(0), in.get(1))).sin(), X, empty(0, 3))
                        .as(in -> in.getFirst().each(MovementSamples::sin)),
                Sample.of("stack", in -> Tensor.stack(List.of(in.get(0), in.get(1))).square(), X, Y)
                        .as(in -> Plain.make(Shape.of(2).append(in.getFirst().shape()), at -> {
                            double v = in.get(at[0]).at(Arrays.copyOfRange(at, 1, at.length));
                            return v * v;
                        })).also(NUMBER, NUMBER.mul(2)).also(empty(0), empty(0)),
                Sample.unary("pad", x -> x.pad(0, 1, 2).cos(), X)
                        .as(in -> Plain.make(Shape.of(in.getFirst().size(0) + 3, in.getFirst().size(1)),
                                at -> StrictMath.cos(at[0] < 1 || at[0] > in.getFirst().size(0) ? 0 : in.getFirst().at(at[0] - 1, at[1]))))
                        .also(empty(0, 3)).also(empty(2, 0)),
                Sample.unary("gather", x -> x.gather(1, INDEX).sin(), X)
                        .as(in -> Plain.make(Shape.of(in.getFirst().size(0), 4),
                                at -> sin(in.getFirst().at(at[0], new int[] {2, 0, 2, 1}[at[1]])))).also(empty(0, 3)),
                Sample.unary("gather by a matrix", x -> x.gather(0, INDEX.slice(0, 1, 4, 2).reshape(2, 1)).sin(), normal(3, 2))
                        .as(in -> Plain.make(Shape.of(2, 1, 2), at -> sin(in.getFirst().at(new int[] {0, 1}[at[0]], at[2])))),
                Sample.of("scatterAdd", in -> in.get(0).scatterAdd(0, Tensor.ofInts(1, 0, 1), in.get(1)).sin(), X, normal(3, 3))
                        .as(in -> Plain.make(Shape.of(2, 3), at -> sin(in.get(0).at(at)
                                + (at[0] == 0 ? in.get(1).at(1, at[1]) : in.get(1).at(0, at[1]) + in.get(1).at(2, at[1]))))),
                Sample.unary("pickEach", x -> x.pickEach(Tensor.ofInts(2, 0)).sin(), X)
                        .as(in -> new Plain(Shape.of(2), new double[] {sin(in.getFirst().at(0, 2)), sin(in.getFirst().at(1, 0))})));
    }
}
