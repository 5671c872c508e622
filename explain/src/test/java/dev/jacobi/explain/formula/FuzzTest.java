package dev.jacobi.explain.formula;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.jacobi.io.Json;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Whatever is typed, it is evaluated or refused in the language's own words, never anything else.
class FuzzTest {
    private static final List<String> WORDS = List.of("x", "y", "W", "v", "f", "=", "=", "+", "-", "*", "/", "@", "^", "'", "(", ")", "(", ")",
            "[", "]", ",", ":", ";", "\n", "0", "1", "2", "-1", "0.5", "1e3", "sum", "max", "softmax", "exp", "where", "reshape", "normal", "gather",
            "axis=", "pi", "<", "==", "²", "·", "#", "sum(", "max(", "W[", "v[", "stack(", "pick(", "zeros(", "conv2d(", "keepdim=", "expand(");
    private static final Map<String, Tensor> AT = Map.of("x", Tensor.scalar(3), "y", Tensor.scalar(-0.5), "v", Tensor.of(1, 2),
            "W", Tensor.of(Shape.of(2, 2), 1, 2, 3, 4));

    private final Random random = new Random(3);

    private String words(List<String> words, int most) {
        StringBuilder text = new StringBuilder();
        for (int i = 1 + random.nextInt(most); i > 0; i--) {
            text.append(words.get(random.nextInt(words.size())));
            if (random.nextInt(4) == 0) text.append(' ');
        }
        return text.toString();
    }

    /// A correct text with a few characters changed.
    private String damaged(String text) {
        StringBuilder r = new StringBuilder(text);
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            int at = random.nextInt(r.length());
            switch (random.nextInt(3)) {
                case 0 -> r.deleteCharAt(at);
                case 1 -> r.insert(at, text.charAt(random.nextInt(text.length())));
                default -> r.setCharAt(at, (char) random.nextInt(random.nextBoolean() ? 128 : 0x2300));
            }
        }
        return r.toString();
    }

    private static boolean accepted(String text, Consumer<String> reader) {
        try {
            reader.accept(text);
            return true;
        } catch (FormulaException e) {
            assertThat(String.valueOf(e.getMessage())).hasSizeLessThan(1000);
            return false;
        } catch (RuntimeException | Error e) {
            return fail("refused by a " + e.getClass().getSimpleName() + ": " + text, e);
        }
    }

    private static void evaluate(String text) {
        Formula f = Formula.parse(text);
        Map<String, Tensor> at = new LinkedHashMap<>(AT);
        at.keySet().retainAll(f.inputs());
        Evaluated e = f.evaluate(f.merge(at));
        e.steps().forEach(s -> assertThat(s.value().name()).isEqualTo(s.name()));
    }

    @Test
    @Timeout(20)
    void formulas() {
        int good = 0;
        for (int i = 0; i < 30_000; i++) {
            String text = i % 2 == 0 ? words(WORDS, 14)
                    : damaged("h = sigmoid(W @ v + x); L = 0.5*sum((y - h[0:2])^2, axis=0) + max(x, y)/softmax(W', axis=-1)[0,1]");
            if (accepted(text, FuzzTest::evaluate)) good++;
        }
        assertThat(good).isGreaterThan(500);
    }

    /// What a step is said to be can be typed again, and gives the same number.
    @Test
    @Timeout(20)
    void textsOfStepsMeanWhatTheyCompute() {
        int compared = 0;
        for (int i = 0; i < 60_000; i++) {
            String text = words(WORDS, 10);
            Evaluated e;
            try {
                Formula f = Formula.parse(text);
                Map<String, Tensor> at = new LinkedHashMap<>(AT);
                at.keySet().retainAll(f.inputs());
                if (f.inputs().isEmpty() || !AT.keySet().containsAll(f.inputs()) || text.contains("=") && !text.contains("==")) continue;
                e = f.evaluate(f.merge(at));
            } catch (FormulaException refused) {
                continue;
            }
            StringBuilder again = new StringBuilder();
            e.steps().forEach(s -> again.append(s.name()).append(" = ").append(s.text()).append('\n'));
            Formula f = Formula.parse(again.toString());
            Map<String, Tensor> at = new LinkedHashMap<>(AT);
            at.keySet().retainAll(f.inputs());
            assertThat(f.evaluate(at).result().toDoubles()).as(text + " as " + again).containsExactly(e.result().toDoubles());
            compared++;
        }
        assertThat(compared).isGreaterThan(300);
    }

    @Test
    @Timeout(20)
    void values() {
        int good = 0;
        for (int i = 0; i < 30_000; i++) {
            String text = damaged(i % 2 == 0 ? "x=[1,2.5,-3e2]; W=[[1,2],[3,4]], y=2 # c" : "{\"x\": [1, 2.5, -3e2], \"W\": [[1,2],[3,4]], \"y\": 2}");
            if (accepted(text, Values::parse)) good++;
        }
        assertThat(good).isGreaterThan(1000);
    }

    @Test
    @Timeout(20)
    void json() {
        for (int i = 0; i < 30_000; i++) {
            String text = damaged("{\"a\": [1, -2.5e3, {\"b\": null}], \"c\\u00e9\\n\": \"d\", \"t\": true}");
            Object value;
            try {
                value = Json.parse(text);
            } catch (IllegalArgumentException refused) {
                assertThat(refused).hasMessageContaining("this is not the JSON that was expected");
                continue;
            }
            assertThat(Json.parse(Json.write(value))).as(text).isEqualTo(value);
        }
    }
}
