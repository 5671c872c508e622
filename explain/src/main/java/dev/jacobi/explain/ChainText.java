package dev.jacobi.explain;

import java.util.List;

/// Prints a [Chain] as a table: ratio, formula, value, product.
final class ChainText {
    private ChainText() {}

    static String of(Chain chain) {
        List<Ratio> ratios = chain.ratios();
        if (chain.paths() == 0) {
            return "the gradient by " + chain.entry() + " is 0: every path from it passes a ratio that is 0\n";
        }
        if (ratios.isEmpty()) return chain.entry() + " is the result itself\n";
        StringBuilder out = new StringBuilder();
        int name = width("ratio", ratios.stream().map(Ratio::name).toList());
        int formula = width(sum(chain.paths()), ratios.stream().map(Ratio::formula).toList());
        int value = width("value", ratios.stream().map(r -> Digits.of(r.value())).toList());
        int product = width(Digits.of(chain.gradient()), ratios.stream().map(r -> Digits.of(r.product())).toList());
        String line = "  %-" + name + "s  %-" + formula + "s  %" + value + "s  %" + product + "s\n";
        out.append(line.formatted("ratio", "formula", "value", "product"));
        for (Ratio r : ratios) {
            out.append(line.formatted(r.name(), r.formula(), Digits.of(r.value()), Digits.of(r.product())));
        }
        out.append(line.formatted("∂" + ratios.getFirst().above() + "/∂" + chain.entry(), sum(chain.paths()), "",
                Digits.of(chain.gradient())));
        if (chain.paths() > 1) {
            out.append("  the path above carries ").append(Math.round(100 * chain.share())).append(" % of their magnitudes\n");
        }
        return out.toString();
    }

    private static String sum(long paths) {
        if (paths == 1) return "the only path";
        return paths == Long.MAX_VALUE ? "sum of all paths" : "sum of the " + paths + " paths";
    }

    private static int width(String title, List<String> cells) {
        return cells.stream().mapToInt(String::length).reduce(title.length(), Math::max);
    }
}
