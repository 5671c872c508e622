package dev.jacobi.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jacobi.explain.formula.Formula;
import dev.jacobi.explain.notation.Digits;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MatrixViewTest {
    private static final String WINDOW = "W=[[.1,-.2,.3],[.4,.5,-.6]]; b=[.1,-.1]; u=[.7,-.8]; x=[1,2,3]; z = W @ x + b; h = sigmoid(z); s = u @ h";

    @Test
    void theJacobianOfALayerByItsWeights() {
        Explanation e = Formula.parse(WINDOW).explain(Map.of(), null);
        MatrixView view = MatrixView.of(e, e.quantity("W")).getFirst();
        assertThat(view.jacobian()).isNotNull();
        assertThat(view.jacobian().toDoubles()).containsExactly(1, 2, 3, 0, 0, 0, 0, 0, 0, 1, 2, 3);
        assertThat(view.note()).contains("outer product");
        assertThat(MatrixView.of(e, e.quantity("z")).getFirst().note()).contains("diagonal");
        assertThat(MatrixView.of(e, e.quantity("b")).getFirst().jacobian().toDoubles()).containsExactly(1, 0, 0, 1);
    }

    @Test
    void theUpstreamGradientKeepsItsNameInAnotherShape() {
        Explanation e = Formula.parse("W=[[1,2],[3,4]]; x=[1,2]; s = W @ x").explain(Map.of(), Tensor.of(1, -1));
        assertThat(e.quantity("x").contributions().getFirst().term().text(Digits.SIX)).isEqualTo("Wᵀ upstream");
        assertThat(e.quantity("W").contributions().getFirst().term().text(Digits.SIX)).isEqualTo("upstream xᵀ");
        assertThat(e.gradient(e.quantity("x")).toDoubles()).containsExactly(-2, -2);
    }

    @Test
    void longRowsFitTheTerminal() {
        Explanation e = Formula.parse("x=normal(30, seed=1); W=normal([20, 30], seed=2); h = tanh(W @ x); L = sum(h^2)").explain(Map.of(), null);
        assertThat(MatrixView.text(e, e.quantity("W"), Digits.SIX).lines()).isNotEmpty().allMatch(line -> Columns.length(line) <= Columns.PAGE);
    }

    /// Upstream row times Jacobian is what the step's rule handed back, and the views of all uses add up to the gradient.
    @ParameterizedTest
    @ValueSource(strings = {
        WINDOW,
        "x=[1,2]; y=[0,1]; Wh=[[.1,.2],[.3,.4]]; Wo=[[.5,.6],[.7,.8]]; ah = sigmoid(Wh @ x); ao = sigmoid(Wo @ ah); L = sum((y - ao)^2)",
        "x=[1,2,3]; p = softmax(x * 2); L = sum(p * x) + max(x) + mean(x[0:2])",
        "X=[[1,2],[3,4],[5,6]]; W=[[.1,.2],[.3,.4]]; b=[1,2]; H = tanh(X @ W + b); L = mean((H - X)^2)"})
    void theProductIsWhatTheRuleGave(String formula) {
        Explanation e = Formula.parse(formula).explain(Map.of(), null);
        for (Quantity q : e.all()) {
            if (q.contributions().stream().anyMatch(c -> c.by().output().shape().size() == 1)) continue;
            List<MatrixView> views = MatrixView.of(e, q);
            Tensor sum = Tensor.zeros(q.shape(), q.value().dtype());
            for (MatrixView v : views) {
                if (v.jacobian() != null) assertThat(v.upstream().matmul(v.jacobian()).allClose(v.row(), 1e-12, 1e-14)).as(q + " by " + v.step()).isTrue();
                assertThat(v.row().shape()).isEqualTo(Shape.of(1, q.shape().size()));
                sum = sum.add(v.shaped());
            }
            if (!views.isEmpty()) assertThat(sum.allClose(e.gradient(q), 1e-12, 1e-14)).isTrue();
        }
    }
}
