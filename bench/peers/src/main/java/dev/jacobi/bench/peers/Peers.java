package dev.jacobi.bench.peers;

import dev.jacobi.bench.Workload;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Jacobi beside other libraries: the same numbers, the same steps, as many threads. Prints tables in Markdown.
///
/// ```
/// mvn -Ppeers -q -DskipTests package
/// java -cp bench/peers/target/classes:$(cat bench/peers/target/classpath) dev.jacobi.bench.peers.Peers
/// ```
///
/// Each library does each workload in a JVM of its own, since they bring thread pools that spin, and since the JIT
/// compiler's view of a program with one network is what users see. The JVMs take turns: a round of this, a round of that.
/// Nothing is pinned. Before, all must have come to the same losses, gradients and parameters after some steps. The JVMs
/// get the options of this one.
///
/// Arguments: `--threads 1`, `--rounds 7`, `--seconds 0.4` (of a round), and names of workloads and libraries; none means
/// all.
public final class Peers {
    private final List<Measured> all = new ArrayList<>();
    private final List<Library> libraries = new ArrayList<>();
    private final List<Workload> workloads = new ArrayList<>();
    private int threads = 1;
    private int rounds = 7;
    private double seconds = 0.4;

    private Peers(String[] arguments) {
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "--threads" -> threads = Integer.parseInt(arguments[++i]);
                case "--rounds" -> rounds = Integer.parseInt(arguments[++i]);
                case "--seconds" -> seconds = Double.parseDouble(arguments[++i]);
                default -> name(arguments[i]);
            }
        }
        if (libraries.isEmpty()) libraries.addAll(List.of(Library.values()));
        if (workloads.isEmpty()) workloads.addAll(List.of(Workload.values()));
        libraries.removeIf(l -> workloads.stream().noneMatch(l::does));
    }

    private void name(String name) {
        for (Library l : Library.values()) {
            if (l.name().equalsIgnoreCase(name)) {
                libraries.add(l);
                return;
            }
        }
        workloads.add(Workload.of(name));
    }

    public static void main(String[] arguments) throws IOException {
        Peers peers = new Peers(arguments);
        for (Workload w : peers.workloads) {
            Measured m = Measured.of(w, peers.libraries, peers.threads, peers.rounds, peers.seconds);
            peers.all.add(m);
            System.err.println(w.id() + m.times().keySet().stream()
                    .map(l -> String.format(Locale.ROOT, "  %s %s us", l.title(), time(m.median(l)))).collect(Collectors.joining()));
        }
        peers.print();
    }

    private void print() {
        System.out.printf(Locale.ROOT, "Threads: %d. Microseconds a step, the median of %d rounds of %s s; how many times as long as "
                + "%s the others take: the median of the rounds (least to most).%n%n", threads, rounds, seconds, libraries.getFirst().title());
        List<Library> others = libraries.subList(1, libraries.size());
        List<String> head = new ArrayList<>();
        for (Library l : libraries) head.add(l.title() + ", µs");
        for (Library l : others) head.add(l.title() + " / " + libraries.getFirst().title());
        table(head, m -> {
            List<String> cells = new ArrayList<>();
            for (Library l : libraries) cells.add(m.times().containsKey(l) ? time(m.median(l)) : "–");
            for (Library l : others) cells.add(m.times().containsKey(l) ? ratio(m.ratio(libraries.getFirst(), l)) : "–");
            return cells;
        });
        System.out.println("\nSeconds from the start of the JVM to the end of the first step, and the most memory in MB that the "
                + "process ever held.\n");
        table(libraries.stream().map(Library::title).toList(), m -> libraries.stream()
                .map(l -> m.starts().containsKey(l) ? String.format(Locale.ROOT, "%.2f s, %.0f MB", m.starts().get(l), m.memory().get(l)) : "–")
                .toList());
    }

    private void table(List<String> head, Function<Measured, List<String>> cells) {
        System.out.println("| workload | " + String.join(" | ", head) + " |");
        System.out.println("|---" + "|---".repeat(head.size()) + "|");
        for (Measured m : all) System.out.println("| " + m.workload().title() + " | " + String.join(" | ", cells.apply(m)) + " |");
    }

    private static String time(double microseconds) { return String.format(Locale.ROOT, microseconds < 10 ? "%.2f" : microseconds < 1000 ? "%.1f" : "%.0f", microseconds); }

    private static String ratio(double[] r) { return String.format(Locale.ROOT, "%.2f (%.2f to %.2f)", r[0], r[1], r[2]); }
}
