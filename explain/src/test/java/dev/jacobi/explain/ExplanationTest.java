package dev.jacobi.explain;

import static dev.jacobi.Jacobi.crossEntropy;
import static dev.jacobi.Jacobi.grad;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.offset;

import dev.jacobi.explain.notation.Digits;
import dev.jacobi.scalar.Scalar;
import dev.jacobi.scalar.ScalarFunction;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExplanationTest {
    /// The 2-2-2 network that people work through by hand; samples are rows, so the matrices lie on their side.
    record Net(Tensor Wh, Tensor Wo) {
        Tensor apply(Tensor x) {
            Tensor ah = x.matmul(Wh).named("h").sigmoid().named("ah");
            return ah.matmul(Wo).named("o").sigmoid().named("ao");
        }
    }

    private final Net net = new Net(Tensor.of(Shape.of(2, 2), 0.1, 0.2, 0.3, 0.4).transpose(),
            Tensor.of(Shape.of(2, 2), 0.5, 0.6, 0.7, 0.8).transpose());
    private final Tensor x = Tensor.of(Shape.of(1, 2), 1, 2).named("x");
    private final Tensor y = Tensor.of(Shape.of(1, 2), 0, 1).named("y");

    private Tensor loss(Net n) { return n.apply(x).sub(y).square().sum().named("L"); }

    @Test
    void oneNumberIsTakenApart() {
        Entry entry = Explanation.of(this::loss, net).of("Wh", 0, 0);
        assertThat(entry.toString()).isEqualTo("""
            ∂L/∂Wh[0,0] = 0.0181013
            What is Wh[0,0] going through?   h[0] → ah[0] → o[0] and o[1] → ao[0] and ao[1]
              → L

                ratio           formula      numbers                value     product
              path 1 of 2, by o[0]
                ∂L/∂ao[0]       2 (ao - y)   2 (0.681655 - 0)     1.36331     1.36331
                ∂ao[0]/∂o[0]    ao (1 - ao)  0.681655·0.318345   0.217002     0.29584
                ∂o[0]/∂ah[0]    Wo[0,0]      0.5                      0.5     0.14792
                ∂ah[0]/∂h[0]    ah (1 - ah)  0.622459·0.377541   0.235004   0.0347618
                ∂h[0]/∂Wh[0,0]  x[0]         1                          1   0.0347618
              path 2 of 2, by o[1]
                ∂L/∂ao[1]       2 (ao - y)   2 (0.738064 - 1)   -0.523872   -0.523872
                ∂ao[1]/∂o[1]    ao (1 - ao)  0.738064·0.261936   0.193326   -0.101278
                ∂o[1]/∂ah[0]    Wo[0,1]      0.7                      0.7  -0.0708945
                ∂ah[0]/∂h[0]    ah (1 - ah)  0.622459·0.377541   0.235004  -0.0166605
                ∂h[0]/∂Wh[0,0]  x[0]         1                          1  -0.0166605
              sum of the 2 paths  0.0347618 - 0.0166605 = 0.0181013 (added, not averaged)

            numeric check         two-sided, h = 1e-4: 0.0181013, differs by 2e-11   ok
                                  one-sided: 0.0181012
            """);
        assertThat(entry.share()).isEqualTo(1);
    }

    @Test
    void theSumOverThePathsIsTheGradient() {
        Net gradient = grad(this::loss, net);
        Explanation explanation = Explanation.of(this::loss, net);
        Explanation choice = Explanation.of(n -> crossEntropy(n.apply(x), Tensor.ofInts(1)), net);
        for (int i = 0; i < 2; i++) {
            for (int k = 0; k < 2; k++) {
                assertThat(explanation.of("Wh", i, k).gradient()).isEqualTo(gradient.Wh().at(i, k), offset(1e-15));
                Entry output = explanation.of("Wo", i, k);
                assertThat(output.gradient()).isEqualTo(gradient.Wo().at(i, k), offset(1e-15));
                assertThat(output.count()).isEqualTo(1);
            }
            // softmax is one step in which every output depends on every input
            Entry entry = choice.of("Wh", i, 1);
            assertThat(entry.gradient()).isEqualTo(
                    grad((Net n) -> crossEntropy(n.apply(x), Tensor.ofInts(1)), net).Wh().at(i, 1), offset(1e-15));
            assertThat(entry.count()).isEqualTo(2);       // both outputs, to the logarithm that is picked
        }
    }

    /// Claims a wrong derivative in its textbook form.
    record Claimed(double textbook) implements ScalarFunction {
        @Override public Scalar formula(List<Scalar> in) { return in.getFirst().square(); }

        @Override public Scalar slope(int i, List<Scalar> in, Scalar y) { return in.getFirst().mul(2); }

        @Override public Scalar textbook(int i, List<Scalar> in, Scalar y) { return in.getFirst().mul(textbook); }
    }

    /// Has a wrong rule.
    record Wrong(double factor) implements ScalarFunction {
        @Override public Scalar formula(List<Scalar> in) { return in.getFirst().square(); }

        @Override public Scalar slope(int i, List<Scalar> in, Scalar y) { return in.getFirst().mul(factor); }
    }

    @Test
    void whatIsPrintedIsTheRuleThatRan() {
        for (double claimed : new double[] {2, 7}) {
            Explanation e = Explanation.of(w -> w.apply(new Claimed(claimed)).sum(), Tensor.of(3));
            assertThat(e.toString()).contains("∂f/∂claimed·2 x").doesNotContain("7 x");
            assertThat(e.of("x", 0).toString()).contains("2 x").doesNotContain("7 x");
        }
        // a rule is changed, and the text changes, and the check sees that it is wrong
        for (double factor : new double[] {2, 5}) {
            Explanation e = Explanation.of(w -> w.apply(new Wrong(factor)).sum(), Tensor.of(3));
            assertThat(e.toString()).contains((int) factor + " x");
            Entry entry = e.of("x", 0);
            assertThat(entry.toString()).contains((int) factor + " x", factor == 2 ? "ok" : "WRONG");
            assertThat(entry.numeric().right()).isEqualTo(factor == 2);
        }
    }

    @Test
    void withoutNamesEveryOpIsAStep() {
        Entry entry = Explanation.of(w -> w.mul(3).add(w.square()).sum(), Tensor.of(1, 2)).of("x", 1);
        assertThat(entry.paths().getFirst().ratios()).extracting(Entry.Ratio::name)
                .containsExactly("∂f/∂add[1]", "∂add[1]/∂square[1]", "∂square[1]/∂x[1]");
        assertThat(entry.paths().getFirst().ratios()).extracting(r -> r.formula().text(Digits.SIX))
                .containsExactly("1", "1", "2 x");
        assertThat(entry.gradient()).isEqualTo(7);
        assertThat(entry.count()).isEqualTo(2);
    }

    @Test
    void aTensorThatMeetsItselfIsOneRatio() {
        Entry entry = Explanation.of(w -> w.mul(w).sum(), Tensor.of(3)).of("x", 0);
        assertThat(entry.count()).isEqualTo(1);
        assertThat(entry.paths().getFirst().ratios().getLast().value()).isEqualTo(6);
    }

    @Test
    void aDeadPathIsShown() {
        Entry entry = Explanation.of(w -> w.relu().sum(), Tensor.of(-1, 1)).of("x", 0);
        assertThat(entry.count()).isZero();
        assertThat(entry.gradient()).isZero();
        assertThat(entry.toString()).contains("0, as x <= 0");
    }

    @Test
    void theResultItself() {
        Entry entry = Explanation.of(w -> w, Tensor.scalar(3)).of("x");
        assertThat(entry.gradient()).isEqualTo(1);
        assertThat(Explanation.of(_ -> Tensor.scalar(1), Tensor.scalar(3)).of("x").gradient()).isZero();
    }

    @Test
    void morePathsThanCanBeListedAreCounted() {
        // each step doubles the paths: w + w is one ratio, but two tensors made from w are two
        Entry entry = Explanation.of(w -> {
            Tensor t = w;
            for (int i = 0; i < 100; i++) t = t.mul(0.5).add(t.mul(0.25));
            return t.sum();
        }, Tensor.of(1.0)).of("x", 0);
        assertThat(entry.count()).isEqualTo(Long.MAX_VALUE);
        assertThat(entry.gradient()).isEqualTo(Math.pow(0.75, 100), offset(1e-25));
        assertThat(entry.paths().getFirst().product()).isEqualTo(Math.pow(0.5, 100));
        assertThat(entry.paths()).hasSize(10);
        assertThat(entry.paths().get(1).product()).isEqualTo(Math.pow(0.5, 99) * 0.25);
        assertThat(entry.toString()).contains("sum of all paths");
    }

    @Test
    void theStrongestPathsAreTheStrongest() {
        double[] w = {0.3, -2, 1.5, 0.1, 0.7, -0.2, 1.1, 0.9, -1.3};
        Explanation e = Explanation.of((Tensor v) -> {
            Tensor W = Tensor.of(Shape.of(3, 3), w);
            Tensor t = v;
            for (int i = 0; i < 3; i++) t = W.matmul(t).named("t" + i);
            return t.sum().named("f");
        }, Tensor.of(1, 2, 3));
        // all 27 products by three nested loops
        double[] all = new double[27];
        for (int i = 0; i < 27; i++) all[i] = Math.abs(w[i / 9 * 3] * w[i / 3 % 3 * 3 + i / 9] * w[i % 3 * 3 + i / 3 % 3]);
        Arrays.sort(all);
        Entry entry = e.of("x", 0);
        assertThat(entry.count()).isEqualTo(27);
        for (int i = 0; i < 10; i++) assertThat(Math.abs(entry.paths().get(i).product())).isEqualTo(all[26 - i], offset(1e-12));
        double total = Arrays.stream(all).sum();
        assertThat(entry.share()).isEqualTo(Arrays.stream(all, 17, 27).sum() / total, offset(1e-12));
        assertThat(entry.gradient()).isEqualTo(e.gradient(e.quantity("x")).at(0), offset(1e-12));
    }

    @Test
    void whatDoesNotExistIsRefused() {
        Explanation e = Explanation.of(this::loss, net);
        assertThatIllegalArgumentException().isThrownBy(() -> e.of("Wx", 0, 0)).withMessageContaining("nothing here is called Wx; did you mean Wh?");
        assertThatIllegalArgumentException().isThrownBy(() -> e.of("Wh", 0, 2)).withMessageContaining("no entry [0, 2]");
        Explanation tensor = Explanation.of(n -> n.apply(x), net);
        assertThatIllegalArgumentException().isThrownBy(() -> tensor.of("Wh", 0, 0)).withMessageContaining("upstream");
        assertThat(tensor.jacobian(tensor.quantity("Wo")).shape()).isEqualTo(Shape.of(2, 4));
    }
}
