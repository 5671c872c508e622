package dev.jacobi.explain;

import dev.jacobi.explain.notation.Digits;
import dev.jacobi.explain.notation.Term;
import java.util.List;
import java.util.Map;

/// A report as text for a terminal of 80 columns.
public final class ReportText {
    private ReportText() {}

    /// The whole report.
    public static String of(Report report, Digits digits) {
        Explanation e = report.explanation();
        StringBuilder out = new StringBuilder(Text.of(e, digits));
        if (e.upstream() == null && report.tensors().isEmpty()) out.append('\n').append(jacobians(e, e.inputs(), digits));
        out.append(asked(report, digits));
        if (report.entries().isEmpty() && report.tensors().isEmpty() && e.upstream() != null) out.append('\n').append(numeric(e, digits));
        return out.append(remarks(report)).toString();
    }

    /// The result and what was asked about it, without the steps.
    public static String brief(Report report, Digits digits) {
        return Text.title(report.explanation(), digits) + asked(report, digits) + remarks(report);
    }

    private static String asked(Report report, Digits digits) {
        Explanation e = report.explanation();
        StringBuilder out = new StringBuilder();
        if (e.upstream() == null && !report.tensors().isEmpty()) out.append('\n').append(jacobians(e, report.tensors(), digits));
        if (e.upstream() != null) for (Quantity q : report.tensors()) out.append('\n').append(tensor(e, q, digits));
        for (Entry entry : report.entries()) {
            out.append('\n').append(Text.of(entry, digits));
            List<Numeric.Point> sweep = report.sweeps().get(entry);
            if (sweep != null) out.append('\n').append(sweep(sweep));
        }
        return out.toString();
    }

    private static String remarks(Report report) {
        StringBuilder out = new StringBuilder();
        for (String note : report.notes()) out.append('\n').append(Text.wrap(note));
        for (String hint : report.explanation().hints()) out.append('\n').append(Text.wrap("hint: " + hint));
        return out.toString();
    }

    private static String jacobians(Explanation e, List<Quantity> by, Digits digits) {
        StringBuilder out = new StringBuilder();
        int m = e.result().size();
        out.append(Text.wrap(e.resultName() + " isn't a single number, so it has a matrix of derivatives by each input, a row "
                + "for each of its " + m + " entries and a column for each entry of the input, row by row. For one gradient "
                + "give --upstream, or take sum(" + e.resultName() + ")."));
        for (Quantity q : by) {
            int n = q.shape().size();
            String start = "  ∂" + e.resultName() + "/∂" + q.name() + "  ";
            if ((long) m * n > 400) out.append(start).append("(").append(m).append(",").append(n).append(")\n");
            else out.append(new TensorText(digits).block(start, e.jacobian(q)));
        }
        return out.toString();
    }

    private static String tensor(Explanation e, Quantity q, Digits digits) {
        return new TensorText(digits).block("∂" + e.resultName() + "/∂" + q.name() + " = ", e.gradient(q))
                + MatrixView.text(e, q, digits);
    }

    /// The numeric check of all inputs in one line.
    private static String numeric(Explanation e, Digits digits) {
        NumericCheck check = NumericCheck.of(e, NumericCheck.MOST);
        if (check.checked() == 0) return "";
        int compared = check.checked() - check.unknown().size();
        String entries = compared == check.entries() ? "all " + compared + " entries" : compared + " of " + check.entries() + " entries";
        if (check.entries() == 1) entries = "the only entry";
        StringBuilder out = new StringBuilder();
        if (compared > 0) {
            String verdict = check.wrong().isEmpty() ? (check.entries() == 1 ? " agrees, it" : " agree, the worst") + " differs by "
                    + new Digits(1).of(check.worst()) + "   ok" : "";
            out.append(Text.wrap("numeric check         two-sided, h = 1e-4: " + entries + verdict));
        }
        if (!check.unknown().isEmpty()) {
            out.append(Text.wrap((compared > 0 ? "  near " : "numeric check         near ") + check.unknown().getFirst().name() + (check.unknown().size() > 1 ? " and " + (check.unknown().size() - 1) + " others" : "")
                    + " the result is no number, so there is nothing to compare"));
        }
        for (NumericCheck.Finding f : check.wrong()) {
            out.append(Text.wrap("  " + f.name() + " is WRONG: " + digits.of(f.derivative()) + ", but two-sided " + digits.of(f.numeric().twoSided())));
        }
        for (NumericCheck.Finding f : check.kinks()) {
            out.append(Text.wrap("  at " + f.name() + " a kink lies within the step: any slope from "
                    + digits.of(Math.min(f.numeric().left(), f.numeric().rightSlope())) + " to "
                    + digits.of(Math.max(f.numeric().left(), f.numeric().rightSlope())) + " is right, " + digits.of(f.derivative()) + " is taken"));
        }
        return out.toString();
    }

    private static String sweep(List<Numeric.Point> points) {
        Columns rows = new Columns("  ", false, true, true);
        rows.row("h", "two-sided", "one-sided", "error from 1e-14 to 1e4: # two, o one");
        for (Numeric.Point p : points) rows.row(EntryText.step(p.h()), error(p.twoSided()), error(p.oneSided()), plot(p));
        return "how the step h decides the error: the curve makes it large at one end,\nrounding at the other\n" + rows;
    }

    private static String error(double x) { return x == 0 ? "0" : new Digits(2).of(x); }

    /// Both errors on one scale, two places for each power of ten.
    private static String plot(Numeric.Point p) {
        int two = place(p.twoSided());
        int one = place(p.oneSided());
        StringBuilder line = new StringBuilder(" ".repeat(Math.max(two, one) + 1));
        line.setCharAt(one, 'o');
        line.setCharAt(two, '#');
        return line.toString();
    }

    private static int place(double error) {
        return error == 0 ? 0 : (int) Math.clamp(Math.round(2 * (Math.log10(error) + 14)), 0, 36);
    }

    /// The computation without intermediate variables.
    public static String closedForm(Explanation e, Digits digits) {
        StringBuilder out = new StringBuilder("without intermediate variables\n");
        for (Map.Entry<Term, Term> equation : ClosedForm.of(e).entrySet()) {
            out.append(Text.wrap("  " + equation.getKey().text(digits) + " = " + equation.getValue().text(digits)));
        }
        return out.toString();
    }
}
