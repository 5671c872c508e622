package dev.jacobi.tensor;

import static dev.jacobi.Jacobi.grad;
import static dev.jacobi.Jacobi.valueAndGrad;
import static dev.jacobi.Jacobi.variable;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
