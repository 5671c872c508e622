package dev.jacobi.cli;

import dev.jacobi.explain.Text;
import dev.jacobi.explain.lesson.Lesson;
import dev.jacobi.explain.lesson.LessonPage;
import dev.jacobi.explain.lesson.Lessons;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `jacobi examples`: networks of well-known texts on pages, whose commands are run when a page is printed.
@Command(
    name = "examples",
    description = "Networks from well-known texts, explained: without a name, lists what there is.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
        "",
        "Examples:",
        "  jacobi examples branches",
        "  jacobi examples neuron --worksheet > neuron.md",
        "",
        "A page is in Markdown. Its commands can be typed as they stand."
    })
final class Examples implements Callable<Integer> {
    @Parameters(index = "0", arity = "0..1", paramLabel = "NAME", description = "Which page to print.")
    private @Nullable String name;

    @Option(names = "--worksheet", description = "Leaves the results out, to be filled in; the answers follow at the end.")
    private boolean worksheet;

    @Option(names = "--all", paramLabel = "FOLDER", description = "Writes all pages into a folder, and a README.md that lists them.")
    private @Nullable Path folder;

    @Spec private CommandSpec spec = CommandSpec.create(); // the field is set by picocli

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        if (folder != null) {
            if (name != null) throw new WrongInput("--all writes every page, so it takes no name, but got " + name);
            writeAll(folder);
        } else if (name != null) {
            out.print(page(named(name)));
        } else if (worksheet) {
            throw new WrongInput("--worksheet needs the name of a page, such as: jacobi examples neuron --worksheet");
        } else {
            list(out);
        }
        out.flush();
        return ExitCode.DONE;
    }

    private static Lesson named(String name) {
        try {
            return Lessons.named(name);
        } catch (IllegalArgumentException e) {
            throw new WrongInput(String.valueOf(e.getMessage()));
        }
    }

    private static void list(PrintWriter out) {
        for (Lesson lesson : Lessons.all()) {
            out.println(lesson.name());
            out.print(Text.wrap("  " + lesson.teaches()));
        }
        out.println();
        out.println("Print one with: jacobi examples NAME");
    }

    private String page(Lesson lesson) {
        LessonPage page = LessonPage.of(lesson);
        return worksheet ? page.worksheet(Examples::run) : page.with(Examples::run);
    }

    private void writeAll(Path into) throws IOException {
        Files.createDirectories(into);
        StringBuilder list = new StringBuilder("# Examples\n\nEach page is printed by `./jacobi examples NAME`, with what its commands print today.\n\n");
        for (Lesson lesson : Lessons.all()) {
            Files.writeString(into.resolve(lesson.name() + ".md"), page(lesson));
            list.append("- [").append(lesson.title()).append("](").append(lesson.name()).append(".md). ").append(lesson.teaches()).append('\n');
        }
        Files.writeString(into.resolve("README.md"), list);
    }

    /// What a command of a page prints. One that finds a number wrong ends with 1, as it should.
    private static String run(List<String> arguments) {
        StringWriter printed = new StringWriter();
        StringWriter complaints = new StringWriter();
        CommandLine commandLine = Main.commandLine().setOut(new PrintWriter(printed)).setErr(new PrintWriter(complaints));
        int code = commandLine.execute(arguments.toArray(String[]::new));
        if (code != ExitCode.DONE && code != ExitCode.FAILED) {
            throw new AssertionError("a command of an example ended with " + code + ": " + arguments + "\n" + complaints);
        }
        return printed.toString();
    }
}
