package dev.jacobi.bench.peers;

import dev.jacobi.bench.Step;
import dev.jacobi.bench.Workload;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Collectors;

/// One library doing one workload in a JVM of its own, when it is told to: it reads commands and answers each with a line.
/// Between two commands it sleeps, so that others can be measured.
final class Child {
    private static final long ROUND = 200_000_000L;
    private static final int STEADY = 5;

    private final Step step;

    private Child(Step step) { this.step = step; }

    /// @param arguments the library, the workload, the number of threads
    public static void main(String[] arguments) throws IOException {
        Step step = Library.valueOf(arguments[0]).step(Workload.of(arguments[1]), Integer.parseInt(arguments[2]));
        step.run();
        System.out.println("ready");
        Child child = new Child(step);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) System.out.println(child.answer(line.split(" ")));
        System.exit(0);   // native threads may still be there
    }

    private String answer(String[] command) throws IOException {
        return switch (command[0]) {
            case "steps" -> steps(Integer.parseInt(command[1]));
            case "warm" -> warm(Double.parseDouble(command[1]));
            case "round" -> String.valueOf(round((long) (Double.parseDouble(command[1]) * 1e9)));
            case "memory" -> String.valueOf(peakKilobytes());
            default -> throw new IllegalArgumentException("no such command: " + command[0]);
        };
    }

    /// The last loss, and for each array of results its norm and its product with a vector of random signs.
    private String steps(int count) {
        double loss = 0;
        for (int i = 0; i < count; i++) loss = step.run();
        return loss + " " + step.results().stream().map(Child::summary).collect(Collectors.joining(" "));
    }

    private static String summary(float[] x) {
        Random signs = new Random(x.length);
        double squares = 0;
        double product = 0;
        for (float v : x) {
            squares += (double) v * v;
            product += signs.nextBoolean() ? v : -v;
        }
        return Math.sqrt(squares) + " " + product;
    }

    /// Goes on until some rounds in a row were no faster than those before, or the time is over.
    private String warm(double seconds) {
        long end = System.nanoTime() + (long) (seconds * 1e9);
        double best = Double.MAX_VALUE;
        for (int since = 0; since < STEADY && System.nanoTime() < end; since++) {
            double time = round(ROUND);
            if (time < 0.95 * best) {
                best = time;
                since = -1;
            }
        }
        return "warm";
    }

    /// Microseconds a step.
    private double round(long nanos) {
        long start = System.nanoTime();
        long now = start;
        long count = 0;
        for (; now - start < nanos; count++) {
            step.run();
            now = System.nanoTime();
        }
        return (now - start) / 1e3 / count;
    }

    /// The most memory that this process ever held, as Linux counts it.
    private static long peakKilobytes() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("VmHWM:")) return Long.parseLong(line.replaceAll("\\D", ""));
        }
        throw new IOException("/proc/self/status tells no VmHWM");
    }
}
