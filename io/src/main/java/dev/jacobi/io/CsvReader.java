package dev.jacobi.io;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/// The rows of a table in a text file, plain or .gz, one after the other in constant memory.
///
/// Whether the first line names the columns is never guessed silently: a first line that doesn't look like a header is
/// an error which says what to do.
public final class CsvReader implements AutoCloseable {
    private static final char[] DELIMITERS = {',', ';', '\t', '|', ' '};
    private static final int BEGINNING = 20;
    private static final Set<String> MISSING = Set.of("", "NA", "N/A", "NaN", "nan", "null", "NULL", "None", "?", "-");

    private final Path file;
    private final CsvRecords records;
    private final char delimiter;
    private final List<String> columns;

    private CsvReader(Path file, CsvRecords records, char delimiter, List<String> columns) {
        this.file = file;
        this.records = records;
        this.delimiter = delimiter;
        this.columns = columns;
    }

    /// Opens a file and reads its beginning.
    ///
    /// @throws FormatException if it isn't a table, or its first line isn't what the layout says; with what to do
    /// @throws IOException if there is no such file, or it can't be read
    public static CsvReader open(Path file, CsvLayout layout) throws IOException {
        char delimiter = layout.delimiter() != null ? layout.delimiter() : delimiter(file, layout.skip());
        List<String> columns = columns(file, layout, delimiter);
        CsvRecords records = new CsvRecords(file, layout.skip(), delimiter);
        try {
            if (layout.hasHeader()) records.next();
        } catch (IOException e) {
            records.close();
            throw e;
        }
        return new CsvReader(file, records, delimiter, columns);
    }

    /// The first records, each as its fields.
    private static List<List<String>> beginning(Path file, int skip, char delimiter, int most) throws IOException {
        List<List<String>> r = new ArrayList<>();
        try (CsvRecords records = new CsvRecords(file, skip, delimiter)) {
            while (r.size() < most && records.next()) r.add(IntStream.range(0, records.fields()).mapToObj(records::text).toList());
        }
        return r;
    }

    /// The one that cuts the most of the first lines, and more than half of them, into as many columns; among such the
    /// one with the most columns. So a comma within numbers or texts doesn't hide the semicolon between the columns.
    private static char delimiter(Path file, int skip) throws IOException {
        char best = ',';
        long mostAlike = 0;
        int mostFields = 0;
        FormatException failure = null;
        for (char candidate : DELIMITERS) {
            if (candidate == ' ' && mostAlike > 0) break;         // blanks stand in texts, too
            List<List<String>> rows;
            try {
                rows = beginning(file, skip, candidate, BEGINNING);
            } catch (FormatException e) {
                if (candidate == ',') failure = e;
                continue;
            }
            for (int fields : rows.stream().mapToInt(List::size).distinct().filter(n -> n > 1).toArray()) {
                long alike = rows.stream().filter(row -> row.size() == fields).count();
                if (2 * alike > rows.size() && (alike > mostAlike || alike == mostAlike && fields > mostFields)) {
                    best = candidate;
                    mostAlike = alike;
                    mostFields = fields;
                }
            }
        }
        if (mostAlike == 0 && failure != null) throw failure;
        return best;
    }

    private static List<String> columns(Path file, CsvLayout layout, char delimiter) throws IOException {
        List<List<String>> rows = beginning(file, layout.skip(), delimiter, BEGINNING);
        if (rows.isEmpty()) throw error(file, layout, "a table needs at least one line", "there is none", "is this the right file?");
        List<String> first = rows.getFirst();
        List<String> second = rows.size() > 1 ? rows.get(1) : first;
        if (!layout.columns().isEmpty()) {
            List<String> names = layout.columns();
            requireDistinct(file, layout, names);
            if (first.size() != names.size()) {
                throw error(file, layout, "the names of the columns must be as many as there are columns", names.size() + " are given and the first line has "
                        + first.size() + (second.size() == names.size() ? ", the second " + names.size() : ""),
                        second.size() == names.size() ? "skip the first line (--skip " + (layout.skip() + 1) + ")" : "name all of them");
            }
            requireRow(file, layout, rows, delimiter);
            return names;
        }
        int width = second.size();
        boolean data = first.size() == width && IntStream.range(0, width).allMatch(k -> isNumber(first.get(k)) == isNumber(second.get(k)));
        if (!layout.hasHeader()) {
            if (first.size() != width) {
                throw error(file, layout, "all rows must have as many columns", "the first line has " + first.size() + " and the second " + width,
                        "skip the first line (--skip " + (layout.skip() + 1) + ")");
            }
            requireRow(file, layout, rows, delimiter);
            return IntStream.rangeClosed(1, width).mapToObj(k -> "c" + k).toList();
        }
        boolean names = first.size() == width && first.stream().noneMatch(name -> name.isEmpty() || isNumber(name));
        if (names) {
            requireDistinct(file, layout, first);
            return first;
        }
        boolean numbers = first.stream().allMatch(text -> isNumber(text) || text.isEmpty());
        String skip = "--skip " + (layout.skip() + 1) + " --no-header";
        String name = width <= 12 ? " and name them with --columns " + String.join(",", IntStream.rangeClosed(1, width).mapToObj(k -> "c" + k).toList()) : "";
        throw error(file, layout, "the first line should name the columns", "it is \"" + shortened(first, delimiter) + "\""
                + (first.size() != width ? ", with " + first.size() + " fields where the next line has " + width : ""),
                first.size() == width && (numbers || data)
                    ? "if it is a row like the others, type --no-header" + name
                    : "if it is a remark, type " + skip + name + (first.size() == width ? "; if it is a row like the others, type --no-header" : ""));
    }

    /// Words above nothing but numbers are a header or a remark, and would be learned as a row.
    private static void requireRow(Path file, CsvLayout layout, List<List<String>> rows, char delimiter) throws FormatException {
        boolean numbersBelow = rows.size() > 1 && rows.stream().skip(1).flatMap(List::stream).allMatch(text -> isNumber(text) || MISSING.contains(text));
        if (numbersBelow && rows.getFirst().stream().anyMatch(text -> !isNumber(text) && !MISSING.contains(text))) {
            throw error(file, layout, "without a header the first line must be a row like the others", "it is \"" + shortened(rows.getFirst(), delimiter)
                    + "\", and below it stand only numbers", (layout.columns().isEmpty() ? "if it names the columns, leave --no-header out; if not, " : "")
                    + "skip the line (--skip " + (layout.skip() + 1) + ")");
        }
    }

    private static String shortened(List<String> row, char delimiter) {
        String text = String.join(String.valueOf(delimiter), row);
        return text.length() <= 50 ? text : text.substring(0, 50) + "…";
    }

    private static boolean isNumber(String text) { return !Double.isNaN(Decimal.parse(text)); }

    private static void requireDistinct(Path file, CsvLayout layout, List<String> names) throws FormatException {
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            if (!seen.add(name)) {
                throw error(file, layout, "columns must have different names", "two are called \"" + name + "\"",
                        layout.columns().isEmpty() ? "name them yourself: --skip " + (layout.skip() + 1) + " --columns NAME,NAME,…" : "give one of them another name");
            }
        }
    }

    private static FormatException error(Path file, CsvLayout layout, String rule, String met, String advice) {
        return new FormatException(file.toString(), 0, "line " + (layout.skip() + 1) + ": " + rule, met, advice);
    }

    /// The names of the columns.
    public List<String> columns() { return columns; }

    public char delimiter() { return delimiter; }

    /// Goes to the next row; blank lines are none.
    ///
    /// @return false at the end
    /// @throws FormatException if the row has another number of columns, or isn't text
    public boolean next() throws IOException {
        if (!records.next()) return false;
        if (records.fields() != columns.size()) {
            throw new FormatException(file.toString(), records.offset(), "line " + records.line() + ": each row must have " + columns.size() + " columns",
                    "this one, \"" + beginning() + "\", has " + records.fields(), "correct the line; is the delimiter right? (--delimiter)");
        }
        return true;
    }

    private String beginning() {
        return shortened(IntStream.range(0, Math.min(20, records.fields())).mapToObj(records::text).toList(), delimiter);
    }

    /// What stands in a column, without the blanks or quotes around it.
    public String text(int column) { return records.text(column); }

    /// Whether a value is missing: nothing, NA, N/A, NaN, nan, null, NULL, None, ? or -.
    public boolean missing(int column) {
        int length = records.end(column) - records.start(column);
        return length == 0 || length <= 4 && !(records.bytes()[records.end(column) - 1] <= '9' && records.bytes()[records.end(column) - 1] >= '0')
                && MISSING.contains(records.text(column));
    }

    /// The number in a column, in decimal notation (12, -1.5e3); NaN if it is no such number, or too large for a double.
    public double number(int column) { return Decimal.parse(records.bytes(), records.start(column), records.end(column)); }

    /// The line where the row begins, counted from 1.
    public long line() { return records.line(); }

    /// The byte where the row begins, counted from 0 in the inflated file.
    public long offset() { return records.offset(); }

    /// An error about a value of this row.
    public FormatException error(int column, String rule, String met, String advice) {
        return new FormatException(file.toString(), column < records.fields() ? records.offset(column) : records.offset(),
                "line " + records.line() + ": " + rule, met, advice);
    }

    @Override public void close() throws IOException { records.close(); }
}
