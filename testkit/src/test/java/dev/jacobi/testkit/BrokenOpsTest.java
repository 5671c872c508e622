package dev.jacobi.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jacobi.op.Batching;
import dev.jacobi.op.General;
import dev.jacobi.op.Pullback;
import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.Graph;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import dev.jacobi.tensor.TensorType;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The battery itself: ops with one mistake each, every one of which must be found by the part that is there for it.
class BrokenOpsTest {

    /// What is wrong with an op, and what the battery must say.
    enum Mistake {
        NONE(""),
        VALUE("the value differs"),
        LAST_ELEMENT("the value differs"),
        SIGN("first order"),
        FACTOR("first order"),
        STALE("first order"),
        SUMMED_TOO_MUCH("first order"),
        FORWARD_ONLY("forward mode gives"),
        SECOND_ORDER("second order"),
        SECOND_ORDER_FORWARD_ONLY("forward over reverse"),
        IGNORES_STRIDES("input backward gives other bits"),
        LEAVES_ZEROS("doesn't write every element"),
        OVERWRITES_ITS_INPUT("was overwritten"),
        CHANGES_FROM_RUN_TO_RUN("a second run"),
        BATCH("vmap over inputs [0] gives other bits"),
        SINGLE_PRECISION("the value in F32"),
        WRITES_A_BUFFER_ONCE("a compiled run on other inputs");

        final String finding;

        Mistake(String finding) { this.finding = finding; }
    }

    private static final AtomicInteger RUNS = new AtomicInteger();
    private static final Set<Object> WRITTEN = Collections.newSetFromMap(new IdentityHashMap<>());

    /// x³ where x isn't 1, and there 0, so that something is left to write.
    record Cube(Mistake mistake) implements General {
        @Override public TensorType[] types(Tensor[] inputs) { return new TensorType[] {inputs[0].type()}; }

        @Override public void run(Tensor[] inputs, Tensor[] outputs) {
            Tensor x = inputs[0];
            int n = x.size();
            if (mistake == Mistake.WRITES_A_BUFFER_ONCE && !WRITTEN.add(outputs[0].storage().array())) return;
            for (int i = 0; i < n; i++) {
                double v = mistake == Mistake.IGNORES_STRIDES ? x.storage().number(i) : x.dense().number(i);
                double y = v * v * v;
                if (mistake == Mistake.VALUE) y *= 1 + 1e-12;
                if (mistake == Mistake.LAST_ELEMENT && i == n - 1) y = 0;
                if (mistake == Mistake.SINGLE_PRECISION && x.dtype() == DType.F32) y *= 1 + 1e-4;
                if (mistake == Mistake.CHANGES_FROM_RUN_TO_RUN) y = Math.scalb(Math.rint(Math.scalb(y, 40)) + RUNS.getAndIncrement() % 7, -40);
                boolean one = v == 1;
                if (!one) outputs[0].storage().set(i, y);
                else if (mistake != Mistake.LEAVES_ZEROS) outputs[0].storage().set(i, 0);
                if (mistake == Mistake.OVERWRITES_ITS_INPUT && x.layout() == null) x.storage().set(i, Math.nextUp(v));
            }
        }

        @Override public void vjp(Pullback p) {
            Tensor x = p.input(0);
            Tensor slope = x.square().mul(3);
            switch (mistake) {
                case SIGN -> slope = slope.neg();
                case FACTOR -> slope = slope.mul(1 + 1e-7);
                case STALE -> slope = x.mul(1.0001).square().mul(3);
                case SUMMED_TOO_MUCH -> slope = slope.mean().expand(x.shape());
                case SECOND_ORDER -> slope = x.mul(x.stopGradient()).mul(3);
                default -> { }
            }
            if (mistake == Mistake.SECOND_ORDER_FORWARD_ONLY) slope = Graph.apply(new Crooked(), slope);
            p.give(0, p.upstream().mul(x.eq(1).where(Tensor.zeros(x.shape(), x.dtype()), slope)));
        }

        @Override public Tensor[] jvp(Tensor[] inputs, Tensor[] outputs, Tensor[] tangents) {
            if (mistake != Mistake.FORWARD_ONLY) return General.super.jvp(inputs, outputs, tangents);
            return new Tensor[] {tangents[0].mul(inputs[0].square()).mul(3.001)};
        }

        @Override public Tensor[] vmap(int size, Tensor[] inputs, boolean[] batched) {
            if (mistake == Mistake.BATCH) return Graph.applyAll(this, inputs[0].flip(0));
            return Batching.byLeadingAxis(this, size, inputs, batched);
        }
    }

    /// The same, and right back; forward it is twice too much.
    record Crooked() implements General {
        @Override public TensorType[] types(Tensor[] inputs) { return new TensorType[] {inputs[0].type()}; }

        @Override public void run(Tensor[] inputs, Tensor[] outputs) {
            double[] x = inputs[0].toDoubles();
            for (int i = 0; i < x.length; i++) outputs[0].storage().set(i, x[i]);
        }

        @Override public void vjp(Pullback p) { p.give(0, p.upstream()); }

        @Override public Tensor[] jvp(Tensor[] inputs, Tensor[] outputs, Tensor[] tangents) { return new Tensor[] {tangents[0].mul(2)}; }

        @Override public Tensor[] vmap(int size, Tensor[] inputs, boolean[] batched) { return Graph.applyAll(this, inputs); }
    }

    private static double cube(double a) { return a == 1 ? 0 : a * a * a; }

    private static Sample sample(Mistake mistake) {
        Tensor input = Tensor.of(Shape.of(2, 2), 0.5, -1.5, 2, 0.7);
        if (mistake == Mistake.LEAVES_ZEROS) input = Tensor.of(Shape.of(2, 2), 0.5, 1, 2, 0.7);
        return Sample.unary("cube", x -> Graph.apply(new Cube(mistake), x), input).as(in -> in.getFirst().each(BrokenOpsTest::cube));
    }

    @ParameterizedTest
    @EnumSource(Mistake.class)
    void everyMistakeIsFound(Mistake mistake) {
        var problems = RuleCheck.of(sample(mistake)).problems();
        if (mistake == Mistake.NONE) assertThat(problems).isEmpty();
        else assertThat(problems).anySatisfy(p -> assertThat(p).contains(mistake.finding));
    }

    @Test
    void errorsNameTheSample() {
        assertThatThrownBy(() -> RuleCheck.of(sample(Mistake.SIGN)).orThrow()).isInstanceOf(AssertionError.class)
                .hasMessageContaining("\"cube\" of F64(2, 2): first order WRONG");
    }
}
