package dev.jacobi.cli;

import java.io.Console;
import java.io.PrintStream;
import java.util.Locale;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;

/// Tells how far a long command is, on standard error: on a terminal one line that is written over and over,
/// elsewhere a line now and then. It uses no color.
///
/// ```java
/// try (Progress progress = Progress.onStandardError(epochs * images, "images")) {
///     ...
///     progress.update(done, "epoch 2/10", loss);
/// }
/// ```
final class Progress implements AutoCloseable {
    /// One less than the usual terminal has, since some begin a new line after the last.
    private static final int COLUMNS = 79;

    private static final long TERMINAL_PERIOD = 100_000_000L; // nanoseconds
    private static final long PLAIN_PERIOD = 10_000_000_000L;

    private final PrintStream out;
    private final boolean terminal;
    private final LongSupplier clock;
    private final long total;
    private final String unit;
    private final long start;

    private long lastWrite;
    private String pending = ""; // what the terminal does not show yet
    private int shown; // characters that the terminal shows in this line

    /// @param clock nanoseconds, as [System#nanoTime]
    Progress(PrintStream out, boolean terminal, LongSupplier clock, long total, String unit) {
        this.out = out;
        this.terminal = terminal;
        this.clock = clock;
        this.total = total;
        this.unit = unit;
        start = clock.getAsLong();
        lastWrite = start;
    }

    /// @param total how many units the command will have done at its end
    /// @param unit  what is counted, as in "images"
    @SuppressWarnings("SystemConsoleNull") // it is null again in JDK 25, where input or output is no terminal
    static Progress onStandardError(long total, String unit) {
        Console console = System.console();
        boolean terminal = console != null && console.isTerminal()
            && !"dumb".equals(System.getenv("TERM"));
        return new Progress(System.err, terminal, System::nanoTime, total, unit);
    }

    /// Tells that so many units are done. Cheap enough for every batch: what comes too soon is not written.
    ///
    /// @param stage where in the command this is, as in "epoch 2/10"
    /// @throws InterruptedException if the thread was interrupted: the place where a long command can be stopped
    void update(long done, String stage, double loss) throws InterruptedException {
        update(done, stage, now -> String.format(Locale.ROOT, "%,.0f %s/s  loss %s", rate(done, now), unit, loss(loss)));
    }

    /// As [#update(long, String, double)], for a command that has no loss.
    void update(long done, String stage) throws InterruptedException { update(done, stage, _ -> ""); }

    private void update(long done, String stage, LongFunction<String> detail) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        long now = clock.getAsLong();
        if (now - lastWrite < (terminal ? TERMINAL_PERIOD : PLAIN_PERIOD)) {
            if (terminal && done == total) {
                pending = line(done, stage, detail.apply(now), now);
            }
            return;
        }
        lastWrite = now;
        String line = line(done, stage, detail.apply(now), now);
        if (terminal) {
            write(line);
        } else {
            out.println(line);
        }
    }

    /// Takes the line off the terminal, so that something else can be printed there; the next update draws it again.
    void clear() {
        if (shown > 0) {
            write("");
            out.print("\r");
            out.flush();
        }
    }

    /// Leaves the last line on the terminal and goes to the next.
    @Override
    public void close() {
        if (!pending.isEmpty() && shown > 0) {
            write(pending);
        }
        if (shown > 0) {
            out.println();
            shown = 0;
        }
    }

    private void write(String line) {
        out.print("\r" + line + " ".repeat(Math.max(0, shown - line.length())));
        out.flush();
        shown = line.length();
        pending = "";
    }

    private double rate(long done, long now) { return done / ((now - start) / 1e9); }

    private String line(long done, String stage, String detail, long now) {
        String line = String.format(Locale.ROOT, "%s  %3d %%%s  %s left",
            stage, 100 * done / total, detail.isEmpty() ? "" : "  " + detail, time((total - done) / rate(done, now)));
        return line.length() <= COLUMNS ? line : line.substring(0, COLUMNS);
    }

    private static String loss(double loss) {
        boolean plain = loss == 0 || (Math.abs(loss) >= 1e-3 && Math.abs(loss) < 1e4);
        return String.format(Locale.ROOT, plain ? "%.4f" : "%.3e", loss);
    }

    /// As `0:05` or `12:34`, or in hours as `3:25:00`.
    private static String time(double seconds) {
        if (!(seconds < 1e6)) {
            return "?"; // nothing is done yet
        }
        long whole = (long) Math.ceil(seconds);
        return whole < 3600
            ? String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60)
            : String.format(Locale.ROOT, "%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60);
    }
}
