package dev.jacobi.explain.formula;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Inputs and the values that meet them.
class FormulaTest {
    @Test
    void inputsStandInTheOrderOfTheirAppearance() {
        Formula f = Formula.parse("b = 2; z = W @ x + b; y = relu(z) * pi; x = [1, -2]");
        assertThat(f.inputs()).containsExactly("b", "W", "x");
        assertThat(f.given()).containsOnlyKeys("b", "x");
        assertThat(f.result()).isEqualTo("y");
        assertThat(f.text()).startsWith("b = 2;");
    }

    @Test
    void aRightSideWithoutNamesIsAnInput() {
        Formula f = Formula.parse("a = -3; b = 1/4; c = [[1, 2], [3, pi]]; d = zeros(2, 3); e = x; g = [1/2, -2^2]");
        assertThat(f.inputs()).containsExactly("a", "b", "c", "d", "x", "g");
        Map<String, Tensor> given = f.given();
        assertThat(given).containsOnlyKeys("a", "b", "c", "d", "g");
        assertThat(given.values()).allMatch(t -> t.dtype() == DType.F64);
        given.forEach((name, value) -> assertThat(value.name()).isEqualTo(name));
        assertThat(value(given, "a").item()).isEqualTo(-3);
        assertThat(value(given, "b").item()).isEqualTo(0.25);
        assertThat(value(given, "c").shape()).isEqualTo(Shape.of(2, 2));
        assertThat(value(given, "c").toDoubles()).containsExactly(1, 2, 3, Math.PI);
        assertThat(value(given, "d").shape()).isEqualTo(Shape.of(2, 3));
        assertThat(value(given, "g").toDoubles()).containsExactly(0.5, -4);
    }

    private static Tensor value(Map<String, Tensor> values, String name) {
        Tensor t = values.get(name);
        if (t == null) throw new AssertionError("no " + name);
        return t;
    }

    @Test
    void valuesFromOutsideReplaceThoseOfTheFormula() {
        Formula f = Formula.parse("x = 1; y = 2; z = x + y * w");
        Map<String, Tensor> values = f.merge(Map.of("y", Tensor.scalar(5), "w", Tensor.scalar(3)));
        assertThat(values.keySet()).containsExactly("x", "y", "w");
        assertThat(f.evaluate(values).result().item()).isEqualTo(16);
    }

    @Test
    void namesThatTheFormulaDoesNotHaveAreRefused() {
        Formula f = Formula.parse("h = Wh @ x; s = sum(h)");
        Map<String, Tensor> all = Map.of("Wh", Tensor.of(Shape.of(1, 1), 1), "x", Tensor.of(1));
        assertThat(f.merge(all)).hasSize(2);
        assertThatThrownBy(() -> f.merge(Map.of("Whh", Tensor.scalar(1)))).isInstanceOf(FormulaException.class)
            .hasMessage("a value was given for Whh, which the formula doesn't have; did you mean Wh?");
        assertThatThrownBy(() -> f.merge(Map.of("bias", Tensor.scalar(1)))).isInstanceOf(FormulaException.class)
            .hasMessage("a value was given for bias, which the formula doesn't have; its inputs are Wh, x");
        assertThatThrownBy(() -> f.merge(Map.of("h", Tensor.scalar(1)))).isInstanceOf(FormulaException.class)
            .hasMessageStartingWith("h is computed here, so it can't be given a value; its inputs are Wh, x\n  h = Wh @ x");
        assertThatThrownBy(() -> f.merge(Map.of("x", Tensor.scalar(1)))).isInstanceOf(FormulaException.class)
            .hasMessageStartingWith("the input Wh has no value");
        assertThatThrownBy(() -> f.evaluate(Map.of())).isInstanceOf(FormulaException.class)
            .hasMessageStartingWith("the inputs Wh, x have no values");
    }

    @Test
    void otherNumbersBecomeDoubles() {
        Formula f = Formula.parse("x * 2 + n");
        Tensor r = f.evaluate(Map.of("x", Tensor.ofFloats(1.5f), "n", Tensor.ofInts(3))).result();
        assertThat(r.dtype()).isEqualTo(DType.F64);
        assertThat(r.toDoubles()).containsExactly(6);
    }

    @Test
    void comparisonsCountAsZeroAndOne() {
        Formula f = Formula.parse("c = x > 1; y = c * x + (x <= 1) * -1; z = sum(c)");
        Evaluated e = f.evaluate(Map.of("x", Tensor.of(0, 2)));
        assertThat(e.result().item()).isEqualTo(1);
        assertThat(e.steps().get(0).value().dtype()).isEqualTo(DType.BOOL);
        assertThat(e.steps()).filteredOn(s -> s.name().equals("y")).first()
            .satisfies(s -> assertThat(s.value().toDoubles()).containsExactly(-1, 2));
    }

    @Test
    void namesInOtherAlphabetsAreNames() {
        Formula f = Formula.parse("δₒ = 2 * σ_1 * π; δₒ² + Größe");
        assertThat(f.inputs()).containsExactly("σ_1", "Größe");
        Evaluated e = f.evaluate(Map.of("σ_1", Tensor.scalar(1 / Math.PI), "Größe", Tensor.scalar(1)));
        assertThat(e.result().item()).isEqualTo(5);
    }
}
