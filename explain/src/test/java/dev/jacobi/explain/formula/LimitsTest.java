package dev.jacobi.explain.formula;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.jacobi.tensor.Tensor;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Hostile text costs a message, and no time to speak of.
class LimitsTest {
    /// It takes well under a second; a machine that is busy decides nothing, a cost that explodes does.
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private static void refused(String text, String sentence) {
        long start = System.nanoTime();
        FormulaException e = catchThrowableOfType(FormulaException.class, () -> evaluated(text));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LONGEST);
        assertThat(e).as(text.substring(0, Math.min(40, text.length()))).isNotNull();
        assertThat(e.sentence()).contains(sentence);
        assertThat(String.valueOf(e.getMessage())).hasSizeLessThan(500);
    }

    private static Evaluated evaluated(String text) {
        Formula f = Formula.parse(text);
        return f.evaluate(f.inputs().contains("x") ? f.merge(Map.of("x", Tensor.scalar(1))) : f.given());
    }

    private static double value(String text) { return Formula.parse(text).evaluate(Map.of("x", Tensor.scalar(1))).result().item(); }

    @ParameterizedTest
    @ValueSource(strings = {"(", "[", "-", "+", "sin(", "2^", "x[", "2^-", "([", "max(x, ", "-("})
    void nestingIsCounted(String opening) {
        refused(opening.repeat(10_000) + "x", "nest at most 200 deep");
        refused("f = x + " + opening.repeat(201) + "x", "nest at most 200 deep");
    }

    @Test
    void whatNestsLessIsRead() {
        assertThat(value("(".repeat(199) + "x" + ")".repeat(199) + "*2")).isEqualTo(2);
        assertThat(value("-".repeat(199) + "x")).isEqualTo(-1);
        assertThat(value("x" + "^1".repeat(150))).isEqualTo(1);
        assertThat(value("exp(log(".repeat(99) + "x" + "))".repeat(99))).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"+x", "*x", "-1", "/2", "'", "@x", "<x"})
    void operationsAreCounted(String operation) {
        String text = "x" + operation.repeat(10_001);
        refused(text, operation.equals("<x") ? "one comparison at a time" : "at most 10000 operations");
    }

    @Test
    void longSumsAreEvaluatedWithoutRecursion() {
        assertThat(value("x" + "+x".repeat(9_999))).isEqualTo(10_000);
        assertThat(value("sum(x" + "+x".repeat(9_900) + ")")).isEqualTo(9_901);
        assertThat(value("x" + "'".repeat(9_999) + "+1")).isEqualTo(2);
        assertThat(value("x" + "*1".repeat(9_999))).isEqualTo(1);
        Evaluated e = Formula.parse("x" + "+x".repeat(9_999)).evaluate(Map.of("x", Tensor.scalar(1)));
        assertThat(e.steps()).hasSize(9_999).extracting(Gate::name).doesNotHaveDuplicates();
    }

    @Test
    void charactersAreCounted() {
        refused("x".repeat(1 << 20), "at most 100000 characters, but this one has 1048576");
        refused("x" + " ".repeat(100_000), "at most 100000 characters");
    }

    @ParameterizedTest
    @ValueSource(strings = {"zeros(10000, 10000) * x", "ones(10000, 1001) + x", "normal(3000, 4000, seed=1) + x", "eye(4000) * x",
        "outer(arange(4000), arange(4000)) * x", "arange(4000) @ x + expand(x, 4000, 4000)", "reshape(arange(4000), 4000, 1) * arange(4000) * x",
        "arange(2000000000) * x", "W = ones(3000, 3001); v = ones(4000, 3000); v @ W * x", "f = concat(ones(9000000), ones(9000000)) * x",
        "f = expand(x, 20000000)", "W = uniform(100000, 1000); W * x", "conv2d(ones(1,1,3000,3000), ones(2,1,1,1)) * x"})
    void entriesAreCountedBeforeMemoryIsTaken(String text) {
        refused(text, text.contains("@ x +") ? "matmul needs" : "at most 10000000 entries");
    }

    @Test
    void anAxisThatIsTooLargeForAnyTensorIsRefused() {
        refused("zeros(2000000000, 2000000000, 2000000000) * x", "a tensor holds at most 2147483647 elements");
        refused("zeros(-1) * x", "sizes of 0 or more");
        refused("arange(1e30) * x", "end is a whole number");
    }

    @Test
    void allStepsTogetherAreCounted() {
        refused("v = expand(x, 9000000); a = v + 1; b = a + 1; c = b + 1; d = c + 1; e = d + 1", "at most 50000000 entries together");
    }

    @Test
    void theWorkOfProductsIsCounted() {
        refused("W = ones(3000, 3000); f = W @ W * x", "matrix products of a formula take at most");
        refused("f = conv2d(ones(1,64,300,300), ones(64,64,11,11), padding=5) * x", "matrix products of a formula take at most");
    }

    @Test
    void axesAreCounted() {
        refused("[".repeat(9) + "1" + "]".repeat(9) + " * x", "at most 8 axes, but this one has 9");
        refused("zeros(1,1,1,1,1,1,1,1,1) * x", "at most 8 axes");
        refused("a = zeros(1,1,1,1,1,1,1,1); unsqueeze(a, 0) * x", "at most 8 axes");
        assertThat(value("sum(" + "[".repeat(8) + "1" + "]".repeat(8) + " * x)")).isEqualTo(1);
    }

    @Test
    void largeArraysOfAFormulaAreReadInAMoment() {
        StringBuilder rows = new StringBuilder("f = sum(x * [[1]");
        for (int i = 0; i < 24_000; i++) rows.append(",[1]");
        long start = System.nanoTime();
        assertThat(value(rows.append("])").toString())).isEqualTo(24_001);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LONGEST);
    }

    @Test
    void namesAndListsOfNamesFitASentence() {
        refused("y".repeat(50_000) + " + x", "a name has at most 100 characters");
        refused("q".repeat(90) + "(x)", "there is no function");
        StringBuilder sum = new StringBuilder("y0");
        for (int i = 1; i < 5_000; i++) sum.append("+y").append(i);
        refused(sum.toString(), "the inputs y0, y1, y2, y3, y4, y5, y6, y7, y8, y9 and 4990 more have no values");
        FormulaException e = catchThrowableOfType(FormulaException.class,
                () -> Formula.parse("2 * y").merge(Values.json("{\"" + "z".repeat(1 << 20) + "\": 1}")));
        assertThat(String.valueOf(e.getMessage())).hasSizeLessThan(200);
    }

    @Test
    void valuesAreCounted() {
        Map<String, String> texts = new TreeMap<>(Map.of(
                "x=" + "[".repeat(100_000), "an array has at most 8 axes",
                "{\"x\":" + "[".repeat(100_000), "nest at most 100 deep",
                "{\"x\":" + "[".repeat(9) + "1" + "]".repeat(9) + "}", "nests deeper than the 8 axes",
                "x=[" + "1,".repeat(2_000_000) + "y", "the value of x has to be a number",
                "x=1".repeat(200_000), "a separator is missing",
                "x=" + "1.".repeat(200_000), "this is no number"));
        texts.forEach((text, sentence) -> {
            long start = System.nanoTime();
            FormulaException e = catchThrowableOfType(FormulaException.class, () -> Values.parse(text));
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LONGEST);
            assertThat(e.sentence()).contains(sentence);
        });
    }
}
