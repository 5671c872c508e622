package dev.jacobi.bench.peers;

import dev.jacobi.bench.Workload;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A [Child] from outside.
final class Runner implements AutoCloseable {
    private final Library library;
    private final Process process;
    private final BufferedReader in;
    private final PrintWriter out;
    private final Path errors;
    private final double startSeconds;

    /// Starts it and waits until it has made its first step. It gets the options of this JVM.
    Runner(Library library, Workload workload, int threads) throws IOException {
        this.library = library;
        List<String> command = new ArrayList<>(List.of(ProcessHandle.current().info().command().orElse("java")));
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-Djacobi.threads=" + threads,
                "-Dorg.bytedeco.javacpp.maxBytes=0", "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0",   // no limits
                "-cp", System.getProperty("java.class.path"), Child.class.getName(),
                library.name(), workload.id(), String.valueOf(threads)));
        errors = Files.createTempFile("peers", ".log");
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
        builder.environment().put("OMP_NUM_THREADS", String.valueOf(threads));
        builder.environment().put("OPENBLAS_NUM_THREADS", String.valueOf(threads));
        builder.environment().put("TF_CPP_MIN_LOG_LEVEL", "2");
        long start = System.nanoTime();
        process = builder.directory(new File(".")).start();
        in = process.inputReader(StandardCharsets.UTF_8);
        out = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
        String ready = line();
        startSeconds = (System.nanoTime() - start) / 1e9;
        if (!ready.equals("ready")) throw new IOException(library.title() + " begins with: " + ready);
    }

    Library library() { return library; }

    /// From the start of the JVM to the end of the first step, libraries loaded.
    double startSeconds() { return startSeconds; }

    /// What the child answers to a command.
    String ask(String command) throws IOException {
        out.println(command);
        return line();
    }

    private String line() throws IOException {
        String line = in.readLine();
        if (line == null) throw new IOException(library.title() + " ended; it said:\n" + Files.readString(errors));
        return line;
    }

    @Override public void close() throws IOException {
        out.close();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
        }
        Files.delete(errors);
    }
}
