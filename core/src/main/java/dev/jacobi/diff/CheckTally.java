package dev.jacobi.diff;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a gradient check has found so far.
final class CheckTally {
    private final double tolerance;
    long entries;
    private int checked;
    private GradCheck.Entry worst = new GradCheck.Entry("", 0, 0, 0, 0, 0, true, false);
    private final List<GradCheck.Entry> kinks = new ArrayList<>();
    private double uncertainty;
    private @Nullable Double modes;

    CheckTally(double tolerance) { this.tolerance = tolerance; }

    /// @param scale what errors are divided by
    void add(String path, int index, double analytic, Difference d, double scale) {
        boolean right = d.allows(analytic, tolerance, scale);
        double error = right && d.broken() ? 0 : Math.abs(analytic - d.value()) / scale;
        var e = new GradCheck.Entry(path, index, analytic, d.value(), d.uncertainty(), error, right, d.kink());
        boolean worse = worst.right() ? !right || error > worst.error() : !right && !(error <= worst.error());
        if (checked++ == 0 || worse) worst = e;
        if (d.kink()) kinks.add(e);
        uncertainty = Math.max(uncertainty, d.uncertainty());
    }

    void modes(double difference) { modes = modes == null ? difference : Math.max(modes, difference); }

    GradCheck.Report report(double modesTolerance) {
        return new GradCheck.Report(worst, checked, entries, List.copyOf(kinks), tolerance, uncertainty, modes, modesTolerance);
    }
}
