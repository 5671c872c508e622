package dev.jacobi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jacobi.io.JsonObject;
import dev.jacobi.train.RunFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// From a table to a model, and what is asked of it.
class ModelCommandsTest {
    @TempDir Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private String table = "";
    private String run = "";

    @BeforeEach
    void aModel() throws IOException {
        StringBuilder text = new StringBuilder("size,color,kind\n");
        for (int i = 0; i < 120; i++) text.append(i % 10).append(',').append(i % 3 == 0 ? "red" : "blue").append(',').append(i % 10 > 4 ? "big" : "small").append('\n');
        table = Files.writeString(folder.resolve("things.csv"), text).toString();
        run = folder.resolve("run").toString();
        assertThat(jacobi("train", "--data", table, "--target", "kind", "--rate", "0.01", "--out", run)).as(err.toString()).isZero();
        assertThat(out.toString()).contains("96 rows to learn, 24 to test; 3 inputs from 2 columns", "\"kind\" is one of 2 classes: big, small");
        out.getBuffer().setLength(0);
    }

    private int jacobi(String... arguments) {
        return Main.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true)).execute(arguments);
    }

    @Test
    void evaluate() {
        assertThat(jacobi("evaluate", "--model", run, "--data", table, "--json")).isZero();
        JsonObject json = JsonObject.parse(out.toString());
        assertThat(json.number("accuracy")).isEqualTo(1);
        assertThat(json.texts("classes")).containsExactly("big", "small");
        out.getBuffer().setLength(0);
        assertThat(jacobi("evaluate", "--model", run, "--data", table)).isZero();
        assertThat(out.toString()).contains("accuracy 100.00 %, of 120");
    }

    @Test
    void predictionsComeInTheOrderOfTheFile() throws IOException {
        // columns in another order, and one that the model doesn't know
        Path others = Files.writeString(folder.resolve("others.csv"), "color,note,size\nred,a,9\nblue,b,0\nblue,c,8\n");
        assertThat(jacobi("predict", "--model", run, "--data", others.toString())).as(err.toString()).isZero();
        List<String> lines = out.toString().lines().toList();
        assertThat(lines).hasSize(4).first().isEqualTo("prediction,probability");
        assertThat(lines.stream().skip(1).map(l -> l.split(",")[0])).containsExactly("big", "small", "big");
        Files.writeString(others, "color,size\nred,9\ngreen,0\n");
        assertThat(jacobi("predict", "--model", run, "--data", others.toString())).isEqualTo(ExitCode.WRONG_INPUT);
        assertThat(err.toString()).contains("line 3", "\"green\"", "--unknown none");
        out.getBuffer().setLength(0);
        assertThat(jacobi("predict", "--model", run, "--data", others.toString(), "--unknown", "none")).isZero();
        assertThat(out.toString().lines()).hasSize(3);
    }

    @Test
    void inspect() {
        assertThat(jacobi("inspect", run)).isZero();
        assertThat(out.toString()).contains("network: dense 3 32; relu; dense 32 2", "seed: 1", "layers.0.weight  F32   [3, 32]", "194 numbers in 4 tensors");
    }

    @Test
    void aSecondWriterIsRefusedAndARunIsNotOverwritten() throws IOException {
        try (RunFolder _ = RunFolder.open(Path.of(run))) {
            assertThat(jacobi("train", "--resume", run)).isEqualTo(ExitCode.WRONG_INPUT);
            assertThat(err.toString()).contains("is being written by process " + ProcessHandle.current().pid());
        }
        err.getBuffer().setLength(0);
        assertThat(jacobi("train", "--data", table, "--target", "kind", "--out", run)).isEqualTo(ExitCode.WRONG_INPUT);
        assertThat(err.toString()).contains("--resume").hasLineCount(1);
    }

    @Test
    void aRunGoesOnWithTheSameDataOnly() throws IOException {
        Files.writeString(Path.of(table), "1,red,small\n", java.nio.file.StandardOpenOption.APPEND);
        assertThat(jacobi("train", "--resume", run)).isEqualTo(ExitCode.WRONG_INPUT);
        assertThat(err.toString()).contains("\"data\" was sha256:").hasLineCount(1);
    }

    @Test
    void aDamagedCheckpointIsPassedOver() throws IOException {
        byte[] model = Files.readAllBytes(Path.of(run, "model.safetensors"));
        Path checkpoints = Path.of(run, "checkpoints");
        Path whole;
        try (var files = Files.list(checkpoints)) {
            whole = files.findFirst().orElseThrow();
        }
        byte[] bytes = Files.readAllBytes(whole);
        bytes[bytes.length - 3] ^= 4;
        Files.write(checkpoints.resolve("99999999999.safetensors"), bytes);
        assertThat(jacobi("train", "--resume", run)).as(err.toString()).isZero();
        assertThat(err.toString()).contains("passed over a checkpoint", "checksum");
        assertThat(Files.readAllBytes(Path.of(run, "model.safetensors"))).isEqualTo(model);
    }
}
