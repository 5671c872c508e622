package dev.jacobi.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jacobi.nn.Confusion;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

class RunPageTest {
    private static String page(int epochs, List<String> classes) throws Exception {
        List<EpochResult> history = new ArrayList<>();
        for (int i = 1; i <= epochs; i++) history.add(new EpochResult(i, 1.0 / i, 0.1, Map.of("loss", i % 5 == 0 ? Double.NaN : 2.0 / i, "accuracy", 0.5), 1));
        Confusion confusion = new Confusion(classes);
        confusion.add(new int[] {0, 1, 1}, new int[] {0, 1, 0});
        String page = RunPage.of("<run>", "it & went well", history, new Evaluation(3, 0.5, confusion, null), 1, Map.of("data", "<script>alert(1)</script>"));
        // it is written so that it is XML, too
        DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(page.replace("<!DOCTYPE html>", ""))));
        return page;
    }

    @Test
    void aPageIsWellFormedAndNeedsNothingElse() throws Exception {
        for (int epochs : new int[] {1, 2, 30, 1000}) {
            String page = page(epochs, List.of("a", "<b>"));
            assertThat(page).doesNotContain("http", "<script", "NaN", "<b>").contains("&lt;b&gt;", "epoch " + epochs);
            assertThat(page.length()).isLessThan(60_000);
        }
        assertThat(page(3, java.util.stream.IntStream.range(0, 200).mapToObj(String::valueOf).toList())).contains("<th>199</th>");
    }
}
