package dev.jacobi.explain;

import dev.jacobi.explain.notation.Digits;
import dev.jacobi.io.Json;
import dev.jacobi.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A report as an object for machines.
public final class ReportJson {
    /// Of a larger tensor the steps tell only the shape.
    private static final int MOST_NUMBERS = 1000;

    private ReportJson() {}

    /// The object, ready for [Json#write].
    ///
    /// @param check whether the derivatives are held against numeric estimates
    public static Map<String, Object> of(Report report, boolean check) {
        Explanation e = report.explanation();
        Map<String, Object> r = new LinkedHashMap<>();
        r.put("name", e.resultName());
        r.put("value", e.result());
        Map<String, Object> gradients = new LinkedHashMap<>();
        for (Quantity q : e.inputs()) gradients.put(q.name(), e.upstream() == null ? e.jacobian(q) : e.gradient(q));
        r.put(e.upstream() == null ? "jacobians" : "gradients", gradients);
        if (check && e.upstream() != null) r.put("numeric", numeric(e));
        r.put("steps", steps(e));
        Map<String, Object> paths = new LinkedHashMap<>();
        for (Entry entry : report.entries()) paths.put(entry.name(), paths(entry));
        if (!paths.isEmpty()) r.put("paths", paths);
        List<String> notes = new ArrayList<>(report.notes());
        notes.addAll(e.hints());
        if (!notes.isEmpty()) r.put("notes", notes);
        return r;
    }

    /// All derivatives against numeric estimates.
    public static Map<String, Object> numeric(Explanation e) {
        NumericCheck c = NumericCheck.of(e, NumericCheck.MOST);
        Map<String, Object> r = new LinkedHashMap<>();
        r.put("ok", c.wrong().isEmpty());
        r.put("h", 1e-4);
        r.put("checked", c.checked());
        r.put("entries", c.entries());
        r.put("worst", c.worst());
        if (!c.wrong().isEmpty()) r.put("wrong", findings(c.wrong()));
        if (!c.kinks().isEmpty()) r.put("kinks", findings(c.kinks()));
        return r;
    }

    private static List<Object> findings(List<NumericCheck.Finding> findings) {
        List<Object> r = new ArrayList<>();
        for (NumericCheck.Finding f : findings) {
            r.add(Map.of("name", f.name(), "derivative", f.derivative(), "left", f.numeric().left(), "right", f.numeric().rightSlope()));
        }
        return r;
    }

    private static List<Object> steps(Explanation e) {
        List<Object> r = new ArrayList<>();
        for (Step step : e.steps()) {
            for (Quantity q : step.outputs()) {
                Map<String, Object> s = new LinkedHashMap<>();
                s.put("name", q.name());
                s.put("formula", step.text());
                s.put("words", step.words());
                s.put("shape", shape(q));
                s.put("value", shown(q.value()));
                if (e.upstream() != null) {
                    s.put("gradient", shown(e.gradient(q)));
                    s.put("backward", backward(step));
                }
                r.add(s);
            }
        }
        return r;
    }

    /// What the step hands back.
    private static List<Object> backward(Step step) {
        List<Object> r = new ArrayList<>();
        for (Quantity q : step.inputs()) {
            for (Contribution c : q.contributions()) {
                if (c.by() != step) continue;
                Map<String, Object> b = new LinkedHashMap<>();
                b.put("to", q.name());
                b.put("formula", c.term().text(Digits.SIX));
                b.put("value", shown(c.value().bare()));
                if (!c.note().isEmpty()) b.put("note", c.note());
                r.add(b);
            }
        }
        return r;
    }

    private static List<Integer> shape(Quantity q) {
        List<Integer> r = new ArrayList<>();
        for (int size : q.shape().toArray()) r.add(size);
        return r;
    }

    private static Object shown(Tensor t) { return t.size() <= MOST_NUMBERS ? t : Map.of("norm", t.norm().item()); }

    private static Map<String, Object> paths(Entry entry) {
        Map<String, Object> r = new LinkedHashMap<>();
        r.put("count", entry.count());
        r.put("sum", entry.gradient());
        r.put("share", entry.share());
        List<Object> paths = new ArrayList<>();
        for (Entry.Path p : entry.paths()) {
            Map<String, Object> path = new LinkedHashMap<>();
            path.put("via", p.ratios().reversed().stream().map(Entry.Ratio::above).filter(a -> !a.isEmpty()).toList());
            List<Object> ratios = new ArrayList<>();
            for (Entry.Ratio ratio : p.ratios()) {
                Map<String, Object> one = new LinkedHashMap<>();
                one.put("name", ratio.name());
                one.put("formula", ratio.formula().text(Digits.SIX));
                one.put("value", ratio.value());
                ratios.add(one);
            }
            path.put("ratios", ratios);
            path.put("product", p.product());
            paths.add(path);
        }
        r.put("paths", paths);
        return r;
    }
}
