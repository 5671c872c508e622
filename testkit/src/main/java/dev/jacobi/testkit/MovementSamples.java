package dev.jacobi.testkit;

import static dev.jacobi.testkit.Inputs.NUMBER;
import static dev.jacobi.testkit.Inputs.ROW;
import static dev.jacobi.testkit.Inputs.X;
import static dev.jacobi.testkit.Inputs.Y;
import static dev.jacobi.testkit.Inputs.empty;
import static dev.jacobi.testkit.Inputs.normal;

import dev.jacobi.tensor.PadMode;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/// What puts elements in other places and joins them. A sine behind makes gradients depend on the values.
final class MovementSamples {
    private MovementSamples() {}

    private static double sin(double a) { return StrictMath.sin(a); }

    private static double square(double a) { return a * a; }

    /// The sine of rows whose elements come from these columns.
    private static Plain padded(Plain x, int before, int after, int[] columns) {
        return Plain.make(Shape.of(x.size(0), before + 3 + after), at -> sin(x.at(at[0], columns[at[1]])));
    }

    /// A place in a border of one around an axis of three, mirrored.
    private static int inward(int place) { return place == 0 ? 1 : place == 4 ? 1 : place - 1; }

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
                Sample.unary("flip of all axes", x -> x.flip().mul(x), X)
                        .as(in -> Plain.make(Shape.of(2, 3), at -> in.getFirst().at(1 - at[0], 2 - at[1]) * in.getFirst().at(at))),
                Sample.unary("roll", x -> x.roll(1, 4).mul(x), X)
                        .as(in -> Plain.make(in.getFirst().shape(), at -> in.getFirst().at(at[0], (at[1] + 2) % 3) * in.getFirst().at(at)))
                        .also(empty(0, 3)).also(empty(2, 0)),
                Sample.unary("split", x -> x.split(-1, 3).get(2).mul(x.split(1, new int[] {1, 0, 2}).get(0)), X)
                        .as(in -> Plain.make(Shape.of(in.getFirst().size(0), 1), at -> in.getFirst().at(at[0], 2) * in.getFirst().at(at[0], 0)))
                        .also(empty(0, 3)),
                Sample.unary("chunk", x -> x.chunk(0, 2).get(0).mul(x.chunk(0, 2).get(1)), normal(3, 2))
                        .as(in -> Plain.make(Shape.of(2, in.getFirst().size(1)), at -> in.getFirst().at(at) * in.getFirst().at(2, at[1]))).also(empty(3, 0)),
                Sample.unary("unstack", x -> x.unstack(1).get(2).mul(x.unstack(-1).get(0)), X)
                        .as(in -> in.getFirst().rows(r -> r.at(2) * r.at(0))).also(empty(0, 3)),
                Sample.unary("sliding windows", x -> x.slidingWindows(0, 3, 2).sin(), normal(7, 2))
                        .as(in -> Plain.make(Shape.of(3, in.getFirst().size(1), 3), at -> sin(in.getFirst().at(2 * at[0] + at[2], at[1]))))
                        .also(empty(7, 0)),
                Sample.unary("sliding windows in two directions", x -> x.slidingWindows(0, 2, 1).slidingWindows(1, 2, 1).square(), normal(4, 3))
                        .as(in -> Plain.make(Shape.of(3, 2, 2, 2), at -> square(in.getFirst().at(at[0] + at[2], at[1] + at[3])))),
                Sample.unary("diagonal", x -> x.diagonal().sin(), X).as(in -> Plain.make(Shape.of(2), at -> sin(in.getFirst().at(at[0], at[0])))),
                Sample.unary("diagonal of two axes", x -> x.diagonal(1, 2, 0).sin(), normal(4, 2, 2))
                        .as(in -> Plain.make(Shape.of(2, 2), at -> sin(in.getFirst().at(at[1] + 1, at[0], at[1])))),
                Sample.unary("diagonal below", x -> x.diagonal(-1, 0, 1).sin(), normal(3, 2))
                        .as(in -> Plain.make(Shape.of(2), at -> sin(in.getFirst().at(at[0] + 1, at[0])))),
                Sample.unary("repeatInterleave", x -> x.repeatInterleave(1, 2).mul(normal(2, 6).to(x.dtype())), X)
                        .as(in -> Plain.make(Shape.of(2, 6), at -> in.getFirst().at(at[0], at[1] / 2) * Plain.of(normal(2, 6)).at(at))),
                Sample.unary("repeatInterleave, none", x -> x.repeatInterleave(0, 0).sin(), X).as(in -> new Plain(Shape.of(0, 3), new double[0])),
                Sample.unary("tile", x -> x.tile(2, 1, 3).mul(normal(2, 2, 9).to(x.dtype())), X)
                        .as(in -> Plain.make(Shape.of(2, 2, 9), at -> in.getFirst().at(at[1], at[2] % 3) * Plain.of(normal(2, 2, 9)).at(at))),
                Sample.unary("tile of the last axis", x -> x.tile(2).cos(), X)
                        .as(in -> Plain.make(Shape.of(in.getFirst().size(0), 2 * in.getFirst().size(1)),
                                at -> StrictMath.cos(in.getFirst().at(at[0], at[1] % in.getFirst().size(1)))))
                        .also(empty(0, 3)).also(empty(2, 0)),
                Sample.unary("pad, reflected", x -> x.pad(1, 4, 3, PadMode.REFLECT).sin(), X)
                        .as(in -> padded(in.getFirst(), 4, 3, new int[] {0, 1, 2, 1, 0, 1, 2, 1, 0, 1})).also(empty(0, 3)),
                Sample.unary("pad, replicated", x -> x.pad(1, 2, 3, PadMode.REPLICATE).sin(), X)
                        .as(in -> padded(in.getFirst(), 2, 3, new int[] {0, 0, 0, 1, 2, 2, 2, 2})),
                Sample.unary("pad, circular", x -> x.pad(1, 4, 2, PadMode.CIRCULAR).sin(), X)
                        .as(in -> padded(in.getFirst(), 4, 2, new int[] {2, 0, 1, 2, 0, 1, 2, 0, 1})),
                Sample.unary("pad around an image", x -> x.pad(new int[] {-2, -1}, 1, 1, PadMode.REFLECT).square(), normal(2, 3, 3))
                        .as(in -> Plain.make(Shape.of(2, 5, 5), at -> square(in.getFirst().at(at[0], inward(at[1]), inward(at[2]))))),
                Sample.of("meshgrid", in -> Tensor.meshgrid(in.get(0), in.get(1)).get(0).mul(Tensor.meshgrid(in.get(0), in.get(1)).get(1)), ROW, Tensor.of(0.2, 0.4))
                        .as(in -> Plain.make(Shape.of(in.get(0).size(0), 2), at -> in.get(0).at(at[0]) * in.get(1).at(at[1]))).also(empty(0), Tensor.of(0.2, 0.4)),
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
                        .also(empty(0, 3)).also(empty(2, 0)));
    }
}
