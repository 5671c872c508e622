package dev.jacobi.compile;

import static dev.jacobi.Jacobi.grad;
import static dev.jacobi.Jacobi.valueAndGrad;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jacobi.diff.Scan;
import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.RandomKey;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import dev.jacobi.tensor.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/// Plans give the bits of plain runs, whatever the graph, however often and from however many threads.
class CompiledTest {
    private static double[] bits(Tensor t) { return t.toDoubles(); }

    /// A function made of random steps over matrices of four by four: sums, products, views, choices.
    private static Tensor randomGraph(long seed, List<Tensor> in) {
        Random random = new Random(seed);
        List<Tensor> known = new ArrayList<>(in);
        for (int step = 0; step < 12; step++) {
            Tensor a = known.get(random.nextInt(known.size()));
            Tensor b = known.get(random.nextInt(known.size()));
            known.add(switch (random.nextInt(16)) {
                case 0 -> a.add(b);
                case 1 -> a.sub(b);
                case 2 -> a.mul(b).tanh();
                case 3 -> a.matmul(b).mul(0.3);
                case 4 -> a.transpose();
                case 5 -> a.sigmoid();
                case 6 -> a.slice(0, 1, 3).pad(0, 1, 1);
                case 7 -> a.flip(1);
                case 8 -> a.softmax(random.nextInt(2));
                case 9 -> a.lt(b).where(a, b.neg());
                case 10 -> a.sum(0).expand(4, 4).mul(0.25);
                case 11 -> a.reshape(2, 8).transpose().reshape(4, 4);
                case 12 -> a.gather(1, Tensor.ofInts(3, 1, 1, 0));
                case 13 -> a.maximum(b);
                case 14 -> Tensor.concat(0, List.of(a.slice(0, 0, 2), b.slice(0, 2, 4)));
                default -> a.sub(a.mean(1).unsqueeze(1));
            });
        }
        return known.getLast().mul(known.get(known.size() - 2)).sum().add(known.get(known.size() - 3).square().sum());
    }

    @Test
    void randomGraphsHaveTheSameBitsCompiled() {
        for (long seed = 0; seed < 300; seed++) {
            long s = seed;
            Compiled<List<Tensor>, List<Tensor>> plan = Compiled.of(in -> grad((List<Tensor> v) -> randomGraph(s, v), in));
            for (int round = 0; round < 2; round++) {
                List<Tensor> in = List.of(RandomKey.of(seed).fold(round).normal(Shape.of(4, 4), DType.F64),
                        RandomKey.of(seed).fold(10 + round).normal(Shape.of(4, 4), DType.F64).transpose());
                List<Tensor> plain = grad((List<Tensor> v) -> randomGraph(s, v), in);
                List<Tensor> compiled = plan.apply(in);
                for (int i = 0; i < 2; i++) assertThat(bits(compiled.get(i))).as("seed %s", seed).isEqualTo(bits(plain.get(i)));
            }
            assertThat(plan.plans()).isEqualTo(1);
        }
    }

    /// The same graphs: reverse mode against forward mode.
    @Test
    void randomGraphsAgreeForwardAndBackward() {
        for (long seed = 0; seed < 100; seed++) {
            long s = seed;
            List<Tensor> in = List.of(RandomKey.of(seed).normal(Shape.of(4, 4), DType.F64), RandomKey.of(seed + 1000).normal(Shape.of(4, 4), DType.F64));
            List<Tensor> v = List.of(RandomKey.of(seed + 2000).normal(Shape.of(4, 4), DType.F64), RandomKey.of(seed + 3000).normal(Shape.of(4, 4), DType.F64));
            List<Tensor> g = grad((List<Tensor> t) -> randomGraph(s, t), in);
            double reverse = g.get(0).mul(v.get(0)).sum().item() + g.get(1).mul(v.get(1)).sum().item();
            double forward = dev.jacobi.Jacobi.jvp((List<Tensor> t) -> randomGraph(s, t), in, v).tangent().item();
            double scale = g.get(0).mul(v.get(0)).abs().sum().item() + g.get(1).mul(v.get(1)).abs().sum().item();
            assertThat(forward).as("seed %s", seed).isCloseTo(reverse, org.assertj.core.data.Offset.offset(1e-11 * Math.max(1, scale)));
        }
    }

    @Test
    void resultsAreFreshAndThreadsGetBuffersOfTheirOwn() throws Exception {
        Compiled<Tensor, Tensor> f = Compiled.of(x -> x.matmul(x).tanh().add(x));
        Tensor a = RandomKey.of(1).normal(Shape.of(16, 16), DType.F32);
        Tensor first = f.apply(a);
        double[] before = bits(first);
        f.apply(a.mul(2));
        assertThat(bits(first)).isEqualTo(before);
        try (var pool = Executors.newFixedThreadPool(8)) {
            List<Future<double[]>> all = new ArrayList<>();
            for (int i = 0; i < 64; i++) all.add(pool.submit(() -> bits(f.apply(a))));
            for (Future<double[]> r : all) assertThat(r.get()).isEqualTo(before);
        }
    }

    /// A compiled function inside a gradient is differentiated like any other, by its argument and by what it captures.
    @Test
    void gradientsGetThrough() {
        Tensor x = Tensor.of(0.5, -1);
        Compiled<Tensor, Tensor> square = Compiled.of((Tensor t) -> t.square());
        assertThat(bits(grad((Tensor t) -> square.apply(t).sum(), x))).containsExactly(1, -2);
        assertThat(bits(grad((Tensor w) -> Compiled.of((Tensor t) -> t.mul(w)).apply(x).sum(), x))).containsExactly(0.5, -1);
        assertThat(bits(dev.jacobi.Jacobi.vmap((Tensor t) -> square.apply(t), x))).containsExactly(0.25, 1);
        assertThat(bits(square.apply(x))).containsExactly(0.25, 1);
        Run<Tensor, Tensor> run = Run.of(x, (s, b) -> new Scan.Step<>(s, b.sum()));
        assertThatThrownBy(() -> grad((Tensor t) -> Tensor.scalar(run.step(t)).add(t.sum()), x)).hasMessageContaining("another transformation");
    }

    @Test
    void aResultThatIsTheArgumentIsACopy() {
        Tensor x = Tensor.of(1, 2);
        Tensor y = Compiled.of((Tensor t) -> t).apply(x);
        assertThat(y.storage()).isNotSameAs(x.storage());
        assertThat(bits(y)).containsExactly(1, 2);
    }

    record State(Tensor w, Tensor rate) {}

    private static Scan.Step<State, Tensor> descend(State s, Tensor x) {
        var r = valueAndGrad((Tensor w) -> w.mul(x).tanh().square().sum(), s.w());
        return new Scan.Step<>(new State(s.w().sub(r.gradient().mul(s.rate())), s.rate().mul(0.99)), r.value());
    }

    /// A run's state goes through the same numbers as plain steps; a schedule in the state never makes a new plan.
    @Test
    void aRunEqualsItsStepsOneByOne() {
        State state = new State(Tensor.of(0.5, -1.5, 2), Tensor.scalar(0.1));
        Run<State, Tensor> run = Run.of(state, CompiledTest::descend);
        for (int i = 0; i < 50; i++) {
            Tensor x = RandomKey.of(i).normal(Shape.of(3), DType.F64);
            Scan.Step<State, Tensor> plain = descend(state, x);
            assertThat(run.step(x)).isEqualTo(plain.output().item());
            state = plain.carry();
        }
        assertThat(bits(run.state().w())).isEqualTo(bits(state.w()));
        assertThat(run.state().rate().item()).isEqualTo(state.rate().item());
        assertThat(run.plans()).isEqualTo(1);
        Tensor kept = run.state().w();
        double[] values = bits(kept);
        run.step(Tensor.of(1, 1, 1));
        assertThat(bits(kept)).isEqualTo(values);
    }

    /// The next state may be the old one in other places.
    @Test
    void statesMayChangePlaces() {
        record Two(Tensor a, Tensor b) {}
        Run<Two, Tensor> run = Run.of(new Two(Tensor.of(1, 2), Tensor.of(3, 4)),
                (s, x) -> new Scan.Step<>(new Two(s.b(), s.a().flip(0)), x.sum()));
        run.step(Tensor.of(1));
        assertThat(bits(run.state().a())).containsExactly(3, 4);
        assertThat(bits(run.state().b())).containsExactly(2, 1);
    }

    @Test
    void aStepThatFailsLeavesTheStateAsItWas() {
        record Classes(Tensor logits) {}
        Run<Classes, Tensor> run = Run.of(new Classes(Tensor.of(Shape.of(1, 2), 1, 2)), (s, y) -> {
            var r = valueAndGrad((Classes c) -> dev.jacobi.Jacobi.crossEntropy(c.logits(), y), s);
            return new Scan.Step<>(Tree.zip(s, r.gradient(), (w, g) -> w.sub(g)), r.value());
        });
        run.step(Tensor.ofInts(0));
        double[] before = bits(run.state().logits());
        assertThatThrownBy(() -> run.step(Tensor.ofInts(5))).hasMessageContaining(" 5 ");
        assertThat(bits(run.state().logits())).isEqualTo(before);
    }

    @Test
    void aJavaIfOnAValueIsAnErrorThatHelps() {
        assertThatThrownBy(() -> Compiled.of((Tensor x) -> x.sum().item() > 0 ? x : x.neg()).apply(Tensor.of(1)))
                .isInstanceOf(IllegalStateException.class).hasMessageContaining("where(");
    }

    @Test
    void aRunTakesAnotherValueOfTheSameTypeBetweenSteps() {
        Run<List<Tensor>, Tensor> run = Run.of(List.of(Tensor.of(1, 2), Tensor.scalar(5)),
                (state, x) -> new Scan.Step<>(List.of(state.get(0).add(x), state.get(1)), state.get(0).sum()));
        run.step(Tensor.of(1, 1));
        run.set(state -> state.get(0), Tensor.of(10, 20, 30, 40).slice(0, 1, 3));
        assertThat(run.step(Tensor.of(1, 1))).isEqualTo(50);
        assertThat(run.state().get(0).toDoubles()).containsExactly(21, 31);
        assertThat(run.plans()).isEqualTo(1);
        assertThatIllegalArgumentException().isThrownBy(() -> run.set(state -> state.get(1), Tensor.of(1, 2)))
                .withMessageContaining("\"1\" is F64() and the new one F64(2)");
        assertThatIllegalArgumentException().isThrownBy(() -> run.set(state -> state.get(0).add(1), Tensor.of(1, 2)))
                .withMessageContaining("tensors of the state itself");
    }
}
