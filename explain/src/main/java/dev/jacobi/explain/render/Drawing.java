package dev.jacobi.explain.render;

import dev.jacobi.explain.Columns;
import dev.jacobi.explain.Contribution;
import dev.jacobi.explain.Explanation;
import dev.jacobi.explain.Quantity;
import dev.jacobi.explain.TensorText;
import dev.jacobi.explain.notation.Digits;
import dev.jacobi.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The graph of an explanation as SVG: a box for each input and each step, values above, gradients below, and at an edge
/// what it hands back where several edges meet. What an edge does is told where the pointer rests on it.
final class Drawing {
    /// More boxes would be a picture of nothing.
    static final int MOST = 120;
    private static final double LETTER = 7.3;
    private static final double MARGIN = 16;
    private static final double LEAST_GAP = 84;

    private final Explanation explanation;
    private final Digits digits;
    private final TensorText tensors;
    private final List<Quantity> boxes;
    private final Map<Quantity, Integer> number = new HashMap<>();
    private final List<GraphLayout.Edge> edges = new ArrayList<>();
    private final List<Contribution> carried = new ArrayList<>();
    private final BranchLabels labels = new BranchLabels();
    private double foot;                                         // the base line of what is told about an edge
    private final StringBuilder svg = new StringBuilder();

    private Drawing(Explanation explanation) {
        this.explanation = explanation;
        this.digits = new Digits(4);
        this.tensors = new TensorText(digits);
        this.boxes = explanation.all();
        for (int i = 0; i < boxes.size(); i++) number.put(boxes.get(i), i);
    }

    /// The drawing, or a sentence where the graph is too large for one.
    static String of(Explanation explanation) {
        if (explanation.all().size() > MOST) {
            return "<p>The graph has " + explanation.all().size() + " boxes, too many for a drawing that shows anything.</p>\n";
        }
        Drawing d = new Drawing(explanation);
        d.draw();
        return d.svg.toString();
    }

    private void draw() {
        double[] width = new double[boxes.size()];
        boolean[] floating = new boolean[boxes.size()];
        for (int i = 0; i < width.length; i++) {
            Quantity q = boxes.get(i);
            int letters = Math.max(label(q).length(), Math.max(Columns.length(value(q)), Columns.length(gradient(q))));
            width[i] = Math.max(46, letters * LETTER + 18);
            floating[i] = q.isInput();
        }
        for (Quantity to : boxes) {
            if (to.maker() == null) continue;
            for (Quantity from : to.maker().inputs()) {
                edges.add(new GraphLayout.Edge(box(from), box(to)));
                carried.add(contribution(from, to));
            }
        }
        double widest = 0;
        double told = 0;
        for (int i = 0; i < edges.size(); i++) {
            widest = Math.max(widest, Columns.length(branch(i)) * LETTER);
            told = Math.max(told, Columns.length(told(i)) * LETTER);
        }
        GraphLayout layout = new GraphLayout(width, edges, floating, Math.max(LEAST_GAP, widest + 34));
        foot = layout.height() + 14;
        double w = Math.max(layout.width(), told) + 2 * MARGIN;
        double h = foot + 2 * MARGIN;
        svg.append(String.format(Locale.ROOT, "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"graph\" style=\"min-width: %.0fpx\" role=\"group\" width=\"%.0f\" height=\"%.0f\" viewBox=\"%.1f %.1f %.1f %.1f\">\n",
            0.7 * w, w, h, -MARGIN, -MARGIN, w, h));
        svg.append("<title>").append(escaped("The graph of " + explanation.resultName() + ": values above, gradients below")).append("</title>\n");
        svg.append("<defs><marker id=\"arrow\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"7\" markerHeight=\"7\" orient=\"auto\">"
            + "<path d=\"M0 0 L8 4 L0 8 z\" class=\"head\"/></marker></defs>\n");
        for (int i = 0; i < boxes.size(); i++) {
            GraphLayout.Point at = layout.center(i);
            labels.box(at.x() - width[i] / 2, at.y() - 33, at.x() + width[i] / 2, at.y() + 36);
        }
        for (int i = 0; i < edges.size(); i++) labels.edge(layout.route(i));
        for (int i = 0; i < edges.size(); i++) edge(layout, i);
        for (int i = 0; i < boxes.size(); i++) box(boxes.get(i), layout.center(i), width[i]);
        svg.append("</svg>\n");
    }

    private int box(Quantity q) {
        Integer i = number.get(q);
        if (i == null) throw new AssertionError("no box for " + q);
        return i;
    }

    private static Contribution contribution(Quantity from, Quantity to) {
        for (Contribution c : from.contributions()) if (c.by() == to.maker()) return c;
        return new Contribution(java.util.Objects.requireNonNull(to.maker()), dev.jacobi.explain.notation.Term.number(0), from.value().mul(0), "");
    }

    private void edge(GraphLayout layout, int i) {
        List<GraphLayout.Point> points = layout.route(i);
        StringBuilder path = new StringBuilder(String.format(Locale.ROOT, "M%.1f %.1f", points.getFirst().x(), points.getFirst().y()));
        for (int k = 1; k < points.size(); k++) {
            GraphLayout.Point a = points.get(k - 1);
            GraphLayout.Point b = points.get(k);
            double bend = (b.x() - a.x()) / 2;
            path.append(String.format(Locale.ROOT, " C%.1f %.1f %.1f %.1f %.1f %.1f", a.x() + bend, a.y(), b.x() - bend, b.y(), b.x(), b.y()));
        }
        svg.append("<g class=\"edge\" tabindex=\"0\"><title>").append(escaped(told(i))).append("</title><path class=\"touch\" d=\"").append(path).append("\"/><path class=\"line\" marker-end=\"url(#arrow)\" d=\"").append(path).append("\"/>");
        String label = branch(i);
        if (!label.isEmpty()) {
            GraphLayout.Point at = labels.place(i, Columns.length(label) * LETTER);
            text("gradient", at.x(), at.y(), label);
        }
        text("told", 0, foot, told(i));
        svg.append("</g>\n");
    }

    /// What comes back along an edge, where it is one of several.
    private String branch(int i) {
        boolean several = explanation.upstream() != null && boxes.get(edges.get(i).from()).contributions().size() > 1;
        return several ? tiny(carried.get(i).value().bare()) : "";
    }

    private String told(int i) {
        Quantity from = boxes.get(edges.get(i).from());
        Quantity to = boxes.get(edges.get(i).to());
        if (explanation.upstream() == null) return from.name() + " → " + to.name();
        Contribution c = carried.get(i);
        return derivative(from) + " by " + to.name() + " = " + c.term().text(digits) + " = " + tiny(c.value().bare())
            + (c.note().isEmpty() ? "" : " (" + c.note() + ")");
    }

    private void box(Quantity q, GraphLayout.Point at, double width) {
        String kind = q.isInput() ? "input" : q.name().equals(explanation.resultName()) ? "result" : "step";
        svg.append("<g class=\"box ").append(kind).append("\"><title>")
            .append(escaped(q.maker() == null ? q.name() : q.name() + ": " + q.maker().words())).append("</title>");
        svg.append(String.format(Locale.ROOT, "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"30\" rx=\"%d\"/>", at.x() - width / 2, at.y() - 15, width,
            q.isInput() ? 15 : 5));
        text("label", at.x(), at.y() + 4.5, label(q));
        text("value", at.x(), at.y() - 21, value(q));
        if (explanation.upstream() != null) text("gradient", at.x(), at.y() + 30, gradient(q));
        svg.append("</g>\n");
    }

    private void text(String kind, double x, double y, String text) {
        svg.append(String.format(Locale.ROOT, "<text class=\"%s\" x=\"%.1f\" y=\"%.1f\">", kind, x, y)).append(escaped(text)).append("</text>");
    }

    private static String label(Quantity q) {
        String text = q.maker() == null ? q.name() : q.name() + " = " + q.maker().text();
        return text.length() <= 30 ? text : text.substring(0, 28) + " …";
    }

    private String value(Quantity q) { return tiny(q.value()); }

    private String gradient(Quantity q) { return explanation.upstream() == null ? "" : tiny(explanation.gradient(q)); }

    /// A few numbers, or the shape.
    private String tiny(Tensor t) {
        if (t.rank() == 0 || t.rank() == 1 && t.size() <= 3) return tensors.shortly(t);
        return tensors.shape(t.shape()) + " norm " + new Digits(3).of(t.norm().item());
    }

    private String derivative(Quantity q) { return "∂" + explanation.resultName() + "/∂" + q.name(); }

    static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;").replace("'", "&#39;");
    }
}
