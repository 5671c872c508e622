package dev.jacobi.explain.formula;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.jacobi.tensor.Gradients;
import dev.jacobi.tensor.Node;
import dev.jacobi.tensor.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// How statements are cut into steps, what the steps are called, and that they can be differentiated.
class StepsTest {
    private static List<String> steps(String text) {
        Formula f = Formula.parse(text);
        Map<String, Tensor> at = new LinkedHashMap<>(f.given());
        for (String name : f.inputs()) at.putIfAbsent(name, Tensor.scalar(0.5));
        return f.evaluate(at).steps().stream()
            .map(s -> {
                assertThat(s.value().name()).isEqualTo(s.name());
                return s.name() + (s.invented() ? ": " : " = ") + s.text();
            })
            .toList();
    }

    /// As above, with vectors for the inputs.
    private static List<String> stepsOfVectors(String text) {
        Formula f = Formula.parse(text);
        Map<String, Tensor> at = new LinkedHashMap<>();
        for (String name : f.inputs()) at.put(name, Tensor.of(text.contains("1, 1)") ? new double[] {2} : new double[] {2, 3}));
        return f.evaluate(at).steps().stream().map(s -> s.name() + (s.invented() ? ": " : " = ") + s.text()).toList();
    }

    @Test
    void theLecturesFormulaHasThreeGates() {
        assertThat(steps("f = (x + y) * max(y, z)")).containsExactly("a: x + y", "b: max(y, z)", "f = a * b");
        Formula f = Formula.parse("f = (x + y) * max(y, z)");
        assertThat(f.inputs()).containsExactly("x", "y", "z");
        Tensor x = Gradients.variable("x", Tensor.scalar(1));
        Tensor y = Gradients.variable("y", Tensor.scalar(2));
        Tensor z = Gradients.variable("z", Tensor.scalar(0));
        Tensor result = f.evaluate(Map.of("x", x, "y", y, "z", z)).result();
        assertThat(result.item()).isEqualTo(6);
        Gradients g = result.backward();
        assertThat(List.of(g.of(x).item(), g.of(y).item(), g.of(z).item())).containsExactly(2.0, 5.0, 0.0);
    }

    @Test
    void theNetworkWithTwoOutputsRuns() {
        Formula f = Formula.parse("""
                Wh = [[.1,.2],[.3,.4]]; Wo = [[.5,.6],[.7,.8]]; x = [1,2]; y = [0,1]
                h  = Wh @ x
                ah = sigmoid(h)
                o  = Wo @ ah
                ao = sigmoid(o)
                L  = sum((y - ao)^2)   # squared distance
                """);
        assertThat(f.inputs()).containsExactly("Wh", "Wo", "x", "y");
        assertThat(f.result()).isEqualTo("L");
        Evaluated e = f.evaluate(f.given());
        assertThat(e.steps()).extracting(Gate::text)
            .containsExactly("Wh @ x", "sigmoid(h)", "Wo @ ah", "sigmoid(o)", "sum((y - ao)^2)");
        assertThat(e.result().item()).isCloseTo(0.5332634193, within(1e-10));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "L = sum((y-ao)^2)               | L = sum((y - ao)^2)",
        "E = 0.5*sum( (y - l2)**2 )      | E = 0.5 * sum((y - l2)^2)",
        "e = (y - f)²                    | e = (y - f)^2",
        "y = 3*x^2                       | y = 3 * x^2",
        "-x                              | f = -x",
        "-x^2                            | f = -x^2",
        "2*(x + y)/3                     | f = 2 * (x + y) / 3",
        "mean(abs(x - y + 1))            | f = mean(abs(x - y + 1))",
        "square(x) + y                   | a: square(x) | f = a + y",
        "3*x^2 + 2*x + 1                 | a: 3 * x^2 | b: 2 * x | c: a + b | f = c + 1",
        "sum(x * y)                      | a: x * y | f = sum(a)",
        "(x*y)^2                         | a: x * y | f = a^2",
        "x^y                             | f = x^y",
        "(x + 1)^y                       | a: x + 1 | f = a^y",
        "sum((y - 2*x)^2)                | a: 2 * x | f = sum((y - a)^2)",
        "(sin(x) - y)^2                  | a: sin(x) | f = (a - y)^2",
        "1/(1+exp(-x))                   | a: -x | b: exp(a) | c: 1 + b | f = 1 / c",
        "x + y - z                       | a: x + y | f = a - z",
        "a + (b + c)                     | d: b + c | f = a + d",
        "sigmoid(w*x + b)                | a: w * x | c: a + b | f = sigmoid(c)",
        "b = a                           | b = a",
        "x' + y[0:2]                     | f = x' + y[0:2]",
        "sin(x)[-1] * 2                  | a: sin(x) | f = a[-1] * 2",
        "sum(transpose(x*y))             | a: x * y | f = sum(transpose(a))",
        "exp(reshape(x, 1, 1))           | f = exp(reshape(x, 1, 1))",
        "softmax([x, y*z], axis=-1)      | a: y * z | b: [x, a] | f = softmax(b, axis=-1)",
        "sqrt(2*pi) * x                  | f = sqrt(2 * pi) * x",
        "max(x, sqrt(2))                 | f = max(x, sqrt(2))",
        "-(x)                            | f = -(x)",
        "((x + y)) * ((z))               | a: x + y | f = a * ((z))",
        "x*y*z*w                         | a: x * y | b: a * z | f = b * w",
        "relu(x) - -y                    | a: relu(x) | b: -y | f = a - b"
    })
    void statementsAreCutIntoGates(String row) {
        List<String> parts = Arrays.stream(row.split(" \\| ")).map(String::strip).toList();
        assertThat(stepsOfVectors(parts.getFirst())).containsExactlyElementsOf(parts.subList(1, parts.size()));
    }

    @Test
    void inventedNamesGoOnBehindTheAlphabet() {
        List<String> names = steps("x" + "+x".repeat(60)).stream().map(s -> s.split("[:=]")[0].strip()).toList();
        assertThat(names).startsWith("a", "b", "c", "d", "e", "g").contains("z", "a1", "w1").doesNotHaveDuplicates().endsWith("f");
        assertThat(names.get(names.indexOf("z") + 1)).isEqualTo("a1");
    }

    @Test
    void aNameThatOnlyRenamesIsAStep() {
        Formula f = Formula.parse("b = a; c = b * b; d = c");
        Tensor a = Gradients.variable("a", Tensor.scalar(3));
        Evaluated e = f.evaluate(Map.of("a", a));
        assertThat(e.steps()).extracting(s -> s.value().name()).containsExactly("b", "c", "d");
        assertThat(e.result().backward().of(a).item()).isEqualTo(6);
    }

    @Test
    void aBareNameAtTheEndAsksForThatStep() {
        Formula f = Formula.parse("y = x^2; z = y + 1; y");
        assertThat(f.result()).isEqualTo("y");
        assertThat(f.evaluate(Map.of("x", Tensor.scalar(3))).result().item()).isEqualTo(9);
        assertThat(steps("x")).containsExactly("f = x");
        assertThat(Formula.parse("f * 2").result()).isEqualTo("g");
    }

    @Test
    void aTransposedVectorIsRemarkedOn() {
        Map<String, Tensor> at = Map.of("delta", Tensor.of(1, 2), "x", Tensor.of(3, 4));
        Evaluated e = Formula.parse("G = delta @ x'").evaluate(at);
        assertThat(e.result().item()).isEqualTo(11);
        assertThat(e.hints()).containsExactly("x' is x, so this is a dot product; for the matrix write outer(delta, x)");
        assertThat(Formula.parse("G = (2*delta) @ transpose(x)").evaluate(at).hints())
            .containsExactly("transpose(x) is x, so this is a dot product; for the matrix write outer(2 * delta, x)");
        assertThat(Formula.parse("G = delta' @ x").evaluate(at).hints()).isEmpty();
        assertThat(Formula.parse("outer(delta, x)").evaluate(at).hints()).isEmpty();
    }

    @Test
    void namesTravelToTheNextStep() {
        Tensor x = Gradients.variable("x", Tensor.of(1, 2));
        Evaluated e = Formula.parse("h = x * 2; L = sum(exp(h))").evaluate(Map.of("x", x));
        Node sum = e.result().node();
        assertThat(sum).isNotNull();
        Node exp = sum.input(0).node();
        assertThat(sum.input(0).name()).isEqualTo("a");
        assertThat(exp).isNotNull();
        assertThat(exp.input(0).name()).isEqualTo("h");
        e.result().backward();
    }
}
