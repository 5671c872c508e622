package dev.jacobi.explain;

import dev.jacobi.explain.notation.Digits;
import dev.jacobi.explain.notation.Term;
import dev.jacobi.op.Elementwise;
import dev.jacobi.scalar.ScalarFunction;
import dev.jacobi.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/// What comes out where a ratio of the chain is left out, or is taken at another place than it belongs to.
final class ChainMistakes {
    private final Ways ways;

    ChainMistakes(Ways ways) {
        this.ways = ways;
    }

    /// All ratios of a step left out; or the upstream gradient.
    List<Mistake> leftOut() {
        List<Mistake> r = new ArrayList<>();
        if (!ways.isComplete()) return r;
        if (ways.all().stream().anyMatch(w -> w.seed() != 1)) {
            double value = ways.all().stream().mapToDouble(w -> w.links().stream().mapToDouble(Routes.Link::ratio).reduce(1, (a, b) -> a * b)).sum();
            r.add(new Mistake(Diagnosis.Verdict.CHAIN_BROKEN, "without upstream", value, given -> given
                    + " leaves out the upstream gradient, which is multiplied with the ratios; the product is " + right()));
        }
        List<Step> steps = ways.steps();
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            boolean first = i == 0;
            boolean last = i == steps.size() - 1;
            if (first && last) continue;
            double value = ways.sum(l -> l.step() == step ? 1 : l.ratio());
            r.add(new Mistake(Diagnosis.Verdict.CHAIN_BROKEN, "without " + step.output().name(), value, given -> {
                String ratios = ratios(step);
                String what = first ? " forgets how the chain begins: " : last ? " stops the chain too early: " : " leaves a link of the chain out: ";
                return given + what + ratios + " is a factor, too; with it, the right value is " + right();
            }));
        }
        return r;
    }

    private String right() { return Digits.SIX.of(ways.right()); }

    /// `∂ah[0]/∂h[0] = ah (1 - ah) = 0.235`, or of several the first and how many.
    private String ratios(Step step) {
        List<Routes.Link> links = ways.links().stream().filter(l -> l.step() == step).toList();
        Routes.Link link = links.getFirst();
        String one = Ways.name(link) + " = " + Digits.SIX.of(link.ratio());
        return links.size() == 1 ? one : one + " (and so on, " + links.size() + " ratios)";
    }

    /// The slope of a function taken at its input where its formula wants the output, or at the output where it wants the
    /// input.
    List<Mistake> elsewhere() {
        List<Mistake> r = new ArrayList<>();
        if (!ways.isComplete()) return r;
        for (Step step : ways.steps()) {
            Elementwise op = Ways.function(step);
            if (op == null) continue;
            ScalarFunction f = op.function();
            for (boolean atInput : new boolean[] {true, false}) {
                double value = ways.sum(l -> l.step() == step ? slope(f, l, atInput) : l.ratio());
                if (!Double.isFinite(value)) continue;
                Routes.Link link = ways.links().stream().filter(l -> l.step() == step).findFirst().orElseThrow();
                String in = link.lower().entry(link.lowerEntry());
                String out = link.upper().entry(link.upperEntry());
                String formula = ScalarTerm.textbook(f, 0, List.of(Term.name(link.lower().name())), Term.name(link.upper().name())).text(Digits.SIX);
                String place = atInput ? "with " + in + " = " + number(link.lower(), link.lowerEntry()) + " in place of " + out + " = "
                        + number(link.upper(), link.upperEntry()) : "at " + out + ", so " + f.name() + " was applied twice";
                r.add(new Mistake(Diagnosis.Verdict.SLOPE_ELSEWHERE, (atInput ? "input of " : "output of ") + step.output().name(), value,
                        given -> given + " takes the slope " + Ways.name(link) + " " + place + "; it is " + formula + " = "
                                + Digits.SIX.of(link.ratio()) + ", and the right value is " + right()));
            }
        }
        return r;
    }

    private static double slope(ScalarFunction f, Routes.Link link, boolean atInput) {
        double x = Ways.value(link.lower(), link.lowerEntry());
        double y = Ways.value(link.upper(), link.upperEntry());
        double at = atInput ? x : y;
        double value = atInput ? x : Tensor.scalar(y).apply(f).item();
        return ScalarTerm.textbook(f, 0, List.of(Term.number(at)), Term.number(value)).value();
    }

    private static String number(Quantity q, int entry) { return Digits.SIX.of(Ways.value(q, entry)); }

    /// The derivative of something on the way by the entry, so that the rest of the chain is missing.
    List<Mistake> ofTheWay() {
        Map<String, Double> sums = new LinkedHashMap<>();
        Map<String, Quantity> quantities = new LinkedHashMap<>();
        Set<List<Routes.Link>> seen = new HashSet<>();
        for (Routes.Way way : ways.all()) {
            double product = 1;
            for (int i = 0; i + 1 < way.links().size(); i++) {
                Routes.Link link = way.links().get(i);
                product *= link.ratio();
                if (!seen.add(way.links().subList(0, i + 1))) continue;
                String name = link.upper().entry(link.upperEntry());
                sums.merge(name, product, Double::sum);
                quantities.put(name, link.upper());
            }
        }
        String by = ways.quantity().entry(ways.entry());
        List<Mistake> r = new ArrayList<>();
        sums.forEach((name, value) -> r.add(new Mistake(Diagnosis.Verdict.WRONG_THING, "way to " + name, value, given -> given
                + " is ∂" + name + "/∂" + by + ", the derivative of " + name + "; the result is " + ways.explanation().resultName()
                + ", and " + derivative() + " = " + right())));
        return r;
    }

    /// One ratio alone.
    List<Mistake> oneRatio() {
        List<Mistake> r = new ArrayList<>();
        for (Routes.Link link : ways.links()) {
            r.add(new Mistake(Diagnosis.Verdict.WRONG_THING, "ratio " + Ways.name(link), link.ratio(), given -> given + " is one ratio of the chain only, "
                    + Ways.name(link) + "; all on a path are multiplied, and " + derivative() + " = " + right()));
        }
        return r;
    }

    private String derivative() { return Ways.derivative(ways.explanation(), ways.quantity(), ways.entry()); }

    /// What comes out where each ratio is rounded before it is multiplied.
    List<Mistake> rounded() {
        List<Mistake> r = new ArrayList<>();
        for (int digits = 2; digits <= 3; digits++) {
            int d = digits;
            ToDoubleFunction<Routes.Link> rounded = l -> Double.parseDouble(new Digits(d).of(l.ratio()));
            r.add(new Mistake(Diagnosis.Verdict.ROUNDED, "rounded", ways.sum(rounded), given -> given + " is what comes out of ratios rounded to "
                    + d + " digits; round at the end only: the right value is " + right()));
        }
        return r;
    }
}
