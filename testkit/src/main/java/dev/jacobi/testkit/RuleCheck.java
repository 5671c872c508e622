package dev.jacobi.testkit;

import dev.jacobi.compile.Compiled;
import dev.jacobi.diff.Forward;
import dev.jacobi.diff.GradCheck;
import dev.jacobi.diff.Reverse;
import dev.jacobi.diff.Trace;
import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.RandomKey;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/// What must hold for every op, checked on one [Sample]: its gradient against differences; forward against reverse mode;
/// second derivatives against differences of the first, and forward over reverse against reverse over reverse; strided
/// inputs, compiled runs and batches bit for bit against plain ones; single against double precision.
///
/// ```java
/// RuleCheck.of(Sample.unary("softsign", x -> x.apply(new Softsign()), Tensor.of(-1.5, 0.5))).orThrow();
/// ```
public final class RuleCheck {
    private static final double FIRST_ORDER = 1e-8;
    private static final double SECOND_ORDER = 1e-7;
    private static final double MODES = 1e-11;

    private final Sample sample;
    private final Tensor weights;
    private final List<String> problems = new ArrayList<>();

    private RuleCheck(Sample sample) {
        this.sample = sample;
        Tensor y = sample.function().apply(sample.inputs());
        this.weights = RandomKey.of(77).normal(y.shape(), DType.F64);
    }

    /// The check of a sample.
    public static RuleCheck of(Sample sample) { return new RuleCheck(sample); }

    /// What doesn't hold, a line each; empty where all is well.
    public List<String> problems() {
        problems.clear();
        firstOrder();
        modes();
        if (sample.smooth()) secondOrder();
        strided();
        compiled();
        batched();
        single();
        return List.copyOf(problems);
    }

    /// @throws AssertionError naming everything that doesn't hold
    public void orThrow() {
        List<String> found = problems();
        if (!found.isEmpty()) throw new AssertionError(sample.name() + ": " + String.join("; ", found));
    }

    /// The sample as a function with one number as result, every output weighted differently.
    private Tensor number(List<Tensor> in) {
        Tensor y = sample.function().apply(in);
        return y.mul(weights.to(y.dtype())).sum();
    }

    private void firstOrder() {
        GradCheck.Report report = GradCheck.<List<Tensor>>of(this::number).tolerance(FIRST_ORDER).at(sample.inputs());
        if (!report.passed()) problems.add("first order " + report);
        if (!report.kinks().isEmpty()) problems.add("the sample lies on a kink: " + report.kinks().getFirst());
    }

    private List<Tensor> directions(long seed) {
        List<Tensor> r = new ArrayList<>();
        for (Tensor t : sample.inputs()) r.add(RandomKey.of(seed).fold(r.size()).normal(t.shape(), DType.F64));
        return r;
    }

    private static double inner(List<Tensor> a, List<Tensor> b) {
        double sum = 0;
        for (int i = 0; i < a.size(); i++) sum += a.get(i).mul(b.get(i)).sum().item();
        return sum;
    }

    /// ⟨u, J·v⟩ = ⟨Jᵀ·u, v⟩.
    private void modes() {
        List<Tensor> v = directions(5);
        double forward = Forward.jvp(this::number, sample.inputs(), v).tangent().item();
        List<Tensor> gradient = Reverse.grad(this::number, sample.inputs());
        double reverse = inner(gradient, v);
        double scale = 0;
        for (int i = 0; i < v.size(); i++) scale += gradient.get(i).mul(v.get(i)).abs().sum().item();
        if (!(Math.abs(forward - reverse) <= MODES * Math.max(1, scale))) {
            problems.add("forward mode gives " + forward + ", reverse mode " + reverse);
        }
    }

    private void secondOrder() {
        List<Tensor> v = directions(6);
        Function<List<Tensor>, Tensor> slope = in -> {
            List<Tensor> g = Reverse.grad(this::number, in);
            Tensor sum = Tensor.scalar(0);
            for (int i = 0; i < g.size(); i++) sum = sum.add(g.get(i).mul(v.get(i)).sum());
            return sum;
        };
        GradCheck.Report report = GradCheck.of(slope).tolerance(SECOND_ORDER).at(sample.inputs());
        if (!report.passed()) problems.add("second order " + report);
        List<Tensor> reverse = Reverse.grad(slope, sample.inputs());
        List<Tensor> forward = Forward.jvp((List<Tensor> in) -> Reverse.grad(this::number, in), sample.inputs(), v).tangent();
        for (int i = 0; i < v.size(); i++) {
            if (!forward.get(i).allClose(reverse.get(i), 1e-8, 1e-8)) {
                problems.add("forward over reverse differs from reverse over reverse at input " + i);
            }
        }
    }

    private static boolean sameBits(Tensor a, Tensor b) {
        double[] x = a.toDoubles();
        double[] y = b.toDoubles();
        if (!a.type().equals(b.type())) return false;
        for (int i = 0; i < x.length; i++) if (Double.doubleToLongBits(x[i]) != Double.doubleToLongBits(y[i])) return false;
        return true;
    }

    /// The same values, lying at every second place of a larger array, last axis first.
    private static Tensor scattered(Tensor t) {
        if (t.rank() == 0) return t;
        int[] reversed = new int[t.rank()];
        for (int i = 0; i < reversed.length; i++) reversed[i] = t.rank() - 1 - i;
        Shape turned = t.permute(reversed).shape();
        double[] values = t.permute(reversed).toDoubles();
        double[] wide = new double[2 * values.length];
        for (int i = 0; i < values.length; i++) wide[2 * i + 1] = values[i];
        return Tensor.wrap(wide, Shape.of(values.length, 2)).pick(1, 1).reshape(turned).permute(reversed);
    }

    private void strided() {
        List<Tensor> views = sample.inputs().stream().map(RuleCheck::scattered).toList();
        if (!sameBits(sample.function().apply(views), sample.function().apply(sample.inputs()))) {
            problems.add("strided inputs give other bits than dense ones");
        }
        List<Tensor> a = Reverse.grad(this::number, views);
        List<Tensor> b = Reverse.grad(this::number, sample.inputs());
        for (int i = 0; i < a.size(); i++) if (!sameBits(a.get(i), b.get(i))) problems.add("the gradient of a strided input " + i + " has other bits");
    }

    private void compiled() {
        Compiled<List<Tensor>, List<Tensor>> plan = Compiled.of(in -> Reverse.grad(this::number, in));
        List<Tensor> plain = Reverse.grad(this::number, sample.inputs());
        for (int round = 0; round < 2; round++) {
            List<Tensor> r = plan.apply(sample.inputs());
            for (int i = 0; i < r.size(); i++) {
                if (!sameBits(r.get(i), plain.get(i))) problems.add("run " + round + " of the compiled gradient has other bits at input " + i);
            }
        }
    }

    /// A batch of two, against its members one by one.
    private void batched() {
        List<Tensor> other = new ArrayList<>();
        for (Tensor t : sample.inputs()) other.add(t.mul(0.97));
        List<Tensor> batch = new ArrayList<>();
        for (int i = 0; i < other.size(); i++) batch.add(Tensor.stack(List.of(sample.inputs().get(i), other.get(i))));
        Tensor together = Trace.vmap(sample.function(), batch);
        for (int m = 0; m < 2; m++) {
            Tensor alone = sample.function().apply(m == 0 ? sample.inputs() : other);
            if (!together.get(m).allClose(alone, 1e-13, 1e-15)) problems.add("vmap differs from member " + m + " alone");
        }
        List<Tensor> gradients = Trace.vmap((List<Tensor> in) -> Reverse.grad(this::number, in), batch);
        List<Tensor> alone = Reverse.grad(this::number, other);
        for (int i = 0; i < alone.size(); i++) {
            if (!gradients.get(i).get(1).allClose(alone.get(i), 1e-12, 1e-13)) problems.add("vmap of the gradient differs at input " + i);
        }
        // only the first input batched
        if (other.size() > 1) {
            Tensor first = Trace.vmap((Tensor t) -> {
                List<Tensor> in = new ArrayList<>(sample.inputs());
                in.set(0, t);
                return sample.function().apply(in);
            }, batch.getFirst());
            List<Tensor> in = new ArrayList<>(sample.inputs());
            in.set(0, other.getFirst());
            if (!first.get(1).allClose(sample.function().apply(in), 1e-13, 1e-15)) problems.add("vmap over the first input alone differs");
        }
    }

    private void single() {
        List<Tensor> in = sample.inputs().stream().map(t -> t.to(DType.F32)).toList();
        List<Tensor> rounded = in.stream().map(t -> t.to(DType.F64)).toList();
        Tensor y = sample.function().apply(in);
        Tensor exact = sample.function().apply(rounded);
        if (y.dtype() != DType.F32) problems.add("F32 inputs give " + y.dtype());
        double scale = Math.max(1e-3, exact.abs().max().item());
        if (!y.to(DType.F64).allClose(exact, 1e-5, 1e-5 * scale)) problems.add("F32 differs from F64: " + y + " and " + exact);
        List<Tensor> g = Reverse.grad(this::number, in);
        List<Tensor> expected = Reverse.grad(this::number, rounded);
        for (int i = 0; i < g.size(); i++) {
            double size = Math.max(1e-3, expected.get(i).abs().max().item());
            if (!g.get(i).to(DType.F64).allClose(expected.get(i), 1e-4, 1e-4 * size)) problems.add("the F32 gradient of input " + i + " differs");
        }
    }

    @Override public String toString() { return "check of " + sample.name() + Arrays.toString(sample.inputs().stream().map(Tensor::type).toArray()); }
}
