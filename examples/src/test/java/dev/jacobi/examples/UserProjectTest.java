package dev.jacobi.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.module.ResolvedModule;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The programs of this module in a user's own project, on the module path, with a package and
/// records of its own. The programs have one source: the project is completed here with copies
/// whose package line is rewritten.
class UserProjectTest {
    private static final Path TEMPLATE = Path.of("user-project");
    private static final Path PROGRAMS = Path.of("src/main/java/dev/jacobi/examples");
    private static final Path MODULE_INFO = Path.of("src/main/java/module-info.java");
    private static final Path PACKAGE = Path.of("src/main/java/its/programs");

    private record Outcome(int exitCode, String output, String errors) {}

    @Test
    void itPrintsWhatTheProgramsPrintHere() throws Exception {
        Outcome outcome = run(project("user-project"));
        assertThat(outcome.errors()).isEmpty();
        assertThat(outcome.output().lines()).containsExactlyElementsOf(printedHere());
        assertThat(outcome.exitCode()).isZero();
    }

    @Test
    void withoutOpensTheErrorPrintsTheMissingLine() throws Exception {
        Path project = project("user-project-closed");
        List<String> open = Files.readAllLines(project.resolve(MODULE_INFO));
        List<String> closed = open.stream().filter(line -> !line.contains("opens")).toList();
        assertThat(closed).hasSize(open.size() - 1);
        Files.write(project.resolve(MODULE_INFO), closed);
        Outcome outcome = run(project);
        assertThat(outcome.exitCode()).isNotZero();
        assertThat(outcome.errors()).contains("IllegalArgumentException", "its.programs.",
                "add to its module-info.java: opens its.programs to dev.jacobi.core;");
    }

    @Test
    void itDependsOnThisVersion() throws IOException {
        Pattern version = Pattern.compile("<version>(.+-SNAPSHOT|\\d+\\.\\d+\\.\\d+.*)</version>");
        Matcher here = version.matcher(Files.readString(Path.of("pom.xml")));
        assertThat(here.find()).isTrue();
        assertThat(Files.readString(TEMPLATE.resolve("pom.xml")))
                .contains("<artifactId>jacobi</artifactId>\n      <version>" + here.group(1) + "</version>");
    }

    /// The complete project: the template, and the programs under its package name.
    private static Path project(String name) throws IOException {
        Path project = Path.of("target", name);
        if (Files.exists(project)) delete(project);                              // what an earlier run left
        Files.createDirectories(project.resolve(PACKAGE));
        for (Path file : List.of(Path.of("pom.xml"), MODULE_INFO)) {
            Files.writeString(project.resolve(file), Files.readString(TEMPLATE.resolve(file)));
        }
        for (Path program : javaFiles(PROGRAMS)) {
            if (program.endsWith("package-info.java")) continue;
            String source = Files.readString(program);
            assertThat(source).startsWith("package dev.jacobi.examples;");
            Files.writeString(project.resolve(PACKAGE).resolve(program.getFileName()),
                    source.replaceFirst("dev\\.jacobi\\.examples", "its.programs"));
        }
        return project;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
        }
    }

    private static List<Path> javaFiles(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(f -> f.toString().endsWith(".java")).sorted().toList();
        }
    }

    /// The modules of the library that this very test runs with, and nothing else.
    private static String library() {
        return UserProjectTest.class.getModule().getLayer().configuration().modules().stream()
                .map(ResolvedModule::reference)
                .filter(m -> m.descriptor().name().equals("dev.jacobi") || m.descriptor().name().startsWith("dev.jacobi."))
                .filter(m -> !m.descriptor().name().equals("dev.jacobi.examples"))
                .map(m -> Path.of(m.location().orElseThrow()).toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static Outcome run(Path project) throws IOException, InterruptedException {
        Path classes = project.resolve("target/classes");
        List<String> arguments = new ArrayList<>(List.of("--release", "25", "-Xlint:all", "-Werror",
                "--module-path", library(), "-d", classes.toString()));
        for (Path file : javaFiles(project.resolve("src/main/java"))) arguments.add(file.toString());
        StringWriter messages = new StringWriter();
        PrintWriter to = new PrintWriter(messages);
        int compiled = ToolProvider.findFirst("javac").orElseThrow().run(to, to, arguments.toArray(String[]::new));
        assertThat(compiled).as(messages.toString()).isZero();

        Path output = project.resolve("target/output.txt");
        Path errors = project.resolve("target/errors.txt");
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dstdout.encoding=UTF-8", "--module-path", classes + File.pathSeparator + library(),
                "--module", "its.programs/its.programs.AllPrograms")
                .redirectOutput(output.toFile()).redirectError(errors.toFile()).start();
        if (!process.waitFor(2, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new AssertionError("the user's project didn't end within two minutes");
        }
        return new Outcome(process.exitValue(), Files.readString(output), Files.readString(errors));
    }

    private static List<String> printedHere() {
        PrintStream before = System.out;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            AllPrograms.main();
        } finally {
            System.setOut(before);
        }
        return bytes.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
