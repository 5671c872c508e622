package dev.jacobi.explain.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jacobi.explain.Entry;
import dev.jacobi.explain.Explanation;
import dev.jacobi.explain.Report;
import dev.jacobi.explain.formula.Formula;
import dev.jacobi.explain.notation.Digits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DocumentsTest {
    static List<String> formulas() {
        return List.of(
                "x=1; y=2; z=0; f = (x + y) * max(y, z)",
                "x=[1,2]; y=[0,1]; Wh=[[.1,.2],[.3,.4]]; Wo=[[.5,.6],[.7,.8]]; h = Wh @ x; ah = sigmoid(h); o = Wo @ ah;"
                        + " ao = sigmoid(o); L = sum((y - ao)^2)",
                "w_1=2; x=3; b_out=-10; y=1; delta_5_6 = relu(w_1*x + b_out) - 1e-30/x; E = 0.5*(y - delta_5_6)^2 + abs(w_1) + exp(-x)"
                        + " + where(x > 2, x, 1) + clamp(x, 0, 1)",
                "W=[[1,2],[3,4],[5,6]]; x=[.1,.2]; s = softmax(W @ x); L = -log(s[1])",
                "x=normal(40, seed=1); s = sum(tanh(x))",
                "x=0; f = log(x)",
                "θ=[1,2]; β_1=[[1,2],[3,4]]; größe=3; s = softmax(β_1 @ θ); Ω = log(s[0])*größe/θ[1]",
                "x=2; f = 1/(1 + exp(-x))^3 - -x");
    }

    private static Report report(String formula) {
        Explanation e = Formula.parse(formula).explain(Map.of(), null);
        List<Entry> entries = new ArrayList<>();
        e.inputs().forEach(q -> entries.add(e.entry(q, 0, 10, 1e-4)));
        return new Report(formula, e, entries, e.inputs(), List.of("a_note with 100 % of {braces} & \\backslashes"), Map.of());
    }

    @ParameterizedTest
    @MethodSource("formulas")
    void latexIsBalancedAndHasNoStrangeLetters(String formula) {
        String text = LatexDocument.of(report(formula), Digits.SIX);
        assertThat(text.chars()).allMatch(c -> c < 128 && (c >= ' ' || c == '\n'));
        Deque<String> open = new ArrayDeque<>();
        Matcher m = Pattern.compile("\\\\(begin|end)\\{(\\w+\\*?)}").matcher(text);
        while (m.find()) {
            if (m.group(1).equals("begin")) open.push(m.group(2));
            else assertThat(open.pop()).isEqualTo(m.group(2));
        }
        assertThat(open).isEmpty();
        int depth = 0;
        int dollars = 0;
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '\\') {
                i++;
                continue;
            }
            depth += text.charAt(i) == '{' ? 1 : text.charAt(i) == '}' ? -1 : 0;
            dollars += text.charAt(i) == '$' ? 1 : 0;
            assertThat(depth).isNotNegative();
        }
        assertThat(depth).isZero();
        assertThat(dollars % 2).isZero();
        assertThat(text.split("\\\\left", -1)).hasSameSizeAs(text.split("\\\\right", -1));
    }

    @Test
    void theNumbersAreThere() {
        String latex = LatexDocument.of(report(formulas().get(1)), Digits.SIX);
        assertThat(latex).contains("\\frac{\\partial L}{\\partial \\mathrm{Wh}}", "0.0181013", "\\delta_{h}", "{x}^{\\mathsf{T}}", "0.0347618");
        assertThat(latex).contains("\\underbrace{\\begin{bmatrix}1 & 2 & 0 & 0 \\\\ 0 & 0 & 1 & 2\\end{bmatrix}}_{\\frac{\\partial h}{\\partial \\mathrm{Wh}},\\ 2 \\times 4}");
        String markdown = MarkdownPage.of(report(formulas().get(1)), Digits.SIX);
        assertThat(markdown).contains("`δh xᵀ`", "0.0181013", "| `∂ao[0]/∂o[0]` | `ao (1 - ao)` | `0.681655·0.318345` | 0.217002 | 0.29584 |");
    }

    @Test
    void aTensorAsResultHasItsJacobians() {
        Explanation e = Formula.parse("W=[[1,2],[3,4]]; x=[1,2]; s = W @ x").explain(Map.of(), null);
        Report report = new Report("", e, List.of(), List.of(), List.of(), Map.of());
        assertThat(MarkdownPage.of(report, Digits.SIX)).contains("∂s/∂x  [[1, 2],\n        [3, 4]]", "∂s/∂W  [[1, 2, 0, 0],");
        assertThat(LatexDocument.of(report, Digits.SIX)).contains("\\begin{bmatrix}1 & 2 \\\\ 3 & 4\\end{bmatrix}");
    }

    @Test
    void lettersThatAreNotAsciiKeepTheirNames() {
        String latex = LatexDocument.of(report("θ=2; Ω=3; größe=4; f = θ*Ω + größe"), Digits.SIX);
        assertThat(latex).contains("\\theta", "\\Omega", "grU{+}00F6U{+}00DFe").doesNotContain("?");
    }

    @ParameterizedTest
    @MethodSource("formulas")
    void tablesOfMarkdownHaveAsManyCellsAsTheirHead(String formula) {
        String text = MarkdownPage.of(report(formula), Digits.SIX);
        int cells = -1;
        for (String line : text.lines().toList()) {
            if (!line.startsWith("|")) {
                cells = -1;
                continue;
            }
            int n = line.replace("\\|", "").split("\\|", -1).length;
            if (cells >= 0) assertThat(n).as(line).isEqualTo(cells);
            cells = n;
        }
    }

    @Tag("slow")
    @ParameterizedTest
    @MethodSource("formulas")
    void latexCompiles(String formula, @TempDir Path folder) throws IOException, InterruptedException {
        boolean installed = List.of(System.getenv("PATH").split(":")).stream().anyMatch(p -> Files.isExecutable(Path.of(p, "pdflatex")));
        assumeTrue(installed, "there is no pdflatex");
        Files.writeString(folder.resolve("page.tex"), LatexDocument.of(report(formula), Digits.SIX));
        Path log = folder.resolve("log");
        Process p = new ProcessBuilder("pdflatex", "-interaction=nonstopmode", "-halt-on-error", "page.tex").directory(folder.toFile())
                .redirectErrorStream(true).redirectOutput(log.toFile()).start();
        assertThat(p.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(p.exitValue()).as(Files.readString(log, StandardCharsets.ISO_8859_1)).isZero();
    }
}
