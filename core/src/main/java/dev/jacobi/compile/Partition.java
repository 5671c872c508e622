package dev.jacobi.compile;

import dev.jacobi.compile.Listing.Line;
import dev.jacobi.op.Movement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Puts lines of one kind that hang together into parts, each of which can run at once.
///
/// Every line has a level: that of the lines it reads where it may join them, otherwise one more. So lines
/// of one level never wait for each other through lines outside, and those that are connected can be one part.
/// One pass, whose cost is linear in the number of lines.
final class Partition {
    /// What lines of one part have in common.
    interface Kind {
        /// A part weighs no more than this.
        int most();
    }

    /// How lines may be put together.
    interface Rule {
        /// Of which kind a line is; null if it stays alone.
        @Nullable Kind kind(Line line);

        /// What it weighs.
        int weight(Line line);

        /// Whether it may be in one part with the line that made one of its arguments.
        boolean joins(Line line, int argument);
    }

    /// Lines in their order; of no kind where there is but one that stays alone.
    record Part(@Nullable Kind kind, List<Line> lines) {}

    private record Share(int place, Kind kind, int level) {}

    private final Listing listing;
    private final Rule rule;
    private final List<Line> lines;
    private final int[] madeBy;
    private final @Nullable Kind[] kinds;
    private final int[] levels;
    private final int[] parent;
    private final int[] sizes;

    private Partition(Listing listing, Rule rule) {
        this.listing = listing;
        this.rule = rule;
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
    }

    /// Parts in an order in which they can run.
    ///
    /// @param isWorthIt whether lines are better off together than alone
    static List<Part> of(Listing listing, Rule rule, Predicate<List<Line>> isWorthIt) {
        Partition p = new Partition(listing, rule);
        p.join();
        p.dissolve(isWorthIt);
        return p.ordered();
    }

    private void join() {
        Map<Share, Integer> readers = new HashMap<>();
        for (int s = 0; s < lines.size(); s++) {
            Line line = lines.get(s);
            Kind kind = rule.kind(line);
            kinds[s] = kind;
            sizes[s] = rule.weight(line);
            int level = 0;
            for (int k = 0; k < line.arguments().length; k++) {
                int p = madeBy[line.arguments()[k]];
                if (p >= 0) level = Math.max(level, kind != null && kind.equals(kinds[p]) && rule.joins(line, k) ? levels[p] : levels[p] + 1);
            }
            levels[s] = level;
            if (kind == null) continue;
            if (!fits(line, kind, level)) levels[s] = ++level;
            for (int k = 0; k < line.arguments().length; k++) {
                if (!rule.joins(line, k)) continue;
                int a = line.arguments()[k];
                int p = madeBy[a];
                if (p >= 0 && kind.equals(kinds[p]) && levels[p] == level) union(p, s);
                else if (p < 0 && listing.constants().get(a) == null || p >= 0 && !(lines.get(p).op() instanceof Movement)) {
                    Integer other = readers.putIfAbsent(new Share(a, kind, level), s);
                    if (other != null && size(other) + size(s) <= kind.most()) union(other, s);
                }
            }
        }
    }

    /// Whether the parts that a line would join are together small enough.
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

    private void dissolve(Predicate<List<Line>> isWorthIt) {
        Map<Integer, List<Line>> members = members();
        for (int s = 0; s < lines.size(); s++) {
            if (kinds[s] == null || root(s) != s || isWorthIt.test(present(members.get(s)))) continue;
            for (Line line : present(members.get(s))) {
                parent[s(line)] = s(line);
                kinds[s(line)] = null;
            }
        }
    }

    private Map<Integer, List<Line>> members() {
        Map<Integer, List<Line>> members = new HashMap<>();
        for (int s = 0; s < lines.size(); s++) members.computeIfAbsent(root(s), _ -> new ArrayList<>()).add(lines.get(s));
        return members;
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

    /// Each part stands where its last line stood, or before the first line that reads it.
    private List<Part> ordered() {
        int n = lines.size();
        Map<Integer, List<Line>> members = members();
        int[] last = new int[n];
        for (int s = 0; s < n; s++) last[root(s)] = s;
        boolean[] placed = new boolean[n];
        List<Part> parts = new ArrayList<>();
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
                List<Line> own = present(members.get(g));
                boolean ready = true;
                for (Line line : own) {
                    for (int a : line.arguments()) {
                        if (madeBy[a] < 0 || root(madeBy[a]) == g || placed[root(madeBy[a])]) continue;
                        ready = false;
                        waiting.push(root(madeBy[a]));
                    }
                }
                if (!ready) continue;
                waiting.pop();
                placed[g] = true;
                parts.add(new Part(kinds[g], own));
            }
        }
        return parts;
    }

    private int s(Line line) { return madeBy[line.first()]; }

    /// Which places lines of other parts read, or are results.
    static boolean[] readOutside(Listing listing, List<Part> parts) {
        int[] part = new int[listing.places()];
        Arrays.fill(part, -1);
        for (int k = 0; k < parts.size(); k++) {
            for (Line line : parts.get(k).lines()) Arrays.fill(part, line.first(), line.first() + line.outputs(), k);
        }
        boolean[] read = new boolean[listing.places()];
        for (int r : listing.results()) read[r] = true;
        for (int k = 0; k < parts.size(); k++) {
            for (Line line : parts.get(k).lines()) for (int a : line.arguments()) if (part[a] != k) read[a] = true;
        }
        return read;
    }

    private static <T> T present(@Nullable T t) {
        if (t == null) throw new AssertionError("a part without lines");
        return t;
    }
}
