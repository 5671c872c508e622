package dev.jacobi.data;

import dev.jacobi.tensor.Shape;
import dev.jacobi.io.Decimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How a row of a table becomes numbers for a network, and what the network's outputs mean.
/// It is fitted to the rows that are learned, never to those that test, and travels with the
/// model.
///
/// @param inputs the columns that the network sees, in its order
/// @param target the column that it learns
public record TableEncoding(List<Input> inputs, Target target) implements Encoding {

    public TableEncoding { inputs = List.copyOf(inputs); }

    /// A column that the network sees.
    public sealed interface Input {
        String name();

        /// How many of the network's inputs it takes.
        int width();
    }

    /// A number, brought to mean 0 and deviation 1.
    ///
    /// @param mean over the rows that were learned
    /// @param deviation their standard deviation; 0 for a column that never changes, which is 0 to the network
    public record NumberInput(String name, double mean, double deviation) implements Input {
        @Override public int width() { return 1; }

        float scaled(double value) {
            return deviation == 0 || Double.isNaN(value) ? 0 : (float) ((value - mean) / deviation);
        }
    }

    /// One of several texts: an input for each, which is 1 for the text of the row and 0 for the others. A text
    /// that was never learned, and a missing one, is 0 everywhere.
    public record CategoryInput(String name, List<String> categories) implements Input {
        public CategoryInput { categories = List.copyOf(categories); }

        @Override public int width() { return categories.size(); }
    }

    /// The column that is learned.
    public sealed interface Target {
        String name();

        /// How many outputs the network has for it.
        int width();
    }

    /// One of several classes; the network has an output for each.
    public record ClassTarget(String name, List<String> classes) implements Target {
        public ClassTarget { classes = List.copyOf(classes); }

        @Override public int width() { return classes.size(); }
    }

    /// A number; the network learns it with mean 0 and deviation 1.
    public record NumberTarget(String name, double mean, double deviation) implements Target {
        @Override public int width() { return 1; }

        /// The number that an output of the network stands for.
        public double number(double output) { return mean + (deviation == 0 ? 0 : output * deviation); }

        float scaled(double value) { return deviation == 0 ? 0 : (float) ((value - mean) / deviation); }
    }

    /// How many inputs the network has.
    public int width() { return inputs.stream().mapToInt(Input::width).sum(); }

    @Override public Shape shape() { return Shape.of(width()); }

    /// Encodes a row: a number for each input column, for a category its place among the known ones, or −1.
    void encode(double[] row, float[] into, int start) {
        int at = start;
        for (int i = 0; i < inputs.size(); i++) {
            switch (inputs.get(i)) {
                case NumberInput number -> into[at] = number.scaled(row[i]);
                case CategoryInput category -> {
                    for (int k = 0; k < category.width(); k++) into[at + k] = k == row[i] ? 1 : 0;
                }
            }
            at += inputs.get(i).width();
        }
    }

    /// Encodes a row that is given as text by column.
    ///
    /// @throws IllegalArgumentException if a column is missing, a number is none, or a category was never learned
    public float[] row(Map<String, String> texts) {
        double[] row = new double[inputs.size()];
        for (int i = 0; i < row.length; i++) {
            String text = texts.get(inputs.get(i).name());
            if (text == null) {
                throw new IllegalArgumentException("the model needs the columns " + names() + ", but \"" + inputs.get(i).name() + "\" isn't among "
                        + texts.keySet());
            }
            row[i] = value(i, text);
        }
        float[] r = new float[width()];
        encode(row, r, 0);
        return r;
    }

    private double value(int i, String text) {
        switch (inputs.get(i)) {
            case NumberInput number -> {
                if (text.isEmpty()) return Double.NaN;
                double value = Decimal.parse(text);
                if (!Double.isNaN(value)) return value;
                throw new IllegalArgumentException("the column \"" + number.name() + "\" holds numbers, but got \"" + text + "\"");
            }
            case CategoryInput category -> {
                int place = category.categories().indexOf(text);
                if (place >= 0 || text.isEmpty()) return place;
                throw new IllegalArgumentException("the column \"" + category.name() + "\" was learned with "
                        + (category.width() <= 10 ? category.categories() : category.width() + " different texts") + ", but got \"" + text + "\"");
            }
        }
    }

    /// The input with this name.
    @Nullable Input input(String name) {
        for (Input input : inputs) if (input.name().equals(name)) return input;
        return null;
    }

    /// The names of all columns that a row needs, the target not among them.
    public List<String> names() { return inputs.stream().map(Input::name).toList(); }
}
