package dev.jacobi.cli;

import java.lang.module.ModuleDescriptor;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/// The `jacobi` command: without a subcommand it prints its help.
@Command(
    name = "jacobi",
    description = "Backpropagation on the JVM, taken apart.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class)
public final class Main implements Runnable {
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Main());
    }

    @Override
    public void run() {
        commandLine().usage(System.out);
    }

    /// The version of this module, which the build wrote into it.
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version =
                Optional.ofNullable(Main.class.getModule().getDescriptor())
                    .flatMap(ModuleDescriptor::rawVersion)
                    .orElse("(not packaged)");
            return new String[] {"jacobi " + version};
        }
    }
}
