package dev.jacobi.explain.formula;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.jacobi.tensor.Gradients;
import dev.jacobi.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

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
}
