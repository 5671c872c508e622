package dev.jacobi.io;

/// Texts as fields of a CSV file.
public final class CsvText {
    private CsvText() {}

    /// A text as one field: in quotes if it holds a comma, a quote or a line break, or begins or ends with a blank. A text that a spreadsheet would take
    /// for a formula (it begins with = + - @, a tab or a return) gets an apostrophe before it.
    public static String quoted(String text) {
        boolean formula = !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0 && Double.isNaN(Decimal.parse(text));
        String safe = formula ? "'" + text : text;
        if (safe.equals(safe.strip()) && safe.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r')) return safe;
        return "\"" + safe.replace("\"", "\"\"") + "\"";
    }
}
