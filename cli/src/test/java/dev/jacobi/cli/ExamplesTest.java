package dev.jacobi.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.contentOf;

import dev.jacobi.explain.lesson.Lessons;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExamplesTest {
    private static final Path PAGES = Path.of("..", "docs", "examples");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir Path folder;

    @Test
    void thePagesInTheDocumentationAreWhatTheCommandPrints() throws IOException {
        assertThat(run("examples", "--all", folder.toString())).isZero();
        List<String> written = names(folder);
        assertThat(written).contains("README.md").hasSize(Lessons.names().size() + 1);
        assertThat(names(PAGES)).isEqualTo(written);
        for (String name : written) {
            assertThat(contentOf(PAGES.resolve(name).toFile()))
                .as("docs/examples/%s; write it anew with: ./jacobi examples --all docs/examples", name)
                .isEqualTo(contentOf(folder.resolve(name).toFile()));
        }
    }

    @Test
    void theListSaysWhatEachTeaches() {
        assertThat(run("examples")).isZero();
        assertThat(out.toString()).contains("branches\n  A parameter ends a path", "jacobi examples NAME");
    }

    @Test
    void aWorksheetHasBlanksAndAnswers() {
        assertThat(run("examples", "lecture-graph", "--worksheet")).isZero();
        String sheet = out.toString();
        int answers = sheet.indexOf("## Answers");
        assertThat(sheet.substring(0, answers)).contains("∂f/∂y  ____", "∂f/∂y = ____").doesNotContain("∂f/∂y = 5");
        assertThat(sheet.substring(answers)).contains("∂f/∂y  5").doesNotContain("____");
    }

    @Test
    void mistakesAreAnswered() {
        assertThat(run("examples", "brances")).isEqualTo(ExitCode.WRONG_INPUT);
        assertThat(err.toString()).contains("there is no example \"brances\"; did you mean branches?");
        assertThat(run("examples", "--worksheet")).isEqualTo(ExitCode.WRONG_INPUT);
        assertThat(run("examples", "neuron", "--all", folder.toString())).isEqualTo(ExitCode.WRONG_INPUT);
    }

    private int run(String... arguments) {
        return Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err)).execute(arguments);
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
