package dev.jacobi.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jacobi.data.Csv;
import dev.jacobi.data.Missing;
import dev.jacobi.data.Table;
import dev.jacobi.io.FormatException;
import dev.jacobi.nn.Architecture;
import dev.jacobi.nn.Embedding;
import dev.jacobi.nn.Initialization;
import dev.jacobi.nn.Layer;
import dev.jacobi.nn.Sequential;
import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.RandomKey;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelTest {
    @TempDir Path folder;

    private Table table() throws IOException {
        StringBuilder text = new StringBuilder("size,color,price,kind\n");
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 200; i++) {
            double size = random.nextDouble();
            String color = i % 3 == 0 ? "red" : "blue";
            text.append(size).append(',').append(color).append(',').append(1e6 + 100 * size).append(',')
                    .append(size > 0.5 == color.equals("red") ? "yes" : "no").append('\n');
        }
        return Csv.read(Files.writeString(folder.resolve("t.csv"), text)).target("kind");
    }

    private static Map<String, String> row(double size, String color) {
        return Map.of("size", String.valueOf(size), "color", color, "price", String.valueOf(1e6 + 100 * size));
    }

    @Test
    void aFileHoldsAllThatPredictNeeds() throws Exception {
        Model model = Mlp.hidden(16).epochs(30).fit(table());
        model.save(folder.resolve("m.safetensors"));
        Model loaded = Model.load(folder.resolve("m.safetensors"));
        assertThat(loaded.encoding()).isEqualTo(model.encoding());
        assertThat(loaded.made()).isEqualTo(model.made()).containsEntry("seed", "1");
        for (double size : List.of(0.1, 0.4, 0.9)) {
            assertThat(loaded.predict(row(size, "red"))).isEqualTo(model.predict(row(size, "red")));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> model.predict(Map.of("size", "1"))).withMessageContaining("\"color\"");
        assertThatIllegalArgumentException().isThrownBy(() -> model.predict(row(1, "green"))).withMessageContaining("[blue, red]");
        assertThatIllegalArgumentException().isThrownBy(() -> model.predict(Map.of("size", "1d", "color", "red", "price", "1"))).withMessageContaining("1d");
    }

    @Test
    void aModelOfAnyLayersIsReadBack() throws Exception {
        Model mlp = Mlp.hidden(2).epochs(1).fit(table());
        int inputs = mlp.encoding().shape().size();
        String network = "dense " + inputs + " 32; glu; unflatten 4 4; conv1d 4 4 3 stride 1 padding 1 groups 2; convtransposed1d 4 2 2 stride 2 outputpadding 1; "
                + "maxpool 2 stride 2 rounded up; unflatten 1 2 5; conv2d 1 3 2x3 stride 1 padding 0x1 dilation 1x2; averagepool 1x2 stride 1 padding 0x1 counted; "
                + "adaptivemaxpool 2x2; flatten; unflatten 3 4; transformer 4 heads 2 hidden 5; gru 4 3; rnn 3 3; lstm 3 4; lasttime; dense 4 2";
        Layer net = Architecture.parse(network, Initialization.NORMAL, RandomKey.of(1));
        Model model = new Model(net, mlp.encoding(), mlp.objective(), Map.of());
        model.save(folder.resolve("m.safetensors"));
        Model loaded = Model.load(folder.resolve("m.safetensors"));
        assertThat(loaded.network().specification()).isEqualTo(network);
        Tensor x = RandomKey.of(2).normal(Shape.of(7, inputs), DType.F32);
        assertThat(loaded.network().apply(x).toFloats()).containsExactly(net.apply(x).toFloats()).doesNotContain(0f);

        Embedding words = Embedding.of(5, 3, RandomKey.of(3)).withPadding(4);
        new Model(Sequential.of(words), mlp.encoding(), mlp.objective(), Map.of()).save(folder.resolve("w.safetensors"));
        Tensor things = Tensor.ofInts(3, 4, 0);
        assertThat(Model.load(folder.resolve("w.safetensors")).network().apply(things).toFloats()).containsExactly(words.apply(things).toFloats());
    }

    @Test
    void oneFlippedBitAndAModelIsNotRead() throws Exception {
        Path file = folder.resolve("m.safetensors");
        Mlp.hidden(4).epochs(1).fit(table()).save(file);
        byte[] whole = Files.readAllBytes(file);
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        int harmless = 0;
        for (int i = 0; i < 1000; i++) {
            byte[] damaged = whole.clone();
            int place = random.nextInt(whole.length);
            damaged[place] ^= (byte) (1 << random.nextInt(8));
            Files.write(file, damaged);
            try {
                Model.load(file);
                assertThat(whole[place]).as("a model was read with byte %d changed, seed %d", place, seed).isEqualTo((byte) ' ');
                harmless++;
            } catch (FormatException expected) {
                assertThat(expected.file()).isEqualTo(file.toString());
            }
        }
        assertThat(harmless).as("blanks behind the header that became another blank").isLessThan(20);
    }

    @Test
    void sixtyFourThreadsGetTheBitsOfOne() throws Exception {
        Model model = Mlp.hidden(32, 16).epochs(3).fit(table());
        List<Map<String, String>> rows = new ArrayList<>();
        for (int i = 0; i < 300; i++) rows.add(row(i / 300.0, i % 2 == 0 ? "red" : "blue"));
        List<Prediction> alone = rows.stream().map(model::predict).toList();
        assertThat(model.predict(rows.stream().map(model.table()::row).toList())).as("all at once").isEqualTo(alone);
        try (ExecutorService threads = Executors.newFixedThreadPool(64)) {
            List<Future<List<Prediction>>> answers = new ArrayList<>();
            for (int i = 0; i < 64; i++) answers.add(threads.submit(() -> rows.stream().map(model::predict).toList()));
            for (Future<List<Prediction>> answer : answers) assertThat(answer.get()).isEqualTo(alone);
        }
    }

    @Test
    void scalingIsFittedToTheRowsThatAreLearned() throws Exception {
        Table table = table();
        Table.Split split = table.split(0.5, 3);
        assertThat(split.train().count() + split.test().count()).isEqualTo(table.count());
        assertThat(split.train().fit()).isNotEqualTo(table.fit()).isNotEqualTo(split.test().fit());
    }

    @Test
    void missingValuesAreSaidFirst() throws Exception {
        Path file = Files.writeString(folder.resolve("gaps.csv"), "a,b,y\n1,2,no\n,3,yes\n2,NA,no\n4,1,yes\n");
        assertThatThrownBy(() -> Csv.read(file).target("y")).isInstanceOf(FormatException.class).hasMessageContaining("line 3").hasMessageContaining("--missing");
        assertThat(Csv.read(file).missing(Missing.DROP).target("y").count()).isEqualTo(2);
        assertThat(Csv.read(file).missing(Missing.MEAN).target("y").count()).isEqualTo(4);
    }
}
