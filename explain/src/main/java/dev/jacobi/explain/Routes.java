package dev.jacobi.explain;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/// All ways by which the entries of one quantity are felt in the result, entry by entry. There may be more than anyone can
/// list, so they are not listed: one pass back from the result keeps for every entry the strongest way, the number of
/// ways, and their sums, each made from those of the entries above. With these the strongest are found one after the
/// other, by a best-first search that never guesses.
final class Routes {
    private static final int MOST_RATIOS = 20_000_000;
    private static final int LONGEST_SEARCH = 2_000_000;

    private final Recording recording;
    private final Quantity target;
    private final int[] first;                          // the first entry of each quantity, by place; -1 if it isn't between
    private final Quantity[] quantities;
    private final double[] strongest;
    private final double[] sum;
    private final double[] magnitude;
    private final long[] count;
    private final boolean[] reached;
    private final int[] head;
    private int links;
    private int[] next = new int[64];
    private int[] above = new int[64];
    private double[] ratio = new double[64];
    private Step[] by = new Step[64];

    /// One link of a way: a ratio between an entry and one that is made from it.
    ///
    /// @param step that makes the upper from the lower
    record Link(Step step, Quantity upper, int upperEntry, Quantity lower, int lowerEntry, double ratio) {}

    /// A way from an entry up to the result.
    ///
    /// @param links from the entry up
    /// @param seed the gradient that the result's entry starts with
    /// @param product of the seed and all ratios
    record Way(List<Link> links, double seed, double product) {}

    /// @param seed the gradient of each entry of the result
    Routes(Recording recording, Quantity target, double[] seed) {
        this.recording = recording;
        this.target = target;
        boolean[] leading = LocalRatios.leading(recording, target);
        List<Quantity> all = new ArrayList<>();
        all.add(target);
        for (Step step : recording.steps()) {
            for (Quantity q : step.outputs()) if (q != target && leading[recording.order(q.node())]) all.add(q);
        }
        first = new int[recording.quantities()];
        Arrays.fill(first, -1);
        long total = 0;
        for (Quantity q : all) {
            first[q.place()] = (int) total;
            total += q.tensor().size();
            if (total > MOST_RATIOS) throw tooMany();
        }
        int n = (int) total;
        quantities = all.toArray(Quantity[]::new);
        strongest = new double[n];
        sum = new double[n];
        magnitude = new double[n];
        count = new long[n];
        reached = new boolean[n];
        head = new int[n];
        Arrays.fill(head, -1);
        Quantity result = recording.of(recording.result());
        if (result == null || first[result.place()] < 0) return;
        for (int e = 0; e < seed.length; e++) {
            int at = first[result.place()] + e;
            reached[at] = seed[e] != 0 || seed.length == 1;
            strongest[at] = sum[at] = seed[e];
            magnitude[at] = Math.abs(seed[e]);
            count[at] = seed[e] != 0 ? 1 : 0;
        }
        List<Step> steps = recording.steps();
        for (int i = steps.size() - 1; i >= 0; i--) pass(steps.get(i), leading);
    }

    private static IllegalArgumentException tooMany() {
        return new IllegalArgumentException("an explanation entry by entry was asked for, but there are more than " + MOST_RATIOS
                + " ratios between entries; explain a smaller tensor, or one sample of the batch");
    }

    private void pass(Step step, boolean[] leading) {
        LocalRatios local = new LocalRatios(recording, step, leading);
        boolean diagonal = step.outputs().size() == 1 && local.isDiagonal();
        for (Quantity output : step.outputs()) {
            if (output == target || first[output.place()] < 0) continue;
            int start = first[output.place()];
            if (diagonal) {
                if (!anyReached(start, output.tensor().size())) continue;
                local.diagonal().forEach((q, r) -> {
                    for (int e = 0; e < r.length; e++) if (reached[start + e]) link(step, q, e, start + e, r[e]);
                });
                continue;
            }
            boolean single = output.tensor().size() == 1;
            for (int e = 0; e < output.tensor().size(); e++) {
                if (!reached[start + e]) continue;
                int upper = start + e;
                local.of(output, e).forEach((q, r) -> {
                    boolean keepZeros = single && r.length == 1;
                    for (int b = 0; b < r.length; b++) if (r[b] != 0 || keepZeros) link(step, q, b, upper, r[b]);
                });
            }
        }
    }

    /// As the rules do it: where nothing arrives nothing goes on, whatever the slope, even an infinite one.
    static double times(double a, double b) { return a == 0 || b == 0 ? 0 : a * b; }

    private boolean anyReached(int start, int size) {
        for (int e = start; e < start + size; e++) if (reached[e]) return true;
        return false;
    }

    private void link(Step step, Quantity lower, int entry, int upper, double r) {
        if (first[lower.place()] < 0) return;
        int at = first[lower.place()] + entry;
        if (links == next.length) {
            if (links >= MOST_RATIOS) throw tooMany();
            int more = links * 2;
            next = Arrays.copyOf(next, more);
            above = Arrays.copyOf(above, more);
            ratio = Arrays.copyOf(ratio, more);
            by = Arrays.copyOf(by, more);
        }
        next[links] = head[at];
        above[links] = upper;
        ratio[links] = r;
        by[links] = step;
        head[at] = links++;
        reached[at] = true;
        if (r == 0) return;
        double product = times(strongest[upper], r);
        if (count[at] == 0 || Math.abs(product) > Math.abs(strongest[at])) strongest[at] = product;
        sum[at] += times(sum[upper], r);
        magnitude[at] += times(magnitude[upper], Math.abs(r));
        long ways = count[at] + count[upper];
        count[at] = ways < 0 ? Long.MAX_VALUE : ways;
    }

    /// The sum over all ways from an entry: its gradient.
    double sum(int entry) { return sum[first[target.place()] + entry]; }

    /// The sum of their sizes.
    double magnitude(int entry) { return magnitude[first[target.place()] + entry]; }

    /// How many there are without a ratio that is 0; [Long#MAX_VALUE] if more than can be counted.
    long count(int entry) { return count[first[target.place()] + entry]; }

    /// A place in the search: an entry, and how it was reached from below.
    private record Partial(int entry, double product, int depth, @Nullable Partial before, int link) {}

    /// The strongest ways from an entry, exactly, the strongest first. Where all have a ratio that is 0, one of those.
    List<Way> strongest(int entry, int most) {
        int start = first[target.place()] + entry;
        if (!reached[start]) return List.of();
        boolean zero = count[start] == 0;
        PriorityQueue<Partial> open = new PriorityQueue<>((a, b) -> {
            int order = Double.compare(Math.abs(times(b.product, strongest[b.entry])), Math.abs(times(a.product, strongest[a.entry])));
            return order != 0 ? order : Integer.compare(b.depth, a.depth);
        });
        open.add(new Partial(start, 1, 0, null, -1));
        List<Way> found = new ArrayList<>();
        int wanted = zero ? 1 : most;
        for (int steps = 0; !open.isEmpty() && found.size() < wanted && steps < LONGEST_SEARCH; steps++) {
            Partial p = open.remove();
            if (head[p.entry] < 0) {
                found.add(way(p));
                continue;
            }
            for (int l = head[p.entry]; l >= 0; l = next[l]) {
                if (!zero && (ratio[l] == 0 || count[above[l]] == 0)) continue;
                open.add(new Partial(above[l], times(p.product, ratio[l]), p.depth + 1, p, l));
            }
        }
        return found;
    }

    private Way way(Partial end) {
        List<Link> up = new ArrayList<>();
        for (Partial p = end; p.before != null; p = p.before) {
            Quantity upper = quantity(p.entry);
            Quantity lower = quantity(p.before.entry);
            up.addFirst(new Link(by[p.link], upper, p.entry - first[upper.place()], lower, p.before.entry - first[lower.place()], ratio[p.link]));
        }
        double seed = strongest[end.entry];
        return new Way(List.copyOf(up), seed, times(end.product, seed));
    }

    private Quantity quantity(int entry) {
        int low = 0;
        int high = quantities.length - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (first[quantities[middle].place()] <= entry) low = middle;
            else high = middle - 1;
        }
        return quantities[low];
    }

    /// The entries that lie on the ways from an entry, by quantity, in the order in which they were made; at most `most` of
    /// each are listed, and the number that there is.
    List<Crossing> crossings(int entry, int most) {
        boolean[] on = new boolean[head.length];
        on[first[target.place()] + entry] = true;
        List<Crossing> r = new ArrayList<>();
        for (Quantity q : quantities) {
            int from = first[q.place()];
            List<Integer> listed = new ArrayList<>();
            int total = 0;
            for (int e = from; e < from + q.tensor().size(); e++) {
                if (!on[e]) continue;
                if (total++ < most) listed.add(e - from);
                for (int l = head[e]; l >= 0; l = next[l]) on[above[l]] = true;
            }
            if (q != target && total > 0) r.add(new Crossing(q, List.copyOf(listed), total));
        }
        return r;
    }

    /// What an entry is going through, within one quantity.
    record Crossing(Quantity quantity, List<Integer> entries, int total) {}
}
