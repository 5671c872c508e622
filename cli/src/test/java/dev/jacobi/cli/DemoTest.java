package dev.jacobi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class DemoTest {
    @Test
    void learnsChecksAndExplains() {
        StringWriter out = new StringWriter();
        assertThat(Main.commandLine().setOut(new PrintWriter(out, true)).execute("demo")).isEqualTo(ExitCode.DONE);
        String text = out.toString();
        assertThat(text.lines()).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
        assertThat(number(text, "It names (\\S+) % of 1000 others")).isBetween(96.0, 100.0);
        assertThat(number(text, "largest difference (\\S+): ok")).isGreaterThan(0).isLessThan(1e-9);

        // each product is the ratio times the product above it, and the ratios lead down to the weight
        String table = text.substring(text.indexOf("path 1 of 10"), text.indexOf("sum of all 10 paths"));
        List<String> ratios = table.lines().filter(l -> l.matches(".* -?[0-9.e-]+ +-?[0-9.e-]+")).toList();
        assertThat(ratios).hasSize(5);
        double product = 1;
        for (String line : ratios) {
            String[] words = line.strip().split(" +");
            product *= Double.parseDouble(words[words.length - 2]);
            assertThat(Double.parseDouble(words[words.length - 1]) / product).isBetween(0.9999, 1.0001);
        }
        assertThat(table).contains("∂h[", "/∂hidden.weight[", "x[");
    }

    private static double number(String text, String pattern) {
        Matcher m = Pattern.compile(pattern).matcher(text);
        assertThat(m.find()).as(text).isTrue();
        return Double.parseDouble(m.group(1));
    }
}
