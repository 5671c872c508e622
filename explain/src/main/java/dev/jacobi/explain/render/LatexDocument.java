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
import dev.jacobi.tensor.Tensor;
import java.util.List;

/// A report as a LaTeX document. It needs the packages amsmath, amssymb and longtable, which every distribution has.
public final class LatexDocument {
    private static final int WIDEST = 8;
    private static final int MOST = 400;                         // entries of a Jacobian that is computed

    private final Explanation explanation;
    private final Digits digits;
    private final StringBuilder out = new StringBuilder();

    private LatexDocument(Explanation explanation, Digits digits) {
        this.explanation = explanation;
        this.digits = digits;
    }

    /// The whole document.
    public static String of(Report report, Digits digits) {
        LatexDocument d = new LatexDocument(report.explanation(), digits);
        d.write(report);
        return d.out.toString();
    }

    private void write(Report report) {
        out.append("""
            \\documentclass{article}
            \\usepackage[utf8]{inputenc}
            \\usepackage[margin=2cm]{geometry}
            \\usepackage{amsmath,amssymb,longtable}
            \\setlength{\\parindent}{0pt}
            \\setlength{\\tabcolsep}{4pt}
            \\setlength{\\LTleft}{0pt}
            \\begin{document}
            """);
        out.append("\\section*{The gradient of ").append(math(Term.name(explanation.resultName()))).append("}\n\n");
        forward();
        if (explanation.upstream() != null) {
            backward();
            gradients(report.tensors().isEmpty() ? explanation.inputs() : report.tensors());
            for (Quantity q : report.tensors()) matrices(q);
            for (Entry e : report.entries()) entry(e);
        } else {
            jacobians(report.tensors().isEmpty() ? explanation.inputs() : report.tensors());
        }
        for (String note : report.notes()) out.append(MathText.escaped(note)).append("\n\n");
        for (String hint : explanation.hints()) out.append(MathText.escaped(hint)).append("\n\n");
        out.append("\\end{document}\n");
    }

    private void forward() {
        out.append("\\subsection*{Forward}\n\n\\begin{longtable}{rlll}\n");
        for (Step step : explanation.steps()) {
            for (Quantity q : step.outputs()) {
                row(String.valueOf(step.number()), math(Term.name(q.name())) + " $=$ " + math(step.term()),
                    MathText.escaped(step.words()), cell(q.value()));
            }
        }
        out.append("\\end{longtable}\n\n");
    }

    private void backward() {
        out.append("\\subsection*{Backward}\n\n$\\text{downstream} = \\text{upstream} \\times \\text{local}$\n\n\\begin{longtable}{rlll}\n");
        for (BackwardLine line : BackwardLine.of(explanation)) {
            Step by = line.by();
            Term term = line.term();
            row(line.number(), math(derivative(line.quantity())) + (by == null ? "" : " by " + math(Term.name(by.output().name())))
                + (line.delta().isEmpty() ? "" : "$ = {}$" + math(Term.name(line.delta()))) + " $=$ " + (term == null ? "the sum" : math(term)),
                cell(line.value()), MathText.escaped(line.note()));
        }
        out.append("\\end{longtable}\n\n");
    }

    private Term derivative(Quantity q) { return new Term.Partial(Term.name(explanation.resultName()), Term.name(q.name())); }

    private void gradients(List<Quantity> quantities) {
        out.append("\\subsection*{Gradients}\n\n");
        for (Quantity q : quantities) {
            out.append("\\[").append(derivative(q).latex(digits)).append(" = ").append(value(explanation.gradient(q))).append("\\]\n");
        }
        out.append('\n');
    }

    /// Of a result with several entries: a row for each, a column for each entry of the tensor.
    private void jacobians(List<Quantity> quantities) {
        out.append("\\subsection*{Jacobians}\n\nA row for each entry of ").append(math(Term.name(explanation.resultName())))
            .append(", a column for each entry of the tensor.\n");
        int m = explanation.result().size();
        for (Quantity q : quantities) {
            int n = q.shape().size();
            out.append("\\[").append(derivative(q).latex(digits)).append(" = ")
                .append((long) m * n > MOST ? "\\text{" + m + " x " + n + "}" : value(explanation.jacobian(q))).append("\\]\n");
        }
        out.append('\n');
    }

    /// The chain rule with matrices: a row times a Jacobian is a row, which a program keeps in the shape of the tensor.
    private void matrices(Quantity q) {
        for (MatrixView v : MatrixView.of(explanation, q)) {
            Quantity made = v.step().output();
            out.append("\\subsection*{").append(math(derivative(q))).append(" with matrices, by ").append(math(Term.name(made.name()))).append("}\n\n\\begin{gather*}\n  ")
                .append(under(derivative(made), v.upstream())).append("\\;");
            Term local = new Term.Partial(Term.name(made.name()), Term.name(q.name()));
            Tensor jacobian = v.jacobian();
            if (jacobian != null) out.append(under(local, jacobian));
            else out.append("\\underbrace{").append(local.latex(digits)).append("}_{").append(v.upstream().size()).append(" \\times ").append(v.row().size()).append('}');
            out.append("\n  = ").append(under(derivative(q), v.row())).append(" \\\\\n  \\text{in the shape of }").append(Term.name(q.name()).latex(digits))
                .append("\\colon\\quad ").append(value(v.shaped())).append("\n\\end{gather*}\n");
            if (!v.note().isEmpty()) out.append(MathText.escaped(v.note())).append(".\n");
            out.append('\n');
        }
    }

    /// A matrix and, under a brace, what it is and its shape.
    private String under(Term name, Tensor matrix) {
        return "\\underbrace{" + value(matrix) + "}_{" + name.latex(digits) + ",\\ " + matrix.size(0) + " \\times " + matrix.size(1) + "}";
    }

    private void entry(Entry e) {
        Term.Name name = new Term.Name(e.quantity().name(), e.name().substring(e.quantity().name().length()), Double.NaN);
        String derivative = new Term.Partial(Term.name(e.result()), name).latex(digits);
        out.append("\\subsection*{One entry: ").append(math(name)).append("}\n\n");
        int i = 0;
        for (Entry.Path path : e.paths()) {
            out.append("Path ").append(++i).append(" of ").append(MathText.count(e)).append(":\n\\begin{align*}\n");
            for (Entry.Ratio r : path.ratios()) {
                out.append("  ").append(MathText.ratio(r).latex(digits)).append(" &= ").append(r.formula().latex(digits));
                Term numbers = r.formula().numbers();
                if (!numbers.text(digits).equals(r.formula().text(digits))) out.append(" = ").append(numbers.latex(digits));
                out.append(" = ").append(Term.number(r.value()).latex(digits)).append(" \\\\\n");
            }
            out.append("  \\text{product} &= ").append(Term.number(path.product()).latex(digits)).append("\n\\end{align*}\n");
        }
        out.append(e.paths().size() < e.count() ? "The sum over all paths, of which the strongest are shown" : e.count() > 1
            ? "The sum over the paths (added, not averaged)" : "The only path");
        out.append(": $").append(derivative).append(" = ").append(Term.number(e.gradient()).latex(digits)).append("$.\n\n");
        if (e.numeric().isFinite()) {
            out.append("A two-sided estimate with $h = ").append(Term.number(e.numeric().h()).latex(digits)).append("$ gives $")
                .append(Term.number(e.numeric().twoSided()).latex(digits)).append("$, a one-sided one $")
                .append(Term.number(e.numeric().oneSided()).latex(digits)).append("$.\n\n");
        }
    }

    private void row(String... cells) { out.append("\\rule{0pt}{3.2ex}").append(String.join(" & ", cells)).append(" \\\\[6pt]\n"); }

    /// A value in a row of a table; a matrix with room above and below, so that two don't touch.
    private String cell(Tensor t) {
        String text = "$" + value(t) + "$";
        return text.contains("bmatrix") ? "\\raisebox{0pt}[\\dimexpr\\height+4pt][\\dimexpr\\depth+4pt]{" + text + "}" : text;
    }

    private String math(Term t) { return "$" + t.latex(digits) + "$"; }

    /// A number, a vector, a matrix; of a larger tensor its shape and norm.
    private String value(Tensor t) {
        if (t.rank() == 0) return Term.number(t.item()).latex(digits);
        boolean fits = t.rank() <= 2 && t.size(-1) <= WIDEST && t.size() <= WIDEST * WIDEST;
        if (!fits) return "\\text{" + new TensorText(digits).shape(t.shape()) + " norm }" + Term.number(t.norm().item()).latex(digits);
        double[] v = t.toDoubles();
        int columns = t.rank() == 1 ? 1 : t.size(1);
        StringBuilder matrix = new StringBuilder("\\begin{bmatrix}");
        for (int i = 0; i < v.length; i++) {
            if (i > 0) matrix.append(i % columns == 0 ? " \\\\ " : " & ");
            matrix.append(Term.number(v[i]).latex(digits));
        }
        return matrix.append("\\end{bmatrix}").toString();
    }
}
