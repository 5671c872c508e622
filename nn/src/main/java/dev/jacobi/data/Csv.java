package dev.jacobi.data;

import dev.jacobi.io.CsvLayout;
import dev.jacobi.io.CsvReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How a table is read from a text file, plain or .gz. Whatever isn't said is found out, and said where it could
/// be misunderstood.
///
/// ```java
/// Table table = Csv.read(Path.of("iris.csv")).target("species");
/// Table wine = Csv.read(Path.of("wine_data.csv")).skip(1).noHeader().target("c14");
/// ```
///
/// @param file with a row on each line
/// @param layout how the text is laid out
/// @param ignored columns that nobody learns from
/// @param categories columns whose numbers are names, such as postal codes
/// @param missing what becomes of rows with missing values
/// @param task what is asked; null to find it out: a text, or one of at most 20 whole numbers, is a class
/// @param targetFile where the column to learn stands alone, a value on each line; null if it is in the table
public record Csv(Path file, CsvLayout layout, List<String> ignored, List<String> categories, Missing missing,
        @Nullable Task task, @Nullable Path targetFile) {

    /// From a file with a header line; the methods below say otherwise.
    public static Csv read(Path file) { return new Csv(file, CsvLayout.DEFAULT, List.of(), List.of(), Missing.ERROR, null, null); }

    public Csv layout(CsvLayout other) { return new Csv(file, other, ignored, categories, missing, task, targetFile); }

    /// Passes over the first lines.
    public Csv skip(int lines) { return layout(layout.skip(lines)); }

    /// The first line is a row already; columns are called c1, c2 and so on.
    public Csv noHeader() { return layout(layout.noHeader()); }

    /// The names of the columns; the first line is a row already.
    public Csv columns(String... names) { return layout(layout.columns(List.of(names))); }

    /// What stands between the columns.
    public Csv delimiter(char character) { return layout(layout.delimiter(character)); }

    public Csv ignore(List<String> names) { return new Csv(file, layout, List.copyOf(names), categories, missing, task, targetFile); }

    public Csv categories(List<String> names) { return new Csv(file, layout, ignored, List.copyOf(names), missing, task, targetFile); }

    public Csv missing(Missing other) { return new Csv(file, layout, ignored, categories, other, task, targetFile); }

    public Csv task(@Nullable Task other) { return new Csv(file, layout, ignored, categories, missing, other, targetFile); }

    public Csv targetFile(@Nullable Path other) { return new Csv(file, layout, ignored, categories, missing, task, other); }

    public Csv file(Path other) { return new Csv(other, layout, ignored, categories, missing, task, targetFile); }

    /// Reads the table.
    ///
    /// @param target the column to learn: its name, or its place counted from 1
    /// @throws IOException if the file can't be read, isn't a table, or leaves open what is meant; with what to do
    public Table target(String target) throws IOException { return new TableReader(this, target, null).read(); }

    /// Reads a table whose columns are those of a model: its numbers are numbers and its categories are categories,
    /// however they look here.
    public Table like(TableEncoding encoding) throws IOException {
        return new TableReader(this, encoding.target().name(), encoding).read();
    }

    /// The names of the columns, without reading further.
    public List<String> names() throws IOException {
        try (CsvReader reader = CsvReader.open(file, layout)) {
            return reader.columns();
        }
    }
}
