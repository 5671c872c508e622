package dev.jacobi.explain;

import dev.jacobi.explain.notation.Digits;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// What comes out where paths are forgotten, or averaged in place of added.
final class PathMistakes {
    private static final int ALL_CHOICES = 6; // of so few paths, every choice is tried
    private static final int LONGEST_TEXT = 30;

    private final Ways ways;
    private final int n;
    /// Groups of paths by what only they pass.
    private final Map<BitSet, String> labels = new LinkedHashMap<>();

    PathMistakes(Ways ways) {
        this.ways = ways;
        this.n = ways.all().size();
        label();
    }

    private void label() {
        Map<String, BitSet> through = new LinkedHashMap<>();
        List<List<String>> passed = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            List<String> names = new ArrayList<>();
            List<Routes.Link> links = ways.all().get(i).links();
            for (int k = 0; k + 1 < links.size(); k++) {
                String name = name(links.get(k));
                names.add(name);
                through.computeIfAbsent(name, _ -> new BitSet()).set(i);
            }
            passed.add(names);
        }
        // of an incomplete list, it isn't known which others pass there, too
        if (ways.isComplete()) {
            through.forEach((name, set) -> {
                if (set.cardinality() < n) labels.putIfAbsent(set, "through " + name);
            });
        }
        for (int i = 0; i < n; i++) {
            String own = passed.get(i).stream().filter(name -> through.getOrDefault(name, new BitSet()).cardinality() < n)
                    .collect(Collectors.joining(" and "));
            labels.putIfAbsent(only(i), own.isEmpty() ? "straight to " + ways.explanation().resultName() : "through " + own);
        }
    }

    private static BitSet only(int i) {
        BitSet r = new BitSet();
        r.set(i);
        return r;
    }

    /// What a link leads to: `o[0]`, or `b = max(y, z)` where that is short.
    private static String name(Routes.Link link) {
        Quantity q = link.upper();
        String text = link.step().text();
        boolean tell = q.shape().rank() == 0 && !text.isEmpty() && text.length() <= LONGEST_TEXT && link.step().outputs().size() == 1;
        return q.entry(link.upperEntry()) + (tell ? " = " + text : "");
    }

    /// Some paths alone: first groups that pass the same, then any.
    List<Mistake> forgotten() {
        List<Mistake> r = new ArrayList<>();
        if (ways.count() < 2) return r;
        Set<BitSet> kept = new LinkedHashSet<>();
        for (BitSet set : labels.keySet()) {
            if (ways.isComplete()) kept.add(set);
            else if (set.cardinality() == 1) kept.add(set);
        }
        for (BitSet set : labels.keySet()) kept.add(without(set));
        if (n <= ALL_CHOICES && ways.isComplete()) {
            for (int choice = 1; choice < (1 << n) - 1; choice++) kept.add(BitSet.valueOf(new long[] {choice}));
        }
        for (BitSet set : kept) {
            boolean few = labels.containsKey(set) || !labels.containsKey(without(set)) && ways.isComplete();
            BitSet lost = without(set);
            double alone = sum(set);
            // of an incomplete list, the others are what remains of the sum
            double value = few || ways.isComplete() ? alone : ways.right() - sum(lost);
            r.add(new Mistake(Diagnosis.Verdict.PATH_FORGOTTEN, few ? "only " + text(set) : "without " + text(lost), value, given -> sentence(given, set, lost, few)));
        }
        return r;
    }

    private String sentence(String given, BitSet kept, BitSet lost, boolean few) {
        double missing = few ? ways.right() - sum(kept) : sum(lost);
        String adds = ways.count() - (few ? kept.cardinality() : ways.count() - lost.cardinality()) == 1 ? " adds " : " add ";
        String others = few && !ways.isComplete() ? "the other " + (ways.count() - kept.cardinality()) + " paths" : text(lost);
        return (few ? given + " is only " + text(kept) + "; " : given + " leaves out " + text(lost) + "; ")
                + others + adds + Digits.SIX.of(missing) + "; the sum is " + Digits.SIX.of(ways.right());
    }

    private BitSet without(BitSet set) {
        BitSet r = new BitSet();
        r.set(0, n);
        r.andNot(set);
        return r;
    }

    private double sum(BitSet set) { return set.stream().mapToDouble(i -> ways.all().get(i).product()).sum(); }

    private String text(BitSet set) {
        String label = labels.get(set);
        if (label == null) {
            if (set.cardinality() > ALL_CHOICES) return set.cardinality() + " of the paths";
            label = set.stream().mapToObj(i -> labels.get(only(i))).collect(Collectors.joining(" and "));
        }
        return (set.cardinality() == 1 ? "the path " : "the paths ") + label;
    }

    /// The sum over the paths divided by their number, or by the number of branches at one place.
    List<Mistake> averaged() {
        Set<Long> numbers = new LinkedHashSet<>();
        if (ways.count() > 1 && ways.count() < 10_000) numbers.add(ways.count());
        Map<String, Set<String>> above = new LinkedHashMap<>();
        for (Routes.Link link : ways.links()) {
            above.computeIfAbsent(link.lower().entry(link.lowerEntry()), _ -> new HashSet<>()).add(link.upper().entry(link.upperEntry()));
        }
        for (Set<String> branches : above.values()) if (branches.size() > 1) numbers.add((long) branches.size());
        List<Mistake> r = new ArrayList<>();
        for (long number : numbers) {
            String sum = n <= 4 && ways.isComplete()
                    ? EntryText.signed(ways.all().stream().map(Routes.Way::product).toList(), Digits.SIX) + " = " : "";
            String or = number == 2 && ways.squares() ? " (or the 2 in the derivative of the square is missing)" : "";
            r.add(new Mistake(Diagnosis.Verdict.MEAN_OF_PATHS, "mean of " + number, ways.right() / number,
                    given -> given + " is the mean of the " + number + (number == ways.count() ? " paths" : " branches")
                            + "; they are added, not averaged: " + sum + Digits.SIX.of(ways.right()) + or));
        }
        return r;
    }
}
