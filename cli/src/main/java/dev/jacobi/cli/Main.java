package dev.jacobi.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.lang.module.ModuleDescriptor;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// The `jacobi` command: without a subcommand it prints its help.
///
/// Results go to standard output, everything else to standard error; how it ends is one of [ExitCode].
@Command(
    name = "jacobi",
    description = "Backpropagation on the JVM, taken apart.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    subcommands = {Demo.class, Explain.class, Check.class, Examples.class, Train.class,
        Evaluate.class, Predict.class, Inspect.class, Bench.class},
    footer = {
        "",
        "Examples:",
        "  jacobi demo",
        "  jacobi explain \"f = (x + y) * max(y, z)\" --at \"x=1, y=2, z=0\"",
        "",
        "It ends with 0: done, 1: a check failed, 2: wrong input, 130: interrupted."
    })
public final class Main implements Runnable {
    @Spec private CommandSpec spec = CommandSpec.create(); // the field is set by picocli

    /// Runs the command and ends the JVM with its exit code.
    public static void main(String[] arguments) {
        Thread command = Thread.currentThread();
        Thread interrupt = new Thread(() -> interrupt(command));
        Runtime.getRuntime().addShutdownHook(interrupt);
        int code = run(arguments);
        try {
            Runtime.getRuntime().removeShutdownHook(interrupt);
        } catch (IllegalStateException e) {
            return; // Ctrl-C was pressed; the JVM is about to end, with 130
        }
        if (code != ExitCode.DONE) {
            System.exit(code); // not for 0: it starts the logging system, which takes as long as the rest of the JVM
        }
    }

    /// Ctrl-C: the command may end its line, and more, before the JVM does.
    private static void interrupt(Thread command) {
        command.interrupt();
        try {
            command.join(10_000); // a training saves what it has
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static int run(String[] arguments) {
        StandardOutput output = new StandardOutput();
        PrintWriter out = output.writer();
        PrintStream err = System.err;
        int code;
        try {
            code = commandLine()
                .setOut(out)
                .setErr(new PrintWriter(err, true, StandardOutput.charset(err)))
                .execute(arguments);
        } catch (OutOfMemoryError e) {
            err.println("jacobi: the memory that Java may take, " + Runtime.getRuntime().maxMemory() / (1 << 20)
                + " MiB, is too little; set the variable JAVA_TOOL_OPTIONS to -Xmx8g or so");
            return ExitCode.WRONG_INPUT;
        }
        out.flush();
        IOException failure = output.failure();
        if (failure != null) {
            err.println("jacobi: the results can't be written to standard output: " + failure.getMessage());
            return ExitCode.WRONG_INPUT;
        }
        return code;
    }

    static CommandLine commandLine() { return prepared(new CommandLine(new Main())); }

    /// A command line with our messages; for it and the subcommands that it already has.
    static CommandLine prepared(CommandLine commandLine) {
        return commandLine
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setExpandAtFiles(false) // @FILE means values to explain
            .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF))
            .setParameterExceptionHandler(Mistakes::inArguments)
            .setExecutionExceptionHandler((e, command, _) -> Mistakes.inCommand(e, command));
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    /// The version of this module, which the build wrote into it, and what it runs on.
    static final class Version implements IVersionProvider {
        static String number() {
            return Optional.ofNullable(Main.class.getModule().getDescriptor())
                .flatMap(ModuleDescriptor::rawVersion)
                .orElse("(not packaged)");
        }

        @Override
        public String[] getVersion() {
            String system = System.getProperty("os.name") + " " + System.getProperty("os.arch");
            return new String[] {
                "jacobi " + number(), "Java " + Runtime.version() + ", " + System.getProperty("java.vendor") + ", " + system
            };
        }
    }
}
