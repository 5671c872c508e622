package dev.jacobi.testkit;

import dev.jacobi.diff.Forward;
import dev.jacobi.diff.GradCheck;
import dev.jacobi.diff.Reverse;
import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.Tensor;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// What must hold for every op, checked on one [Sample]: its values against a reference; its gradient against differences;
/// forward against reverse mode; second derivatives against differences of the first and against each other, third ones too; strided
/// inputs, compiled runs, batches and checkpoints against plain ones, bit for bit; single against double precision; gradients
/// on kinks, of weights that are zero or doubled, of an input that is given twice, at infinities and NaN.
///
/// ```java
/// RuleCheck.of(Sample.unary("softsign", x -> x.apply(new Softsign()), Tensor.of(-1.5, 0.5))).orThrow();
/// ```
public final class RuleCheck {
    /// Of values, where the reference computes in another order.
    static final double VALUES = 1e-13;
    /// Of derivatives against differences.
    static final double FIRST_ORDER = 1e-9;
    static final double SECOND_ORDER = 1e-8;
    /// Between two ways to the same derivative.
    static final double MODES = 1e-12;
    static final double THIRD_ORDER = 1e-9;

    private final Sample sample;
    private final Set<String> problems = new LinkedHashSet<>();

    private RuleCheck(Sample sample) { this.sample = sample; }

    /// The check of a sample.
    public static RuleCheck of(Sample sample) { return new RuleCheck(sample); }

    /// What doesn't hold, a line each; empty where all is well.
    public List<String> problems() {
        problems.clear();
        Trial trial = trial(sample.inputs());
        List<double[]> before = sample.inputs().stream().map(Tensor::toDoubles).toList();
        valuesAndBits(trial);
        firstOrder(trial);
        if (sample.smooth()) {
            secondOrder(trial);
            thirdOrder(trial);
        }
        singlePrecision(trial);
        EdgeChecks.run(trial);
        for (List<Tensor> other : sample.others()) valuesAndBits(trial(other));
        for (int i = 0; i < before.size(); i++) {
            if (!Arrays.equals(before.get(i), sample.inputs().get(i).toDoubles())) problems.add("input " + i + " was overwritten");
        }
        return List.copyOf(problems);
    }

    /// @throws AssertionError naming everything that doesn't hold
    public void orThrow() {
        List<String> found = problems();
        if (!found.isEmpty()) throw new AssertionError(this + ": " + String.join("; ", found));
    }

    private Trial trial(List<Tensor> inputs) {
        boolean first = inputs == sample.inputs();
        return new Trial(sample, inputs, text -> problems.add(first ? text : text + ", where the inputs are " + types(inputs)));
    }

    private static String types(List<Tensor> inputs) { return String.join(", ", inputs.stream().map(t -> t.type().toString()).toList()); }

    private static void valuesAndBits(Trial trial) {
        Function<List<Plain>, Plain> reference = trial.sample().reference();
        if (reference != null) {
            Plain r = reference.apply(trial.inputs().stream().map(Plain::of).toList());
            trial.requireClose("the value", List.of(trial.value(trial.inputs())), List.of(Tensor.of(r.shape(), r.values())), VALUES, 0);
        }
        BitChecks.run(trial);
    }

    private static void firstOrder(Trial trial) {
        GradCheck.Report report = GradCheck.<List<Tensor>>of(trial::number).tolerance(FIRST_ORDER).at(trial.inputs());
        if (!report.passed()) trial.problem("first order " + report);
        if (!report.kinks().isEmpty()) trial.problem("the sample lies on a kink: " + report.kinks().getFirst());
        // u·(J·v) against (Jᵀ·u)·v
        List<Tensor> v = trial.directions(5);
        double forward = Forward.jvp(trial::number, trial.inputs(), v).tangent().item();
        List<Tensor> gradient = trial.gradient(trial.inputs());
        double reverse = inner(gradient, v).item();
        double size = inner(gradient.stream().map(Tensor::abs).toList(), v.stream().map(Tensor::abs).toList()).item();
        if (!(Math.abs(forward - reverse) <= MODES * Math.max(Double.MIN_NORMAL, size))) {
            trial.problem("forward mode gives " + forward + ", reverse mode " + reverse);
        }
    }

    private static Tensor inner(List<Tensor> a, List<Tensor> b) {
        Tensor sum = Tensor.scalar(0);
        for (int i = 0; i < a.size(); i++) sum = sum.add(a.get(i).mul(b.get(i)).sum());
        return sum;
    }

    private static void secondOrder(Trial trial) {
        List<Tensor> v = trial.directions(6);
        Function<List<Tensor>, Tensor> slope = in -> inner(trial.gradient(in), v);
        GradCheck.Report report = GradCheck.of(slope).tolerance(SECOND_ORDER).at(trial.inputs());
        if (!report.passed()) trial.problem("second order " + report);
        List<Tensor> reverse = Reverse.grad(slope, trial.inputs());
        double size = 1e-3 * Trial.largest(trial.gradient(trial.inputs()));      // second derivatives may cancel to nothing
        trial.requireClose("forward over reverse", Forward.jvp(trial::gradient, trial.inputs(), v).tangent(), reverse, 10 * MODES, size);
        List<Tensor> mixed = Reverse.grad(in -> Forward.jvp(trial::number, in, v).tangent(), trial.inputs());
        trial.requireClose("reverse over forward", mixed, reverse, 10 * MODES, size);
    }

    /// Along one direction: three times forward against forward over reverse over reverse.
    private static void thirdOrder(Trial trial) {
        List<Tensor> v = trial.directions(7);
        UnaryOperator<Function<List<Tensor>, Tensor>> forward = f -> in -> Forward.jvp(f, in, v).tangent();
        UnaryOperator<Function<List<Tensor>, Tensor>> reverse = f -> in -> inner(Reverse.grad(f, in), v);
        Function<List<Tensor>, Tensor> number = trial::number;
        Tensor expected = forward.apply(forward.apply(forward.apply(number))).apply(trial.inputs());
        Tensor actual = forward.apply(reverse.apply(reverse.apply(number))).apply(trial.inputs());
        double size = Math.max(Math.abs(number.apply(trial.inputs()).item()), Math.abs(reverse.apply(reverse.apply(number)).apply(trial.inputs()).item()));
        trial.requireClose("the third derivative, forward over reverse over reverse,", List.of(actual), List.of(expected), THIRD_ORDER, size);
    }

    private static void singlePrecision(Trial trial) {
        List<Tensor> single = trial.inputs().stream().map(t -> t.to(DType.F32)).toList();
        List<Tensor> exact = trial.all(single.stream().map(t -> t.to(DType.F64)).toList());
        List<Tensor> all = trial.all(single);
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).dtype() != DType.F32) trial.problem("F32 inputs give " + all.get(i).dtype() + (i == 0 ? "" : " for a gradient"));
            trial.requireClose(i == 0 ? "the value in F32" : "the gradient of input " + (i - 1) + " in F32",
                    List.of(all.get(i).to(DType.F64)), List.of(exact.get(i)), i == 0 ? 1e-5 : 1e-4, 0);
        }
    }

    @Override public String toString() { return "\"" + sample.name() + "\" of " + types(sample.inputs()); }
}
