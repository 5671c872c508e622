package dev.jacobi.testkit;

import dev.jacobi.compile.Compiled;
import dev.jacobi.diff.Reverse;
import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/// What must hold at the edges: on kinks, at infinities and NaN, for weights of zero, for the same tensor twice, at every
/// place of an array, in many threads at once.
final class EdgeChecks {
    private static final double[] EXTREMES = {0, -0.0, 1, -1, Double.MIN_VALUE, -Double.MIN_NORMAL, Math.nextUp(1), Math.nextDown(1), 0x1p53 + 2,
        0x1p24 + 1, -Double.MAX_VALUE, Double.MAX_VALUE, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NaN};
    private static final int LONGEST_TAIL = 65;
    private static final int THREADS = 4;

    private final Trial trial;
    private final List<Tensor> inputs;

    private EdgeChecks(Trial trial) {
        this.trial = trial;
        this.inputs = trial.inputs();
    }

    static void run(Trial trial) {
        EdgeChecks c = new EdgeChecks(trial);
        c.kinks();
        c.linearInTheSeed();
        c.sameTensorTwice();
        c.extremes();
        c.threads();
        if (trial.sample().everywhere()) c.places();
    }

    private void kinks() {
        for (Sample.Kink kink : trial.sample().kinks()) {
            List<Tensor> actual = Reverse.grad((List<Tensor> in) -> trial.value(in).sum(), kink.inputs());
            trial.requireClose("the gradient on a kink", actual, kink.gradients(), RuleCheck.MODES, 0);
        }
    }

    /// The gradient is linear in what arrives: nothing for nothing, and the same digits for four times as much.
    private void linearInTheSeed() {
        List<Tensor> plain = trial.gradient(inputs);
        List<Tensor> more = Reverse.grad((List<Tensor> in) -> trial.number(in).mul(4), inputs);
        List<Tensor> none = Reverse.grad((List<Tensor> in) -> trial.number(in).mul(Tensor.scalar(0)), inputs);
        for (int i = 0; i < plain.size(); i++) {
            if (!more.get(i).allClose(plain.get(i).mul(4), 0, 0)) trial.problem("four times the seed doesn't give four times the gradient of input " + i);
            if (none.get(i).ne(0).any().item() != 0) trial.problem("a seed of zero gives a gradient of input " + i + ": " + none.get(i));
        }
    }

    /// f(x, x) has as gradient the sum of both of f(x, y), at y = x.
    private void sameTensorTwice() {
        if (inputs.size() < 2 || !inputs.get(0).type().equals(inputs.get(1).type())) return;
        List<Tensor> apart = new ArrayList<>(inputs);
        apart.set(1, Views.copy(inputs.getFirst()));
        List<Tensor> rest = inputs.subList(2, inputs.size());
        Function<Tensor, List<Tensor>> twice = x -> {
            List<Tensor> in = new ArrayList<>(List.of(x, x));
            in.addAll(rest);
            return in;
        };
        trial.requireSameBits("the same tensor twice", List.of(trial.value(twice.apply(inputs.getFirst()))), List.of(trial.value(apart)));
        List<Tensor> gradients = trial.gradient(apart);
        Tensor together = Reverse.grad((Tensor x) -> trial.number(twice.apply(x)), inputs.getFirst());
        double size = Trial.largest(gradients);
        if (Double.isNaN(size)) return;                                          // outside its domain
        trial.requireClose("the gradient of the same tensor twice", List.of(together), List.of(gradients.get(0).add(gradients.get(1))), RuleCheck.MODES, size);
    }

    /// Nothing breaks and plans have the same bits, whatever the numbers are. An op may refuse inputs, by a plan as well.
    private void extremes() {
        for (DType dtype : List.of(DType.F64, DType.F32)) {
            for (int first = 0; first < EXTREMES.length; first++) {
                List<Tensor> in = new ArrayList<>();
                for (Tensor t : inputs) in.add(extreme(t.shape(), first + 4 * in.size(), 1 + first % 3).to(dtype));
                List<Tensor> expected;
                try {
                    expected = trial.all(in);
                } catch (IllegalArgumentException e) {
                    continue;
                }
                trial.requireSameBits("compiling for " + in, Compiled.<List<Tensor>, List<Tensor>>of(trial::all).apply(in), expected);
            }
        }
    }

    private static Tensor extreme(Shape shape, int first, int step) {
        double[] v = new double[shape.size()];
        for (int i = 0; i < v.length; i++) v[i] = EXTREMES[(first + i * step) % EXTREMES.length];
        return Tensor.of(shape, v);
    }

    private void threads() {
        List<Tensor> expected = trial.all(inputs);
        Callable<List<Tensor>> work = () -> trial.all(inputs);
        try (ExecutorService pool = Executors.newFixedThreadPool(THREADS)) {
            for (Future<List<Tensor>> f : pool.invokeAll(List.of(work, work, work, work))) trial.requireSameBits("another thread", f.get(), expected);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            trial.problem("interrupted");
        } catch (ExecutionException e) {
            trial.problem("another thread met " + e.getCause());
        }
    }

    /// An element doesn't see where it lies: in the middle of an array or in its tail.
    private void places() {
        List<Double> one = inputs.stream().map(t -> t.toDoubles()[0]).toList();
        double value = trial.value(filled(one, 1)).toDoubles()[0];
        List<Tensor> gradient = Reverse.grad((List<Tensor> in) -> trial.value(in).sum(), filled(one, 1));
        for (int n = 1; n <= LONGEST_TAIL; n++) {
            List<Tensor> all = new ArrayList<>(List.of(trial.value(filled(one, n))));
            all.addAll(Reverse.grad((List<Tensor> in) -> trial.value(in).sum(), filled(one, n)));
            for (int k = 0; k < all.size(); k++) {
                double expected = k == 0 ? value : gradient.get(k - 1).toDoubles()[0];
                double[] v = all.get(k).toDoubles();
                for (int i = 0; i < n; i++) if (Double.compare(v[i], expected) != 0) trial.problem("place " + i + " of " + n + " gives other bits");
            }
        }
    }

    private static List<Tensor> filled(List<Double> values, int n) { return values.stream().map(v -> Tensor.full(Shape.of(n), v, DType.F64)).toList(); }
}
