package dev.jacobi.explain.render;

import dev.jacobi.explain.BackwardLine;
import dev.jacobi.explain.Entry;
import dev.jacobi.explain.Explanation;
import dev.jacobi.explain.MatrixView;
import dev.jacobi.explain.Quantity;
import dev.jacobi.explain.Report;
import dev.jacobi.explain.Step;
import dev.jacobi.explain.TensorText;
import dev.jacobi.explain.notation.Digits;
import dev.jacobi.explain.notation.Term;
import java.util.List;

/// A report as Markdown with tables, readable as it stands; formulas are code, so that nothing in them is taken for markup.
public final class MarkdownPage {
    private static final int MOST = 400;                         // entries of a Jacobian that is computed

    private final Explanation explanation;
    private final Digits digits;
    private final TensorText tensors;
    private final StringBuilder out = new StringBuilder();

    private MarkdownPage(Explanation explanation, Digits digits) {
        this.explanation = explanation;
        this.digits = digits;
        this.tensors = new TensorText(digits);
    }

    /// The whole page.
    public static String of(Report report, Digits digits) {
        MarkdownPage page = new MarkdownPage(report.explanation(), digits);
        page.write(report);
        return page.out.toString();
    }

    private void write(Report report) {
        List<Step> steps = explanation.steps();
        String title = steps.isEmpty() ? explanation.resultName() : steps.getLast().toString();
        out.append("# ").append(code(title + " = " + tensors.shortly(explanation.result()))).append("\n\n");
        forward();
        if (explanation.upstream() != null) {
            backward();
            gradients(report.tensors().isEmpty() ? explanation.inputs() : report.tensors());
            for (Quantity q : report.tensors()) matrices(q);
            for (Entry e : report.entries()) entry(e);
        } else {
            jacobians(report.tensors().isEmpty() ? explanation.inputs() : report.tensors());
        }
        for (String note : report.notes()) out.append(escaped(note)).append("\n\n");
        for (String hint : explanation.hints()) out.append(escaped(hint)).append("\n\n");
    }

    private void forward() {
        out.append("## Forward\n\n");
        header("step", "formula", "what it does", "value");
        for (Step step : explanation.steps()) {
            for (Quantity q : step.outputs()) {
                row(String.valueOf(step.number()), code(q.name() + " = " + step.text()), escaped(step.words()), code(value(q.value())));
            }
        }
        out.append('\n');
    }

    private String value(dev.jacobi.tensor.Tensor t) { return (tensors.shape(t.shape()) + " " + tensors.shortly(t)).strip(); }

    private void backward() {
        out.append("## Backward\n\ndownstream = upstream × local\n\n");
        header("step", "derivative", "formula", "value", "");
        for (BackwardLine line : BackwardLine.of(explanation)) {
            Step by = line.by();
            Term term = line.term();
            row(line.number(), code(derivative(line.quantity())) + (by == null ? "" : " by " + code(by.output().name()))
                + (line.delta().isEmpty() ? "" : " = " + code(line.delta())), term == null ? "the sum" : code(term.text(digits)), code(value(line.value())), line.note());
        }
        out.append('\n');
    }

    private String derivative(Quantity q) { return "∂" + explanation.resultName() + "/∂" + q.name(); }

    private void gradients(List<Quantity> quantities) {
        out.append("## Gradients\n\n```text\n");
        int width = quantities.stream().mapToInt(q -> derivative(q).length()).max().orElse(0);
        for (Quantity q : quantities) {
            String name = derivative(q);
            out.append(tensors.block(name + " ".repeat(width - name.length()) + "  ", explanation.gradient(q)));
        }
        out.append("```\n\n");
    }

    /// Of a result with several entries: a row for each, a column for each entry of the tensor.
    private void jacobians(List<Quantity> quantities) {
        out.append("## Jacobians\n\nA row for each entry of ").append(code(explanation.resultName()))
            .append(", a column for each entry of the tensor.\n\n```text\n");
        int m = explanation.result().size();
        for (Quantity q : quantities) {
            int n = q.shape().size();
            if ((long) m * n > MOST) out.append(derivative(q)).append("  (").append(m).append(',').append(n).append(")\n");
            else out.append(tensors.block(derivative(q) + "  ", explanation.jacobian(q)));
        }
        out.append("```\n\n");
    }

    private void matrices(Quantity q) {
        out.append("## ").append(code(derivative(q))).append(", with matrices\n\n```text\n").append(MatrixView.text(explanation, q, digits)).append("```\n\n");
    }

    private void entry(Entry e) {
        out.append("## ").append(code("∂" + e.result() + "/∂" + e.name() + " = " + digits.of(e.gradient()))).append("\n\n");
        int i = 0;
        for (Entry.Path path : e.paths()) {
            out.append("Path ").append(++i).append(" of ").append(MathText.count(e)).append(":\n\n");
            header("ratio", "formula", "numbers", "value", "product");
            for (Entry.Ratio r : path.ratios()) {
                Term formula = r.formula();
                row(code(r.name()), code(formula.text(digits)), code(formula.numbers().text(digits)), digits.of(r.value()), digits.of(r.product()));
            }
            out.append('\n');
        }
        if (e.count() > 1) {
            out.append("The sum of ").append(e.count() == e.paths().size() ? "the" : "all").append(' ').append(MathText.count(e)).append(" paths is ")
                .append(digits.of(e.gradient())).append(" (added, not averaged)");
            if (e.paths().size() < e.count()) out.append("; those above carry ").append(digits.of(Math.round(e.share() * 1000) / 10.0)).append(" % of their sizes");
            out.append(".\n\n");
        }
        if (e.numeric().isFinite()) {
            out.append("A two-sided estimate gives ").append(digits.of(e.numeric().twoSided())).append(", a one-sided one ")
                .append(digits.of(e.numeric().oneSided())).append(": ").append(e.numeric().right() ? e.numeric().kink() ? "ok, at a kink" : "ok" : "WRONG").append(".\n\n");
        }
    }

    private void header(String... cells) {
        row(cells);
        out.append("|---".repeat(cells.length)).append("|\n");
    }

    private void row(String... cells) {
        for (String cell : cells) out.append("| ").append(cell.replace("|", "\\|")).append(' ');
        out.append("|\n");
    }

    private static String code(String text) { return text.isEmpty() ? "" : text.contains("`") ? "`` " + text + " ``" : "`" + text + "`"; }

    /// Words, with what Markdown would take for markup kept as it is.
    private static String escaped(String text) { return text.replaceAll("([\\\\`*_\\[\\]<>#])", "\\\\$1"); }
}
