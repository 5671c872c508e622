package dev.jacobi.explain.lesson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.jacobi.Jacobi;
import dev.jacobi.explain.Entry;
import dev.jacobi.explain.Explanation;
import dev.jacobi.explain.Numeric;
import dev.jacobi.explain.Quantity;
import dev.jacobi.explain.formula.Formula;
import dev.jacobi.explain.formula.Values;
import dev.jacobi.explain.lesson.LessonPage.Command;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/// Every number that a lesson promises is what the formula of its command comes to.
class ExpectationsTest {
    private static final String NAME = "\\p{L}\\w*(?:\\[[\\d,]+])?";
    private static final Pattern PATH = Pattern.compile("path ∂(" + NAME + ")/∂(" + NAME + ") (\\d+)");
    private static final Pattern DERIVATIVE = Pattern.compile("((?:one-sided |two-sided )?)∂(" + NAME + ")/∂(" + NAME + ")");
    private static final Pattern VALUE = Pattern.compile("((?:nudged |descended )?)(" + NAME + ")(?: after (\\d+))?");

    @TestFactory
    Stream<DynamicNode> lessons() {
        return Lessons.all().stream().map(lesson -> dynamicContainer(lesson.name(), LessonPage.of(lesson).commands().stream()
            .filter(c -> !c.expectations().isEmpty())
            .map(c -> dynamicTest(c.text(), () -> hold(c)))));
    }

    private static void hold(Command command) {
        Asked asked = Asked.of(command.arguments());
        assertThat(command.expectations()).allSatisfy(e -> {
            double number = asked.number(e.of());
            assertThat(e.isMetBy(number)).as("%s is %s, expected %s", e.of(), number, e.value()).isTrue();
        });
    }

    /// What a command asks.
    private record Asked(String formula, Map<String, Tensor> at, Map<String, List<String>> options,
            Map<Integer, Map<String, Tensor>> descents) {
        static Asked of(List<String> words) {
            Map<String, List<String>> options = new HashMap<>();
            for (int i = 2; i < words.size(); i++) {
                String option = words.get(i);
                boolean alone = i + 1 == words.size() || words.get(i + 1).startsWith("--");
                options.computeIfAbsent(option, _ -> new ArrayList<>()).add(alone ? "" : words.get(++i));
            }
            Map<String, Tensor> at = new LinkedHashMap<>();
            for (String values : options.getOrDefault("--at", List.of())) at.putAll(Values.parse(values));
            return new Asked(words.get(1), at, options, new HashMap<>());
        }

        double number(String of) {
            Matcher m = PATH.matcher(of);
            if (m.matches()) {
                Entry entry = of(m.group(1)).of(name(m.group(2)), index(m.group(2)));
                return entry.paths().get(Integer.parseInt(m.group(3)) - 1).product();
            }
            m = DERIVATIVE.matcher(of);
            if (m.matches()) return derivative(m.group(1), m.group(2), m.group(3));
            m = VALUE.matcher(of);
            if (m.matches()) {
                return switch (m.group(1)) {
                    case "nudged " -> value(moved(), m.group(2));
                    case "descended " -> value(descended(Integer.MAX_VALUE), m.group(2));
                    default -> value(m.group(3) == null ? at : descended(Integer.parseInt(m.group(3))), m.group(2));
                };
            }
            throw new AssertionError("the expectation of \"" + of + "\" has no known form");
        }

        private double derivative(String kind, String above, String below) {
            Explanation e = of(above);
            Quantity q = e.quantity(name(below));
            int entry = position(q, below);
            if (kind.isEmpty()) return e.gradient(q).toDoubles()[entry];
            Numeric numeric = e.numeric(q, entry, Double.parseDouble(options.getOrDefault("--h", List.of("1e-4")).getFirst()));
            return kind.startsWith("one") ? numeric.oneSided() : numeric.twoSided();
        }

        /// The explanation of any number in the formula, the result or another.
        private Explanation of(String number) {
            Formula whole = Formula.parse(formula);
            if (!number.equals(whole.result())) return Formula.parse(formula + "\nasked = " + number).explain(at, null);
            @Nullable String upstream = options.getOrDefault("--upstream", List.of()).stream().findFirst().orElse(null);
            return whole.explain(at, upstream == null ? null : Tensor.scalar(Double.parseDouble(upstream)));
        }

        private double value(Map<String, Tensor> values, String number) {
            Formula f = Formula.parse(formula);
            Tensor input = f.inputs().contains(name(number)) ? f.merge(values).get(name(number)) : null;
            if (input != null) return entry(input, number);
            return Formula.parse(formula + "\nasked = " + number).explain(values, null).result().item();
        }

        private static double entry(Tensor t, String number) { return t.toDoubles()[offset(t.shape(), number)]; }

        private Map<String, Tensor> moved() {
            Map<String, Tensor> r = new LinkedHashMap<>(at);
            for (String text : options.get("--nudge")) Values.parse(text).forEach((name, by) -> r.merge(name, by, Tensor::add));
            return r;
        }

        /// The inputs after so many steps of gradient descent, or after all.
        private Map<String, Tensor> descended(int atMost) {
            return descents.computeIfAbsent(atMost, this::descend);
        }

        private Map<String, Tensor> descend(int atMost) {
            Matcher m = Pattern.compile("rate=([\\d.]+),steps=(\\d+)").matcher(options.get("--descend").getFirst());
            assertThat(m.matches()).isTrue();
            double rate = Double.parseDouble(m.group(1));
            Formula f = Formula.parse(formula);
            Map<String, Tensor> fixed = f.merge(at);
            Map<String, Tensor> moved = new LinkedHashMap<>();
            for (String name : options.get("--wrt")) moved.put(name, fixed.get(name));
            var gradient = Jacobi.compile((Map<String, Tensor> v) -> Jacobi.grad((Map<String, Tensor> w) -> f.evaluate(both(fixed, w)).result(), v));
            for (int k = 0; k < Math.min(atMost, Integer.parseInt(m.group(2))); k++) {
                Map<String, Tensor> g = gradient.apply(moved);
                moved.replaceAll((name, t) -> t.sub(g.get(name).mul(rate)));
            }
            return both(fixed, moved);
        }

        private static Map<String, Tensor> both(Map<String, Tensor> some, Map<String, Tensor> others) {
            Map<String, Tensor> r = new LinkedHashMap<>(some);
            r.putAll(others);
            return r;
        }

        private static String name(String number) { return number.replaceFirst("\\[.*", ""); }

        private static int[] index(String number) {
            int at = number.indexOf('[');
            if (at < 0) return new int[0];
            return Arrays.stream(number.substring(at + 1, number.length() - 1).split(",")).mapToInt(Integer::parseInt).toArray();
        }

        private static int position(Quantity q, String number) { return offset(q.shape(), number); }

        private static int offset(Shape shape, String number) {
            int[] index = index(number);
            assertThat(index).as("the index of %s in %s", number, shape).hasSize(shape.rank());
            int offset = 0;
            for (int i = 0; i < index.length; i++) offset = offset * shape.size(i) + index[i];
            return offset;
        }
    }
}
