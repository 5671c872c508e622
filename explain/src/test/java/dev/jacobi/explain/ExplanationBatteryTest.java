package dev.jacobi.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.jacobi.Jacobi;
import dev.jacobi.explain.formula.Formula;
import dev.jacobi.explain.notation.Digits;
import dev.jacobi.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/// Random formulas: the same gradient must come from the engine, from the lines of the page, from the sum over the paths,
/// and from estimates; and every ratio's formula must come to its number.
class ExplanationBatteryTest {
    private static final String[] UNARY = {"tanh(%s)", "sigmoid(%s)", "relu(%s)", "softmax(%s)", "log_softmax(%s)", "%s^2", "exp(0.3*%s)",
        "silu(%s)", "1/(2 + %s^2)", "abs(%s) + 1", "-%s", "W @ %s", "%s @ W", "W @ %s + b", "flip(%s)", "%s / (1 + sum(abs(%<s)))",
        "clamp(%s, -1, 1)", "leaky_relu(%s)", "%s * c", "%s - mean(%<s)", "%s[2] * %<s", "sqrt(%s^2 + 1)", "outer(%s, x)[1]",
        "softplus(%s)", "gelu(%s)", "where(%s > 0, %<s, 2*%<s)", "logsumexp(%s) - %<s", "sin(%s)",
        "roll(%s, 1)", "diagonal(outer(%s, y))", "diag(%s) @ y", "tril(W) @ %s", "sum(tile(%s, 2, 1), axis=0)", "sum(triu(outer(%s, x)), axis=0)",
        "masked_fill(%s, x > 0, 2)", "sum(unfold(concat(%s, x), 0, 4), axis=1)", "trace(W) * %s"};
    private static final String[] BINARY = {"%s + %s", "%s * %s", "%s - %s", "max(%s, %s)", "min(%s, %s)", "%s / (3 + tanh(%s))", "%s * sum(%s)",
        "where(%s > 0, %s, x)", "tanh(%s) * sigmoid(%s)"};

    private static String formula(SplittableRandom random) {
        List<String> vectors = new ArrayList<>(List.of("x", "y"));
        StringBuilder text = new StringBuilder();
        int steps = 1 + random.nextInt(5);
        for (int i = 0; i < steps; i++) {
            String a = vectors.get(random.nextInt(vectors.size()));
            String b = vectors.get(random.nextInt(vectors.size()));
            boolean unary = random.nextInt(3) < 2;
            String[] shapes = unary ? UNARY : BINARY;
            String shape = shapes[random.nextInt(shapes.length)];
            String name = "v" + i;
            text.append(name).append(" = ").append(unary ? String.format(shape, a) : String.format(shape, a, b)).append("; ");
            vectors.add(name);
        }
        String last = vectors.getLast();
        String[] ends = {"sum(%s * y)", "sum((y - %s)^2)", "max(%s)", "mean(%s^2)", "%s @ x", "logsumexp(%s)", "prod(%s)", "0.5*sum(%s^2)", "%s[1]"};
        return text.append("L = ").append(String.format(ends[random.nextInt(ends.length)], last)).toString();
    }

    @RepeatedTest(300)
    void oneGradientFromFourSides(RepetitionInfo repetition) {
        SplittableRandom random = new SplittableRandom(repetition.getCurrentRepetition() * 7919L);
        String text = formula(random);
        Formula f = Formula.parse(text);
        Map<String, Tensor> all = Map.of("x", vector(random, 3), "y", vector(random, 3), "b", vector(random, 3),
                "c", vector(random, 1).reshape(), "W", vector(random, 9).reshape(3, 3));
        Map<String, Tensor> at = new TreeMap<>();
        for (String name : f.inputs()) at.put(name, all.get(name));
        String as = text + " at " + at;
        Explanation e = f.explain(at, null);
        Map<String, Tensor> engine = Jacobi.grad((Map<String, Tensor> m) -> f.evaluate(m).result(), at);
        for (Quantity q : e.inputs()) {
            double[] right = engine.get(q.name()).toDoubles();
            double[] lines = e.gradient(q).toDoubles();
            for (int i = 0; i < right.length; i++) {
                double scale = 1e-11 * (1 + Math.abs(right[i]));
                assertThat(lines[i]).as("%s: line of %s", as, q.entry(i)).isCloseTo(right[i], within(scale));
                Entry entry = e.entry(q, i, 10_000, 1e-4);
                assertThat(entry.gradient()).as("%s: paths of %s", as, q.entry(i)).isCloseTo(right[i], within(scale));
                if (entry.paths().size() == entry.count()) {
                    double sum = entry.paths().stream().mapToDouble(Entry.Path::product).sum();
                    assertThat(sum).as("%s: products of %s", as, q.entry(i)).isCloseTo(right[i], within(scale));
                }
                assertThat(entry.numeric().right()).as("%s: estimate of %s, %s", as, q.entry(i), entry.numeric()).isTrue();
                ratios(entry, as);
            }
        }
        assertThat(e.toString().lines()).as(as).allSatisfy(l -> assertThat(l.codePointCount(0, l.length())).isLessThanOrEqualTo(Columns.PAGE));
        assertThat(ClosedForm.of(e)).as(as).isNotEmpty();
    }

    private static void ratios(Entry entry, String as) {
        for (Entry.Path path : entry.paths().subList(0, Math.min(5, entry.paths().size()))) {
            double product = 1;
            double size = Double.POSITIVE_INFINITY;
            for (Entry.Ratio r : path.ratios()) {
                product *= r.value();
                assertThat(r.product()).as("%s: %s", as, r.name()).isCloseTo(product, within(1e-12 * (1 + Math.abs(product))));
                assertThat(r.formula().value()).as("%s: %s = %s", as, r.name(), r.formula().text(Digits.SIX))
                        .isCloseTo(r.value(), within(1e-6 * (1 + Math.abs(r.value()))));
            }
            assertThat(Math.abs(path.product())).as(as).isLessThanOrEqualTo(size);
            size = Math.abs(path.product());
        }
    }

    private static Tensor vector(SplittableRandom random, int n) {
        return Tensor.of(random.doubles(n, -1.5, 1.5).toArray());
    }
}
