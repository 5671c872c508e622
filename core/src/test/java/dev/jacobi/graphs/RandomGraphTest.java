package dev.jacobi.graphs;

import static dev.jacobi.Jacobi.checkpoint;
import static dev.jacobi.Jacobi.compile;
import static dev.jacobi.Jacobi.grad;
import static dev.jacobi.Jacobi.jvp;
import static dev.jacobi.Jacobi.valueAndGrad;
import static dev.jacobi.Jacobi.variable;
import static dev.jacobi.Jacobi.vmap;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jacobi.diff.ValueAndGradient;
import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.Gradients;
import dev.jacobi.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What must hold of every function, tried on functions made at random. A failure names the graph, from which it can be
/// made again.
class RandomGraphTest {

    private static void each(int from, int to, int steps, Consumer<RandomGraph> check) {
        for (long seed = from; seed < to; seed++) {
            check.accept(new RandomGraph(seed, steps, true));
            check.accept(new RandomGraph(seed, steps, false));
        }
    }

    private static void same(RandomGraph graph, String what, List<Tensor> actual, List<Tensor> expected) {
        for (int i = 0; i < expected.size(); i++) {
            boolean same = actual.get(i).type().equals(expected.get(i).type())
                    && Arrays.equals(actual.get(i).toDoubles(), expected.get(i).toDoubles());
            if (!same) throw new AssertionError(graph + ": " + what + "\n" + actual.get(i) + "\nnot\n" + expected.get(i));
        }
    }

    private static void close(RandomGraph graph, String what, List<Tensor> actual, List<Tensor> expected, double tolerance) {
        double scale = 1e-3;
        for (Tensor t : expected) scale = Math.max(scale, t.abs().max().item());
        for (int i = 0; i < expected.size(); i++) {
            boolean close = actual.get(i).allClose(expected.get(i), tolerance, tolerance * scale);
            if (!close) throw new AssertionError(graph + ": " + what + "\n" + actual.get(i) + "\nnot\n" + expected.get(i));
        }
    }

    private static Tensor inner(List<Tensor> a, List<Tensor> b) {
        Tensor sum = Tensor.scalar(0);
        for (int i = 0; i < a.size(); i++) sum = sum.add(a.get(i).mul(b.get(i)).sum());
        return sum;
    }

    private static ValueAndGradient<List<Tensor>> plain(RandomGraph f, List<Tensor> x) {
        return valueAndGrad((List<Tensor> in) -> f.apply(in), x);
    }

    @Test
    void compiledRunsHaveTheSameBits() {
        each(0, 250, 12, RandomGraphTest::compiled);
    }

    private static void compiled(RandomGraph f) {
        var plan = compile((List<Tensor> in) -> plain(f, in));
        List<Tensor> first = f.arguments(0);
        for (List<Tensor> x : List.of(first, f.arguments(1), first)) {
            var expected = plain(f, x);
            var actual = plan.apply(x);
            same(f, "the compiled value", List.of(actual.value()), List.of(expected.value()));
            same(f, "the compiled gradient", actual.gradient(), expected.gradient());
        }
        List<Tensor> single = first.stream().map(t -> t.to(DType.F32)).toList();
        same(f, "the compiled gradient in F32", plan.apply(single).gradient(), plain(f, single).gradient());
        assertThat(plan.plans()).isEqualTo(2);
    }

    @Test
    void derivativesAgree() {
        each(1000, 1150, 8, RandomGraphTest::derivatives);
    }

    private static void derivatives(RandomGraph f) {
        List<Tensor> x = f.arguments(0);
        List<Tensor> v = f.arguments(1);
        var r = plain(f, x);
        same(f, "the value inside a gradient", List.of(r.value()), List.of(f.apply(x)));
        double forward = jvp((List<Tensor> in) -> f.apply(in), x, v).tangent().item();
        double reverse = inner(r.gradient(), v).item();
        double size = 1;
        for (int i = 0; i < v.size(); i++) size += r.gradient().get(i).mul(v.get(i)).abs().sum().item();
        assertThat(Math.abs(forward - reverse)).as("%s: forward %s, reverse %s", f, forward, reverse).isLessThan(1e-11 * size);
        if (f.smooth()) numeric(f, x, v, forward);
        List<Tensor> checkpointed = grad((List<Tensor> in) -> checkpoint((List<Tensor> q) -> f.apply(q), in), x);
        close(f, "the gradient through a checkpoint", checkpointed, r.gradient(), 1e-12);
        List<Tensor> variables = new ArrayList<>();
        for (Tensor t : x) variables.add(variable("v" + variables.size(), t));
        // a sum of all, times nothing, joins those that the graph doesn't use
        Gradients found = f.apply(variables).add(variables.stream().map(Tensor::sum).reduce(Tensor::add).orElseThrow().mul(0)).backward();
        close(f, "the gradient by backward()", variables.stream().map(found::of).toList(), r.gradient(), 1e-13);
    }

    /// The best of five-point differences with several steps: a strongly curved function needs short ones.
    private static void numeric(RandomGraph f, List<Tensor> x, List<Tensor> v, double slope) {
        double best = Double.POSITIVE_INFINITY;
        for (double h : new double[] {1e-2, 3e-3, 1e-3, 3e-4, 1e-4, 3e-5, 1e-5}) {
            double near = at(f, x, v, h) - at(f, x, v, -h);
            double far = at(f, x, v, 2 * h) - at(f, x, v, -2 * h);
            best = Math.min(best, Math.abs((8 * near - far) / (12 * h) - slope));
        }
        assertThat(best).as("%s: slope %s", f, slope).isLessThan(1e-8 * Math.max(1, Math.abs(slope)));
    }

    private static double at(RandomGraph f, List<Tensor> x, List<Tensor> v, double h) {
        List<Tensor> moved = new ArrayList<>();
        for (int i = 0; i < x.size(); i++) moved.add(x.get(i).add(v.get(i).mul(h)));
        return f.apply(moved).item();
    }

    @Test
    void secondDerivativesAgree() {
        each(2000, 2150, 6, RandomGraphTest::second);
    }

    private static void second(RandomGraph f) {
        List<Tensor> x = f.arguments(0);
        List<Tensor> v = f.arguments(1);
        List<Tensor> reverseOverReverse = grad((List<Tensor> in) -> inner(plain(f, in).gradient(), v), x);
        close(f, "forward over reverse", jvp((List<Tensor> in) -> plain(f, in).gradient(), x, v).tangent(), reverseOverReverse, 1e-10);
        close(f, "reverse over forward", grad((List<Tensor> in) -> jvp((List<Tensor> q) -> f.apply(q), in, v).tangent(), x),
                reverseOverReverse, 1e-10);
    }

    @Test
    void batchesEqualTheirMembers() {
        each(3000, 3150, 8, RandomGraphTest::batches);
    }

    private static void batches(RandomGraph f) {
        List<List<Tensor>> members = List.of(f.arguments(0), f.arguments(1), f.arguments(2));
        List<Tensor> batch = new ArrayList<>();
        for (int i = 0; i < members.getFirst().size(); i++) {
            int at = i;
            batch.add(Tensor.stack(members.stream().map(m -> m.get(at)).toList()));
        }
        Tensor values = vmap((List<Tensor> in) -> f.apply(in), batch);
        List<Tensor> gradients = vmap((List<Tensor> in) -> plain(f, in).gradient(), batch);
        for (int m = 0; m < members.size(); m++) {
            var alone = plain(f, members.get(m));
            same(f, "member " + m + " of a batch", List.of(values.get(m)), List.of(alone.value()));
            int at = m;
            close(f, "the gradient of member " + m, gradients.stream().map(g -> g.get(at)).toList(), alone.gradient(), 1e-11);
        }
    }

    @Test
    @Tag("slow")
    void thousandsOfLargerGraphs() {
        each(10_000, 13_000, 10, f -> {
            compiled(f);
            derivatives(f);
            second(f);
            batches(f);
        });
        each(20_000, 20_500, 30, f -> {
            compiled(f);
            batches(f);
        });
    }
}
