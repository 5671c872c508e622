package dev.jacobi.compile;

import dev.jacobi.compile.Listing.Line;
import dev.jacobi.diff.Scan;
import dev.jacobi.op.Elementwise;
import dev.jacobi.scalar.Precision;
import dev.jacobi.scalar.Program;
import dev.jacobi.scalar.ProgramBuilder;
import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.Layout;
import dev.jacobi.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Lines that run together: one op, elementwise ones that are one loop over their elements, or small ones that are straight code.
///
/// @param reads the places that it reads
/// @param writes the places that others read of it
/// @param program what the loop computes of an element of each place it reads, else null
record Group(Form form, List<Line> lines, int[] reads, int[] writes, @Nullable Program program) {
    enum Form { OP, LOOP, STRAIGHT }

    /// One op. It writes all its outputs, but a scan only those that are asked for.
    ///
    /// @param isRead by other lines, or as a result
    static Group of(Line line, boolean[] isRead) {
        List<Integer> writes = new ArrayList<>();
        for (int place = line.first(); place < line.first() + line.outputs(); place++) {
            if (isRead[place] || !(line.op() instanceof Scan)) writes.add(place);
        }
        return new Group(Form.OP, List.of(line), line.arguments(), ints(writes), null);
    }

    /// One loop of elementwise lines of one shape and dtype.
    ///
    /// @param isRead by other lines, or as a result
    static Group loop(List<Line> lines, Listing listing, boolean[] isRead) {
        DType dtype = dtype(lines.getFirst(), listing);
        Map<Integer, Integer> value = new HashMap<>();
        List<Integer> reads = new ArrayList<>();
        Set<Integer> inside = new HashSet<>();
        for (Line line : lines) inside.add(line.first());
        for (Line line : lines) {
            for (int a : line.arguments()) {
                if (inside.contains(a) || value.containsKey(a) || number(listing, a) != null) continue;
                value.put(a, reads.size());
                reads.add(a);
            }
        }
        ProgramBuilder builder = new ProgramBuilder(reads.size(), dtype == DType.F32 ? Precision.F32 : Precision.F64);
        List<Integer> writes = new ArrayList<>();
        List<Integer> results = new ArrayList<>();
        for (Line line : lines) {
            int[] in = new int[line.arguments().length];
            for (int k = 0; k < in.length; k++) {
                int place = line.arguments()[k];
                Double number = number(listing, place);
                in[k] = number != null ? builder.constant(number) : value.getOrDefault(place, -1);
            }
            int result = builder.add(((Elementwise) line.op()).program(dtype), in)[0];
            value.put(line.first(), result);
            if (!isRead[line.first()]) continue;
            writes.add(line.first());
            results.add(result);
        }
        return new Group(Form.LOOP, lines, ints(reads), ints(writes), builder.build(ints(results)));
    }

    /// Small lines as straight code.
    static Group straight(List<Line> lines, Listing listing, boolean[] isRead) {
        Set<Integer> inside = new HashSet<>();
        Set<Integer> reads = new LinkedHashSet<>();
        List<Integer> writes = new ArrayList<>();
        for (Line line : lines) {
            for (int a : line.arguments()) if (!inside.contains(a) && listing.constants().get(a) == null) reads.add(a);
            inside.add(line.first());
            if (isRead[line.first()]) writes.add(line.first());
        }
        return new Group(Form.STRAIGHT, lines, ints(List.copyOf(reads)), ints(writes), null);
    }

    /// What a line computes in, if it can be part of a loop, else null.
    static @Nullable DType loopType(Line line, Listing listing) {
        if (!(line.op() instanceof Elementwise)) return null;
        DType dtype = dtype(line, listing);
        return dtype == DType.F32 || dtype == DType.F64 ? dtype : null;
    }

    private static DType dtype(Line line, Listing listing) {
        for (int a : line.arguments()) if (listing.types().get(a).dtype() != DType.BOOL) return listing.types().get(a).dtype();
        return DType.BOOL;
    }

    /// The number that a constant is everywhere, else null.
    private static @Nullable Double number(Listing listing, int place) {
        Tensor t = listing.constants().get(place);
        if (t == null || t.size() == 0) return null;
        Layout layout = t.layout();
        if (layout == null) return t.size() == 1 ? t.storage().number(0) : null;
        for (int i = 0; i < t.rank(); i++) if (t.size(i) != 1 && layout.strides()[i] != 0) return null;
        return t.storage().number(layout.offset());
    }

    private static int[] ints(List<Integer> list) { return list.stream().mapToInt(Integer::intValue).toArray(); }
}
