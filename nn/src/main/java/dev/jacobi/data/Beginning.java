package dev.jacobi.data;

import dev.jacobi.io.CsvLayout;
import dev.jacobi.io.CsvReader;
import dev.jacobi.io.FormatException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the first rows of a file say about its columns.
final class Beginning {
    private static final int ROWS = 1000;

    private final List<String> names;
    private final int[] numbers;
    private final int[] texts;
    /// What is wrong with the first text of each column, if the others are numbers.
    private final @Nullable FormatException[] firstText;

    private Beginning(List<String> names) {
        this.names = names;
        numbers = new int[names.size()];
        texts = new int[names.size()];
        firstText = new FormatException[names.size()];
    }

    static Beginning of(Path file, CsvLayout layout) throws IOException {
        try (CsvReader reader = CsvReader.open(file, layout)) {
            Beginning r = new Beginning(reader.columns());
            for (int row = 0; row < ROWS && reader.next(); row++) {
                for (int k = 0; k < r.names.size(); k++) {
                    if (reader.missing(k)) continue;
                    if (!Double.isNaN(reader.number(k))) {
                        r.numbers[k]++;
                    } else if (r.texts[k]++ == 0) {
                        r.firstText[k] = notANumber(reader, k, r.names.get(k));
                    }
                }
            }
            return r;
        }
    }

    /// A text in a column of numbers.
    static FormatException notANumber(CsvReader reader, int column, String name) {
        return reader.error(column, "the column \"" + name + "\" holds numbers", "\"" + shortened(reader.text(column)) + "\" is none",
                "correct it, or leave it empty and say what to do with missing values (--missing drop or mean), or use the column as categories (--categories "
                + name + ") or not at all (--ignore " + name + ")");
    }

    static String shortened(String text) { return text.length() <= 40 ? text : text.substring(0, 40) + "…"; }

    List<String> names() { return names; }

    /// Whether a column holds numbers.
    ///
    /// @throws FormatException if nearly all of it are numbers, but not all
    boolean isNumber(int column) throws FormatException {
        if (texts[column] == 0) return true;
        if (numbers[column] < 9 * texts[column]) return false;
        throw java.util.Objects.requireNonNull(firstText[column]);
    }
}
