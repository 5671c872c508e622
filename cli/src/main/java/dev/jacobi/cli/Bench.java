package dev.jacobi.cli;

import dev.jacobi.bench.JacobiSteps;
import dev.jacobi.bench.Kernel;
import dev.jacobi.bench.Machine;
import dev.jacobi.bench.Timing;
import dev.jacobi.bench.Workload;
import dev.jacobi.io.Json;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `jacobi bench`: how fast this machine is.
@Command(
    name = "bench",
    description = "Measures how fast this machine computes and learns: the best of many short runs.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
        "",
        "Examples:",
        "  jacobi bench",
        "  jacobi bench product lstm --seconds 5",
        "",
        "A fused multiply-add counts as two operations. A step of learning is the way",
        "forward, the way back and the update; \"as code\" runs line by line, \"compiled\"",
        "as one plan."
    })
final class Bench implements Callable<Integer> {
    /// How the time is shared: a kernel gets one part.
    private static final double PARTS_AS_CODE = 1.5;
    /// Plans have loops that are compiled while they run.
    private static final double PARTS_COMPILED = 3;

    @Parameters(paramLabel = "NAME", arity = "0..*", description = "Only what has this in its name. May be repeated.")
    private List<String> names = new ArrayList<>();

    @Option(names = "--seconds", paramLabel = "NUMBER", defaultValue = "20",
        description = "How long to measure, about. Default: ${DEFAULT-VALUE}.")
    private double seconds = 20;

    @Option(names = "--json", description = "Prints a JSON object, and nothing else.")
    private boolean json;

    @Spec private CommandSpec spec = CommandSpec.create(); // the field is set by picocli

    private final List<Map<String, Object>> kernelResults = new ArrayList<>();
    private final List<Map<String, Object>> stepResults = new ArrayList<>();

    @Override
    public Integer call() throws InterruptedException {
        if (!(seconds > 0 && seconds <= 3600)) {
            throw new WrongInput("--seconds needs a number above 0 and up to 3600, but got " + seconds + "; 20 is usual");
        }
        List<Kernel> kernels = Machine.kernels().stream().filter(k -> wanted(k.name())).toList();
        List<Workload> workloads = Arrays.stream(Workload.values()).filter(w -> !w.isProduct() && wanted(w.id(), w.title())).toList();
        if (kernels.isEmpty() && workloads.isEmpty()) {
            throw new WrongInput("nothing that is measured is called " + String.join(" or ", names) + "; there are "
                + String.join("; ", Stream.concat(Machine.kernels().stream().map(Kernel::name),
                    Arrays.stream(Workload.values()).filter(w -> !w.isProduct()).map(Workload::title)).toList()));
        }
        PrintWriter out = spec.commandLine().getOut();
        double part = seconds * 1e9 / (kernels.size() + (PARTS_AS_CODE + PARTS_COMPILED) * workloads.size());
        try (Progress progress = Progress.onStandardError(kernels.size() + workloads.size(), "measurements")) {
            if (!json) out.println(machine());
            int done = 0;
            for (Kernel k : kernels) {
                progress.update(done++, k.name());
                measure(k, (long) part, progress, out);
            }
            if (!json && !workloads.isEmpty()) {
                progress.clear();
                out.printf("%n%-42s %14s %14s%n", "A step of learning", "as code", "compiled");
            }
            for (Workload w : workloads) {
                progress.update(done++, w.title());
                measure(w, part, progress, out);
            }
            progress.clear();
        }
        if (json) out.println(Json.write(report()));
        out.flush();
        return ExitCode.DONE;
    }

    private boolean wanted(String... texts) {
        return names.isEmpty() || names.stream().anyMatch(n -> Arrays.stream(texts).anyMatch(t -> lower(t).contains(lower(n))));
    }

    private static String lower(String text) { return text.toLowerCase(Locale.ROOT); }

    private void measure(Kernel kernel, long nanos, Progress progress, PrintWriter out) {
        double best = Timing.best(kernel.prepared().get(), nanos);
        kernelResults.add(fields("name", kernel.name(), "microseconds", best / 1e3, kernel.unit().title(), kernel.rate(best)));
        if (json) return;
        progress.clear();
        out.printf(Locale.ROOT, "%-42s %14s %6.1f %s%n", kernel.name(), time(best), kernel.rate(best), kernel.unit().title());
    }

    private void measure(Workload workload, double part, Progress progress, PrintWriter out) {
        double asCode = Timing.best(JacobiSteps.of(workload, false)::run, (long) (PARTS_AS_CODE * part));
        double compiled = Timing.best(JacobiSteps.of(workload, true)::run, (long) (PARTS_COMPILED * part));
        stepResults.add(fields("name", workload.id(), "title", workload.title(),
            "microsecondsAsCode", asCode / 1e3, "microsecondsCompiled", compiled / 1e3));
        if (json) return;
        progress.clear();
        out.printf(Locale.ROOT, "%-42s %14s %14s%n", workload.title(), time(asCode), time(compiled));
    }

    /// In microseconds, with three digits or more.
    private static String time(double nanos) {
        double us = nanos / 1e3;
        return String.format(Locale.ROOT, us < 10 ? "%.2f us" : us < 100 ? "%.1f us" : "%,.0f us", us);
    }

    private static boolean vectors() { return ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent(); }

    private static String java() { return "Java " + Runtime.version(); }

    private static String system() { return System.getProperty("os.name") + " " + System.getProperty("os.arch"); }

    private static String machine() {
        int processors = Runtime.getRuntime().availableProcessors();
        return java() + ", " + system() + ", " + processors + (processors == 1 ? " processor" : " processors")
            + System.lineSeparator() + (vectors() ? "with the Vector API"
                : "without the Vector API, which java has with --add-modules jdk.incubator.vector") + System.lineSeparator();
    }

    private Map<String, Object> report() {
        return fields("java", java(), "system", system(), "processors", Runtime.getRuntime().availableProcessors(),
            "vectors", vectors(), "kernels", kernelResults, "steps", stepResults);
    }

    private static Map<String, Object> fields(Object... namesAndValues) {
        Map<String, Object> r = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) r.put((String) namesAndValues[i], namesAndValues[i + 1]);
        return r;
    }
}
