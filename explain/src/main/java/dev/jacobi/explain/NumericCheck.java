package dev.jacobi.explain;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// All derivatives by the inputs against numeric estimates.
///
/// @param checked how many entries were looked at
/// @param entries how many there are
/// @param worst the largest difference, kinks aside
/// @param wrong those that don't agree
/// @param kinks those with a kink within the step
/// @param unknown those near which the result is no number, so that there is nothing to compare with
public record NumericCheck(int checked, long entries, double worst, List<Finding> wrong, List<Finding> kinks,
        List<Finding> unknown) {
    /// As many entries are checked; of more, so many are chosen, and fewer where each takes long.
    public static final int MOST = 1000;
    /// How many numbers may be computed for a check.
    private static final long WORK = 300_000_000;

    /// One entry.
    public record Finding(String name, double derivative, Numeric numeric) {}

    /// How many entries a check of an explanation looks at, at most.
    public static int affordable(Explanation e) { return (int) Math.clamp(WORK / e.numericCost(), 1, MOST); }

    /// @param most how many entries are looked at, at most
    static NumericCheck of(Explanation e, int most) {
        int affordable = Math.min(most, affordable(e));
        long entries = 0;
        for (Quantity q : e.inputs()) entries += q.shape().size();
        SplittableRandom random = new SplittableRandom(1);
        List<Finding> wrong = new ArrayList<>();
        List<Finding> kinks = new ArrayList<>();
        List<Finding> unknown = new ArrayList<>();
        double worst = 0;
        int checked = 0;
        for (Quantity q : e.inputs()) {
            int n = q.shape().size();
            boolean all = entries <= affordable;
            int share = all ? n : (int) Math.min(n, Math.max(1, (long) affordable * n / entries));
            for (int i = 0; i < share; i++) {
                int entry = all ? i : random.nextInt(n);
                Numeric numeric = e.numeric(q, entry, 1e-4);
                Finding f = new Finding("∂" + e.resultName() + "/∂" + q.entry(entry), e.derivative(q, entry), numeric);
                checked++;
                if (!numeric.isFinite()) {
                    unknown.add(f);
                    continue;
                }
                if (!numeric.right()) wrong.add(f);
                if (numeric.kink()) kinks.add(f);
                else worst = Math.max(worst, numeric.difference());
            }
        }
        return new NumericCheck(checked, entries, worst, List.copyOf(wrong), List.copyOf(kinks), List.copyOf(unknown));
    }
}
