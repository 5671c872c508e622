package dev.jacobi.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private long now;

    @Test
    void aTerminalShowsOneLineWrittenOver() throws InterruptedException {
        try (Progress progress = progress(true)) {
            at(1.0);
            progress.update(10_000, "epoch 1/2", 0.5);
            at(1.05); // too soon
            progress.update(10_500, "epoch 1/2", 0.4);
            at(2.0);
            progress.update(30_000, "epoch 2/2", 0.25);
        }
        assertThat(written()).isEqualTo(
            "\repoch 1/2   25 %  10,000 digits/s  loss 0.5000  0:03 left"
                + "\repoch 2/2   75 %  15,000 digits/s  loss 0.2500  0:01 left" + System.lineSeparator());
    }

    @Test
    void whereThereIsNoLoss() throws InterruptedException {
        try (Progress progress = progress(true)) {
            at(1.0);
            progress.update(10_000, "exp(x)");
        }
        assertThat(written()).isEqualTo("\rexp(x)   25 %  0:03 left" + System.lineSeparator());
    }

    @Test
    void theLastUpdateStaysOnATerminal() throws InterruptedException {
        try (Progress progress = progress(true)) {
            at(1.0);
            progress.update(39_000, "epoch 2/2", 0.5);
            at(1.01);
            progress.update(40_000, "epoch 2/2", 0.125);
        }
        assertThat(written()).contains("\repoch 2/2  100 %  39,604 digits/s  loss 0.1250  0:00 left");
    }

    @Test
    void aShorterLineLeavesNothingOfALongerOne() throws InterruptedException {
        try (Progress progress = progress(true)) {
            at(1);
            progress.update(10_000, "epoch 10/10", 0.5);
            at(2);
            progress.update(20_000, "test", 0.5);
        }
        String[] lines = written().split("\r");
        assertThat(lines[2].replaceAll("[\r\n]", "")).hasSameSizeAs(lines[1]).matches("test .*left {7}");
    }

    @Test
    void clearGivesTheLineBack() throws InterruptedException {
        Progress progress = progress(true);
        progress.clear();
        assertThat(written()).isEmpty();
        at(1);
        progress.update(10_000, "epoch 1/2", 0.5);
        int length = written().length() - 1;
        bytes.reset();
        progress.clear();
        assertThat(written()).isEqualTo("\r" + " ".repeat(length) + "\r");
        bytes.reset();
        progress.close();
        assertThat(written()).isEmpty();
    }

    @Test
    void elsewhereThereIsALineNowAndThen() throws InterruptedException {
        try (Progress progress = progress(false)) {
            for (int i = 1; i <= 300; i++) {
                at(i / 10.0);
                progress.update(i * 100, "epoch 1/1", 2.5);
            }
        }
        assertThat(written().lines()).containsExactly(
            "epoch 1/1   25 %  1,000 digits/s  loss 2.5000  0:30 left",
            "epoch 1/1   50 %  1,000 digits/s  loss 2.5000  0:20 left",
            "epoch 1/1   75 %  1,000 digits/s  loss 2.5000  0:10 left");
        assertThat(written()).doesNotContain("\r".repeat(System.lineSeparator().length()));
    }

    @Test
    void whatIsShortSaysNothingElsewhere() throws InterruptedException {
        try (Progress progress = progress(false)) {
            at(9);
            progress.update(40_000, "epoch 1/1", 0.5);
        }
        assertThat(written()).isEmpty();
    }

    @Test
    void noLineIsLongerThanATerminalAndNoneHasColor() throws InterruptedException {
        try (Progress progress = progress(true)) {
            at(1);
            progress.update(1, "a stage with a name that takes nearly all of the line by itself", 1e-9);
        }
        assertThat(written().lines().toList().getLast().length()).isLessThanOrEqualTo(79);
        assertThat(written()).doesNotContain("\u001b");
    }

    @Test
    void lossesAndTimesOfAnySizeCanBeRead() throws InterruptedException {
        assertThat(lineOf(1, 1e-9)).contains("loss 1.000e-09", "11:06:39 left");
        assertThat(lineOf(1000, 123456)).contains("loss 1.235e+05", "0:39 left");
        assertThat(lineOf(100, Double.NaN)).contains("loss NaN", "6:39 left");
        assertThat(lineOf(0, 0)).contains("  0 %", "loss 0.0000", "? left");
    }

    @Test
    void anInterruptEndsTheCommand() {
        Progress progress = progress(true);
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> progress.update(1, "epoch 1/1", 1)).isInstanceOf(InterruptedException.class);
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    private String lineOf(long done, double loss) throws InterruptedException {
        bytes.reset();
        now = 0;
        Progress progress = progress(true);
        at(1);
        progress.update(done, "epoch 1/1", loss);
        return written();
    }

    private Progress progress(boolean terminal) {
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        return new Progress(out, terminal, () -> now, 40_000, "digits");
    }

    private void at(double seconds) { now = Math.round(seconds * 1e9); }

    private String written() { return bytes.toString(StandardCharsets.UTF_8); }
}
