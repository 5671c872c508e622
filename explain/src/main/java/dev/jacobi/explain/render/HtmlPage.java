package dev.jacobi.explain.render;

import dev.jacobi.explain.BackwardLine;
import dev.jacobi.explain.Entry;
import dev.jacobi.explain.Explanation;
import dev.jacobi.explain.MatrixView;
import dev.jacobi.explain.Numeric;
import dev.jacobi.explain.Quantity;
import dev.jacobi.explain.Report;
import dev.jacobi.explain.Step;
import dev.jacobi.explain.TensorText;
import dev.jacobi.explain.notation.Digits;
import dev.jacobi.explain.notation.Term;
import dev.jacobi.tensor.Tensor;
import java.util.List;
import java.util.Locale;

/// A report as one page for a browser: nothing is loaded from elsewhere and nothing runs in it. It follows the reader's
/// choice of light or dark, fits a phone, and can be printed.
public final class HtmlPage {
    private static final int WIDEST = 8;
    private static final int MOST = 400;                         // entries of a Jacobian that is computed

    private final Report report;
    private final Explanation explanation;
    private final Digits digits;
    private final TensorText tensors;
    private final StringBuilder out = new StringBuilder();

    private HtmlPage(Report report, Digits digits) {
        this.report = report;
        this.explanation = report.explanation();
        this.digits = digits;
        this.tensors = new TensorText(digits);
    }

    /// The whole page.
    public static String of(Report report, Digits digits) {
        HtmlPage page = new HtmlPage(report, digits);
        page.write();
        return page.out.toString();
    }

    private void write() {
        List<Step> steps = explanation.steps();
        String title = "The gradient of " + explanation.resultName();
        out.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n"
            + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n"
            + "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\"/>\n<title>")
            .append(escaped(title)).append("</title>\n<style>\n").append(Style.TEXT).append("</style>\n</head>\n<body>\n<main>\n");
        out.append("<h1>").append(escaped(title)).append("</h1>\n<p class=\"equation\">");
        if (!steps.isEmpty()) out.append(math(equation(steps.getLast()))).append(" = ");
        else out.append(math(Term.name(explanation.resultName()))).append(" = ");
        out.append("<b>").append(escaped(tensors.shortly(explanation.result()))).append("</b></p>\n");
        out.append("<figure><div class=\"wide\">\n").append(Drawing.of(explanation)).append("</div>\n<figcaption><span class=\"value\">values</span> above");
        if (explanation.upstream() != null) out.append(", <span class=\"gradient\">gradients</span> below; where arrows leave to several places, "
            + "what comes back along each is added. An arrow that is touched tells its part");
        out.append("</figcaption></figure>\n");
        forward();
        if (explanation.upstream() != null) {
            backward();
            gradients(report.tensors().isEmpty() ? explanation.inputs() : report.tensors());
            for (Quantity q : report.tensors()) matrices(q);
            for (Entry e : report.entries()) entry(e);
        } else {
            jacobians(report.tensors().isEmpty() ? explanation.inputs() : report.tensors());
        }
        for (String note : report.notes()) out.append("<p class=\"note\">").append(escaped(note)).append("</p>\n");
        for (String hint : explanation.hints()) out.append("<p class=\"note\">").append(escaped(hint)).append("</p>\n");
        if (!report.request().isEmpty()) {
            out.append("<h2>The formula</h2>\n<div class=\"wide\"><pre>").append(escaped(report.request().length() <= 4000 ? report.request()
                : report.request().substring(0, 4000) + " …")).append("</pre></div>\n");
        }
        out.append("</main>\n</body>\n</html>\n");
    }

    private Term equation(Step step) { return new Term.Compare(Term.name(step.output().name()), "=", step.term()); }

    private void forward() {
        out.append("<h2>Forward</h2>\n<div class=\"wide\"><table>\n");
        head("", "step", "what it does", "value");
        for (Step step : explanation.steps()) {
            for (Quantity q : step.outputs()) {
                row(String.valueOf(step.number()), math(new Term.Compare(Term.name(q.name()), "=", step.term())), escaped(step.words()),
                    "<span class=\"value\">" + value(q.value()) + "</span>");
            }
        }
        out.append("</table></div>\n");
    }

    private void backward() {
        out.append("<h2>Backward</h2>\n<p>downstream = upstream × local</p>\n<div class=\"wide\"><table>\n");
        head("", "derivative", "value", "");
        for (BackwardLine line : BackwardLine.of(explanation)) {
            Step by = line.by();
            Term term = line.term();
            row(line.number(), math(derivative(line.quantity())) + (by == null ? "" : " by " + math(Term.name(by.output().name()))) + delta(line.delta())
                + " = " + (term == null ? "the sum" : math(term)), "<span class=\"gradient\">" + value(line.value()) + "</span>", escaped(line.note()));
        }
        out.append("</table></div>\n");
    }

    private String delta(String name) { return name.isEmpty() ? "" : " = " + math(Term.name(name)); }

    private Term derivative(Quantity q) { return new Term.Partial(Term.name(explanation.resultName()), Term.name(q.name())); }

    private void gradients(List<Quantity> quantities) {
        out.append("<h2>Gradients</h2>\n<div class=\"wide\"><table>\n");
        for (Quantity q : quantities) {
            row(math(derivative(q)), "<span class=\"gradient\">" + matrix(explanation.gradient(q)) + "</span>");
        }
        out.append("</table></div>\n");
    }

    private void jacobians(List<Quantity> quantities) {
        out.append("<h2>Jacobians</h2>\n<p>").append(math(Term.name(explanation.resultName()))).append(" is no single number: it has a matrix of derivatives "
            + "by each tensor, a row for each of its ").append(explanation.result().size())
            .append(" entries and a column for each entry of the tensor, row by row.</p>\n<div class=\"wide\"><table>\n");
        int m = explanation.result().size();
        for (Quantity q : quantities) {
            int n = q.shape().size();
            row(math(derivative(q)), (long) m * n > MOST ? "(" + m + "," + n + ")" : "<span class=\"gradient\">" + matrix(explanation.jacobian(q)) + "</span>");
        }
        out.append("</table></div>\n");
    }

    /// The chain rule with matrices, beside the shape that a program uses.
    private void matrices(Quantity q) {
        for (MatrixView v : MatrixView.of(explanation, q)) {
            Quantity made = v.step().output();
            out.append("<h2>").append(escaped("∂" + explanation.resultName() + "/∂" + q.name() + ", by " + v.step())).append("</h2>\n<div class=\"wide\"><table>\n");
            head("", "shape", "");
            shaped(math(derivative(made)) + delta(made.delta()) + ", upstream as a row", v.upstream());
            Tensor jacobian = v.jacobian();
            if (jacobian != null) shaped(math(new Term.Partial(Term.name(made.name()), Term.name(q.name()))) + ", in Jacobian layout", jacobian);
            shaped("their product, a row", v.row());
            shaped("in the shape of " + math(Term.name(q.name())) + ", the shape convention", v.shaped());
            out.append("</table></div>\n");
            if (!v.note().isEmpty()) out.append("<p>").append(escaped(v.note())).append(".</p>\n");
        }
    }

    private void shaped(String words, Tensor t) { row("<span class=\"words\">" + words + "</span>", escaped(tensors.shape(t.shape())), matrix(t)); }

    private void entry(Entry e) {
        out.append("<h2>").append(escaped("∂" + e.result() + "/∂" + e.name() + " = " + digits.of(e.gradient()))).append("</h2>\n");
        int i = 0;
        for (Entry.Path path : e.paths()) {
            out.append("<h3>Path ").append(++i).append(" of ").append(MathText.count(e)).append("</h3>\n<div class=\"wide\"><table>\n");
            head("ratio", "formula", "numbers", "value", "product");
            for (Entry.Ratio r : path.ratios()) {
                Term numbers = r.formula().numbers();
                boolean same = numbers.text(digits).equals(r.formula().text(digits));
                row(math(MathText.ratio(r)), math(r.formula()), same ? "" : math(numbers), escaped(digits.of(r.value())), escaped(digits.of(r.product())));
            }
            out.append("</table></div>\n");
        }
        out.append("<p>");
        if (e.count() > 1) {
            out.append("The sum of ").append(e.count() == e.paths().size() ? "the " : "all ").append(MathText.count(e)).append(" paths is <b>")
                .append(escaped(digits.of(e.gradient()))).append("</b> (added, not averaged)");
            if (e.paths().size() < e.count()) out.append("; those above carry ").append(escaped(digits.of(Math.round(e.share() * 1000) / 10.0))).append(" % of their sizes");
            out.append(". ");
        }
        Numeric n = e.numeric();
        if (n.isFinite()) {
            out.append("A two-sided estimate gives ").append(escaped(digits.of(n.twoSided()))).append(", a one-sided one ").append(escaped(digits.of(n.oneSided())))
                .append(": ").append(n.right() ? n.kink() ? "right, at a kink" : "right" : "WRONG").append(".");
        }
        out.append("</p>\n");
        List<Numeric.Point> sweep = report.sweeps().get(e);
        if (sweep != null) out.append("<figure><div class=\"wide\">").append(sweep(sweep)).append("</div><figcaption>The error of the estimate for steps h from 0.1 to 1e-13: "
            + "<span class=\"value\">two-sided</span>, <span class=\"gradient\">one-sided</span></figcaption></figure>\n");
    }

    /// Both errors over the step, on scales of powers of ten.
    private static String sweep(List<Numeric.Point> points) {
        StringBuilder two = new StringBuilder();
        StringBuilder one = new StringBuilder();
        for (Numeric.Point p : points) {
            double x = 28 - 24 * Math.log10(p.h());
            two.append(String.format(Locale.ROOT, "%s%.1f %.1f", two.isEmpty() ? "M" : " L", x, height(p.twoSided())));
            one.append(String.format(Locale.ROOT, "%s%.1f %.1f", one.isEmpty() ? "M" : " L", x, height(p.oneSided())));
        }
        StringBuilder svg = new StringBuilder("<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" width=\"370\" height=\"250\" viewBox=\"0 0 370 250\">"
            + "<title>Errors of the numeric estimates by step</title>");
        for (int e = 0; e >= -12; e -= 4) {
            double y = height(Math.pow(10, e));
            svg.append(String.format(Locale.ROOT, "<path class=\"grid\" d=\"M44 %.1f L352 %.1f\"/><text class=\"axis\" x=\"20\" y=\"%.1f\">1e%d</text>", y, y, y + 4, e));
        }
        for (int k = 1; k <= 13; k += 3) svg.append(String.format(Locale.ROOT, "<text class=\"axis\" x=\"%d\" y=\"242\">h=1e-%d</text>", 28 + 24 * k, k));
        return svg.append("<path class=\"two\" d=\"").append(two).append("\"/><path class=\"one\" d=\"").append(one).append("\"/></svg>").toString();
    }

    private static double height(double error) {
        double power = error == 0 ? -14 : Math.clamp(Math.log10(error), -14, 2);
        return 20 + 12.5 * (2 - power);
    }

    private String math(Term t) { return t.mathMl(digits); }

    private String value(Tensor t) {
        if (t.rank() == 2 && t.size(1) <= 4 && t.size() <= 16) return matrix(t);
        String numbers = tensors.shortly(t);
        return escaped(t.rank() > 1 || t.rank() == 1 && !numbers.startsWith("[") ? tensors.shape(t.shape()) + " " + numbers : numbers);
    }

    /// A matrix as a small table; of a larger tensor its norm and largest entries.
    private String matrix(Tensor t) {
        boolean fits = t.rank() > 0 && t.rank() <= 2 && t.size(-1) <= WIDEST && t.size() <= WIDEST * WIDEST;
        if (t.rank() == 0) return escaped(digits.of(t.item()));
        if (!fits) return "<pre>" + escaped(tensors.block("", t).stripTrailing()) + "</pre>";
        double[] v = t.toDoubles();
        int columns = t.size(-1);
        StringBuilder r = new StringBuilder("<table class=\"matrix\">");
        for (int i = 0; i < v.length; i++) {
            if (i % columns == 0) r.append("<tr>");
            r.append("<td>").append(escaped(digits.of(v[i]))).append("</td>");
            if (i % columns == columns - 1) r.append("</tr>");
        }
        return r.append("</table>").toString();
    }

    private void head(String... cells) {
        out.append("<tr>");
        for (String cell : cells) out.append("<th scope=\"col\">").append(escaped(cell)).append("</th>");
        out.append("</tr>\n");
    }

    /// A row of cells that are HTML already.
    private void row(String... cells) {
        out.append("<tr>");
        for (String cell : cells) out.append("<td>").append(cell).append("</td>");
        out.append("</tr>\n");
    }

    private static String escaped(String text) { return Drawing.escaped(text); }
}
