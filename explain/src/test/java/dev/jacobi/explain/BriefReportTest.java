package dev.jacobi.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jacobi.explain.formula.Formula;
import dev.jacobi.explain.notation.Digits;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BriefReportTest {
    @Test
    void theResultAndWhatWasAsked() {
        assertThat(brief("x = [1, 2]; f = sum(x^2)")).isEqualTo("f = sum(x^2) = 5\n");
        assertThat(brief("x = [1, 2]; f = sum(x^2)", "x")).isEqualTo("f = sum(x^2) = 5\n\n∂f/∂x = [2, 4]\n");
    }

    @Test
    void aTensorsDerivativesByWhatWasAskedAreAMatrix() {
        assertThat(brief("x = [1, 2]; y = 3; f = y * x", "x"))
            .startsWith("f = y * x = [3, 6]\n")
            .contains("∂f/∂x  [[3, 0],\n          [0, 3]]")
            .doesNotContain("∂f/∂y");
    }

    private static String brief(String formula, String... names) {
        Explanation e = Formula.parse(formula).explain(Map.of(), null);
        List<Quantity> tensors = List.of(names).stream().map(e::quantity).toList();
        return ReportText.brief(new Report(formula, e, List.of(), tensors, List.of(), Map.of()), Digits.SIX);
    }
}
