package dev.jacobi.compile;

import dev.jacobi.compile.Listing.Line;
import dev.jacobi.diff.Body;
import dev.jacobi.diff.Scan;
import dev.jacobi.op.Accumulate;
import dev.jacobi.op.Call;
import dev.jacobi.op.Elementwise;
import dev.jacobi.op.Movement;
import dev.jacobi.op.Op;
import dev.jacobi.op.Placement;
import dev.jacobi.op.StopGradient;
import dev.jacobi.scalar.Arithmetic;
import dev.jacobi.tensor.Graph;
import dev.jacobi.tensor.Tensor;
import dev.jacobi.tensor.TensorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Turns a body into lines, and leaves out what makes no difference to any bit:
///
/// - a step that was done before with the same arguments is not done again;
/// - what depends on constants alone is computed here;
/// - a movement that moves nothing, a sum of one, and a stopped gradient are what they were given;
/// - a sum of whole tensors becomes additions, which join the loops around them;
/// - calls are opened, except loops over a sequence;
/// - what no result needs is dropped.
final class Simplifier {
    /// A constant is not made larger than this many elements.
    private static final int MOST_FOLDED = 1 << 20;

    private final Op add = Elementwise.of(new Arithmetic.Add());
    private final List<TensorType> types = new ArrayList<>();
    private final List<@Nullable Tensor> constants = new ArrayList<>();
    private final List<Line> lines = new ArrayList<>();
    private final Map<Tensor, Integer> constantAt = new IdentityHashMap<>();
    private final Map<List<Object>, int[]> done = new HashMap<>();
    private int regions;
    private int traced;

    Listing listing(Body body, boolean capturedAreConstants) {
        int given = body.inputs().size();
        int[] arguments = new int[given + body.captured().size()];
        for (int i = 0; i < given; i++) arguments[i] = place(body.inputs().get(i), null);
        for (int i = given; i < arguments.length; i++) {
            Tensor captured = body.captured().get(i - given);
            arguments[i] = capturedAreConstants ? constant(captured.bare()) : place(captured.type(), null);
        }
        int[] results = lines(body, arguments, 0);
        return new Listing(capturedAreConstants ? given : arguments.length, types, constants, needed(results), results, traced);
    }

    private int place(TensorType type, @Nullable Tensor value) {
        types.add(type);
        constants.add(value);
        return types.size() - 1;
    }

    private int constant(Tensor value) { return constantAt.computeIfAbsent(value, v -> place(v.type(), v)); }

    /// The results of a body, applied to these places.
    private int[] lines(Body part, int[] arguments, int region) {
        int[] at = Arrays.copyOf(arguments, part.types().size());
        traced += part.steps().size();
        for (Body.Step step : part.steps()) {
            int[] in = new int[step.arguments().length];
            for (int k = 0; k < in.length; k++) in[k] = at[step.arguments()[k]];
            int[] out = line(step.op(), in, part.types().subList(step.firstOutput(), step.firstOutput() + step.outputs()), region);
            System.arraycopy(out, 0, at, step.firstOutput(), out.length);
        }
        int[] results = part.results();
        for (int i = 0; i < results.length; i++) results[i] = at[results[i]];
        return results;
    }

    private int[] line(Op op, int[] in, List<TensorType> outputs, int region) {
        if (op instanceof Call call && !(op instanceof Scan)) return lines(call.body(), in, ++regions);
        if (changesNothing(op, in, outputs)) return new int[] {in[0]};
        if (op instanceof Accumulate sum && isOfWhole(sum)) {
            int total = in[0];
            for (int k = 1; k < in.length; k++) total = line(add, new int[] {total, in[k]}, outputs, region)[0];
            return new int[] {total};
        }
        List<Object> key = new ArrayList<>();
        key.add(op);
        key.add(region);
        for (int i : in) key.add(i);
        return done.computeIfAbsent(key, _ -> isConstant(op, in, outputs) ? folded(op, in) : appended(op, in, outputs, region));
    }

    private boolean changesNothing(Op op, int[] in, List<TensorType> outputs) {
        return switch (op) {
            case StopGradient _ -> true;
            case Movement.Reshape _, Movement.Expand _ -> outputs.getFirst().equals(types.get(in[0]));
            default -> false;
        };
    }

    private static boolean isOfWhole(Accumulate sum) {
        for (Placement p : sum.placements()) if (!(p instanceof Placement.Whole)) return false;
        return true;
    }

    private boolean isConstant(Op op, int[] in, List<TensorType> outputs) {
        for (int i : in) if (constants.get(i) == null) return false;
        if (op instanceof Movement) return true;                             // mostly a view
        long size = 0;
        for (TensorType t : outputs) size += t.shape().size();
        return size <= MOST_FOLDED;
    }

    private int[] folded(Op op, int[] in) {
        Tensor[] arguments = new Tensor[in.length];
        for (int k = 0; k < in.length; k++) {
            Tensor value = constants.get(in[k]);
            if (value == null) throw new AssertionError("a constant without a value");
            arguments[k] = value;
        }
        Tensor[] out = Graph.applyAll(op, arguments);
        int[] at = new int[out.length];
        for (int k = 0; k < at.length; k++) at[k] = constant(out[k]);
        return at;
    }

    private int[] appended(Op op, int[] in, List<TensorType> outputs, int region) {
        int[] at = new int[outputs.size()];
        for (int k = 0; k < at.length; k++) at[k] = place(outputs.get(k), null);
        lines.add(new Line(op, in, at[0], at.length, region));
        return at;
    }

    private List<Line> needed(int[] results) {
        boolean[] read = new boolean[types.size()];
        for (int r : results) read[r] = true;
        List<Line> kept = new ArrayList<>();
        for (Line line : lines.reversed()) {
            boolean any = false;
            for (int k = 0; k < line.outputs(); k++) any |= read[line.first() + k];
            if (!any) continue;
            for (int a : line.arguments()) read[a] = true;
            kept.add(line);
        }
        return List.copyOf(kept.reversed());
    }
}
