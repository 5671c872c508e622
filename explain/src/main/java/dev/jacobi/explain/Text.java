package dev.jacobi.explain;

import dev.jacobi.explain.notation.Digits;
import dev.jacobi.explain.notation.Term;
import dev.jacobi.tensor.Tensor;
import java.util.List;
import java.util.stream.Collectors;

/// An explanation as text for a terminal of 80 columns.
public final class Text {
    private final Digits digits;
    private final Explanation explanation;
    private final TensorText tensors;

    private Text(Explanation explanation, Digits digits) {
        this.explanation = explanation;
        this.digits = digits;
        this.tensors = new TensorText(digits);
    }

    /// The steps forward and backward.
    public static String of(Explanation explanation, Digits digits) { return new Text(explanation, digits).overview(); }

    /// One entry: its paths, their ratios and their sum.
    public static String of(Entry entry, Digits digits) { return new EntryText(entry, digits).toString(); }

    static String title(Explanation explanation, Digits digits) { return new Text(explanation, digits).title(); }

    /// The first line: the result as an equation.
    String title() {
        List<Step> steps = explanation.steps();
        String value = tensors.shortly(explanation.result());
        if (steps.isEmpty()) return explanation.resultName() + " = " + value + "\n";
        return steps.getLast() + " = " + value + "\n";
    }

    private String overview() {
        if (explanation.steps().isEmpty()) return title() + (explanation.upstream() == null ? "" : "\n" + gradients());
        return title() + "\n" + forward() + (explanation.upstream() == null ? "" : "\n" + backward() + "\n" + gradients());
    }

    String forward() {
        Columns rows = new Columns("  ", true);
        for (Step step : explanation.steps()) {
            for (Quantity q : step.outputs()) {
                rows.row(String.valueOf(step.number()), q.name() + " = " + step.text(), step.words(), tensors.shape(q.shape()), tensors.shortly(q.value()));
            }
        }
        return explanation.steps().isEmpty() ? "" : "forward\n" + rows;
    }

    String backward() {
        Columns rows = new Columns("  ", true);
        for (BackwardLine line : BackwardLine.of(explanation)) {
            Quantity q = line.quantity();
            Step by = line.by();
            Term term = line.term();
            rows.row(line.number(), derivative(q) + (by == null ? "" : " by " + by.output().name()) + " = " + (term == null ? sum(q) : term.text(digits)),
                    tensors.shape(q.shape()), briefly(line.value(), line.note()), line.delta());
        }
        return "backward" + " ".repeat(18) + "downstream = upstream × local\n" + rows;
    }

    /// The numbers where there is room for them, and what kind of product it is.
    private String briefly(Tensor t, String note) {
        String numbers = tensors.shortly(t);
        if (Columns.length(numbers) > 26 || t.rank() > 1) numbers = t.rank() > 1 ? "" : "norm " + digits.of(t.norm().item());
        return numbers + (numbers.isEmpty() || note.isEmpty() ? "" : "  ") + note;
    }

    String gradients() {
        StringBuilder out = new StringBuilder("gradients\n");
        int width = explanation.inputs().stream().mapToInt(q -> Columns.length(derivative(q))).max().orElse(0);
        for (Quantity q : explanation.inputs()) {
            String name = derivative(q);
            String start = "  " + name + " ".repeat(width - Columns.length(name)) + "  ";
            out.append(tensors.block(start, explanation.gradient(q)));
        }
        return out.toString();
    }

    private String sum(Quantity q) {
        if (q.shape().rank() > 0) return q.contributions().stream().map(c -> "by " + c.by().output().name()).collect(Collectors.joining(" + "));
        return EntryText.signed(q.contributions().stream().map(c -> c.value().item()).toList(), digits);
    }

    String derivative(Quantity q) { return "∂" + explanation.resultName() + "/∂" + q.name(); }

    /// Breaks a line at spaces, with the next lines indented as its text.
    public static String wrap(String line) {
        if (Columns.length(line) <= Columns.PAGE) return line + "\n";
        StringBuilder out = new StringBuilder();
        String rest = line;
        String indent = " ".repeat(Math.min(22, line.length() - line.stripLeading().length() + 2));
        while (Columns.length(rest) > Columns.PAGE) {
            int cut = rest.lastIndexOf(' ', Columns.PAGE);
            if (cut <= indent.length()) break;
            out.append(rest, 0, cut).append('\n');
            rest = indent + rest.substring(cut + 1);
        }
        return out.append(rest).append('\n').toString();
    }
}
