package dev.jacobi.compile;

import dev.jacobi.compile.Listing.Line;
import dev.jacobi.op.Axes;
import dev.jacobi.op.Cast;
import dev.jacobi.op.Elementwise;
import dev.jacobi.op.MatMul;
import dev.jacobi.op.Movement;
import dev.jacobi.op.Sum;
import dev.jacobi.scalar.Precision;
import dev.jacobi.scalar.Program;
import dev.jacobi.scalar.ScalarInstruction;
import dev.jacobi.scalar.StraightBuilder;
import dev.jacobi.scalar.StraightCode;
import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.Layout;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import dev.jacobi.tensor.TensorType;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Small lines number by number: for a network of a few neurons, calling a loop costs more than the loop. The
/// instructions and their order are those of the ops, so the bits are the same.
final class Straight {
    /// A tensor with more elements isn't small.
    private static final int MOST_ELEMENTS = 16;
    /// Nor is a product or a sum of more terms.
    private static final int MOST_TERMS = 64;
    /// Sums run through so many lanes.
    private static final int LANES = 16;

    private final Listing listing;
    private final @Nullable Layout[] layouts;
    private final StraightBuilder code = new StraightBuilder();
    /// The values at a place, row by row.
    private final Map<Integer, int[]> made = new HashMap<>();
    private final Map<Integer, Integer> arrays = new HashMap<>();

    private Straight(Listing listing, @Nullable Layout[] layouts) {
        this.listing = listing;
        this.layouts = layouts;
    }

    /// About how many instructions a line is; 0 where it can't be straight code.
    static int weight(Line line, Listing listing) {
        TensorType type = listing.types().get(line.first());
        if (line.outputs() != 1 || !isNumber(type.dtype()) || type.shape().size() > MOST_ELEMENTS) return 0;
        for (int a : line.arguments()) if (!isNumber(listing.types().get(a).dtype())) return 0;
        int size = type.shape().size();
        Shape first = listing.types().get(line.arguments()[0]).shape();
        return switch (line.op()) {
            case Elementwise op -> {
                Program p = op.program(type.dtype());
                yield StraightBuilder.canTake(p) ? size * p.size() + 1 : 0;
            }
            case Movement _ -> 1;
            case Cast _ -> size + 1;
            case MatMul _ -> size * first.size(-1) <= MOST_TERMS ? size * first.size(-1) + 1 : 0;
            case Sum _ -> first.size() <= MOST_TERMS ? first.size() + 1 : 0;
            default -> 0;
        };
    }

    private static boolean isNumber(DType dtype) { return dtype == DType.F32 || dtype == DType.F64; }

    private static Precision precision(DType dtype) { return dtype == DType.F32 ? Precision.F32 : Precision.F64; }

    /// The code of some lines. It is given the arrays of the places that the group reads, then of those it writes.
    ///
    /// @param layouts how the places that are read lie in their arrays
    static StraightCode code(Group group, Listing listing, @Nullable Layout[] layouts) {
        Straight s = new Straight(listing, layouts);
        for (int k = 0; k < group.reads().length; k++) s.arrays.put(group.reads()[k], k);
        for (Line line : group.lines()) s.made.put(line.first(), s.line(line));
        for (int k = 0; k < group.writes().length; k++) {
            int[] values = s.values(group.writes()[k]);
            for (int i = 0; i < values.length; i++) s.code.result(group.reads().length + k, i, values[i]);
        }
        return s.code.build();
    }

    private int[] values(int place) {
        int[] known = made.get(place);
        return known != null ? known : moved(place, listing.types().get(place).shape(), layouts[place], null);
    }

    /// The values at a view of a place that was made here, or else of its array.
    private int[] moved(int place, Shape shape, @Nullable Layout layout, int @Nullable [] from) {
        Layout where = layout == null ? Layout.dense(shape) : layout;
        int[] r = new int[shape.size()];
        int[] index = new int[shape.rank()];
        for (int i = 0; i < r.length; i++) {
            int position = where.offset();
            for (int k = 0; k < index.length; k++) position += index[k] * where.strides()[k];
            r[i] = from != null ? from[position] : element(place, position);
            for (int k = index.length - 1; k >= 0 && ++index[k] == shape.size(k); k--) index[k] = 0;
        }
        return r;
    }

    private int element(int place, int position) {
        Precision precision = precision(listing.types().get(place).dtype());
        Tensor constant = listing.constants().get(place);
        if (constant != null) return code.constant(constant.storage().number(position), precision);
        return code.element(arrays.getOrDefault(place, -1), position, precision);
    }

    private int[] line(Line line) {
        int a = line.arguments()[0];
        TensorType type = listing.types().get(line.first());
        return switch (line.op()) {
            case Elementwise op -> elementwise(op.program(type.dtype()), line, type.shape().size());
            case Movement movement -> moved(a, movement);
            case Cast _ -> {
                int[] r = values(a).clone();
                for (int i = 0; i < r.length; i++) r[i] = code.convert(r[i], precision(type.dtype()));
                yield r;
            }
            case MatMul _ -> product(a, line.arguments()[1], type.shape());
            case Sum sum -> sum(sum, a, type.shape().size());
            default -> throw new AssertionError(line.op() + " is no straight line");
        };
    }

    private int[] moved(int place, Movement movement) {
        Shape from = listing.types().get(place).shape();
        int[] known = made.get(place);
        Layout layout = movement.move(from, known != null ? null : layouts[place]);
        if (known != null || layout != null) return moved(place, movement.move(from), layout, known);
        // a movement that would have to copy
        return moved(place, movement.move(from), movement.move(from, null), values(place));
    }

    private int[] elementwise(Program p, Line line, int size) {
        int[][] in = new int[line.arguments().length][];
        for (int k = 0; k < in.length; k++) in[k] = values(line.arguments()[k]);
        int[] r = new int[size];
        for (int i = 0; i < size; i++) {
            int[] at = new int[in.length];
            for (int k = 0; k < at.length; k++) at[k] = in[k][i];
            r[i] = code.apply(p, at);
        }
        return r;
    }

    /// One chain for each output, which starts at +0.
    private int[] product(int left, int right, Shape shape) {
        int[] a = values(left);
        int[] b = values(right);
        int rows = shape.size(-2);
        int columns = shape.size(-1);
        int terms = listing.types().get(left).shape().size(-1);
        int[] r = new int[shape.size()];
        for (int i = 0; i < r.length; i++) {
            int matrix = i / (rows * columns);
            int row = i / columns % rows;
            r[i] = code.constant(0, precision(listing.types().get(left).dtype()));
            for (int k = 0; k < terms; k++) {
                r[i] = code.apply(ScalarInstruction.FMA, a[(matrix * rows + row) * terms + k], b[(matrix * terms + k) * columns + i % columns], r[i]);
            }
        }
        return r;
    }

    /// As [dev.jacobi.kernel.Reductions] adds up one block.
    private int[] sum(Sum sum, int place, int size) {
        Shape shape = listing.types().get(place).shape();
        Axes axes = sum.axes();
        int[] x = values(place);
        Movement.Permute last = new Movement.Permute(Arrays.stream(axes.toTheEnd(shape.rank())).mapToObj(i -> i - shape.rank()).toList());
        int[] lying = moved(place, last.move(shape), last.move(shape, null), x);
        int count = axes.elements(shape);
        int[] r = new int[size];
        Precision precision = precision(listing.types().get(place).dtype());
        for (int i = 0; i < size; i++) {
            int[] lanes = new int[LANES];
            Arrays.fill(lanes, code.constant(0, Precision.F64));
            for (int k = 0; k < count; k++) lanes[k % LANES] = add(lanes[k % LANES], code.convert(lying[i * count + k], Precision.F64));
            for (int half = LANES / 2; half > 0; half /= 2) {
                for (int l = 0; l < half; l++) if (l + half < count) lanes[l] = add(lanes[l], lanes[l + half]);
            }
            int total = sum.mean() ? code.apply(ScalarInstruction.DIV, lanes[0], code.constant(count, Precision.F64)) : lanes[0];
            r[i] = code.convert(total, precision);
        }
        return r;
    }

    private int add(int a, int b) { return code.apply(ScalarInstruction.ADD, a, b); }
}
