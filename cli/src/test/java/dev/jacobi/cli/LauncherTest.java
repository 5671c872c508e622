package dev.jacobi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// The launcher script in a tree of its own, where Maven and the JDKs are small scripts that tell what they were
/// asked: so a build takes no time and can be made to fail.
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the launcher is a POSIX shell script")
class LauncherTest {
    private static final Path LAUNCHER = Path.of("..", "jacobi");

    @TempDir Path folder;
    private Path root;
    private Path source;
    private Path mavenCalls;

    private record Result(int exit, String out, String err) {}

    @BeforeEach
    void makeTree() throws IOException {
        folder = folder.toRealPath(); // the launcher follows links, too
        root = Files.createDirectory(folder.resolve("a tree"));
        Files.copy(LAUNCHER, root.resolve("jacobi"));
        root.resolve("jacobi").toFile().setExecutable(true);
        write(root.resolve("pom.xml"), "");
        write(root.resolve("cli/pom.xml"), "");
        source = write(root.resolve("core/src/main/java/Some.java"), "");
        write(root.resolve("core/src/main/java/Other.java"), "");
        makeOld(root);
        mavenCalls = folder.resolve("maven-calls");
        script(
            folder.resolve("path/mvn"),
            """
            echo "$JAVA_HOME" >>'%s'
            if [ -e '%s/broken' ]; then echo '[INFO] fine'; echo '[ERROR] Some.java: broken'; exit 1; fi
            mkdir -p '%s/cli/target/modules' && echo >'%s/cli/target/modules/some.jar'
            """
                .formatted(mavenCalls, folder, root, root));
        jdk("new", "25.0.1");
        jdk("old", "21.0.9");
    }

    @Test
    void argumentsArriveAsTheyAre() throws Exception {
        Result result = run("plain", "two words", "", "it's \"quoted\"", "$HOME", "*", "a\nb", "\\");
        assertThat(result.exit()).isZero();
        assertThat(result.out())
            .endsWith("<plain><two words><><it's \"quoted\"><$HOME><*><a\nb><\\>\n")
            .contains("<-p><" + program() + "><-m><dev.jacobi.cli/dev.jacobi.cli.Main><plain>");
    }

    @Test
    void buildsOnceAndSaysSo() throws Exception {
        assertThat(run("x").err()).isEqualTo("jacobi: building ...\n");
        assertThat(run("x").err()).isEmpty();
        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void buildsWithTheJdkThatItFound() throws Exception {
        run("x");
        assertThat(Files.readString(mavenCalls)).isEqualTo(folder.resolve("new") + "\n");
    }

    @Test
    void buildsAgainWhenASourceChanged() throws Exception {
        run("x");
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(1)));
        run("x");
        assertThat(builds()).isEqualTo(2);
    }

    @Test
    void buildsAgainWhenASourceWasDeleted() throws Exception {
        run("x");
        Files.delete(source);
        run("x");
        assertThat(builds()).isEqualTo(2);
    }

    @Test
    void aBuildLeavesTheJarsOfRunningCommandsAlone() throws Exception {
        run("x");
        Path before = program();
        write(source, "changed");
        run("x");
        assertThat(program()).isNotEqualTo(before);
        assertThat(before.resolve("some.jar")).exists();
    }

    @Test
    void aTreeThatMovedStillRuns() throws Exception {
        run("x");
        Path moved = Files.move(root, folder.resolve("moved"));
        root = moved;
        Result result = run("x");
        assertThat(result.err()).isEmpty();
        assertThat(result.out()).contains("<" + program() + ">");
    }

    @Test
    void aFailedBuildShowsItsErrorsAndRunsNothing() throws Exception {
        write(folder.resolve("broken"), "");
        Result result = run("x");
        assertThat(result.exit()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err())
            .contains("[ERROR] Some.java: broken", root.resolve(".jacobi/build.log").toString())
            .doesNotContain("[INFO]");

        Files.delete(folder.resolve("broken"));
        assertThat(run("x").exit()).isZero();
        assertThat(builds()).isEqualTo(2);
    }

    @Test
    void commandsThatStartTogetherBuildOnce() throws Exception {
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            processes.add(start(root.resolve("jacobi"), environment(), "x"));
        }
        for (Process process : processes) {
            assertThat(finish(process).exit()).isZero();
        }
        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void theLockOfADeadBuildIsTakenOver() throws Exception {
        Process dead = new ProcessBuilder("true").start();
        dead.waitFor();
        write(root.resolve(".jacobi/lock/owner"), dead.pid() + "\n");
        assertThat(run("x").exit()).isZero();
        assertThat(root.resolve(".jacobi/lock")).doesNotExist();
    }

    @Test
    void runsThroughALinkFromAnotherFolder() throws Exception {
        Path link = Files.createDirectories(folder.resolve("bin")).resolve("j");
        Files.createSymbolicLink(link, Path.of("../a tree/jacobi"));
        Result result = finish(start(link, environment(), "x"));
        assertThat(result.exit()).isZero();
        assertThat(result.out()).contains("<" + program() + ">");
    }

    @Test
    void theExitCodeIsThatOfTheProgram() throws Exception {
        assertThat(run("exit", "7").exit()).isEqualTo(7);
    }

    @Test
    void theProgramReadsStandardInputAndMavenDoesNot() throws Exception {
        script(folder.resolve("new/bin/java"), "cat\n");
        script(
            folder.resolve("path/mvn"),
            "cat >/dev/null; mkdir -p '%s/cli/target/modules'\n".formatted(root));
        Process process = start(root.resolve("jacobi"), environment(), "-");
        process.getOutputStream().write("x = 1".getBytes(StandardCharsets.UTF_8));
        assertThat(finish(process).out()).isEqualTo("x = 1");
    }

    @Test
    void aJdkThatIsTooOldIsNamed() throws Exception {
        Map<String, String> environment = environment();
        environment.put("JACOBI_JAVA_HOME", folder.resolve("old").toString());
        Result result = finish(start(root.resolve("jacobi"), environment, "x"));
        assertThat(result.exit()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains("JACOBI_JAVA_HOME is " + folder.resolve("old"), "JDK 21", "JDK 25");
        assertThat(mavenCalls).doesNotExist();
    }

    @Test
    void javaHomeServesWhenItIsNewEnough() throws Exception {
        Map<String, String> environment = environment();
        environment.remove("JACOBI_JAVA_HOME");
        environment.put("JAVA_HOME", folder.resolve("new").toString());
        Result result = finish(start(root.resolve("jacobi"), environment, "x"));
        assertThat(result.out()).startsWith(folder.resolve("new").toString());
    }

    @Test
    void thePathServesWhenJavaHomeIsTooOld() throws Exception {
        Map<String, String> environment = environment();
        environment.remove("JACOBI_JAVA_HOME");
        environment.put("JAVA_HOME", folder.resolve("old").toString());
        Files.createSymbolicLink(folder.resolve("path/javac"), folder.resolve("new/bin/javac"));
        Result result = finish(start(root.resolve("jacobi"), environment, "x"));
        assertThat(result.out()).startsWith(folder.resolve("new").toString());
    }

    private Result run(String... arguments) throws Exception {
        return finish(start(root.resolve("jacobi"), environment(), arguments));
    }

    private Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>();
        environment.put("PATH", folder.resolve("path") + ":/usr/bin:/bin");
        environment.put("JACOBI_JAVA_HOME", folder.resolve("new").toString());
        return environment;
    }

    private Process start(Path launcher, Map<String, String> environment, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder.start();
    }

    private static Result finish(Process process) throws Exception {
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return new Result(process.exitValue(), out, err);
    }

    /// Where the launcher keeps the program that it runs now.
    private Path program() throws IOException {
        Path state = root.resolve(".jacobi");
        return state.resolve(Files.readString(state.resolve("program")).strip());
    }

    private int builds() throws IOException {
        return Files.readAllLines(mavenCalls).size();
    }

    /// A JDK whose `java` prints where it is and its arguments, or ends with the code that it is told.
    private void jdk(String name, String version) throws IOException {
        Path home = folder.resolve(name);
        write(home.resolve("release"), "IMPLEMENTOR=\"Nobody\"\nJAVA_VERSION=\"" + version + "\"\nMODULES=\"java.base\"\n");
        script(home.resolve("bin/javac"), "");
        script(
            home.resolve("bin/java"),
            """
            if [ "$5" = exit ]; then exit "$6"; fi
            printf '%s:' "${0%/bin/java}"
            for a; do printf '<%s>' "$a"; done
            echo
            """);
    }

    private static void script(Path file, String body) throws IOException {
        write(file, "#!/bin/sh\n" + body);
        file.toFile().setExecutable(true);
    }

    private static Path write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    /// Sets every time in a tree back, as after a checkout of some minutes ago.
    private static void makeOld(Path tree) throws IOException {
        FileTime time = FileTime.from(Instant.now().minusSeconds(600));
        try (var files = Files.walk(tree)) {
            for (Path file : files.toList()) {
                Files.setLastModifiedTime(file, time);
            }
        }
    }
}
