package dev.jacobi.explain.formula;

/// A formula, or the values for one, that can't be used: a sentence that says why and, where a place in the text is
/// to blame, that line with a caret under the place.
public final class FormulaException extends IllegalArgumentException {
    private static final int WIDTH = 80;

    private final String sentence;
    private final int line;
    private final int column;

    /// A complaint about no place in particular.
    FormulaException(String sentence) {
        super(sentence);
        this.sentence = sentence;
        this.line = 0;
        this.column = 0;
    }

    /// A complaint about one place of a text.
    FormulaException(String sentence, String text, int offset) {
        super(sentence + "\n" + shown(text, offset));
        this.sentence = sentence;
        this.line = (int) text.substring(0, offset).chars().filter(c -> c == '\n').count() + 1;
        this.column = offset - text.lastIndexOf('\n', offset - 1);
    }

    /// What is wrong, without the line.
    public String sentence() { return sentence; }

    /// The line of the text, from 1; 0 where no place is to blame.
    public int line() { return line; }

    /// The character in the line, from 1; 0 where no place is to blame.
    public int column() { return column; }

    /// The line around a place, at most 80 characters with its margin, and the caret below it.
    private static String shown(String text, int offset) {
        int start = text.lastIndexOf('\n', offset - 1) + 1;
        int end = text.indexOf('\n', offset);
        if (end < 0) end = text.length();
        String margin = "  ";
        if (text.indexOf('\n') >= 0) {
            margin += text.substring(0, start).chars().filter(c -> c == '\n').count() + 1 + " | ";
        }
        int room = WIDTH - margin.length();
        String before = "";
        String after = "";
        if (end - start > room) {
            int part = room - 6;                                               // three dots on either side
            int from = Math.max(start, Math.min(offset - part / 2, end - part));
            if (from > start) before = "...";
            if (from + part < end) after = "...";
            start = from;
            end = Math.min(end, from + part);
        }
        StringBuilder line = new StringBuilder();
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            line.append(Character.isISOControl(c) ? ' ' : c);
        }
        return margin + before + line + after + "\n" + " ".repeat(margin.length() + before.length() + offset - start) + "^";
    }
}
