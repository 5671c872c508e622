package dev.jacobi.cli;

import dev.jacobi.io.Json;
import dev.jacobi.io.Safetensors;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `jacobi inspect`: what is in a safetensors file.
@Command(
    name = "inspect",
    description = "Tells what is in a safetensors file: a model or checkpoint of Jacobi, or weights from elsewhere.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {"", "Example:", "  jacobi inspect runs/houses-1"})
final class Inspect implements Callable<Integer> {
    @Parameters(paramLabel = "FILE|FOLDER", description = "The file, or the folder of a run.")
    private Path file = Path.of("");

    @Option(names = "--json", description = "Prints a JSON object, and nothing else.")
    private boolean json;

    @Spec private CommandSpec spec = CommandSpec.create(); // the field is set by picocli

    @Override
    public Integer call() throws IOException {
        Path named = ModelOption.file(file);
        List<Safetensors.Entry> entries = Safetensors.entries(named);
        PrintWriter out = spec.commandLine().getOut();
        Map<String, Object> metadata = new LinkedHashMap<>();
        Safetensors.metadata(named).forEach((name, text) -> metadata.put(name, parsed(text)));
        if (json) {
            List<Map<String, Object>> tensors = new ArrayList<>();
            for (Safetensors.Entry entry : entries) {
                Map<String, Object> t = new LinkedHashMap<>();
                t.put("name", entry.name());
                t.put("dtype", entry.dtype());
                t.put("shape", entry.shape());
                tensors.add(t);
            }
            Map<String, Object> all = new LinkedHashMap<>();
            all.put("metadata", metadata);
            all.put("tensors", tensors);
            out.println(Json.write(all));
            return ExitCode.DONE;
        }
        print("", metadata, out);
        int width = entries.stream().mapToInt(e -> e.name().length()).max().orElse(0);
        long numbers = 0;
        for (Safetensors.Entry entry : entries) {
            out.printf("%-" + Math.max(1, Math.min(50, width)) + "s  %-4s  %s%n", entry.name(), entry.dtype(), entry.shape());
            numbers += entry.shape().stream().reduce(1L, (a, b) -> a * b);
        }
        out.printf("%,d numbers in %d tensors%n", numbers, entries.size());
        return ExitCode.DONE;
    }

    /// A text that holds JSON is shown as what it says.
    private static @Nullable Object parsed(String text) {
        if (!text.startsWith("{")) return text;
        try {
            return Json.parse(text);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }

    private static void print(String indent, Map<?, ?> fields, PrintWriter out) {
        fields.forEach((name, value) -> {
            if (value instanceof Map<?, ?> inner) {
                out.println(indent + name + ":");
                print(indent + "  ", inner, out);
            } else {
                String text = value instanceof List<?> list ? list.size() + " of: " + (list.isEmpty() ? "" : Json.write(list.getFirst())) : value instanceof String t ? t : Json.write(value);
                int room = Math.max(20, 76 - indent.length() - String.valueOf(name).length());
                out.println(indent + name + ": " + (text.length() <= room ? text : text.substring(0, room - 1) + "…"));
            }
        });
    }
}
