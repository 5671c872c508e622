package dev.jacobi.cli;

import dev.jacobi.data.ImageEncoding;
import dev.jacobi.data.ImageSamples;
import dev.jacobi.data.Samples;
import dev.jacobi.data.TableEncoding;
import dev.jacobi.data.TableSamples;
import dev.jacobi.io.Json;
import dev.jacobi.io.MnistFolder;
import dev.jacobi.nn.Confusion;
import dev.jacobi.train.Evaluation;
import dev.jacobi.train.Model;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `jacobi evaluate`: how well a model does on data whose answers are known.
@Command(
    name = "evaluate",
    description = "Tells how well a model does on data whose answers are known.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {"", "Example:", "  jacobi evaluate --model runs/houses-1 --data more-houses.csv"})
final class Evaluate implements Callable<Integer> {
    @Mixin private final ModelOption model = new ModelOption();

    @Option(names = "--data", paramLabel = "FILE|FOLDER", required = true,
        description = "A table with the model's columns, or a folder of images whose t10k files are asked.")
    private Path data = Path.of("");

    @Mixin private final TableOptions table = new TableOptions();

    @Option(names = "--json", description = "Prints a JSON object, and nothing else.")
    private boolean json;

    @Spec private CommandSpec spec = CommandSpec.create(); // the field is set by picocli

    @Override
    public Integer call() throws IOException {
        Model asked = model.load();
        Samples samples = switch (asked.encoding()) {
            case TableEncoding encoding -> new TableSamples(table.csv(data, Path.of("")).like(encoding), encoding);
            case ImageEncoding encoding -> new ImageSamples(MnistFolder.read(data, encoding.target().width()).test(), encoding);
        };
        Evaluation evaluation = asked.evaluate(samples);
        Confusion confusion = evaluation.confusion();
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            Map<String, Object> r = new LinkedHashMap<>(evaluation.measures());
            r.put("count", evaluation.count());
            if (confusion != null) {
                List<String> classes = confusion.classes();
                r.put("classes", classes);
                r.put("confusion", IntStream.range(0, classes.size()).mapToObj(i -> IntStream.range(0, classes.size())
                    .mapToObj(k -> confusion.count(i, k)).toList()).toList());
            }
            out.println(Json.write(r));
        } else {
            out.println(EpochLines.measures(evaluation) + ", of " + evaluation.count());
            if (confusion != null) out.println(System.lineSeparator() + confusion);
        }
        return ExitCode.DONE;
    }
}
