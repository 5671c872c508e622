package dev.jacobi.explain;

import static dev.jacobi.Jacobi.crossEntropy;
import static dev.jacobi.Jacobi.grad;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.offset;

import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import org.junit.jupiter.api.Test;

class ChainTest {
    /// The 2-2-2 network that people work through by hand; samples are rows, so the matrices
    /// lie on their side.
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
    void theStrongestPathIsATableOfRatios() {
        Chain chain = Chain.strongest(this::loss, net, "Wh", 0, 0);
        assertThat(chain.toString()).isEqualTo("""
              ratio           formula                value    product
              ∂L/∂ao[0]       2 (ao - y)           1.36331    1.36331
              ∂ao[0]/∂o[0]    ao (1 - ao)         0.217002    0.29584
              ∂o[0]/∂ah[0]    Wo[0,0]                  0.5    0.14792
              ∂ah[0]/∂h[0]    ah (1 - ah)         0.235004  0.0347618
              ∂h[0]/∂Wh[0,0]  x[0]                       1  0.0347618
              ∂L/∂Wh[0,0]     sum of the 2 paths            0.0181013
              the path above carries 68 % of their magnitudes
            """);
        assertThat(chain.paths()).isEqualTo(2);
        assertThat(chain.share()).isEqualTo(0.0347618 / (0.0347618 + 0.0166605), offset(1e-6));
    }

    @Test
    void theSumOverThePathsIsTheGradient() {
        Net gradient = grad(this::loss, net);
        for (int i = 0; i < 2; i++) {
            for (int k = 0; k < 2; k++) {
                Chain hidden = Chain.strongest(this::loss, net, "Wh", i, k);
                assertThat(hidden.gradient()).isEqualTo(gradient.Wh().at(i, k), offset(1e-15));
                Chain output = Chain.strongest(this::loss, net, "Wo", i, k);
                assertThat(output.gradient()).isEqualTo(gradient.Wo().at(i, k), offset(1e-15));
                assertThat(output.paths()).isEqualTo(1);
                assertThat(output.toString()).contains("the only path");
            }
        }
        // softmax is one step in which every output depends on every input
        for (int i = 0; i < 2; i++) {
            Chain chain = Chain.strongest(n -> crossEntropy(n.apply(x), Tensor.ofInts(1)), net, "Wh", i, 1);
            assertThat(chain.gradient()).isEqualTo(
                    grad((Net n) -> crossEntropy(n.apply(x), Tensor.ofInts(1)), net).Wh().at(i, 1), offset(1e-15));
            assertThat(chain.paths()).isEqualTo(2);       // both outputs, to the logarithm that is picked
        }
    }

    @Test
    void withoutNamesEveryStepIsShown() {
        Chain chain = Chain.strongest(w -> w.mul(3).add(w.square()).sum(), Tensor.of(1, 2), "", 1);
        assertThat(chain.ratios()).extracting(Ratio::name)
                .containsExactly("∂sum/∂add[1]", "∂add[1]/∂square[1]", "∂square[1]/∂x[1]");
        assertThat(chain.ratios()).extracting(Ratio::formula).containsExactly("1", "1", "2 x");
        assertThat(chain.gradient()).isEqualTo(7);
        assertThat(chain.paths()).isEqualTo(2);
    }

    @Test
    void aTensorThatMeetsItselfIsOneRatio() {
        Chain chain = Chain.strongest(w -> w.mul(w).sum(), Tensor.of(3), "", 0);
        assertThat(chain.paths()).isEqualTo(1);
        assertThat(chain.ratios().getLast().value()).isEqualTo(6);
    }

    @Test
    void deadPathsCarryNothing() {
        Chain chain = Chain.strongest(w -> w.relu().sum(), Tensor.of(-1, 1), "", 0);
        assertThat(chain.ratios()).isEmpty();
        assertThat(chain.paths()).isZero();
        assertThat(chain.gradient()).isZero();
        assertThat(chain.toString()).contains("every path from it passes a ratio that is 0");
    }

    @Test
    void theResultItself() {
        Chain chain = Chain.strongest(w -> w, Tensor.scalar(3), "");
        assertThat(chain.gradient()).isEqualTo(1);
        assertThat(chain).hasToString("x is the result itself\n");
        assertThat(Chain.strongest(_ -> Tensor.scalar(1), Tensor.scalar(3), "").paths()).isZero();
    }

    @Test
    void morePathsThanCanBeListedAreCounted() {
        // each step doubles the paths: w + w is one ratio, but two tensors made from w are two
        Chain chain = Chain.strongest(w -> {
            Tensor t = w;
            for (int i = 0; i < 100; i++) t = t.mul(0.5).add(t.mul(0.25));
            return t.sum();
        }, Tensor.of(1.0), "", 0);
        assertThat(chain.paths()).isEqualTo(Long.MAX_VALUE);
        assertThat(chain.gradient()).isEqualTo(Math.pow(0.75, 100), offset(1e-25));
        assertThat(chain.ratios().getLast().product()).isEqualTo(Math.pow(0.5, 100));
        assertThat(chain.toString()).contains("sum of all paths");
    }

    @Test
    void whatDoesNotExistIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Chain.strongest(this::loss, net, "Wx", 0, 0))
                .withMessageContaining("there are [Wh, Wo]");
        assertThatIllegalArgumentException().isThrownBy(() -> Chain.strongest(this::loss, net, "Wh", 0, 2))
                .withMessageContaining("(2, 2) has no entry [0, 2]");
        assertThatIllegalArgumentException().isThrownBy(() -> Chain.strongest(n -> n.apply(x), net, "Wh", 0, 0))
                .withMessageContaining("single number");
    }
}
