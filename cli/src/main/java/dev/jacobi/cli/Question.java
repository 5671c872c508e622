package dev.jacobi.cli;

import dev.jacobi.explain.Entry;
import dev.jacobi.explain.Explanation;
import dev.jacobi.explain.Numeric;
import dev.jacobi.explain.Quantity;
import dev.jacobi.explain.Report;
import dev.jacobi.explain.Selection;
import dev.jacobi.explain.formula.Formula;
import dev.jacobi.explain.why.Why;
import dev.jacobi.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What is asked about a formula, by a command or by a line of a batch.
///
/// @param formula its text
/// @param at values of inputs
/// @param wrt what to take apart: names, or entries of them
/// @param upstream the gradient that arrives at the result; null for 1
/// @param paths how many paths of an entry are listed
/// @param sweep whether many steps of the numeric estimate are tried
record Question(String formula, Map<String, Tensor> at, List<String> wrt, @Nullable Tensor upstream, int paths, double h,
        boolean sweep) {

    /// A question with the usual settings.
    static Question of(String formula, Map<String, Tensor> at, List<String> wrt, @Nullable Tensor upstream) {
        return new Question(formula, at, wrt, upstream, 10, 1e-4, false);
    }

    Explanation explanation() { return Formula.parse(formula).explain(at, upstream); }

    /// The answer.
    Report report(Explanation e) {
        List<Entry> entries = new ArrayList<>();
        List<Quantity> tensors = new ArrayList<>();
        Map<Entry, List<Numeric.Point>> sweeps = new LinkedHashMap<>();
        for (String name : wrt) {
            Selection selected = Selection.of(e, name);
            if (!selected.isEntry()) {
                if (sweep) throw new WrongInput("--sweep needs one number to vary, such as --wrt \"" + selected.quantity().entry(0) + "\", but got " + name);
                tensors.add(selected.quantity());
                continue;
            }
            Entry entry = e.entry(selected.quantity(), selected.entry(), paths, h);
            entries.add(entry);
            if (sweep) sweeps.put(entry, e.sweep(selected.quantity(), selected.entry()));
        }
        if (sweep && wrt.isEmpty()) throw new WrongInput("--sweep needs to know what to vary; add --wrt NAME");
        return new Report(formula.strip(), e, entries, tensors, reasons(e, entries), sweeps);
    }

    /// Why a number that was asked for is zero, or the result no number.
    private List<String> reasons(Explanation e, List<Entry> entries) {
        Formula f = Formula.parse(formula);
        Map<String, Tensor> inputs = f.merge(at);
        List<String> r = new ArrayList<>();
        boolean finite = Double.isFinite(e.result().sum().item());
        for (Quantity q : e.inputs()) finite &= e.upstream() == null || Double.isFinite(e.gradient(q).sum().item());
        if (!finite) {
            r.add(told(Why.whyNaN(m -> f.evaluate(m).result().sum(), inputs)));
            return r;
        }
        for (Entry entry : entries) {
            if (entry.gradient() != 0 || !entry.quantity().isInput() || upstream != null) continue;
            int[] index = Selection.index(entry.quantity(), entry.index());
            r.add(told(Why.whyZero(m -> f.evaluate(m).result(), inputs, entry.quantity().name(), index)));
        }
        return r;
    }

    private static String told(Why why) { return why.sentence() + (why.advice().isEmpty() ? "" : " What to do: " + why.advice()); }
}
