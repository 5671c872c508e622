package dev.jacobi.explain.lesson;

import java.util.ArrayList;
import java.util.List;

/// A command line cut into words, as a shell does it with quotes and backslashes. Nothing is expanded.
final class ShellWords {
    private ShellWords() {}

    /// The words.
    ///
    /// @throws IllegalArgumentException if a quote isn't closed
    static List<String> of(String line) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean begun = false; // "" is a word, too
        char quote = 0;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (quote == 0 && Character.isWhitespace(c)) {
                if (begun) words.add(word.toString());
                word.setLength(0);
                begun = false;
            } else if (quote == 0 && (c == '"' || c == '\'')) {
                quote = c;
                begun = true;
            } else if (c == quote) {
                quote = 0;
            } else if (c == '\\' && quote != '\'' && i + 1 < line.length() && isEscaped(line.charAt(i + 1), quote)) {
                char next = line.charAt(++i);
                if (next == '\n') continue; // the line goes on
                word.append(next);
                begun = true;
            } else {
                word.append(c);
                begun = true;
            }
        }
        if (quote != 0) throw new IllegalArgumentException("a quote " + quote + " isn't closed in " + line);
        if (begun) words.add(word.toString());
        return words;
    }

    /// In double quotes a backslash stands for itself before most letters.
    private static boolean isEscaped(char next, char quote) { return quote == 0 || "\"\\$`\n".indexOf(next) >= 0; }
}
