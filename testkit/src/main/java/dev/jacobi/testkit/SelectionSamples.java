package dev.jacobi.testkit;

import static dev.jacobi.testkit.Inputs.X;
import static dev.jacobi.testkit.Inputs.Y;
import static dev.jacobi.testkit.Inputs.empty;
import static dev.jacobi.testkit.Inputs.normal;

import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import java.util.List;

/// What chooses elements: by index, by mask, triangles and diagonals.
final class SelectionSamples {
    private static final Tensor INDEX = Tensor.ofInts(2, 0, 2, -2);
    /// (2, 2), a column for each place.
    private static final Tensor COLUMNS = Tensor.ofInts(2, 0, -1, 1).reshape(2, 2);
    private static final Tensor MASK = Tensor.ofBooleans(true, false, true, true, false, false).reshape(2, 3);

    private SelectionSamples() {}

    private static double sin(double a) { return StrictMath.sin(a); }

    static List<Sample> all() {
        return List.of(
                Sample.unary("gather", x -> x.gather(1, INDEX).sin(), X)
                        .as(in -> Plain.make(Shape.of(in.getFirst().size(0), 4),
                                at -> sin(in.getFirst().at(at[0], new int[] {2, 0, 2, 1}[at[1]])))).also(empty(0, 3)),
                Sample.unary("gather by a matrix", x -> x.gather(0, INDEX.slice(0, 1, 4, 2).reshape(2, 1)).sin(), normal(3, 2))
                        .as(in -> Plain.make(Shape.of(2, 1, 2), at -> sin(in.getFirst().at(new int[] {0, 1}[at[0]], at[2])))),
                Sample.of("scatterAdd", in -> in.get(0).scatterAdd(0, Tensor.ofInts(1, 0, 1), in.get(1)).sin(), X, normal(3, 3))
                        .as(in -> Plain.make(Shape.of(2, 3), at -> sin(in.get(0).at(at)
                                + (at[0] == 0 ? in.get(1).at(1, at[1]) : in.get(1).at(0, at[1]) + in.get(1).at(2, at[1]))))),
                Sample.unary("pickEach", x -> x.pickEach(Tensor.ofInts(2, 0)).sin(), X)
                        .as(in -> new Plain(Shape.of(2), new double[] {sin(in.getFirst().at(0, 2)), sin(in.getFirst().at(1, 0))})),
                Sample.unary("indexSelect", x -> x.indexSelect(-1, 1, 1, 0).square(), X)
                        .as(in -> Plain.make(Shape.of(in.getFirst().size(0), 3), at -> Math.pow(in.getFirst().at(at[0], new int[] {1, 1, 0}[at[1]]), 2)))
                        .also(empty(0, 3)),
                Sample.unary("takeAlong", x -> x.takeAlong(1, COLUMNS).sin(), X)
                        .as(in -> Plain.make(Shape.of(2, 2), at -> sin(in.getFirst().at(at[0], new int[][] {{2, 0}, {2, 1}}[at[0]][at[1]])))),
                Sample.unary("takeAlong by a shorter index", x -> x.takeAlong(0, Tensor.ofInts(1, 1, 0, -1).reshape(2, 1, 2)).sin(), normal(3, 2, 3))
                        .as(in -> Plain.make(Shape.of(2, 1, 2), at -> sin(in.getFirst().at(new int[][] {{1, 1}, {0, 2}}[at[0]][at[2]], 0, at[2])))),
                Sample.of("putAlong", in -> in.get(0).putAlong(1, COLUMNS, in.get(1)).sin(), X, normal(2, 2))
                        .as(in -> Plain.make(Shape.of(2, 3), at -> {
                            int k = new int[][] {{1, -1, 0}, {-1, 1, 0}}[at[0]][at[1]];
                            return sin(k < 0 ? in.get(0).at(at) : in.get(1).at(at[0], k));
                        })),
                Sample.of("putAlong the first axis", in -> in.get(0).putAlong(0, Tensor.ofInts(0, 1, -1).reshape(1, 3), in.get(1)).sin(), X, normal(1, 3))
                        .as(in -> Plain.make(Shape.of(2, 3), at -> sin(at[0] == (at[1] > 0 ? 1 : 0) ? in.get(1).at(0, at[1]) : in.get(0).at(at)))),
                Sample.of("scatter", in -> in.get(0).scatter(1, Tensor.ofInts(2, 0), in.get(1)).sin(), X, normal(2, 2))
                        .as(in -> Plain.make(Shape.of(in.get(0).size(0), 3), at -> sin(at[1] == 1 ? in.get(0).at(at) : in.get(1).at(at[0], at[1] == 2 ? 0 : 1))))
                        .also(empty(0, 3), empty(0, 2)),
                Sample.of("scatter of rows by a matrix", in -> in.get(0).scatter(0, Tensor.ofInts(-1, 1).reshape(2, 1), in.get(1)).sin(), normal(4, 3), normal(2, 1, 3))
                        .as(in -> Plain.make(Shape.of(4, 3), at -> sin(at[0] % 2 == 0 ? in.get(0).at(at) : in.get(1).at(at[0] == 3 ? 0 : 1, 0, at[1])))),
                Sample.unary("oneHot", x -> x.argMax(1).oneHot(3, x.dtype()).mul(x).sin(), X)
                        .as(in -> Plain.make(Shape.of(2, 3), at -> sin(at[1] == 2 - at[0] ? in.getFirst().at(at) : 0 * in.getFirst().at(at)))),
                Sample.unary("maskedSelect", x -> x.maskedSelect(MASK).sin(), X)
                        .as(in -> Plain.make(Shape.of(3), at -> sin(in.getFirst().values()[new int[] {0, 2, 3}[at[0]]]))),
                Sample.unary("maskedFill", x -> x.maskedFill(MASK, 7).sin(), X)
                        .as(in -> Plain.make(Shape.of(2, 3), at -> sin(MASK.at(at) != 0 ? 7 : in.getFirst().at(at)))),
                Sample.of("where a mask says so", in -> MASK.where(in.get(0), in.get(1)).sin(), X, Y)
                        .as(in -> Plain.make(Shape.of(2, 3), at -> sin(in.get(MASK.at(at) != 0 ? 0 : 1).at(at)))),
                Sample.unary("tril", x -> x.tril().sin(), normal(2, 3, 3))
                        .as(in -> Plain.make(in.getFirst().shape(), at -> at[2] <= at[1] ? sin(in.getFirst().at(at)) : 0)).also(empty(0, 3)).also(empty(2, 0)),
                Sample.unary("triu", x -> x.triu(-1).sin(), normal(4, 3))
                        .as(in -> Plain.make(in.getFirst().shape(), at -> at[1] - at[0] >= -1 ? sin(in.getFirst().at(at)) : 0)).also(empty(0, 3)).also(empty(4, 0)),
                Sample.unary("diagEmbed", x -> x.diagEmbed(-1).sin(), X)
                        .as(in -> Plain.make(Shape.of(2, 4, 4), at -> at[1] == at[2] + 1 ? sin(in.getFirst().at(at[0], at[2])) : 0)),
                Sample.unary("diag", x -> x.diag().mul(normal(3, 3).to(x.dtype())).diag().sin(), normal(3))
                        .as(in -> Plain.make(Shape.of(3), at -> sin(in.getFirst().at(at) * Plain.of(normal(3, 3)).at(at[0], at[0])))));
    }
}
