package dev.jacobi.bench.peers;

import dev.jacobi.bench.Workload;
import java.io.IOException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// One workload as all libraries do it.
///
/// @param times microseconds a step in each round
/// @param starts seconds from the start of a JVM to its first step
/// @param memory peak megabytes
record Measured(Workload workload, Map<Library, double[]> times, Map<Library, Double> starts, Map<Library, Double> memory) {
    private static final int STEPS = 4;
    private static final double TOLERANCE = 2e-3;

    /// Lets the libraries take turns.
    ///
    /// @throws IOException if a child ends, or comes to other numbers than the first
    static Measured of(Workload workload, List<Library> libraries, int threads, int rounds, double seconds) throws IOException {
        Measured m = new Measured(workload, new EnumMap<>(Library.class), new EnumMap<>(Library.class), new EnumMap<>(Library.class));
        Map<Library, Runner> runners = new EnumMap<>(Library.class);
        try {
            for (Library l : libraries) if (l.does(workload)) runners.put(l, new Runner(l, workload, threads));
            for (Runner r : runners.values()) m.starts.put(r.library(), r.startSeconds());
            requireAgreement(runners, workload);
            for (Runner r : runners.values()) r.ask("warm 10");
            for (Library l : runners.keySet()) m.times.put(l, new double[rounds]);
            for (int i = 0; i < rounds; i++) {
                for (Runner r : runners.values()) m.time(r.library())[i] = Double.parseDouble(r.ask("round " + seconds));
            }
            for (Runner r : runners.values()) m.memory.put(r.library(), Double.parseDouble(r.ask("memory")) / 1024);
        } finally {
            for (Runner r : runners.values()) r.close();
        }
        return m;
    }

    /// Compares losses and results after some steps: relative to the loss, and to the norm of each array.
    private static void requireAgreement(Map<Library, Runner> runners, Workload workload) throws IOException {
        double[] first = null;
        for (Runner r : runners.values()) {
            String answer = r.ask("steps " + STEPS);
            double[] now = Arrays.stream(answer.split(" ")).mapToDouble(Double::parseDouble).toArray();
            if (first == null) first = now;
            boolean same = now.length == first.length && near(now[0], first[0], Math.abs(first[0]));
            for (int i = 1; same && i < now.length; i += 2) {
                same = near(now[i], first[i], first[i]) && near(now[i + 1], first[i + 1], first[i]);
            }
            if (!same) {
                throw new IOException(workload.id() + ": " + r.library().title() + " comes to " + answer + ", but the first to "
                        + Arrays.toString(first));
            }
        }
    }

    private static boolean near(double a, double b, double size) { return Math.abs(a - b) <= TOLERANCE * size; }

    /// The median time of a library.
    double median(Library library) { return median(sorted(time(library))); }

    /// How many times as long as ours another takes: the median of the rounds, the least, the most.
    double[] ratio(Library ours, Library other) {
        double[] r = new double[time(ours).length];
        for (int i = 0; i < r.length; i++) r[i] = time(other)[i] / time(ours)[i];
        double[] s = sorted(r);
        return new double[] {median(s), s[0], s[s.length - 1]};
    }

    private double[] time(Library library) {
        double[] t = times.get(library);
        if (t == null) throw new IllegalArgumentException(library.title() + " was not measured with " + workload.id());
        return t;
    }

    private static double[] sorted(double[] x) {
        double[] r = x.clone();
        Arrays.sort(r);
        return r;
    }

    private static double median(double[] sorted) { return (sorted[sorted.length / 2] + sorted[(sorted.length - 1) / 2]) / 2; }
}
