package dev.jacobi.explain.lesson;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/// A lesson, cut into prose and commands, and printed with what the commands print.
///
/// @param parts in their order
public record LessonPage(List<Part> parts) {
    private static final String COMMAND = "```jacobi\n";
    private static final String END = "\n```\n";
    private static final String EXPECT = "<!-- expect:";

    /// A piece of a page.
    public sealed interface Part {}

    /// Text, headings and tables in Markdown.
    public record Prose(String text) implements Part {}

    /// A command, as it is typed.
    ///
    /// @param expectations numbers that it comes to; they aren't printed
    public record Command(String text, List<Expectation> expectations) implements Part {
        /// What follows `./jacobi`.
        ///
        /// @throws IllegalArgumentException if it begins with anything else
        public List<String> arguments() {
            List<String> words = ShellWords.of(text);
            if (words.isEmpty() || !words.getFirst().equals("./jacobi")) {
                throw new IllegalArgumentException("a command of a lesson begins with ./jacobi, but this is " + text);
            }
            return List.copyOf(words.subList(1, words.size()));
        }
    }

    /// Cuts a lesson into its parts.
    public static LessonPage of(Lesson lesson) {
        List<Part> parts = new ArrayList<>();
        String rest = lesson.source();
        for (int at = rest.indexOf(COMMAND); at >= 0; at = rest.indexOf(COMMAND)) {
            int end = rest.indexOf(END, at);
            if (end < 0) throw unended("a command", lesson, "a line with ```");
            parts.add(new Prose(rest.substring(0, at)));
            String text = rest.substring(at + COMMAND.length(), end);
            rest = rest.substring(end + END.length());
            List<Expectation> expectations = List.of();
            if (rest.startsWith(EXPECT)) {
                int close = rest.indexOf("-->");
                if (close < 0) throw unended("an expectation", lesson, "-->");
                expectations = Expectation.list(rest.substring(EXPECT.length(), close));
                rest = rest.substring(close + "-->".length()).replaceFirst("^\n", "");
            }
            parts.add(new Command(text, expectations));
        }
        parts.add(new Prose(rest));
        return new LessonPage(List.copyOf(parts));
    }

    private static IllegalArgumentException unended(String what, Lesson lesson, String end) {
        return new IllegalArgumentException(what + " of the lesson " + lesson.name() + " has no end; add " + end);
    }

    /// Its commands.
    public List<Command> commands() {
        return parts.stream().filter(Command.class::isInstance).map(Command.class::cast).toList();
    }

    /// The page, each command followed by what it prints.
    ///
    /// @param runner runs a command, given the words after `./jacobi`
    public String with(Function<List<String>, String> runner) {
        return parts.stream().map(part -> switch (part) {
            case Prose p -> p.text();
            case Command c -> shown(c) + output(runner.apply(c.arguments()));
        }).collect(Collectors.joining());
    }

    /// The page as a worksheet: what the commands print with its numbers left out, and the answers at the end.
    ///
    /// @param runner runs a command, given the words after `./jacobi`
    public String worksheet(Function<List<String>, String> runner) {
        StringBuilder sheet = new StringBuilder();
        StringBuilder answers = new StringBuilder("\n## Answers\n");
        int number = 0;
        for (Part part : parts) {
            switch (part) {
                case Prose p -> sheet.append(p.text());
                case Command c -> {
                    String printed = runner.apply(c.arguments());
                    number++;
                    sheet.append("Exercise ").append(number).append("\n\n");
                    sheet.append(shown(c)).append(output(Blanks.in(printed, c.text())));
                    answers.append("\nExercise ").append(number).append("\n\n").append(output(printed));
                }
            }
        }
        return sheet.append(answers).toString();
    }

    private static String shown(Command c) { return "```sh\n" + c.text() + END; }

    private static String output(String text) { return "\n```text\n" + text.stripTrailing() + END; }
}
