package dev.jacobi.cli;

import dev.jacobi.data.ImageEncoding;
import dev.jacobi.data.ImageSamples;
import dev.jacobi.data.TableEncoding;
import dev.jacobi.data.TableRows;
import dev.jacobi.io.CsvText;
import dev.jacobi.io.Json;
import dev.jacobi.io.MnistFolder;
import dev.jacobi.train.Model;
import dev.jacobi.train.Prediction;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `jacobi predict`: a model's answer for each row, in the order of the file.
@Command(
    name = "predict",
    description = "Prints a model's answer for each row of a table, as CSV and in the table's order.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {"", "Example:", "  jacobi predict --model runs/houses-1 --data new-houses.csv > prices.csv"})
final class Predict implements Callable<Integer> {
    private static final int CHUNK = 1000;

    private enum Unknown { ERROR, NONE }

    @Mixin private final ModelOption model = new ModelOption();

    @Option(names = "--data", paramLabel = "FILE|FOLDER", required = true,
        description = "A table with the model's columns; others don't matter. Or a folder of images whose t10k files are asked.")
    private Path data = Path.of("");

    @Mixin private final TableOptions table = new TableOptions();

    @Option(names = "--unknown", paramLabel = "WHAT", defaultValue = "error",
        description = "A category that was never learned: error, or none, which takes it for none of the known. Default: ${DEFAULT-VALUE}.")
    private Unknown unknown = Unknown.ERROR;

    @Option(names = "--json", description = "Prints a JSON object for each row, with the probabilities of all classes.")
    private boolean json;

    @Spec private CommandSpec spec = CommandSpec.create(); // the field is set by picocli

    @Override
    public Integer call() throws IOException, InterruptedException {
        Model asked = model.load();
        PrintWriter out = spec.commandLine().getOut();
        List<String> classes = asked.classes();
        switch (asked.encoding()) {
            case ImageEncoding encoding -> {
                ImageSamples images = new ImageSamples(MnistFolder.read(data, 256).test(), encoding);
                title(classes, out);
                for (var batch : images.inOrder(CHUNK)) print(asked.predict(batch.x()), classes, out);
            }
            case TableEncoding encoding -> {
                try (TableRows rows = TableRows.open(table.csv(data, Path.of("")), encoding, unknown == Unknown.NONE)) {
                    title(classes, out);
                    List<float[]> chunk = new ArrayList<>();
                    for (float[] row = rows.next(); row != null; row = rows.next()) {
                        chunk.add(row);
                        if (chunk.size() == CHUNK) {
                            print(asked.predict(chunk), classes, out);
                            chunk.clear();
                        }
                    }
                    if (!chunk.isEmpty()) print(asked.predict(chunk), classes, out);
                }
            }
        }
        return ExitCode.DONE;
    }

    private void title(List<String> classes, PrintWriter out) {
        if (!json) out.println(classes.isEmpty() ? "prediction" : "prediction,probability");
    }

    private void print(List<Prediction> predictions, List<String> classes, PrintWriter out) throws InterruptedException {
        if (Thread.interrupted()) throw new InterruptedException();
        for (Prediction p : predictions) {
            if (json) {
                Map<String, Object> r = new LinkedHashMap<>();
                r.put("prediction", classes.isEmpty() ? (Object) p.value() : p.label());
                if (!classes.isEmpty()) {
                    Map<String, Object> all = new LinkedHashMap<>();
                    for (int k = 0; k < classes.size(); k++) all.put(classes.get(k), p.probabilities().get(k));
                    r.put("probabilities", all);
                }
                out.println(Json.write(r));
            } else {
                out.println(classes.isEmpty() ? p.label() : CsvText.quoted(p.label()) + "," + (float) p.probability());
            }
        }
    }
}
