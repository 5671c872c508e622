package dev.jacobi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jacobi.io.Safetensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A training that is killed at random moments ends with the bits of one that wasn't.
class ResumeTest {
    @TempDir Path folder;

    private Path table() throws IOException {
        StringBuilder text = new StringBuilder("a,b,kind,answer\n");
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 400; i++) {
            double a = random.nextDouble();
            double b = random.nextDouble();
            String kind = random.nextBoolean() ? "round" : "flat";
            text.append(a).append(',').append(b).append(',').append(kind).append(',')
                .append((a > b) == kind.equals("round") ? "yes" : "no").append('\n');
        }
        return Files.writeString(folder.resolve("table.csv"), text);
    }

    private static ProcessBuilder jacobi(String... arguments) {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
    }

    private static void finish(String... arguments) throws IOException, InterruptedException {
        assertThat(jacobi(arguments).start().waitFor()).as(String.join(" ", arguments)).isZero();
    }

    private String[] train(Path table, String out) {
        return new String[] {"train", "--data", table.toString(), "--target", "answer", "--epochs", "40", "--patience", "30", "--save-every", "0.02",
            "--out", folder.resolve(out).toString()};
    }

    @Test
    void killedSomeTimes() throws Exception { killed(3, 6, System.nanoTime()); }

    @Test
    @Tag("slow")
    void killedTwoHundredTimes() throws Exception { killed(200, 200, System.nanoTime()); }

    /// @param least kills, over as many runs as it takes
    private void killed(int least, int most, long seed) throws Exception {
        System.out.println("ResumeTest.killed with seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        Path table = table();
        long start = System.nanoTime();
        finish(train(table, "whole"));
        long whole = System.nanoTime() - start;
        byte[] expected = Files.readAllBytes(folder.resolve("whole/model.safetensors"));
        List<String> metrics = metrics("whole");
        int kills = 0;
        for (int run = 0; kills < least; run++) {
            String out = "run" + run;
            Process process = jacobi(train(table, out)).start();
            while (kills < most && !process.waitFor(random.nextLong(whole / 8, whole), TimeUnit.NANOSECONDS)) {
                process.destroyForcibly().waitFor();
                kills++;
                // before its settings are there, a run hasn't begun
                boolean begun = Files.exists(folder.resolve(out).resolve("config.json"));
                process = (begun ? jacobi("train", "--resume", folder.resolve(out).toString()) : jacobi(train(table, out))).start();
            }
            assertThat(process.waitFor()).as("run %d after %d kills", run, kills).isZero();
            assertThat(Files.readAllBytes(folder.resolve(out).resolve("model.safetensors"))).as("after %d kills", kills).isEqualTo(expected);
            assertThat(metrics(out)).isEqualTo(metrics);
            try (Stream<Path> left = Files.list(folder.resolve(out).resolve("checkpoints"))) {
                for (Path checkpoint : left.filter(f -> f.toString().endsWith(".safetensors")).toList()) Safetensors.read(checkpoint);
            }
        }
        System.out.println("killed " + kills + " times, every run ended with the same bits");
    }

    /// The lines, without the seconds.
    private List<String> metrics(String out) throws IOException {
        return Files.readAllLines(folder.resolve(out).resolve("metrics.jsonl")).stream().map(line -> line.replaceAll(",\"seconds\":.*", "")).toList();
    }
}
