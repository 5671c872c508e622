package dev.jacobi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jacobi.io.Json;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BenchTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        return Main.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true)).execute(arguments);
    }

    @Test
    void measuresWhatIsNamed() {
        assertThat(run("bench", "64x64", "2-2-2-1", "exp", "--seconds", "0.2")).isEqualTo(ExitCode.DONE);
        List<String> lines = out.toString().lines().toList();
        assertThat(lines).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
        assertThat(lines.getFirst()).startsWith("Java " + Runtime.version()).contains("processor");
        assertThat(lines).anyMatch(l -> l.matches("product 64x64 by 64x64 +[0-9.,]+ us +[0-9.]+ GFLOP/s"));
        assertThat(lines).anyMatch(l -> l.matches("exp\\(x\\), 1M +[0-9.,]+ us +[0-9.]+ GB/s"));
        assertThat(lines).anyMatch(l -> l.matches("2-2-2-1, sigmoid, SGD, batch 1 +[0-9.,]+ us +[0-9.,]+ us"));
        assertThat(lines).hasSize(8); // the machine, two measurements, and a step, with their headings
    }

    @Test
    void asJson() {
        assertThat(run("bench", "tiny", "x + x", "--seconds", "0.1", "--json")).isEqualTo(ExitCode.DONE);
        Map<?, ?> report = (Map<?, ?>) Json.parse(out.toString());
        assertThat(keys(report)).containsExactly("java", "system", "processors", "vectors", "kernels", "steps");
        Map<?, ?> kernel = (Map<?, ?>) ((List<?>) report.get("kernels")).getFirst();
        assertThat(keys(kernel)).containsExactly("name", "microseconds", "GB/s");
        double bytes = (double) kernel.get("microseconds") * (double) kernel.get("GB/s") * 1e3;
        assertThat(bytes).isBetween(8.0 * (1 << 20) * 0.999, 8.0 * (1 << 20) * 1.001);
        Map<?, ?> step = (Map<?, ?>) ((List<?>) report.get("steps")).getFirst();
        assertThat(keys(step)).containsExactly("name", "title", "microsecondsAsCode", "microsecondsCompiled");
        assertThat((double) step.get("microsecondsCompiled")).isPositive();
    }

    private static List<String> keys(Map<?, ?> object) { return object.keySet().stream().map(String::valueOf).toList(); }

    @Test
    void aNameThatNothingHas() {
        assertThat(run("bench", "quantum")).isEqualTo(ExitCode.WRONG_INPUT);
        assertThat(err.toString()).startsWith("jacobi: nothing that is measured is called quantum; there are copy of 64 MB; ")
            .contains("LSTM 128 to 256");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void noTime() {
        for (String seconds : new String[] {"0", "-3", "NaN", "1e9"}) {
            assertThat(run("bench", "--seconds", seconds)).isEqualTo(ExitCode.WRONG_INPUT);
        }
        assertThat(err.toString().lines().toList()).hasSize(4).first()
            .isEqualTo("jacobi: --seconds needs a number above 0 and up to 3600, but got 0.0; 20 is usual");
    }

    @Test
    void itCanBeInterrupted() {
        Thread.currentThread().interrupt();
        assertThat(run("bench")).isEqualTo(ExitCode.INTERRUPTED);
        assertThat(Thread.interrupted()).isFalse();
        assertThat(err.toString()).isEqualTo("jacobi: interrupted" + System.lineSeparator());
    }
}
