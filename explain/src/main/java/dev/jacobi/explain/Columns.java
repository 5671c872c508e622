package dev.jacobi.explain;

import java.util.ArrayList;
import java.util.List;

/// Rows of cells that stand below each other, for a font in which all letters are equally wide. The columns are as wide as
/// their cells; where the whole would be wider than the page, the widest column is made narrower, and a cell that is too
/// long for it pushes the rest of its row to a line of its own.
public final class Columns {
    /// How wide a page is.
    public static final int PAGE = 80;

    private final List<String[]> rows = new ArrayList<>();
    private final String indent;
    private final boolean[] right;

    /// @param right which columns are flush right
    public Columns(String indent, boolean... right) {
        this.indent = indent;
        this.right = right;
    }

    /// Adds a row.
    public Columns row(String... cells) {
        rows.add(cells);
        return this;
    }

    /// A line across all columns.
    public Columns line(String text) {
        rows.add(new String[] {text, ""});
        return this;
    }

    private static boolean isLine(String[] row) { return row.length == 2 && row[1].isEmpty(); }

    @Override public String toString() {
        int columns = rows.stream().mapToInt(r -> r.length).max().orElse(0);
        int[] width = new int[columns];
        for (String[] row : rows) {
            if (!isLine(row)) for (int i = 0; i < row.length; i++) width[i] = Math.max(width[i], length(row[i]));
        }
        int last = columns - 1;
        while (last > 0 && width[last] == 0) last--;
        while (total(width) > PAGE) {
            int widest = 0;
            for (int i = 1; i < last; i++) if (width[i] > width[widest]) widest = i;             // nothing follows the last
            if (width[widest] <= 12) break;
            width[widest]--;
        }
        StringBuilder out = new StringBuilder();
        for (String[] row : rows) {
            if (isLine(row)) out.append(row[0]).append('\n');
            else append(out, row, width);
        }
        return out.toString();
    }

    private int total(int[] width) {
        int sum = indent.length() - 2;
        for (int w : width) sum += w == 0 ? 0 : w + 2;
        return sum;
    }

    private void append(StringBuilder out, String[] row, int[] width) {
        StringBuilder line = new StringBuilder(indent);
        int column = indent.length();
        for (int i = 0; i < row.length; i++) {
            if (width[i] == 0) continue;
            String cell = row[i];
            if (!cell.isEmpty()) {
                if (length(line) + (line.isEmpty() || line.charAt(line.length() - 1) == ' ' ? 0 : 1) > column) {
                    out.append(line.toString().stripTrailing()).append('\n');
                    line = new StringBuilder();
                }
                int start = column;
                if (i > 0 && column + length(cell) > PAGE && length(cell) < PAGE - indent.length()) {
                    if (!line.toString().isBlank()) {
                        out.append(line.toString().stripTrailing()).append('\n');
                        line = new StringBuilder();
                    }
                    start = PAGE - length(cell);
                }
                pad(line, start);
                if (i < right.length && right[i]) pad(line, column + width[i] - length(cell));
                line.append(cell);
            }
            column += width[i] + 2;
        }
        out.append(line.toString().stripTrailing()).append('\n');
    }

    private static void pad(StringBuilder line, int to) { line.repeat(' ', Math.max(0, to - length(line))); }

    /// How many places a text takes.
    public static int length(CharSequence text) { return (int) text.codePoints().count(); }
}
