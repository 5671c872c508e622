package dev.jacobi.cli;

import dev.jacobi.train.Model;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/// Which model is asked.
final class ModelOption {
    @Option(names = "--model", paramLabel = "FILE|FOLDER", required = true, description = "A model (model.safetensors), or the folder of a run that has one.")
    private Path file = Path.of("");

    Model load() throws IOException { return Model.load(file(file)); }

    /// The model's file, if a run's folder is named.
    static Path file(Path named) {
        if (!Files.isDirectory(named)) return named;
        Path inside = named.resolve("model.safetensors");
        if (Files.exists(inside)) return inside;
        throw new WrongInput(named + " has no model.safetensors yet; go on with the run: jacobi train --resume " + named);
    }
}
