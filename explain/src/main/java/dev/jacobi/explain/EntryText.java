package dev.jacobi.explain;

import dev.jacobi.explain.notation.Digits;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// One number of a gradient as text: its paths as tables of ratios, their sum, and the numeric check.
final class EntryText {
    private final Entry e;
    private final Digits digits;

    EntryText(Entry e, Digits digits) {
        this.e = e;
        this.digits = digits;
    }

    @Override public String toString() {
        StringBuilder out = new StringBuilder();
        String name = "∂" + e.result() + "/∂" + e.name();
        out.append(name).append(" = ").append(digits.of(e.gradient())).append('\n');
        if (e.paths().isEmpty()) {
            out.append(e.quantity().name().equals(e.result()) ? "It is the result itself.\n"
                    : "No path leads from " + e.name() + " to " + e.result() + ", or each passes a ratio that is 0.\n");
            return out.append(numeric(e.numeric(), digits)).toString();
        }
        out.append(Text.wrap("What is " + e.name() + " going through?   " + through())).append('\n');
        out.append(tables());
        out.append(total());
        return out.append('\n').append(numeric(e.numeric(), digits)).toString();
    }

    private String tables() {
        Columns rows = new Columns("    ", false, false, false, true, true);
        rows.row("ratio", "formula", "numbers", "value", "product");
        String count = e.count() == Long.MAX_VALUE ? "more than can be counted" : String.valueOf(Math.max(1, e.count()));
        for (int i = 0; i < e.paths().size(); i++) {
            if (e.count() > 1) rows.line("  path " + (i + 1) + " of " + count + by(i));
            for (Entry.Ratio r : e.paths().get(i).ratios()) {
                String formula = r.formula().text(digits);
                String numbers = r.formula().numbers().text(digits);
                rows.row(r.name(), formula, numbers.equals(formula) ? "" : numbers, digits.of(r.value()), digits.of(r.product()));
            }
        }
        return rows.toString();
    }

    /// The fewest entries, from the bottom up, that tell a path from the others.
    private String by(int path) {
        List<String> own = new ArrayList<>();
        List<List<String>> others = new ArrayList<>();
        for (int i = 0; i < e.paths().size(); i++) if (i != path) others.add(e.paths().get(i).via());
        for (String via : e.paths().get(path).via().reversed()) {
            if (others.isEmpty()) break;
            if (others.removeIf(o -> !o.contains(via))) own.add(via);
        }
        return own.isEmpty() ? "" : ", by " + String.join(" and ", own);
    }

    private String total() {
        if (e.count() <= 1) return "  the only path      " + digits.of(e.gradient()) + "\n";
        if (e.paths().size() == e.count()) {
            String line = signed(e.paths().stream().map(Entry.Path::product).toList(), digits);
            return Text.wrap("  sum of the " + e.count() + " paths  " + line + " = " + digits.of(e.gradient()) + " (added, not averaged)");
        }
        String count = e.count() == Long.MAX_VALUE ? "all paths" : "all " + e.count() + " paths";
        return Text.wrap("  sum of " + count + "  " + digits.of(e.gradient()) + " (added, not averaged); the " + (e.paths().size() == 1
                ? "strongest, above, carries " : e.paths().size() + " strongest, above, carry ") + digits.of(Math.round(e.share() * 1000) / 10.0) + " % of their sizes");
    }

    private String through() {
        Map<Integer, List<String>> levels = new TreeMap<>();
        for (Entry.Through t : e.through()) {
            List<String> at = levels.computeIfAbsent(t.level(), _ -> new ArrayList<>());
            if (t.total() > t.entries().size()) at.add(t.total() + " entries of " + t.quantity().name());
            else for (int i : t.entries()) at.add(t.quantity().entry(i));
        }
        return levels.values().stream().map(names -> names.size() > 6 ? names.get(0) + ", " + names.get(1) + ", … (" + names.size() + ")"
                : String.join(" and ", names)).collect(Collectors.joining(" → "));
    }

    /// The estimates, and whether the derivative agrees.
    static String numeric(Numeric n, Digits digits) {
        if (!n.isFinite()) return "numeric check         the result is no number near here: nothing to compare\n";
        String verdict = n.kink() ? n.right() ? "a kink lies within the step: any slope from " + digits.of(Math.min(n.left(), n.rightSlope())) + " to "
                + digits.of(Math.max(n.left(), n.rightSlope())) + " is right" : "WRONG" : n.right() ? "ok" : "WRONG";
        return Text.wrap("numeric check         two-sided, h = " + step(n.h()) + ": " + digits.of(n.twoSided()) + ", differs by "
                + new Digits(1).of(n.difference()) + "   " + verdict)
                + Text.wrap("                      one-sided: " + digits.of(n.oneSided()));
    }

    /// 3 + 2 - 1.
    static String signed(List<Double> numbers, Digits digits) {
        StringBuilder line = new StringBuilder();
        for (double x : numbers) {
            line.append(line.isEmpty() ? x < 0 ? "-" : "" : x < 0 ? " - " : " + ").append(digits.of(Math.abs(x)));
        }
        return line.toString();
    }

    /// 1e-4 rather than 0.0001.
    static String step(double h) {
        int exponent = (int) Math.floor(Math.log10(h) + 1e-9);
        double front = h / Math.pow(10, exponent);
        return exponent >= -2 ? Digits.SIX.of(h) : new Digits(3).of(front) + "e" + exponent;
    }
}
