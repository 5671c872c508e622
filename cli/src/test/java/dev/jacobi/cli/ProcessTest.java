package dev.jacobi.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The command in a JVM of its own, as shells run it.
class ProcessTest {
    @TempDir Path folder;

    private record Result(int exit, String err) {}

    @Test
    void theExitCodeIsThatOfTheCommand() throws Exception {
        assertThat(run(folder.resolve("out"), "--version")).isEqualTo(new Result(0, ""));
        assertThat(Files.readString(folder.resolve("out"))).startsWith("jacobi ");
        Result wrong = run(folder.resolve("out"), "--wobble");
        assertThat(wrong.exit()).isEqualTo(2);
        assertThat(wrong.err()).hasLineCount(1);
    }

    @Test
    void aReaderThatHasEnoughIsNoError() throws Exception {
        Process process = builder("--help").redirectOutput(ProcessBuilder.Redirect.PIPE).start();
        process.getInputStream().close(); // as head does; the JVM takes longer to start than this
        assertThat(finish(process)).isEqualTo(new Result(0, ""));
    }

    @Test
    void resultsThatCannotBeWrittenAreAnError() throws Exception {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.exists(full), "this system has no /dev/full");
        Result result = run(full, "--help");
        assertThat(result.exit()).isEqualTo(2);
        assertThat(result.err()).startsWith("jacobi: the results can't be written").hasLineCount(1);
    }

    private Result run(Path out, String... arguments) throws Exception {
        return finish(builder(arguments).redirectOutput(out.toFile()).start());
    }

    private static ProcessBuilder builder(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command);
    }

    private static Result finish(Process process) throws IOException, InterruptedException {
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return new Result(process.exitValue(), err);
    }
}
