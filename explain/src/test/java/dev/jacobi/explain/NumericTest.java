package dev.jacobi.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jacobi.explain.formula.Formula;
import dev.jacobi.tensor.Tensor;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NumericTest {
    @Test
    void theRoundingOfPartsThatCancelIsNoMistakeAndNoKink() {
        for (int k = -40; k <= 40; k++) {
            Numeric n = numeric("d = tanh(z) - (2 * logistic(2 * z) - 1)", k / 10.0);
            assertThat(n.right()).as("at %s", k / 10.0).isTrue();
            assertThat(n.kink()).as("at %s", k / 10.0).isFalse();
        }
    }

    @Test
    void aSmallKinkBesideALargePartIsNamed() {
        Numeric n = numeric("d = 1000 + 0.001 * abs(z)", 0);
        assertThat(n.kink()).isTrue();
        assertThat(n.right()).isTrue();
    }

    @Test
    void theStepIsTheOneAskedFor() {
        assertThat(numeric("f = z^3", 4).oneSided()).isBetween(48.00119, 48.00121);
        assertThat(numeric("f = z^3", 4).h()).isEqualTo(1e-4);
        assertThat(numeric("f = z^3", 1e6).right()).isTrue();
    }

    @Test
    void whatTurnsWithinTheStepIsLookedAtMoreClosely() {
        assertThat(numeric("f = sin(z)", 1e8).right()).isTrue();
        assertThat(numeric("f = sin(1000*z)", 0.7).right()).isTrue();
        // and no smaller step makes a wrong derivative right
        for (double h : new double[] {1e-2, 1e-4, 1e-7}) {
            for (double wrong : new double[] {1.01, 0.99, -1, 2, 0}) {
                assertThat(Numeric.of(d -> Math.sin(1 + d), 1, wrong * Math.cos(1), h, 1).right()).as("%s with h = %s", wrong, h).isFalse();
            }
        }
    }

    private static Numeric numeric(String formula, double z) {
        Explanation e = Formula.parse(formula).explain(Map.of("z", Tensor.scalar(z)), null);
        return e.numeric(e.quantity("z"), 0, 1e-4);
    }
}
