package dev.jacobi.cli;

import dev.jacobi.io.Nearest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/// Tells in one sentence what went wrong, on standard error, and gives the exit code.
final class Mistakes {
    private Mistakes() {}

    /// What was typed can't be understood.
    static int inArguments(ParameterException e, String[] arguments) {
        CommandLine command = e.getCommandLine();
        String sentence = sentence(e, arguments);
        tell(command, sentence.endsWith("?")
            ? sentence : sentence + "; see " + command.getCommandSpec().qualifiedName() + " --help");
        return ExitCode.WRONG_INPUT;
    }

    /// A command was understood and ended with an exception.
    static int inCommand(Exception e, CommandLine command) {
        switch (e) {
            case InterruptedException _ -> {
                tell(command, "interrupted");
                return ExitCode.INTERRUPTED;
            }
            case WrongInput wrong -> tell(command, sentence(wrong));
            case IllegalArgumentException wrong -> tell(command, sentence(wrong));
            case IOException wrong -> tell(command, sentence(wrong));
            case UncheckedIOException wrong when wrong.getCause() != null -> tell(command, sentence(wrong.getCause()));
            default -> {
                tell(command, "this is a fault of jacobi, not yours; please report what follows");
                e.printStackTrace(command.getErr());
                return ExitCode.FAULT;
            }
        }
        return ExitCode.WRONG_INPUT;
    }

    private static void tell(CommandLine command, String sentence) {
        command.getErr().println("jacobi: " + sentence);
        command.getErr().flush();
    }

    private static String sentence(Exception e) {
        String message = Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName());
        return switch (e) {
            case FileSystemException f when f.getReason() != null -> message;
            case NoSuchFileException f -> f.getFile() + ": there is no such file";
            case AccessDeniedException f -> f.getFile() + ": access is denied";
            default -> message;
        };
    }

    private static String sentence(ParameterException e, String[] arguments) {
        if (e instanceof UnmatchedArgumentException unmatched && !unmatched.getUnmatched().isEmpty()) {
            return unknown(unmatched.getUnmatched().getFirst(), e.getCommandLine());
        }
        if (e instanceof MissingParameterException missing && !missing.getMissing().isEmpty()) {
            return missing(missing.getMissing().getFirst(), arguments);
        }
        if (e.getArgSpec() != null && e.getCause() instanceof TypeConversionException) {
            return name(e.getArgSpec()) + " needs " + wanted(e.getArgSpec(), e.getCause())
                + ", but got '" + e.getValue() + "'";
        }
        return Objects.requireNonNullElse(e.getMessage(), "the arguments can't be understood");
    }

    private static String unknown(String argument, CommandLine command) {
        boolean option = argument.startsWith("-") && argument.length() > 1;
        List<String> names = new ArrayList<>();
        if (option) {
            for (OptionSpec known : command.getCommandSpec().options()) {
                names.addAll(Arrays.asList(known.names()));
            }
        } else {
            names.addAll(command.getSubcommands().keySet());
        }
        if (!option && names.isEmpty()) {
            return "'" + argument + "' is one argument too many";
        }
        String typed = option ? argument.split("=", 2)[0] : argument;
        Optional<String> nearest = Nearest.to(typed, names);
        return "there is no " + (option ? "option " : "command ") + typed
            + nearest.map(name -> "; did you mean " + name + "?").orElse("");
    }

    private static String missing(ArgSpec spec, String[] arguments) {
        boolean typed = spec instanceof OptionSpec option
            && Arrays.stream(option.names()).anyMatch(Arrays.asList(arguments)::contains);
        return typed
            ? name(spec) + " needs a value, " + spec.paramLabel() + ", but got none"
            : name(spec) + (spec.isOption() ? " " + spec.paramLabel() : "") + " is needed, but was not given";
    }

    private static String wanted(ArgSpec spec, Throwable cause) {
        Class<?> type = spec.auxiliaryTypes()[0]; // that of one element, where an option takes a list
        if (type.isEnum()) {
            return "one of " + String.join(", ", Arrays.stream(type.getEnumConstants()).map(String::valueOf).toList());
        }
        if (type == int.class || type == Integer.class) {
            return "a whole number below 2147483648";
        }
        if (type == long.class || type == Long.class) {
            return "a whole number";
        }
        if (type == double.class || type == Double.class) {
            return "a number";
        }
        return Objects.requireNonNullElse(cause.getMessage(), "another value");
    }

    private static String name(ArgSpec spec) {
        return spec instanceof OptionSpec option ? option.longestName() : spec.paramLabel();
    }
}
