package dev.jacobi.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.jacobi.explain.Diagnosis.Verdict;
import dev.jacobi.explain.formula.Formula;
import dev.jacobi.explain.formula.Values;
import dev.jacobi.tensor.Tensor;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Wrong numbers that the texts print, or that people come to with their networks.
class DiagnosisTest {
    private static final String LECTURE = "f = (x + y) * max(y, z); x = 1; y = 2; z = 0";
    private static final String TWO_OUTPUTS = """
        Wh = [[.1,.2],[.3,.4]]; Wo = [[.5,.6],[.7,.8]]; x = [1,2]; y = [0,1]
        h = Wh @ x
        ah = sigmoid(h)
        o = Wo @ ah
        ao = sigmoid(o)
        L = sum((y - ao)^2)""";
    private static final String FOUR_LAYERS = """
        I = [.5,-1]; y = 1; W1 = [[.1,.2],[.3,.4]]; W2 = [[.5,.6],[.7,.8]]; W3 = [.9, 1]
        sA = W1 @ I
        A = sigmoid(sA)
        sC = W2 @ A
        C = sigmoid(sC)
        sF = W3 @ C
        f = sigmoid(sF)
        L = (y - f)^2""";
    private static final String SURVEY = """
        l0 = [1, 0, 1]; y = 1; rest = -12.21 * sigmoid(3.82)
        syn0 = [[3.66,-2.88,3.26,-1.53],[-4.84,3.54,2.52,-2.55],[.16,-.66,-2.82,1.87]]
        l1_LH = (l0 @ syn0)[0]
        l1 = sigmoid(l1_LH)
        l2_LH = 12.21 * l1 + rest
        l2 = sigmoid(l2_LH)
        l2_error = y - l2""";
    private static final String WINDOW = """
        W = [[.1,-.2,.3],[.4,.5,-.6]]; b = [.1,-.1]; u = [.7,-.8]; x = [1,2,3]
        z = W @ x + b
        h = sigmoid(z)
        s = u @ h""";

    private static Diagnosis of(String formula, String name, String typed) {
        Explanation e = Formula.parse(formula).explain(Map.of(), null);
        return Diagnosis.of(e, name, Values.parse("v=" + typed).get("v"), typed);
    }

    private static void is(Verdict verdict, String formula, String name, String typed, String... words) {
        Diagnosis d = of(formula, name, typed);
        assertThat(d.verdict()).as(d.why()).isEqualTo(verdict);
        for (String word : words) assertThat(d.why()).contains(word);
    }

    @Test
    void thePathThroughTheSumIsForgotten() {
        assertThat(of(LECTURE, "y", "3").why())
            .isEqualTo("3 is only the path through b = max(y, z); the path through a = x + y adds 2; the sum is 5");
        is(Verdict.PATH_FORGOTTEN, LECTURE, "y", "2", "only the path through a = x + y");
        is(Verdict.MEAN_OF_PATHS, LECTURE, "y", "2.5", "mean of the 2 paths", "added, not averaged: 3 + 2 = 5");
        is(Verdict.ONE_SIDED, LECTURE, "y", "5.1", "one-sided estimate with h = 0.1");
        is(Verdict.ONE_SIDED, LECTURE, "y", "5.0001", "h = 1e-4");
        is(Verdict.SIGN, LECTURE, "y", "-5", "sign");
        is(Verdict.TWO_MISTAKES, LECTURE, "y", "-3", "sign", "only the path through b");
        is(Verdict.TWO_MISTAKES, LECTURE, "y", "4", "factor 2 too much, and besides, 2 is only the path through a");
        is(Verdict.RIGHT, LECTURE, "y", "5");
        is(Verdict.RIGHT, LECTURE, "z", "0");
        is(Verdict.CHAIN_BROKEN, LECTURE, "z", "3", "∂b/∂z = 0");
    }

    @Test
    void twoLossesArriveAtAnd() {
        is(Verdict.MEAN_OF_PATHS, FOUR_LAYERS, "A[0]", "-0.010508555", "2 paths", "added, not averaged");
        is(Verdict.PATH_FORGOTTEN, FOUR_LAYERS, "A[0]", "-0.0084813022", "only the path through sC[0]", "sC[1] adds -0.0125358");
        is(Verdict.RIGHT, FOUR_LAYERS, "A[0]", "-0.021017");
        is(Verdict.PATH_FORGOTTEN, TWO_OUTPUTS, "ah[0]", "0.14792");
        is(Verdict.CHAIN_BROKEN, WINDOW, "W[1,2]", "-2.4", "∂h[1]/∂z[1] = 0.235004");
    }

    @Test
    void theSlopeOfTheTutorialWasReadOffWrongly() {
        is(Verdict.RATIO_MISREAD, SURVEY, "syn0[0,0]", "-0.1221", "the slope ∂l1/∂l1_LH was taken as 0.04; it is 0.0209969");
        is(Verdict.RIGHT, SURVEY, "syn0[0,0]", "-0.0641");
        // the tutorial's number has only so many digits, because all of its ratios are short
        is(Verdict.RATIO_MISREAD, SURVEY, "syn0[0,0]", "-0.12210", "0.04");
    }

    @Test
    void squaresAndMeans() {
        is(Verdict.FACTOR, TWO_OUTPUTS, "ao", "[0.681655, -0.261936]", "a factor 2 is missing", "the derivative of u² is 2u");
        is(Verdict.FACTOR, TWO_OUTPUTS, "ao[0]", "0.681655", "a factor 2 is missing");
        is(Verdict.FACTOR, "p = [1,2,3]; q = [2,2,5]; L = mean((p - q)^2)", "p[2]", "-4", "is 3 times that", "1/3");
        is(Verdict.FACTOR, "p = [1,2,3]; q = [2,2,5]; L = sum((p - q)^2)", "p[2]", "-1.33333", "no mean over 3");
    }

    @Test
    void tensorsAsAWhole() {
        String right = "[[0.155199, 0.310398, 0.465597], [-0.188003, -0.376006, -0.564009]]";
        is(Verdict.RIGHT, WINDOW, "W", right);
        is(Verdict.TRANSPOSED, WINDOW, "W", "[[0.155199, -0.188003], [0.310398, -0.376006], [0.465597, -0.564009]]", "transposed", "(2, 3)");
        is(Verdict.TRANSPOSED, WINDOW, "W", "[[0.155199, -0.188003, 0.310398], [-0.376006, 0.465597, -0.564009]]", "column by column");
        is(Verdict.SHAPE, WINDOW, "W", "[0.155199, 0.310398, 0.465597, -0.188003, -0.376006, -0.564009]", "numbers are right");
        is(Verdict.SHAPE, WINDOW, "W", "[1, 2]", "(2, 3)");
        is(Verdict.SHAPE, WINDOW, "W", "0.155", "name the entry");
        is(Verdict.UNKNOWN, WINDOW, "W", "[[1, 2, 3], [4, 5, 6]]", "6 of 6 entries");
        is(Verdict.SIGN, WINDOW, "W", "[[0.155199, 0.310398, 0.465597], [-0.188003, -0.376006, 0.564009]]", "1 of 6 entries", "W[1,2]");
        is(Verdict.RIGHT, WINDOW, "W[1,2]", "-0.564");
        is(Verdict.SIGN, WINDOW, "W[1,2]", "0.5640089");
        is(Verdict.WRONG_THING, WINDOW, "W[1,2]", "-0.376006", "the derivative by W[1,1]");
        is(Verdict.WRONG_THING, WINDOW, "W[1,2]", "-0.6", "the value of W[1,2]");
        is(Verdict.TRANSPOSED, TWO_OUTPUTS, "Wh", "[[0.018101302,0.0180777902],[0.0362026039,0.0361555804]]", "row and column");
        is(Verdict.TRANSPOSED, TWO_OUTPUTS, "Wo[0,1]", "-0.0630413878", "row and column");
        is(Verdict.PATH_FORGOTTEN, TWO_OUTPUTS, "ah", "[0.14792, 0.177504]", "only the path through o[0]");
    }

    @Test
    void slopesTakenElsewhere() {
        // x (1 - x) with the input of the sigmoid
        is(Verdict.SLOPE_ELSEWHERE, "y = sigmoid(x); x = 0.3", "x", "0.21", "with x = 0.3 in place of y");
        is(Verdict.SLOPE_ELSEWHERE, "y = sigmoid(x); x = 2", "x", "0.2072", "applied twice");
        is(Verdict.WRONG_THING, "y = sigmoid(x); x = 2", "x", "0.8808", "value of y");
    }

    @Test
    void roundedTooEarly() {
        is(Verdict.ROUNDED, TWO_OUTPUTS, "Wh[0,0]", "0.0182");
        is(Verdict.ROUNDED, TWO_OUTPUTS, "Wh[0,0]", "0.02", "two digits");
        // half of one of the paths begins like this, but so does much else
        is(Verdict.UNKNOWN, TWO_OUTPUTS, "Wh[0,0]", "0.0173");
        is(Verdict.UNKNOWN, TWO_OUTPUTS, "Wh[0,0]", "0.77123", "0.0181013", "--wrt \"Wh[0,0]\"");
    }

    @Test
    void digitsThatWereTyped() {
        for (String typed : new String[] {"0.018", "0.0181", "0.01810", "0.018101", "0.0181013", "0.018101302", "1.81e-2", "0.01810130"}) {
            is(Verdict.RIGHT, TWO_OUTPUTS, "Wh[0,0]", typed);
        }
        // a third is no 0.3330, but it is 0.333
        is(Verdict.RIGHT, "y = x/3; x = 1", "x", "0.333");
        is(Verdict.ROUNDED, "y = x/3; x = 1", "x", "0.3330");
        // cut off, or as the computer has it
        is(Verdict.RIGHT, "y = 2*x/3; x = 1", "x", "0.6666");
        is(Verdict.RIGHT, "y = 2*x/3; x = 1", "x", "2/3");
        Explanation e = Formula.parse("y = 2*x/3; x = 1").explain(Map.of(), null);
        assertThat(Diagnosis.of(e, "x", Tensor.scalar(0.67)).verdict().isRight()).isTrue();
        assertThat(Diagnosis.of(e, "x", Tensor.scalar(Double.NaN)).verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(Diagnosis.of(e, "x", Tensor.of(new double[0])).verdict()).isEqualTo(Verdict.SHAPE);
    }

    @Test
    void anUpstreamGradientIsForgotten() {
        Explanation e = Formula.parse("y = 3*x; x = 2").explain(Map.of(), Tensor.scalar(5));
        Diagnosis d = Diagnosis.of(e, "x", Tensor.scalar(3));
        assertThat(d.verdict()).isEqualTo(Verdict.CHAIN_BROKEN);
        assertThat(d.why()).contains("upstream");
    }

    @Test
    void unknownNamesAreRefused() {
        Explanation e = Formula.parse(LECTURE).explain(Map.of(), null);
        assertThatIllegalArgumentException().isThrownBy(() -> Diagnosis.of(e, "w", Tensor.scalar(3))).withMessageContaining("w");
        Explanation vector = Formula.parse("y = x^2; x = [1,2]").explain(Map.of(), null);
        assertThatIllegalArgumentException().isThrownBy(() -> Diagnosis.of(vector, "x[0]", Tensor.scalar(3))).withMessageContaining("upstream");
    }
}
