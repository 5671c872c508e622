package dev.jacobi.compile;

import dev.jacobi.compile.Listing.Line;
import dev.jacobi.compile.Partition.Part;
import dev.jacobi.op.Accumulate;
import dev.jacobi.op.Axes;
import dev.jacobi.op.Cast;
import dev.jacobi.op.Center;
import dev.jacobi.op.Elementwise;
import dev.jacobi.op.Extreme;
import dev.jacobi.op.LogSoftmax;
import dev.jacobi.op.LogSumExp;
import dev.jacobi.op.Movement;
import dev.jacobi.op.Op;
import dev.jacobi.op.Pick;
import dev.jacobi.op.Placement;
import dev.jacobi.op.Softmax;
import dev.jacobi.op.Sum;
import dev.jacobi.tensor.Layout;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import dev.jacobi.tensor.TensorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Puts lines that work row by row, elementwise ones and sums, softmax and the like within rows, into one line that does all of them
/// on some rows before it takes the next: what they hand to each other stays in the cache and is never kept as a whole.
/// A row is what lies at one place of the first axis.
final class Rows {
    /// What is handed from line to line of a block has about so many bytes.
    private static final int BLOCK = 1 << 16;
    /// Less in all isn't worth it: it stays in the cache anyway.
    private static final int LEAST = 1 << 23;

    private record Kind(int rows, int region) implements Partition.Kind {
        @Override public int most() { return Integer.MAX_VALUE; }
    }

    private record Rule(Listing listing) implements Partition.Rule {
        @Override public @Nullable Kind kind(Line line) {
            boolean[] byRows = byRows(line, listing);
            return byRows == null || Straight.weight(line, listing) > 0 ? null : new Kind(rows(line.first(), listing), line.region());
        }

        @Override public int weight(Line line) { return 0; }

        @Override public boolean joins(Line line, int argument) {
            boolean[] byRows = byRows(line, listing);
            return byRows != null && byRows[argument];
        }
    }

    private Rows() {}

    /// The same listing with such lines brought together, where that is worth it.
    static Listing of(Listing listing) { return of(listing, LEAST, BLOCK); }

    /// @param least bytes that make it worth it
    /// @param block bytes that a block hands from line to line
    static Listing of(Listing listing, int least, int block) {
        List<Part> parts = Partition.of(listing, new Rule(listing), own -> isWorthIt(own, listing, least));
        boolean[] isRead = Partition.readOutside(listing, parts);
        List<TensorType> types = new ArrayList<>(listing.types());
        List<@Nullable Tensor> constants = new ArrayList<>(listing.constants());
        int[] moved = new int[listing.places()];
        Arrays.setAll(moved, i -> i);
        List<Line> lines = new ArrayList<>();
        for (Part part : parts) {
            if (part.kind() == null) {
                Line line = part.lines().getFirst();
                lines.add(new Line(line.op(), moved(line.arguments(), moved), line.first(), line.outputs(), line.region()));
                continue;
            }
            Block rows = new Block(part.lines(), listing, isRead, block);
            int first = types.size();
            for (int k = 0; k < rows.writes.size(); k++) {
                moved[rows.writes.get(k)] = first + k;
                types.add(listing.types().get(rows.writes.get(k)));
                constants.add(null);
            }
            int[] reads = rows.reads.stream().mapToInt(Integer::intValue).toArray();
            lines.add(new Line(rows.op(), moved(reads, moved), first, rows.writes.size(), part.lines().getFirst().region()));
        }
        return new Listing(listing.inputs(), types, constants, lines, moved(listing.results(), moved), listing.traced());
    }

    private static int[] moved(int[] places, int[] moved) {
        int[] r = new int[places.length];
        for (int k = 0; k < r.length; k++) r[k] = moved[places[k]];
        return r;
    }

    private static boolean isWorthIt(List<Line> lines, Listing listing, int least) {
        long bytes = 0;
        int steps = 0;
        boolean reduces = false;
        for (Line line : lines) {
            if (line.op() instanceof Movement) continue;
            steps++;
            reduces |= !(line.op() instanceof Elementwise || line.op() instanceof Cast);
            bytes += bytes(listing.types().get(line.first()));
        }
        return steps > 1 && reduces && bytes >= least;
    }

    private static long bytes(TensorType type) { return (long) type.shape().size() * type.dtype().bytes(); }

    private static int rows(int place, Listing listing) { return listing.types().get(place).shape().size(0); }

    /// For each argument whether a row of the result needs but the same row of it, else the whole; null where that isn't so.
    private static boolean @Nullable [] byRows(Line line, Listing listing) {
        Shape to = listing.types().get(line.first()).shape();
        if (line.outputs() != 1 || to.rank() == 0 || to.size(0) < 2 || to.size() == 0 || line.arguments().length == 0) return null;
        Shape from = listing.types().get(line.arguments()[0]).shape();
        boolean alike = from.rank() > 0 && from.size(0) == to.size(0);
        boolean fits = switch (line.op()) {
            case Elementwise _, Cast _ -> true;
            case Movement.Reshape _ -> alike;
            case Movement.Expand _ -> from.rank() < to.rank() || alike || from.size(0) == 1;
            case Sum op -> isWithinRows(op.axes(), from);
            case Center op -> isWithinRows(op.axes(), from);
            case Extreme op -> isWithinRows(op.axes(), from);
            case Softmax _, LogSoftmax _, LogSumExp _, Pick _ -> from.rank() > 1;
            case Accumulate op -> alike && op.placements().size() == 1 && op.placements().getFirst() instanceof Placement.Gathered g
                    && g.batch() > 0 && g.axis() > -to.rank() && rows(line.arguments()[1], listing) == to.size(0);
            default -> false;
        };
        if (!fits) return null;
        boolean[] r = new boolean[line.arguments().length];
        Arrays.fill(r, !(line.op() instanceof Movement.Expand) || from.rank() == to.rank() && alike);
        return r;
    }

    private static boolean isWithinRows(Axes axes, Shape from) { return from.rank() > 1 && !axes.contains(0, from.rank()); }

    /// A place as the lines of a block see it: their rows of it, or the whole.
    private record Use(int place, boolean sliced) {}

    /// The lines of one part, for some of its rows.
    private static final class Block {
        private final Listing whole;
        private final int rows;
        private final int size;
        private final List<TensorType> types = new ArrayList<>();
        private final List<@Nullable Tensor> constants = new ArrayList<>();
        private final Map<Use, Integer> at = new HashMap<>();
        private final List<Line> lines = new ArrayList<>();
        private final List<Boolean> byRows = new ArrayList<>();
        /// Places of the whole.
        final List<Integer> reads = new ArrayList<>();
        final List<Integer> writes = new ArrayList<>();

        Block(List<Line> own, Listing whole, boolean[] isRead, int block) {
            this.whole = whole;
            rows = rows(own.getFirst().first(), whole);
            Set<Integer> inside = new HashSet<>();
            long bytes = 0;
            for (Line line : own) {
                inside.add(line.first());
                if (!(line.op() instanceof Movement)) bytes += bytes(whole.types().get(line.first()));
            }
            size = (int) Math.clamp(block / Math.max(1, bytes / rows), 1, rows);
            for (Line line : own) for (int k = 0; k < line.arguments().length; k++) argument(use(line, k), inside);
            for (Line line : own) for (int k = 0; k < line.arguments().length; k++) constant(use(line, k));
            for (Line line : own) {
                int[] in = new int[line.arguments().length];
                for (int k = 0; k < in.length; k++) in[k] = place(use(line, k));
                TensorType type = part(whole.types().get(line.first()));
                at.put(new Use(line.first(), true), types.size());
                lines.add(new Line(part(line.op(), type), in, types.size(), 1, line.region()));
                add(type, null);
                if (isRead[line.first()]) writes.add(line.first());
            }
        }

        private Use use(Line line, int k) {
            boolean[] r = Rows.byRows(line, whole);
            return new Use(line.arguments()[k], r != null && r[k]);
        }

        private int place(Use use) {
            Integer r = at.get(use);
            if (r == null) throw new AssertionError("a place that nobody makes");
            return r;
        }

        private void add(TensorType type, @Nullable Tensor constant) {
            types.add(type);
            constants.add(constant);
        }

        private void argument(Use use, Set<Integer> inside) {
            if (inside.contains(use.place) || at.containsKey(use) || isConstant(use)) return;
            at.put(use, types.size());
            TensorType type = whole.types().get(use.place);
            add(use.sliced ? part(type) : type, null);
            reads.add(use.place);
            byRows.add(use.sliced);
        }

        /// One number everywhere, or needed as a whole.
        private boolean isConstant(Use use) {
            Tensor constant = whole.constants().get(use.place);
            if (constant == null) return false;
            Layout layout = constant.layout();
            return !use.sliced || layout != null && Arrays.stream(layout.strides()).allMatch(s -> s == 0);
        }

        private void constant(Use use) {
            Tensor constant = whole.constants().get(use.place);
            if (constant == null || at.containsKey(use)) return;
            at.put(use, types.size());
            if (!use.sliced) add(constant.type(), constant);
            else add(part(constant.type()), Tensor.wrap(constant.storage(), part(constant.type()).shape(), constant.layout()));
        }

        private TensorType part(TensorType type) { return new TensorType(type.dtype(), type.shape().with(0, size)); }

        private static Op part(Op op, TensorType type) {
            return switch (op) {
                case Movement.Reshape _ -> new Movement.Reshape(type.shape());
                case Movement.Expand _ -> new Movement.Expand(type.shape());
                case Accumulate a -> new Accumulate(type, a.placements());
                default -> op;
            };
        }

        RowBlocks op() {
            int[] results = writes.stream().mapToInt(w -> place(new Use(w, true))).toArray();
            boolean[] sliced = new boolean[byRows.size()];
            for (int i = 0; i < sliced.length; i++) sliced[i] = byRows.get(i);
            TensorType[] made = writes.stream().map(w -> whole.types().get(w)).toArray(TensorType[]::new);
            return new RowBlocks(new Listing(reads.size(), types, constants, lines, results, lines.size()), rows, size, sliced, made);
        }
    }
}
