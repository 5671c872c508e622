package dev.jacobi.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The first network of "Neural Networks and Deep Learning" (Michael Nielsen, chapter 1) on MNIST:
/// sigmoids, half the squared distance, plain gradient descent. The book reaches 95.42 % at its best epoch.
@Tag("slow")
class NielsenTest {
    @Test
    void learnsMnist(@TempDir Path runs) {
        String data = System.getenv("JACOBI_DATA");
        assumeTrue(data != null, "JACOBI_DATA names no folder with a folder mnist");
        List<Double> accuracies = new ArrayList<>();
        for (String seed : List.of("1", "2", "3")) {
            StringWriter out = new StringWriter();
            int code = Main.commandLine().setOut(new PrintWriter(out, true)).execute("train", "--data",
                Path.of(data, "mnist").toString(), "--layers", "30,10", "--loss", "squared", "--activation", "sigmoid",
                "--optimizer", "sgd", "--rate", "3", "--batch", "10", "--epochs", "30", "--seed", seed,
                "--out", runs.resolve(seed).toString());
            assertThat(code).isZero();
            assertThat(TrainTest.accuracies(out.toString())).isNotEmpty();
            accuracies.add(TrainTest.accuracies(out.toString()).getLast());
        }
        Collections.sort(accuracies);
        assertThat(accuracies.get(1)).as("median of %s", accuracies).isGreaterThanOrEqualTo(94.5);
    }
}
