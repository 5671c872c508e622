package dev.jacobi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainTest {
    private static final int PIXELS = DrawnDigits.SIZE * DrawnDigits.SIZE;

    @TempDir Path folder;
    @TempDir Path runs;

    private int run;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void aFolderOfDrawnDigits() throws IOException {
        write("train", DrawnDigits.draw(600, 1), "");
        write("t10k", DrawnDigits.draw(200, 2), ".gz");
    }

    @Test
    void learnsAndTellsAfterEachEpoch() {
        assertThat(run("--layers", "20,10", "--epochs", "8", "--batch", "16", "--rate", "0.01")).as(err.toString()).isZero();
        List<String> lines = out.toString().lines().toList();
        assertThat(lines.get(0)).isEqualTo("600 images of 28×28 to learn, 200 to test");
        assertThat(lines.get(1)).isEqualTo(
            "784-20-10 relu, init he, cross-entropy loss, adam at rate 0.01, batch 16, seed 1");
        assertThat(lines).hasSize(14);
        assertThat(lines.getLast()).isEqualTo("the model is in " + runs.resolve("run1").resolve("model.safetensors"));
        assertThat(accuracies().getLast()).isGreaterThan(65).isGreaterThan(accuracies().getFirst());
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void theNetworkOfTheBook() {
        assertThat(run("--layers", "15,10", "--loss", "squared", "--activation", "sigmoid", "--optimizer", "sgd", "--lr", "3",
            "--batch", "10", "--epochs", "12", "--seed", "3")).as(err.toString()).isZero();
        assertThat(out.toString()).contains("784-15-10 sigmoid, init normal, squared loss, sgd at rate 3.0, batch 10, seed 3");
        assertThat(accuracies().getLast()).isGreaterThan(50).isGreaterThan(accuracies().getFirst());
    }

    @Test
    void theSeedDecidesEverything() {
        List<List<Double>> runs = new ArrayList<>();
        for (String seed : List.of("1", "1", "2")) {
            out.getBuffer().setLength(0);
            run("--layers", "10", "--epochs", "2", "--seed", seed);
            runs.add(accuracies());
        }
        assertThat(runs.get(1)).isEqualTo(runs.get(0)).hasSize(2);
        assertThat(runs.get(2)).isNotEqualTo(runs.get(0));
    }

    @Test
    void anInterruptEndsItAfterTheStep() throws Exception {
        FutureTask<Integer> command = new FutureTask<>(() -> run("--epochs", "1000000"));
        Thread thread = new Thread(command);
        thread.start();
        while (!out.toString().contains("    1  ")) Thread.sleep(10);
        thread.interrupt();
        assertThat(command.get()).isEqualTo(ExitCode.INTERRUPTED);
        assertThat(err.toString()).isEqualTo("jacobi: saved; go on with: jacobi train --resume " + runs.resolve("run1") + "\njacobi: interrupted\n");
    }

    @Test
    void whatIsWrongIsToldInOneSentence() throws IOException {
        wrong("--layers needs sizes from 1 to 999999, as in 30,10, but got '30,x'", "--layers", "30,x");
        wrong("--layers needs sizes from 1 to 999999, as in 30,10, but got ''", "--layers", "");
        wrong("--layers needs sizes from 1 to 999999, as in 30,10, but got '0,10'", "--layers", "0,10");
        wrong("--batch needs a whole number from 1, but got 0", "--batch", "0");
        wrong("--epochs needs a whole number from 1, but got -1", "--epochs", "-1");
        wrong("--rate needs a number above 0, but got 0.0", "--rate", "0");
        wrong("--rate needs a number above 0, but got NaN", "--rate", "NaN");
        wrong("--loss needs one of cross-entropy, squared, but got 'hinge'; see jacobi train --help", "--loss", "hinge");
        run("--layers", "5");
        assertThat(err.toString()).contains("--layers 5 ends with 5, but the data needs 10 outputs, one for each class");
        err.getBuffer().setLength(0);
        assertThat(run("--optimizer", "sgd", "--rate", "1e30", "--epochs", "5", "--layers", "20,10")).isEqualTo(ExitCode.WRONG_INPUT);
        assertThat(err.toString()).contains("in epoch 1, step ", "matMul makes", "Try a smaller --rate").doesNotContain("..").hasLineCount(1);
        err.getBuffer().setLength(0);
        Files.delete(folder.resolve("t10k-labels-idx1-ubyte.gz"));
        assertThat(run()).isEqualTo(ExitCode.WRONG_INPUT);
        assertThat(err.toString()).contains("has no t10k-labels").hasLineCount(1);
    }

    private void wrong(String sentence, String... arguments) {
        err.getBuffer().setLength(0);
        assertThat(run(arguments)).isEqualTo(ExitCode.WRONG_INPUT);
        assertThat(err.toString()).isEqualTo("jacobi: " + sentence + "\n");
        assertThat(out.toString()).isEmpty();
    }

    private int run(String... arguments) {
        List<String> all = new ArrayList<>(List.of("train", "--data", folder.toString()));
        all.addAll(Arrays.asList(arguments));
        all.addAll(List.of("--out", runs.resolve("run" + ++run).toString()));
        return Main.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true))
            .execute(all.toArray(String[]::new));
    }

    private List<Double> accuracies() { return TrainTest.accuracies(out.toString()); }

    /// The test accuracy after each epoch.
    static List<Double> accuracies(String output) {
        return output.lines().filter(l -> l.matches(" +\\d.* %.*")).map(l -> Double.valueOf(l.strip().split(" +")[3])).toList();
    }

    private void write(String part, DrawnDigits digits, String compression) throws IOException {
        int count = digits.labels().length;
        byte[] pixels = new byte[count * PIXELS];
        for (int i = 0; i < pixels.length; i++) pixels[i] = (byte) Math.round(255 * digits.pixels()[i]);
        byte[] labels = new byte[count];
        for (int i = 0; i < count; i++) labels[i] = (byte) digits.labels()[i];
        write(part + "-images-idx3-ubyte" + compression, idx(pixels, count, DrawnDigits.SIZE, DrawnDigits.SIZE));
        write(part + "-labels-idx1-ubyte" + compression, idx(labels, count));
    }

    private void write(String name, byte[] contents) throws IOException {
        try (OutputStream file = Files.newOutputStream(folder.resolve(name));
            OutputStream to = name.endsWith(".gz") ? new GZIPOutputStream(file) : file) {
            to.write(contents);
        }
    }

    private static byte[] idx(byte[] elements, int... shape) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream data = new DataOutputStream(bytes);
        data.writeInt(0x0800 + shape.length);
        for (int size : shape) data.writeInt(size);
        data.write(elements);
        return bytes.toByteArray();
    }
}
