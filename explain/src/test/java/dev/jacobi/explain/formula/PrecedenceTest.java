package dev.jacobi.explain.formula;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What belongs together: the table of the language, and random formulas beside a calculator that reads otherwise.
class PrecedenceTest {
    private static final Map<String, Tensor> AT = Map.of("x", Tensor.scalar(3), "y", Tensor.scalar(5), "z", Tensor.scalar(0.5),
            "v", Tensor.of(1, 2, 4), "W", Tensor.of(Shape.of(2, 3), 1, 2, 3, 4, 5, 6));

    private static Tensor value(String text) { return Formula.parse(text).evaluate(AT).result(); }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            -x^2            | -9
            (-x)^2          | 9
            2^x^2           | 512
            (2^x)^2         | 64
            2^-x            | 0.125
            x**2            | 9
            2^-1 * y        | 2.5
            2^-x^2          | 0.001953125
            x - y - z       | -2.5
            x - (y - z)     | -1.5
            x / y / z       | 1.2
            x / y * z       | 0.3
            x * y / z       | 30
            x + y * z       | 5.5
            (x + y) * z     | 4
            -x * y          | -15
            x * -y          | -15
            x - -y          | 8
            --x             | 3
            +x              | 3
            x < y           | 1
            x + y < x * z   | 0
            x == 1 + 2      | 1
            x != 3          | 0
            x >= 3          | 1
            x <= 2.5        | 0
            x > y - 3       | 1
            -v[0]^2         | -1
            v[-1]^2         | 16
            2 * v[1]        | 4
            W[1,:][0]       | 4
            W'[2,1]         | 6
            W.T[2,1]        | 6
            (W @ v)[1] * 2  | 76
            v @ v * 2       | 42
            2 * v @ v       | 42
            v' @ v          | 21
            [x, y][1]       | 5
            cos(2 * pi) + 0 * x | 1
            x·y − z         | 14.5
            x × y ÷ z       | 30
            x² + y³         | 134
            (x ≥ y) + (x ≤ y) + (x ≠ y) | 2
            """)
    void theTableOfPrecedenceHolds(String text, double expected) {
        assertThat(value(text).to(DType.F64).item()).isCloseTo(expected, within(1e-12));
    }

    @Test
    void slicesCountFromZero() {
        assertThat(value("v[0:2] + 0").toDoubles()).containsExactly(1, 2);
        assertThat(value("v[1:] + 0").toDoubles()).containsExactly(2, 4);
        assertThat(value("v[:-1] + 0").toDoubles()).containsExactly(1, 2);
        assertThat(value("v[::-1] + 0").toDoubles()).containsExactly(4, 2, 1);
        assertThat(value("v[::2] + 0").toDoubles()).containsExactly(1, 4);
        assertThat(value("W[1,:] + 0").toDoubles()).containsExactly(4, 5, 6);
        assertThat(value("W[:,1] + 0").toDoubles()).containsExactly(2, 5);
        assertThat(value("W[:,0:2]' + 0").toDoubles()).containsExactly(1, 4, 2, 5);
        assertThat(value("W[0] + 0").toDoubles()).containsExactly(1, 2, 3);
    }

    @Test
    void aStatementEndsWithItsLineUnlessSomethingIsOpen() {
        assertThat(value("a = x +\n y\n# a comment\nb = (a\n + 1)\n\n; c = b * 2 # the result").item()).isEqualTo(18);
        assertThat(value("a = x\r\nb = a + 1\r\n").item()).isEqualTo(4);
    }

    // ---- random formulas

    private final Random random = new Random(7);

    private void write(StringBuilder text, int depth) {
        int kind = depth == 0 ? random.nextInt(2) : random.nextInt(9);
        switch (kind) {
            case 0 -> text.append("xyz".charAt(random.nextInt(3)));
            case 1 -> text.append(1 + random.nextInt(3)).append(random.nextBoolean() ? "" : ".5");
            case 2 -> {
                text.append('(');
                write(text, depth - 1);
                text.append(')');
            }
            case 3 -> {
                text.append('-');
                write(text, depth - 1);
            }
            default -> {
                write(text, depth - 1);
                String space = random.nextBoolean() ? " " : "";
                text.append(space).append("+-*/^".charAt(kind - 4)).append(space);
                write(text, depth - 1);
            }
        }
    }

    /// Two stacks and a loop, as in a pocket calculator.
    private static double calculated(String text) {
        Deque<Double> values = new ArrayDeque<>();
        Deque<Character> signs = new ArrayDeque<>();
        boolean afterValue = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == ' ') continue;
            if (Character.isDigit(c)) {
                int end = i;
                while (end < text.length() && (Character.isDigit(text.charAt(end)) || text.charAt(end) == '.')) end++;
                values.push(Double.parseDouble(text.substring(i, end)));
                i = end - 1;
                afterValue = true;
            } else if (Character.isLetter(c)) {
                values.push(c == 'x' ? 3 : c == 'y' ? 5 : 0.5);
                afterValue = true;
            } else if (c == '(') {
                signs.push(c);
                afterValue = false;
            } else if (c == ')') {
                while (signs.peek() != '(') settle(values, signs.pop());
                signs.pop();
                afterValue = true;
            } else {
                char sign = c == '-' && !afterValue ? '~' : c;
                while (sign != '~' && !signs.isEmpty() && binds(signs.peek()) >= binds(sign) + (sign == '^' ? 1 : 0)) settle(values, signs.pop());
                signs.push(sign);
                afterValue = false;
            }
        }
        while (!signs.isEmpty()) settle(values, signs.pop());
        return values.pop();
    }

    private static int binds(char sign) {
        return switch (sign) {
            case '+', '-' -> 1;
            case '*', '/' -> 2;
            case '~' -> 3;
            case '^' -> 4;
            default -> 0;
        };
    }

    private static void settle(Deque<Double> values, char sign) {
        double b = values.pop();
        if (sign == '~') {
            values.push(-b);
            return;
        }
        double a = values.pop();
        values.push(switch (sign) {
            case '+' -> a + b;
            case '-' -> a - b;
            case '*' -> a * b;
            case '/' -> a / b;
            default -> Math.pow(a, b);
        });
    }

    @Test
    void randomFormulasAgreeWithACalculator() {
        int finite = 0;
        for (int i = 0; i < 3000; i++) {
            StringBuilder text = new StringBuilder();
            write(text, 5);
            double expected = calculated(text.toString());
            double actual = value("x*0 + (" + text + ")").item();
            if (Math.abs(expected) < 1e100 && Math.abs(expected) > 1e-100) {
                assertThat(actual).as(text.toString()).isCloseTo(expected, within(1e-9 * Math.abs(expected)));
                finite++;
            } else if (Double.isNaN(expected)) {
                assertThat(actual).as(text.toString()).isNaN();
            }
        }
        assertThat(finite).isGreaterThan(2000);
    }
}
