package dev.jacobi.explain.lesson;

/// A page that teaches something by commands to run.
///
/// @param name by which it is asked for
/// @param title its first line
/// @param teaches its second, a sentence
/// @param source the whole page in Markdown; a block marked `jacobi` is a command, and a comment `<!-- expect: f = 6 -->`
///     after it holds numbers that it comes to
public record Lesson(String name, String title, String teaches, String source) {
    /// Reads a page.
    ///
    /// @throws IllegalArgumentException if it doesn't begin with a title and a sentence
    static Lesson of(String name, String source) {
        String[] paragraphs = source.split("\n\n", 3);
        if (paragraphs.length < 3 || !paragraphs[0].startsWith("# ") || paragraphs[1].contains("\n")) {
            throw new IllegalArgumentException("the lesson " + name + " needs a first line \"# Title\" and a sentence"
                    + " that says what it teaches, each followed by an empty line");
        }
        return new Lesson(name, paragraphs[0].substring(2), paragraphs[1], source);
    }
}
