package dev.jacobi.explain.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jacobi.explain.Entry;
import dev.jacobi.explain.Explanation;
import dev.jacobi.explain.Report;
import dev.jacobi.explain.formula.Formula;
import dev.jacobi.explain.notation.Digits;
import dev.jacobi.tensor.Tensor;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

class HtmlPageTest {
    static List<String> formulas() { return DocumentsTest.formulas(); }

    private static Document parsed(String page) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(page)));
    }

    private static String page(Explanation e) {
        List<Entry> entries = new ArrayList<>();
        if (e.upstream() != null) e.inputs().forEach(q -> entries.add(e.entry(q, 0, 10, 1e-4)));
        return HtmlPage.of(new Report("f = x < 1 & \"y\"", e, entries, List.of(), List.of(), Map.of()), Digits.SIX);
    }

    @ParameterizedTest
    @MethodSource("formulas")
    void aPageIsWellFormedAndLoadsNothing(String formula) throws Exception {
        String page = page(Formula.parse(formula).explain(Map.of(), null));
        Document d = parsed(page);
        assertThat(d.getElementsByTagName("svg").getLength()).isEqualTo(1);
        assertThat(d.getElementsByTagName("script").getLength()).isZero();
        assertThat(page.replace("http://www.w3.org/2000/svg", "")).doesNotContain("http://", "https://", "url(h", "@import", "src=");
        // an arrow for each way from a quantity to a step
        int edges = Formula.parse(formula).explain(Map.of(), null).steps().stream().mapToInt(s -> s.inputs().size()).sum();
        assertThat(page.split("class=\"edge\"", -1)).hasSize(edges + 1);
    }

    @Test
    void namesAreNotMarkup() throws Exception {
        String evil = "<img src=x onerror=alert(1)>\"'&";
        Explanation e = Explanation.of((Tensor x) -> x.mul(x).named(evil).sum().named("L"), Tensor.of(1, 2).named(evil));
        String page = page(e);
        parsed(page);
        assertThat(page).doesNotContain("<img").contains("&lt;img src=x");
    }

    @Test
    void aTensorAsResultHasAPageWithoutGradients() throws Exception {
        String page = page(Formula.parse("W=[[1,2],[3,4]]; x=[1,2]; s = W @ x").explain(Map.of(), null));
        parsed(page);
        assertThat(page).contains("[5, 11]", "Jacobians", "<td>3</td><td>4</td>").doesNotContain("Backward");
    }

    /// The lecture's graph: what comes back to y along its two branches stands at them, and each arrow tells its product.
    @Test
    void branchesTellWhatTheyHandBack() throws Exception {
        Document d = parsed(page(Formula.parse("x=1; y=2; z=0; f = (x + y) * max(y, z)").explain(Map.of(), null)));
        List<String> told = new ArrayList<>();
        List<String> labels = new ArrayList<>();
        var texts = d.getElementsByTagName("text");
        for (int i = 0; i < texts.getLength(); i++) {
            Element text = (Element) texts.item(i);
            if (text.getAttribute("class").equals("told")) told.add(text.getTextContent());
            if (text.getAttribute("class").equals("gradient") && ((Element) text.getParentNode()).getAttribute("class").equals("edge")) {
                labels.add(text.getTextContent());
            }
        }
        assertThat(labels).containsExactly("2", "3");
        assertThat(told).hasSize(6).contains("∂f/∂y by b = ∂f/∂b·(z < y) = 3 (router)", "∂f/∂y by a = ∂f/∂a = 2 (distributor)");
    }

    @Test
    void labelsOfBranchesCoverNeitherABoxNorEachOther() {
        BranchLabels labels = new BranchLabels();
        labels.box(-40, -30, 0, 30);
        labels.box(120, -90, 200, -30);
        labels.box(120, 30, 200, 90);
        for (int y : new int[] {-60, 60}) labels.edge(List.of(new GraphLayout.Point(0, 0), new GraphLayout.Point(120, y)));
        GraphLayout.Point up = labels.place(0, 50);
        GraphLayout.Point down = labels.place(1, 50);
        assertThat(Math.abs(up.y() - down.y()) >= 12 || Math.abs(up.x() - down.x()) >= 50).isTrue();
        for (GraphLayout.Point p : List.of(up, down)) {
            assertThat(p.x() - 25).isGreaterThanOrEqualTo(0);
            assertThat(p.x() + 25).isLessThanOrEqualTo(120);
        }
        assertThat(up.y()).isLessThan(down.y());
    }

    @RepeatedTest(60)
    void boxesOfRandomGraphsDoNotTouch(RepetitionInfo repetition) {
        SplittableRandom random = new SplittableRandom(repetition.getCurrentRepetition());
        int n = 2 + random.nextInt(40);
        double[] width = random.doubles(n, 40, 260).toArray();
        boolean[] input = new boolean[n];
        List<GraphLayout.Edge> edges = new ArrayList<>();
        for (int to = 0; to < n; to++) {
            int count = to == 0 ? 0 : random.nextInt(4);
            for (int k = 0; k < count; k++) {
                GraphLayout.Edge e = new GraphLayout.Edge(random.nextInt(to), to);
                if (!edges.contains(e)) edges.add(e);
            }
            int at = to;
            input[to] = edges.stream().noneMatch(e -> e.to() == at);
        }
        GraphLayout layout = new GraphLayout(width, edges, input, 84);
        String seed = "seed " + repetition.getCurrentRepetition();
        for (int a = 0; a < n; a++) {
            GraphLayout.Point p = layout.center(a);
            assertThat(p.x() - width[a] / 2).as(seed).isGreaterThanOrEqualTo(-1e-6);
            assertThat(p.x() + width[a] / 2).as(seed).isLessThanOrEqualTo(layout.width() + 1e-6);
            assertThat(p.y()).as(seed).isBetween(0.0, layout.height());
            for (int b = 0; b < a; b++) {
                GraphLayout.Point q = layout.center(b);
                boolean beside = Math.abs(p.x() - q.x()) >= (width[a] + width[b]) / 2;
                assertThat(beside || Math.abs(p.y() - q.y()) >= 90).as(seed + ": boxes " + a + " and " + b).isTrue();
            }
        }
        for (int i = 0; i < edges.size(); i++) {
            List<GraphLayout.Point> route = layout.route(i);
            for (int k = 1; k < route.size(); k++) assertThat(route.get(k).x()).as(seed).isGreaterThanOrEqualTo(route.get(k - 1).x());
        }
    }
}
