package dev.jacobi.explain.formula;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is said about formulas that can't be used, and where the caret stands: at the `‸` of these examples.
class MessagesTest {
    private static final Map<String, Tensor> AT = Map.of("x", Tensor.scalar(3), "y", Tensor.scalar(5), "v", Tensor.of(1, 2, 4),
            "u", Tensor.of(1, 2), "W", Tensor.of(Shape.of(2, 3), 1, 2, 3, 4, 5, 6));

    private static FormulaException refused(String text) {
        return catchThrowableOfType(FormulaException.class, () -> {
            Formula f = Formula.parse(text);
            f.evaluate(f.merge(Map.of())).result();
        });
    }

    private static FormulaException refusedWithValues(String text) {
        return catchThrowableOfType(FormulaException.class, () -> Formula.parse(text).evaluate(AT));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '`', textBlock = """
            2‸x                ~ an operation is missing between 2 and x; for a product write 2*x
            2‸(x+1)            ~ for a product write 2*(…)
            (x)‸(y)            ~ for a product write …)*(…)
            sin ‸x             ~ a function has its arguments in brackets: sin(x)
            x ‸y               ~ for a product write x*y
            x = ‸x + 1         ~ gradients are told apart by name
            a = 1; ‸a = x; a*2 ~ a is assigned twice
            b = ‸a+1; a = x*2  ~ a is used before it is computed
            ‸pi = 3; x*pi      ~ pi is a constant
            ‸x*y\\nx + y       ~ only the last statement may go without a name
            x +‸               ~ a value is missing after +
            x + ‸* y           ~ a value is missing before *
            ‸* y               ~ a value is missing before *
            ‸sin()             ~ sin needs x; it is sin(x)
            f = ‸(x + y        ~ this bracket is never closed; a ) is missing
            f = ‸[x, y         ~ this bracket is never closed; a ] is missing
            x + y‸)            ~ this bracket was never opened
            x < y ‸< 1         ~ one comparison at a time
            x + 1 ‸= y         ~ only a name may stand before =; to compare write ==
            x = ‸= y           ~ to compare write ==
            ‸sigmod(x)         ~ there is no function sigmod; did you mean sigmoid?
            ‸logsoftmx(x)      ~ did you mean log_softmax?
            ‸x(y+1)*x          ~ there is no function x; for a product write x*(…)
            max(x, y, 0, 0, ‸1) ~ max has more arguments than it takes; it is max(x, [y], axis=, keepdim=0)
            softmax(v, ‸xais=0) ~ softmax has no parameter xais; it is softmax(x, axis=-1)
            softmax(v, axis=0, ‸dim=0) ~ softmax got axis twice
            sum(W, ‸axis=x)    ~ sum needs axis as a number written in the formula
            ‸clamp(x, 0)       ~ clamp needs high; it is clamp(x, low, high)
            ‸softmax(v, axis=0.5) ~ axis is a whole number, but got 0.5
            ‸softmax(v, axis=3) ~ axis 3 was asked of the shape (3)
            sum(W, axis=(0‸,1)) ~ an array stands in square ones: [1, 2]
            1‸,5 * x           ~ numbers have a decimal point
            W ‸@ u             ~ matmul needs (m, k) and (k, n)
            W + 1 ‸+ u         ~ add needs shapes that broadcast, but got (2, 3) and (2)
            u ‸* W             ~ for the matrix product write @
            u ‸@ v'            ~ v' is v, so this is a dot product; for the matrix write outer(u, v)
            v‸[3]              ~ index 3 was asked of axis 0 of (3)
            v‸[0,1]            ~ an index has one part for each axis, but got 2
            v[‸x]              ~ an index is a whole number written in the formula
            v[‸]               ~ an index is missing
            v[0:2:‸0]          ~ the step of a slice isn't 0
            x ‸: y             ~ a : makes a slice inside [ ]
            ‸[[1,2],[3]] * x   ~ the entries of an array have one shape, but entry 0 is (2) and entry 1 is (1)
            ‸[] * x            ~ an array has at least one entry
            x ‸$ y             ~ '$' is not part of the language
            ‸|x|               ~ for a magnitude write abs(x)
            ‸√x                ~ for a root write sqrt(x)
            ‸“x”               ~ names stand without quotes
            x ‸& y             ~ multiply two comparisons
            ‸1e999 * x         ~ the number is too large
            ‸cross_entropy(v, 0.5*x) ~ indexes are whole numbers, but got 1.5
            """)
    void aMistakeIsNamedAndShown(String marked, String sentence) {
        String text = marked.replace("\\n", "\n");
        int place = text.indexOf('‸');
        FormulaException e = refusedWithValues(text.replace("‸", ""));
        assertThat(e).as(marked).isNotNull();
        assertThat(e.sentence()).contains(sentence);
        assertThat(e.column()).as("column of " + e.getMessage()).isEqualTo(place + 1);
    }

    @Test
    void theLineStandsBelowTheSentenceAndTheCaretBelowTheLine() {
        assertThat(refused("f = 2x")).hasMessage("""
                an operation is missing between 2 and x; for a product write 2*x
                  f = 2x
                       ^""");
        FormulaException e = refused("a = x\n\tb = a + $\nc = b");
        assertThat(e).hasMessage("""
                '$' is not part of the language
                  2 |  b = a + $
                               ^""");
        assertThat(e.line()).isEqualTo(2);
    }

    @Test
    void aLongLineIsCutAroundThePlace() {
        for (String text : new String[] {"x + ".repeat(50) + "$", "$" + " + x".repeat(50), "x + ".repeat(50) + "$" + " + x".repeat(50),
                "y = x\n" + "x + ".repeat(50) + "$" + " + x".repeat(50)}) {
            String[] lines = String.valueOf(refused(text).getMessage()).split("\n");
            assertThat(lines).hasSize(3);
            assertThat(lines[1].length()).isEqualTo(80 - (text.endsWith("x") ? 0 : 3) + (text.startsWith("$") ? -3 : 0));
            assertThat(lines[1].charAt(lines[2].indexOf('^'))).isEqualTo('$');
        }
    }

    @Test
    void inputsWithoutValuesAreNamedTogether() {
        FormulaException e = refused("L = sum((y - W @ x)^2); x = [1,2]");
        assertThat(e.sentence()).isEqualTo("the inputs y, W have no values; give them some, as in y=1");
        assertThat(refused("x^2").sentence()).isEqualTo("the input x has no value; give it one, as in x=1");
    }

    @Test
    void whoeverMeansEulersNumberIsTold() {
        assertThat(refused("e^x").sentence()).endsWith("as in e=1; Euler's number is exp(1)");
    }

    @Test
    void aFormulaThatComputesNothingIsRefused() {
        assertThat(refused("")).hasMessageStartingWith("the formula is empty");
        assertThat(refused(" # nothing\n;;")).hasMessageStartingWith("the formula is empty");
        assertThat(refused("x = 1; y = [1,2]")).hasMessageContaining("computes nothing");
    }
}
