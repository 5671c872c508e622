package dev.jacobi.train;

import dev.jacobi.data.Encoding;
import dev.jacobi.data.ImageEncoding;
import dev.jacobi.data.Samples;
import dev.jacobi.data.Table;
import dev.jacobi.data.TableEncoding;
import dev.jacobi.data.TableEncoding.ClassTarget;
import dev.jacobi.data.TableEncoding.NumberTarget;
import dev.jacobi.data.TableSamples;
import dev.jacobi.io.JsonObject;
import dev.jacobi.nn.Architecture;
import dev.jacobi.nn.Layer;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// A trained network with all that it takes to ask it: what its inputs are, how they are scaled, what its outputs
/// mean, and how it was made. Immutable; any number of threads may ask at once, and each gets the same bits.
///
/// ```java
/// Model model = Model.load(Path.of("iris.safetensors"));
/// String label = model.predict(Map.of("sepal_length", "5.1", "sepal_width", "3.5",
///     "petal_length", "1.4", "petal_width", "0.2")).label();
/// ```
///
/// @param network from encoded samples to outputs
/// @param encoding from samples to what the network takes, and from outputs to answers
/// @param objective what it was trained for, which says what its outputs are
/// @param made how it was made: versions, settings, the data's checksum; by name
public record Model(Layer network, Encoding encoding, Objective objective, Map<String, String> made) {
    private static final int VERSION = 1;

    public Model { made = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(made)); }

    /// Writes the model into a safetensors file; what was there before is replaced as a whole or not at all.
    public void save(Path file) throws IOException {
        Map<String, Object> description = new LinkedHashMap<>();
        description.put("kind", "model");
        description.put("version", VERSION);
        description.put("network", network.specification());
        description.put("objective", objective.toString());
        description.put("encoding", encoding.toJson());
        description.put("made", made);
        StateFile.write(file, StateFile.collected("", network), description);
    }

    /// Reads a model.
    ///
    /// @throws dev.jacobi.io.FormatException if the file isn't a model, or is damaged
    /// @throws IOException if there is no such file, or it can't be read
    public static Model load(Path file) throws IOException {
        StateFile state = StateFile.read(file);
        try {
            JsonObject description = state.description();
            if (!description.text("kind").equals("model") || description.whole("version") != VERSION) {
                throw new IllegalArgumentException("\"kind\" and \"version\" should be \"model\" and " + VERSION + ", but are \""
                        + description.text("kind") + "\" and " + description.whole("version"));
            }
            Layer network = state.fill("", Architecture.parse(description.text("network")));
            JsonObject made = description.object("made");
            return new Model(network, Encoding.of(description.object("encoding")), objective(description.text("objective")),
                    made.names().stream().collect(Collectors.toMap(name -> name, made::text, (a, _) -> a, LinkedHashMap::new)));
        } catch (IllegalArgumentException e) {
            throw StateFile.wrong(file, e);
        }
    }

    private static Objective objective(String name) {
        for (Objective objective : Objective.values()) if (objective.toString().equals(name)) return objective;
        throw new IllegalArgumentException("\"objective\" should be cross-entropy or squared, but is \"" + name + "\"");
    }

    /// Answers for one row of a table.
    ///
    /// @param row the text of each column by name; a number may be missing (""), which counts as the mean; other columns don't matter
    /// @throws IllegalArgumentException if a column is missing, a number is none, or a category was never learned
    public Prediction predict(Map<String, String> row) { return predict(List.of(table().row(row))).getFirst(); }

    /// Answers for rows that were encoded before, all at once.
    public List<Prediction> predict(List<float[]> rows) {
        Shape shape = encoding.shape();
        int size = shape.size();
        float[] x = new float[rows.size() * size];
        for (int i = 0; i < rows.size(); i++) System.arraycopy(rows.get(i), 0, x, i * size, size);
        return predict(Tensor.wrap(x, Shape.of(rows.size()).append(shape)));
    }

    /// Answers for samples that are encoded already.
    ///
    /// @param samples (batch, …) as the network takes them
    public List<Prediction> predict(Tensor samples) {
        Tensor outputs = network.apply(samples);
        List<Prediction> r = new ArrayList<>();
        switch (encoding.target()) {
            case NumberTarget number -> {
                for (double output : outputs.toDoubles()) {
                    double value = number.number(output);
                    r.add(new Prediction(String.valueOf((float) value), value, Double.NaN, List.of()));
                }
            }
            case ClassTarget target -> {
                double[] probabilities = objective.probabilities(outputs).toDoubles();
                long[] best = outputs.argMax(-1).toLongs();
                int width = target.width();
                for (int i = 0; i < best.length; i++) {
                    int start = i * width;
                    r.add(new Prediction(target.classes().get((int) best[i]), best[i], probabilities[start + (int) best[i]],
                            IntStream.range(0, width).mapToObj(k -> probabilities[start + k]).toList()));
                }
            }
        }
        return r;
    }

    /// How it does on a table that has its columns and its target.
    public Evaluation evaluate(Table table) { return evaluate(new TableSamples(table, table())); }

    /// How it does on samples that were encoded as this model wants them.
    public Evaluation evaluate(Samples samples) { return Evaluation.of(network, encoding, objective, samples); }

    /// The share of a table's rows that it classifies rightly, from 0 to 1.
    public double accuracy(Table table) { return evaluate(table).accuracy(); }

    /// The classes it answers with, none if it answers with numbers.
    public List<String> classes() { return encoding.target() instanceof ClassTarget target ? target.classes() : List.of(); }

    /// The encoding, if the model was made from a table.
    ///
    /// @throws IllegalArgumentException if it was made from images
    public TableEncoding table() {
        return switch (encoding) {
            case TableEncoding table -> table;
            case ImageEncoding image -> throw new IllegalArgumentException("this model takes images of " + image.rows() + "×" + image.columns()
                    + " pixels, but rows of a table were given");
        };
    }
}
