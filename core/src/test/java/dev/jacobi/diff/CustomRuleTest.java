package dev.jacobi.diff;

import static dev.jacobi.Jacobi.customJvp;
import static dev.jacobi.Jacobi.customVjp;
import static dev.jacobi.Jacobi.grad;
import static dev.jacobi.Jacobi.hessian;
import static dev.jacobi.Jacobi.jvp;
import static dev.jacobi.Jacobi.vmap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jacobi.compile.Compiled;
import dev.jacobi.tensor.Tensor;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/// Rules stated by users: backward, backward with something saved, forward.
class CustomRuleTest {
    private static final Tensor X = Tensor.of(0.4, -1.1, 0.8);
    private static final Tensor V = Tensor.of(-0.3, 0.9, 1.7);

    private record Pair(Tensor a, Tensor b) {}

    /// 1/(1 + e^(−x)), which saves e^(−x).
    private static final Function<Tensor, Tensor> SAVING = customVjp((Tensor x) -> {
        Tensor e = x.neg().exp();
        return new CustomRule.Kept<>(e.add(1).divInto(1), e);
    }, (e, g) -> g.mul(e).div(e.add(1).square()));

    private static final Function<Tensor, Tensor> FORWARD =
            customJvp((Tensor x) -> x.sigmoid(), (x, y, d) -> d.mul(y).mul(y.subFrom(1)));

    private static void close(Tensor actual, Tensor expected) {
        assertThat(actual.allClose(expected, 1e-12, 1e-14)).as("%s%nexpected%n%s", actual, expected).isTrue();
    }

    private static void behavesLikeSigmoid(Function<Tensor, Tensor> f) {
        close(f.apply(X), X.sigmoid());
        close(grad((Tensor x) -> f.apply(x).mul(V).sum(), X), grad((Tensor x) -> x.sigmoid().mul(V).sum(), X));
        close(jvp(f, X, V).tangent(), jvp((Tensor x) -> x.sigmoid(), X, V).tangent());
        close(hessian(x -> f.apply(x).mul(V).sum(), X), hessian(x -> x.sigmoid().mul(V).sum(), X));
        close(jvp((Tensor x) -> jvp(f, x, V).tangent(), X, V).tangent(), jvp((Tensor x) -> jvp((Tensor t) -> t.sigmoid(), x, V).tangent(), X, V).tangent());
        close(grad((Tensor x) -> jvp(f, x, V).tangent().sum(), X), grad((Tensor x) -> jvp((Tensor t) -> t.sigmoid(), x, V).tangent().sum(), X));
        Tensor batch = Tensor.stack(java.util.List.of(X, V));
        close(vmap((Tensor x) -> grad((Tensor t) -> f.apply(t).square().sum(), x), batch).get(1), grad((Tensor t) -> t.sigmoid().square().sum(), V));
        close(vmap((Tensor x) -> jvp(f, x, V).tangent(), batch).get(1), jvp((Tensor x) -> x.sigmoid(), V, V).tangent());
        Compiled<Tensor, Tensor> compiled = Compiled.of((Tensor x) -> grad((Tensor t) -> f.apply(t).square().sum(), x));
        assertThat(compiled.apply(X).toDoubles()).isEqualTo(grad((Tensor t) -> f.apply(t).square().sum(), X).toDoubles());
    }

    @Test
    void whatWasSavedServesTheWayBackAndIsDifferentiatedItself() { behavesLikeSigmoid(SAVING); }

    @Test
    void aRuleForwardGivesTheWayBackByTransposition() { behavesLikeSigmoid(FORWARD); }

    @Test
    void theRuleIsWhatCounts() {
        Function<Tensor, Tensor> straightThrough = customJvp((Tensor x) -> x.step(), (x, y, d) -> d);
        close(grad((Tensor x) -> straightThrough.apply(x).mul(V).sum(), X), V);
        Function<Tensor, Tensor> tenfold = customVjp((Tensor x) -> new CustomRule.Kept<>(x.square(), x), (x, g) -> g.mul(x).mul(20));
        close(grad((Tensor x) -> tenfold.apply(x).sum(), X), X.mul(20));
    }

    @Test
    void treesGoInAndOut() {
        Function<Pair, Pair> swap = customJvp((Pair p) -> new Pair(p.b().sin(), p.a().mul(p.b())),
                (p, r, d) -> new Pair(d.b().mul(p.b().cos()), d.a().mul(p.b()).add(p.a().mul(d.b()))));
        Pair at = new Pair(X, V);
        Pair g = grad((Pair p) -> {
            Pair r = swap.apply(p);
            return r.a().mul(r.b()).sum();
        }, at);
        Pair expected = grad((Pair p) -> p.b().sin().mul(p.a().mul(p.b())).sum(), at);
        close(g.a(), expected.a());
        close(g.b(), expected.b());
    }

    @Test
    void aRuleForwardMustReturnATreeLikeTheResult() {
        Function<Pair, Pair> wrong = customJvp((Pair p) -> p, (p, r, d) -> new Pair(d.a(), d.a()));
        assertThatThrownBy(() -> jvp(wrong, new Pair(X, V), new Pair(V, X))).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a rule forward must return a tree like the result");
    }
}
