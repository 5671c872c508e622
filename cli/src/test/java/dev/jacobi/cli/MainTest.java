package dev.jacobi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

class MainTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Probe probe = new Probe();

    @Test
    void versionNamesTheProgramAndItsJava() {
        assertThat(run("--version")).isZero();
        assertThat(out.toString().lines().toList()).hasSize(2)
            .satisfies(lines -> assertThat(lines.getFirst()).startsWith("jacobi "))
            .satisfies(lines -> assertThat(lines.getLast()).startsWith("Java " + Runtime.version()));
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void helpIsPrintedOnStandardOutput() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString()).startsWith("Usage: jacobi").contains("--version", "  jacobi ");
        String help = out.toString();
        out.getBuffer().setLength(0);
        assertThat(run()).isZero();
        assertThat(out.toString()).isEqualTo(help);
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void everyHelpHasAnExampleAndFitsEightyColumns() {
        CommandLine line = Main.commandLine();
        assertHelp(line);
        line.getSubcommands().values().forEach(MainTest::assertHelp);
    }

    private static void assertHelp(CommandLine command) {
        String help = command.getUsageMessage();
        assertThat(help).as(help).contains("Example").doesNotContain("\u001b");
        assertThat(help.lines()).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
    }

    // Wrong arguments end with 2 and one sentence.

    @Test
    void anUnknownOption() {
        wrong("there is no option --wobble; see jacobi --help", "--wobble");
        wrong("there is no option --wobble; see jacobi probe --help", "probe", "--wobble=3", "--needed", "x");
    }

    @Test
    void anUnknownOptionThatLooksLikeAKnownOne() {
        wrong("there is no option --verison; did you mean --version?", "--verison");
        wrong("there is no option --cuont; did you mean --count?", "probe", "--cuont=3", "--needed", "x");
    }

    @Test
    void anUnknownCommand() {
        wrong("there is no command prove; did you mean probe?", "prove");
        wrong("there is no command something; see jacobi --help", "something");
    }

    @Test
    void anArgumentTooMany() {
        wrong("'x' is one argument too many; see jacobi probe --help", "probe", "--needed", "y", "x");
    }

    @Test
    void aMissingOption() {
        wrong("--needed NAME is needed, but was not given; see jacobi probe --help", "probe");
    }

    @Test
    void anOptionWithoutItsValue() {
        wrong("--needed needs a value, NAME, but got none; see jacobi probe --help", "probe", "--needed");
        wrong("--count needs a value, N, but got none; see jacobi probe --help", "probe", "--needed", "x", "-n");
    }

    @Test
    void valuesOfTheWrongKind() {
        String[] arguments = {"probe", "--needed", "x", ""};
        for (String[] pair : new String[][] {
            {"--count=ten", "--count needs a whole number below 2147483648, but got 'ten'"},
            {"--count=1.5", "--count needs a whole number below 2147483648, but got '1.5'"},
            {"--count=3000000000", "--count needs a whole number below 2147483648, but got '3000000000'"},
            {"--seed=0x", "--seed needs a whole number, but got '0x'"},
            {"--rate=0,1", "--rate needs a number, but got '0,1'"},
            {"--sizes=30,x", "--sizes needs a whole number below 2147483648, but got 'x'"},
            {"--taste=salty", "--taste needs one of SWEET, very-sour, but got 'salty'"},
        }) {
            arguments[3] = pair[0];
            wrong(pair[1] + "; see jacobi probe --help", arguments);
        }
    }

    @Test
    void namesOfValuesAreReadInAnyCase() {
        assertThat(run("probe", "--needed", "x", "--taste", "sweet")).isZero();
        assertThat(run("probe", "--needed", "x", "--taste", "very-sour")).isZero();
    }

    @Test
    void anOptionGivenTwice() {
        assertThat(run("probe", "--needed", "x", "--needed", "y")).isEqualTo(2);
        assertThat(err.toString()).contains("--needed").hasLineCount(1);
    }

    // Exceptions of a command.

    @Test
    void whatACommandRefusesIsOneSentence() {
        fails(new WrongInput("--rate needs a number above 0, but got -1"), 2, "--rate needs a number above 0, but got -1");
        fails(new IllegalArgumentException("matmul needs this, but got that"), 2, "matmul needs this, but got that");
        fails(new IOException("a.idx, byte 3: broken"), 2, "a.idx, byte 3: broken");
        fails(new UncheckedIOException(new IOException("broken")), 2, "broken");
    }

    @Test
    void exceptionsAboutFilesBecomeSentences() {
        fails(new NoSuchFileException("a.csv"), 2, "a.csv: there is no such file");
        fails(new AccessDeniedException("a.csv"), 2, "a.csv: access is denied");
        fails(new NoSuchFileException("a.csv", null, "there is no such file"), 2, "a.csv: there is no such file");
    }

    @Test
    void anInterruptEndsWith130() {
        fails(new InterruptedException(), 130, "interrupted");
    }

    @Test
    void aFaultOfOursShowsWhereItIs() {
        probe.work = () -> { throw new IllegalStateException("impossible"); };
        assertThat(run("probe", "--needed", "x")).isEqualTo(70);
        assertThat(err.toString()).startsWith("jacobi: this is a fault of jacobi").contains("impossible", "\tat ");
    }

    @Test
    void aFailedCheckEndsWith1() {
        probe.work = () -> 1;
        assertThat(run("probe", "--needed", "x")).isEqualTo(1);
        assertThat(err.toString()).isEmpty();
    }

    /// Stands for any command.
    @Command(name = "probe")
    static final class Probe implements Callable<Integer> {
        enum Taste {
            SWEET, VERY_SOUR;

            @Override
            public String toString() { return this == SWEET ? "SWEET" : "very-sour"; }
        }

        @Option(names = "--needed", paramLabel = "NAME", required = true) String needed;
        @Option(names = {"-n", "--count"}, paramLabel = "N") int count;
        @Option(names = "--seed") long seed;
        @Option(names = "--rate") double rate;
        @Option(names = "--taste") Taste taste;
        @Option(names = "--sizes", split = ",") List<Integer> sizes;

        private Callable<Integer> work = () -> 0;

        @Override
        public Integer call() throws Exception { return work.call(); }
    }

    private void wrong(String sentence, String... arguments) {
        assertThat(run(arguments)).isEqualTo(2);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString().strip()).isEqualTo("jacobi: " + sentence);
    }

    private void fails(Exception exception, int code, String sentence) {
        probe.work = () -> { throw exception; };
        assertThat(run("probe", "--needed", "x")).isEqualTo(code);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString().strip()).isEqualTo("jacobi: " + sentence);
    }

    private int run(String... arguments) {
        err.getBuffer().setLength(0);
        CommandLine line = Main.prepared(new CommandLine(new Main()).addSubcommand(probe));
        return line.setOut(new PrintWriter(out)).setErr(new PrintWriter(err)).execute(arguments);
    }
}
