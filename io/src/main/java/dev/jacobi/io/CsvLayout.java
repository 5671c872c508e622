package dev.jacobi.io;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// How the text of a table is laid out.
///
/// @param skip lines to pass over before the first that counts
/// @param hasHeader whether the first line that counts names the columns; never if names are given
/// @param columns their names, if no line does; may be empty, then they are called c1, c2 and so on
/// @param delimiter what stands between the columns; null to find it out
public record CsvLayout(int skip, boolean hasHeader, List<String> columns, @Nullable Character delimiter) {
    /// A header line, and a delimiter that is found out.
    public static final CsvLayout DEFAULT = new CsvLayout(0, true, List.of(), null);

    /// @throws IllegalArgumentException for a negative number of lines, or a delimiter that can't be one
    public CsvLayout {
        columns = List.copyOf(columns);
        hasHeader = hasHeader && columns.isEmpty();
        if (skip < 0) throw new IllegalArgumentException("lines to skip are counted from 0, but got " + skip);
        if (delimiter != null && (delimiter > 126 || delimiter < ' ' && delimiter != '\t' || delimiter == '"' || Character.isLetterOrDigit(delimiter) || delimiter == '.')) {
            throw new IllegalArgumentException("columns stand between characters such as , ; | tab or blank, but got '" + delimiter + "'");
        }
    }

    public CsvLayout skip(int lines) { return new CsvLayout(lines, hasHeader, columns, delimiter); }

    public CsvLayout noHeader() { return new CsvLayout(skip, false, columns, delimiter); }

    /// Names for the columns, so there is no header line.
    public CsvLayout columns(List<String> names) { return new CsvLayout(skip, false, names, delimiter); }

    public CsvLayout delimiter(@Nullable Character other) { return new CsvLayout(skip, hasHeader, columns, other); }
}
