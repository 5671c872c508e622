package dev.jacobi.compile;

import dev.jacobi.compile.Listing.Line;
import dev.jacobi.compile.Partition.Part;
import dev.jacobi.op.Movement;
import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Puts elementwise lines that hang together into loops, forward and backward alike, and small lines of many kinds into straight code.
final class Fusion {
    /// A loop has no more lines than this.
    private static final int MOST_LINES = 256;
    /// Nor straight code more instructions.
    private static final int MOST_STRAIGHT = 4000;

    /// What lines of one group have in common: the type and shape of a loop; nothing in straight code.
    private record Kind(@Nullable DType dtype, @Nullable Shape shape, int region) implements Partition.Kind {
        @Override public int most() { return shape == null ? MOST_STRAIGHT : MOST_LINES; }
    }

    private record Rule(Listing listing) implements Partition.Rule {
        @Override public @Nullable Kind kind(Line line) {
            if (Straight.weight(line, listing) > 0) return new Kind(null, null, line.region());
            DType dtype = Group.loopType(line, listing);
            return dtype == null ? null : new Kind(dtype, listing.types().get(line.first()).shape(), line.region());
        }

        @Override public int weight(Line line) { return Math.max(1, Straight.weight(line, listing)); }

        @Override public boolean joins(Line line, int argument) { return true; }
    }

    private Fusion() {}

    /// Groups in an order in which they can run.
    static List<Group> of(Listing listing) {
        // a group of nothing but movements is better off as views
        List<Part> parts = Partition.of(listing, new Rule(listing), own -> !own.stream().allMatch(line -> line.op() instanceof Movement));
        boolean[] isRead = Partition.readOutside(listing, parts);
        List<Group> groups = new ArrayList<>();
        for (Part part : parts) {
            groups.add(part.kind() instanceof Kind kind
                    ? kind.shape == null ? Group.straight(part.lines(), listing, isRead) : Group.loop(part.lines(), listing, isRead)
                    : Group.of(part.lines().getFirst(), isRead));
        }
        return groups;
    }
}
