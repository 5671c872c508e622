package dev.jacobi.cli;

/// How a command ends.
final class ExitCode {
    static final int DONE = 0;

    /// A check failed, or an expectation was wrong.
    static final int FAILED = 1;

    /// What was typed or a file that was named is wrong.
    static final int WRONG_INPUT = 2;

    /// Jacobi itself is wrong; the number is that of `sysexits.h`.
    static final int FAULT = 70;

    /// Stopped by Ctrl-C; what shells tell of a program that the signal 2 ended.
    static final int INTERRUPTED = 130;

    private ExitCode() {}
}
