package dev.jacobi.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jacobi.examples.Location.Net;
import dev.jacobi.examples.Location.Sentence;
import dev.jacobi.nn.Batch;
import dev.jacobi.nn.Pass;
import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.RandomKey;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import dev.jacobi.tensor.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocationTest {
    @TempDir Path folder;

    @Test
    void passes() {
        Net net = Tree.map(Net.start(6, RandomKey.of(1)), t -> t.to(DType.F64));
        Batch batch = new Batch(Tensor.range(40).square().reshape(2, 5, 4).to(DType.I32).eq(9).to(DType.I32).add(2), Tensor.of(0, 1));
        Programs.passes("location", n -> n.loss(batch, Pass.inference()), net, 1e-8);
    }

    @Test
    void aSentenceBecomesWindows() throws IOException {
        Path file = folder.resolve("words.iob2");
        Files.writeString(file, "# text = In Paris\n1\tIn\tO\n2\tParis\tB-LOC\n\n# and\n1\tIn\tO\n");
        List<Sentence> sentences = Location.read(file);
        assertThat(sentences).containsExactly(
                new Sentence(List.of("", "", "In", "Paris", "", ""), List.of(false, true)),
                new Sentence(List.of("", "", "In", "", ""), List.of(false)));
        Map<String, Integer> numbers = Location.numbers(sentences);
        assertThat(numbers).containsKeys("word in", "kinds Xx", "word ").doesNotContainKeys("word paris");
        assertThat(numbers.values()).doesNotHaveDuplicates().doesNotContain(0);
        Batch windows = Location.windows(sentences, numbers);
        assertThat(windows.x().shape()).isEqualTo(Shape.of(3, 5, 4));
        assertThat(windows.y().toFloats()).containsExactly(0, 1, 0);
        assertThat(windows.x().at(1, 1, 0)).isEqualTo(numbers.get("word in").doubleValue());
        assertThat(windows.x().at(1, 2, 0)).isZero();                            // Paris was met once
        assertThat(windows.x().at(1, 2, 3)).isEqualTo(numbers.get("kinds Xx").doubleValue());
    }

    @Test
    void traitsOfAWord() {
        assertThat(Location.traits("McDonald")).containsExactly("word mcdonald", "start mcd", "end ald", "kinds XxXx");
        assertThat(Location.traits("U.S.")).contains("kinds X.X.");
        assertThat(Location.traits("USA")).contains("kinds XX");
        assertThat(Location.traits("1998")).contains("kinds 0");
    }

    @Test
    @Tag("slow")
    void findsLocations() throws IOException {
        String data = System.getenv("JACOBI_DATA");
        assumeTrue(data != null, "JACOBI_DATA is not set to a folder that holds ner/");
        assertThat(Location.train(Path.of(data, "ner"), 1).f1(1)).isGreaterThanOrEqualTo(0.58);
    }
}
