package dev.jacobi.compile;

import dev.jacobi.compile.Listing.Line;
import dev.jacobi.op.Movement;
import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.Shape;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Puts elementwise lines that hang together into loops, forward and backward alike, and small lines of many kinds into straight code.
///
/// Every line has a level: that of the lines it reads where it may join their loop, otherwise one more. So lines
/// of one level never wait for each other through lines outside, and those that are connected can be one loop.
/// One pass, whose cost is linear in the number of lines.
final class Fusion {
    /// A loop has no more lines than this.
    private static final int MOST_LINES = 256;
    /// Nor straight code more instructions.
    private static final int MOST_STRAIGHT = 4000;

    /// What lines of one group have in common: the type and shape of a loop; nothing in straight code.
    private record Kind(@Nullable DType dtype, @Nullable Shape shape, int region) {
        int most() { return shape == null ? MOST_STRAIGHT : MOST_LINES; }
    }

    private record Share(int place, Kind kind, int level) {}

    private final Listing listing;
    private final List<Line> lines;
    private final int[] madeBy;
    private final @Nullable Kind[] kinds;
    private final int[] levels;
    private final int[] parent;
    private final int[] sizes;

    private Fusion(Listing listing) {
        this.listing = listing;
        this.lines = listing.lines();
        int n = lines.size();
        madeBy = new int[listing.places()];
        Arrays.fill(madeBy, -1);
        for (int s = 0; s < n; s++) for (int k = 0; k < lines.get(s).outputs(); k++) madeBy[lines.get(s).first() + k] = s;
        kinds = new Kind[n];
        levels = new int[n];
        parent = new int[n];
        sizes = new int[n];
        Arrays.setAll(parent, i -> i);
        Arrays.fill(sizes, 1);
    }

    /// Groups in an order in which they can run.
    static List<Group> of(Listing listing) {
        Fusion f = new Fusion(listing);
        f.join();
        return f.ordered();
    }

    private void join() {
        Map<Share, Integer> readers = new HashMap<>();
        for (int s = 0; s < lines.size(); s++) {
            Line line = lines.get(s);
            Kind kind = kind(line);
            kinds[s] = kind;
            if (kind != null && kind.shape == null) sizes[s] = Straight.weight(line, listing);
            int level = 0;
            for (int a : line.arguments()) {
                int p = madeBy[a];
                if (p >= 0) level = Math.max(level, kind != null && kind.equals(kinds[p]) ? levels[p] : levels[p] + 1);
            }
            levels[s] = level;
            if (kind == null) continue;
            if (!fits(line, kind, level)) levels[s] = ++level;
            for (int a : line.arguments()) {
                int p = madeBy[a];
                if (p >= 0 && kind.equals(kinds[p]) && levels[p] == level) union(p, s);
                else if (p < 0 && listing.constants().get(a) == null || p >= 0 && !(lines.get(p).op() instanceof Movement)) {
                    Integer other = readers.putIfAbsent(new Share(a, kind, level), s);
                    if (other != null && size(other) + size(s) <= kind.most()) union(other, s);
                }
            }
        }
        leaveMovementsAlone();
    }

    private @Nullable Kind kind(Line line) {
        if (Straight.weight(line, listing) > 0) return new Kind(null, null, line.region());
        DType dtype = Group.loopType(line, listing);
        return dtype == null ? null : new Kind(dtype, listing.types().get(line.first()).shape(), line.region());
    }

    /// A group of nothing but movements is better off as views.
    private void leaveMovementsAlone() {
        boolean[] computes = new boolean[lines.size()];
        for (int s = 0; s < lines.size(); s++) computes[root(s)] |= !(lines.get(s).op() instanceof Movement);
        int[] roots = new int[lines.size()];
        Arrays.setAll(roots, this::root);
        for (int s = 0; s < lines.size(); s++) {
            if (computes[roots[s]]) continue;
            parent[s] = s;
            kinds[s] = null;
        }
    }

    /// Whether the loops that a line would join are together short enough.
    private boolean fits(Line line, Kind kind, int level) {
        int total = size(madeBy[line.first()]);
        List<Integer> seen = new ArrayList<>();
        for (int a : line.arguments()) {
            int p = madeBy[a];
            if (p < 0 || !kind.equals(kinds[p]) || levels[p] != level || seen.contains(root(p))) continue;
            seen.add(root(p));
            total += size(p);
        }
        return total <= kind.most();
    }

    private int root(int s) {
        while (parent[s] != s) s = parent[s] = parent[parent[s]];
        return s;
    }

    private int size(int s) { return sizes[root(s)]; }

    private void union(int a, int b) {
        int p = root(a);
        int q = root(b);
        if (p == q) return;
        parent[q] = p;
        sizes[p] += sizes[q];
    }

    /// Each group stands where its last line stood, or before the first line that reads it.
    private List<Group> ordered() {
        int n = lines.size();
        Map<Integer, List<Line>> members = new HashMap<>();
        int[] last = new int[n];
        for (int s = 0; s < n; s++) {
            members.computeIfAbsent(root(s), _ -> new ArrayList<>()).add(lines.get(s));
            last[root(s)] = s;
        }
        boolean[] isRead = readOutside();
        boolean[] placed = new boolean[n];
        List<Group> groups = new ArrayList<>();
        Deque<Integer> waiting = new ArrayDeque<>();
        for (int s = 0; s < n; s++) {
            if (last[root(s)] != s) continue;
            waiting.push(root(s));
            while (!waiting.isEmpty()) {
                int g = waiting.peek();
                if (placed[g]) {
                    waiting.pop();
                    continue;
                }
                boolean ready = true;
                for (Line line : present(members.get(g))) {
                    for (int a : line.arguments()) {
                        if (madeBy[a] < 0 || root(madeBy[a]) == g || placed[root(madeBy[a])]) continue;
                        ready = false;
                        waiting.push(root(madeBy[a]));
                    }
                }
                if (!ready) continue;
                waiting.pop();
                placed[g] = true;
                List<Line> own = present(members.get(g));
                Kind kind = kinds[s(own.getFirst())];
                groups.add(kind == null ? Group.of(own.getFirst(), isRead)
                        : kind.shape == null ? Group.straight(own, listing, isRead) : Group.loop(own, listing, isRead));
            }
        }
        return groups;
    }

    private int s(Line line) { return madeBy[line.first()]; }

    private boolean[] readOutside() {
        boolean[] read = new boolean[listing.places()];
        for (int r : listing.results()) read[r] = true;
        for (int s = 0; s < lines.size(); s++) {
            for (int a : lines.get(s).arguments()) if (madeBy[a] >= 0 && root(madeBy[a]) != root(s)) read[a] = true;
        }
        return read;
    }

    private static <T> T present(@Nullable T t) {
        if (t == null) throw new AssertionError("a group without lines");
        return t;
    }
}
