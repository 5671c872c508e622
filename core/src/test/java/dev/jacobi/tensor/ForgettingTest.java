package dev.jacobi.tensor;

import static dev.jacobi.Jacobi.checkpoint;
import static dev.jacobi.Jacobi.compile;
import static dev.jacobi.Jacobi.grad;
import static dev.jacobi.Jacobi.jvp;
import static dev.jacobi.Jacobi.valueAndGrad;
import static dev.jacobi.Jacobi.variable;
import static dev.jacobi.Jacobi.vmap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// History is kept while a transformation needs it, and no longer.
class ForgettingTest {
    private static final Tensor X = Tensor.of(1, 2, 3);

    @Test
    void ordinaryCodeKeepsNoHistory() {
        assertThat(X.mul(2).add(1).node()).isNull();
    }

    @Test
    void historyEndsWithTheTransformation() {
        Tensor[] leaked = new Tensor[1];
        Tensor g = grad((Tensor x) -> {
            leaked[0] = x.square();
            assertThat(leaked[0].node()).isNotNull();
            return leaked[0].sum();
        }, X);
        assertThat(g.node()).isNull();
        assertThat(leaked[0].node()).isNull();
        assertThat(leaked[0].toDoubles()).containsExactly(1, 4, 9);
        assertThat(leaked[0].mul(2).node()).isNull();
    }

    @Test
    void aFailedTransformationEndsToo() {
        Tensor[] leaked = new Tensor[1];
        assertThatThrownBy(() -> grad((Tensor x) -> {
            leaked[0] = x.square();
            throw new IllegalStateException("on purpose");
        }, X)).hasMessage("on purpose");
        assertThat(leaked[0].node()).isNull();
    }

    /// Losses that a loop remembers don't keep the steps that made them.
    @Test
    void rememberedLossesHoldNoGraph() throws InterruptedException {
        List<Tensor> losses = new ArrayList<>();
        List<WeakReference<Tensor>> intermediates = new ArrayList<>();
        Tensor w = X;
        for (int i = 0; i < 20; i++) {
            var r = valueAndGrad((Tensor v) -> {
                Tensor hidden = v.sin();
                intermediates.add(new WeakReference<>(hidden));
                return hidden.square().sum();
            }, w);
            losses.add(r.value());
            w = w.sub(r.gradient().mul(0.1));
        }
        Tensor v = variable("w", w);
        Tensor hidden = v.sin();
        intermediates.add(new WeakReference<>(hidden));
        Tensor loss = hidden.square().sum();
        losses.add(loss);
        loss.backward();
        hidden = null;
        for (int i = 0; i < 50 && intermediates.stream().anyMatch(r -> r.get() != null); i++) {
            System.gc();
            Thread.sleep(10);
        }
        assertThat(intermediates).allMatch(r -> r.get() == null);
        assertThat(losses).hasSize(21);
    }

    @Test
    void backwardClosesItsVariables() {
        Tensor a = variable("a", X);
        Tensor b = variable("b", Tensor.of(4, 5, 6));
        Tensor loss = a.mul(b).sum();
        Gradients g = loss.backward();
        assertThat(g.of(a).toDoubles()).containsExactly(4, 5, 6);
        assertThat(g.of(b).toDoubles()).containsExactly(1, 2, 3);
        assertThat(a.mul(2).node()).isNull();
        assertThatThrownBy(loss::backward).hasMessageContaining("backwardAndKeep");
        assertThatThrownBy(() -> g.of(X)).hasMessageContaining("variable");
        assertThatThrownBy(() -> variable("v", X).mul(2).backward()).hasMessageContaining("sum()");
    }

    @Test
    void keptVariablesGiveHigherDerivatives() {
        Tensor x = variable("x", Tensor.scalar(3));
        Tensor first = x.pow(3).backwardAndKeep().of(x);
        Tensor second = first.backwardAndKeep().of(x);
        Tensor third = second.backward().of(x);
        assertThat(first.item()).isEqualTo(27);
        assertThat(second.item()).isEqualTo(18);
        assertThat(third.item()).isEqualTo(6);
    }

    @Test
    void variablesInsideAGradientPassItOn() {
        Tensor g = grad((Tensor x) -> {
            Tensor v = variable("v", x);
            return v.pow(3).sum().backward().of(v).sum();
        }, X);
        assertThat(g.toDoubles()).containsExactly(6, 12, 18);
    }

    /// Deep graphs need no deep stack.
    @Test
    void aChainOfAMillionSteps() {
        Tensor g = grad((Tensor x) -> {
            Tensor y = x;
            for (int i = 0; i < 1_000_000; i++) y = y.add(1e-7);
            return y;
        }, Tensor.scalar(0));
        assertThat(g.item()).isEqualTo(1);
    }

    private static Tensor chain(Tensor x, int steps) {
        Tensor y = x;
        for (int i = 0; i < steps; i++) y = y.mul(0.999999).add(1e-6);
        return y;
    }

    @Test
    void deepGraphsNeedNoDeepStackInAnyTransformation() {
        int steps = 50_000;
        double slope = Math.pow(0.999999, steps);
        Tensor at = Tensor.scalar(0.5);
        List<Tensor> slopes = List.of(
                jvp((Tensor x) -> chain(x, steps), at, Tensor.scalar(1)).tangent(),
                grad((Tensor x) -> checkpoint((Tensor v) -> chain(v, steps), x), at),
                grad((Tensor x) -> vmap((Tensor v) -> chain(v, steps), x.expand(2)).get(1), at),
                compile((Tensor x) -> grad((Tensor v) -> chain(v, steps), x)).apply(at),
                grad((Tensor x) -> grad((Tensor v) -> chain(v, steps).square().mul(0.5), x), at).div(slope));
        for (Tensor s : slopes) assertThat(s.item()).isCloseTo(slope, within(1e-9));
        Tensor v = variable("v", at);
        assertThat(chain(v, steps).backward().of(v).item()).isCloseTo(slope, within(1e-9));
    }

    /// Variables of their own meet, and then close together.
    @Test
    void variablesThatMeetBecomeOneFamily() {
        Tensor a = variable("a", X);
        Tensor b = variable("b", X);
        Tensor c = variable("c", X);
        Tensor ab = a.mul(b).sum();
        Tensor onlyC = c.square().sum();
        Gradients g = ab.backward();
        assertThat(g.of(a).toDoubles()).containsExactly(1, 2, 3);
        assertThat(a.mul(2).node()).isNull();
        assertThat(c.mul(2).node()).as("it had nothing to do with the others").isNotNull();
        assertThat(onlyC.add(ab).backward().of(c).toDoubles()).containsExactly(2, 4, 6);
        assertThat(g.of(c).toDoubles()).containsExactly(0, 0, 0);
    }

    @Test
    void backwardTakesASeed() {
        Tensor v = variable("v", X);
        assertThatThrownBy(() -> v.square().backward(Tensor.of(1, 0))).hasMessageContaining("a seed like the result");
        assertThat(v.square().backward(Tensor.of(1, 0, 2)).of(v).toDoubles()).containsExactly(2, 0, 12);
        assertThatThrownBy(() -> variable("n", Tensor.ofInts(1))).hasMessageContaining("\"n\" is I32");
    }

    @Test
    void aVariableMadeOfAnotherPassesItsGradientOn() {
        Tensor v = variable("v", X);
        Tensor inner = variable("inner", v.square());
        Gradients g = inner.mul(v).sum().backward();
        assertThat(g.of(inner).toDoubles()).containsExactly(1, 2, 3);
        assertThat(g.of(v).toDoubles()).containsExactly(3, 12, 27);
    }

    /// Threads share constants and differentiate at once, with the same bits as one.
    @Test
    void threadsDoNotDisturbEachOther() throws Exception {
        Tensor w = RandomKey.of(1).normal(Shape.of(20, 20), DType.F64);
        Callable<double[]> work = () -> grad((Tensor v) -> v.matmul(w).tanh().matmul(v).sigmoid().sum(), w).toDoubles();
        double[] alone = work.call();
        try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<double[]>> all = new ArrayList<>();
            for (int i = 0; i < 64; i++) all.add(pool.submit(work));
            for (Future<double[]> f : all) assertThat(f.get()).isEqualTo(alone);
        }
    }

    @Test
    @Tag("slow")
    void aHundredThousandStepsLeaveTheHeapFlat() {
        Tensor w = X.to(DType.F32);
        long[] used = new long[5];
        for (int part = 0; part < used.length; part++) {
            for (int i = 0; i < 20_000; i++) {
                var r = valueAndGrad((Tensor v) -> v.sin().square().sum(), w);
                w = w.sub(r.gradient().mul(1e-3));
            }
            System.gc();
            used[part] = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
        }
        assertThat(used[4]).isLessThan(used[1] + (2 << 20));
    }
}
