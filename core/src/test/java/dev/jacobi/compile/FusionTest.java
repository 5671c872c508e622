package dev.jacobi.compile;

import static dev.jacobi.Jacobi.checkpoint;
import static dev.jacobi.Jacobi.grad;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jacobi.diff.Scan;
import dev.jacobi.diff.Trace;
import dev.jacobi.kernel.Pool;
import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.RandomKey;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.jupiter.api.Test;

/// What plans make of their steps, and that no bit depends on it.
class FusionTest {
    private static Tensor random(Random random, List<Tensor> in) {
        List<Tensor> known = new ArrayList<>(in);
        int n = in.getFirst().size(0);
        for (int step = 0; step < 14; step++) {
            Tensor a = known.get(random.nextInt(known.size()));
            Tensor b = known.get(random.nextInt(known.size()));
            known.add(switch (random.nextInt(16)) {
                case 0 -> a.add(b);
                case 1 -> a.mul(b).tanh();
                case 2 -> a.sigmoid().sub(b);
                case 3 -> a.lt(b).where(a, b.neg());
                case 4 -> a.maximum(b).gelu();
                case 5 -> a.matmul(b).mul(0.3);
                case 6 -> a.transpose();
                case 7 -> a.sum(0).expand(n, n).mul(0.1);
                case 8 -> a.sub(a.mean(1).unsqueeze(1));
                case 9 -> a.slice(0, 0, 1).expand(n, n).add(b);
                case 10 -> a.slice(1, 0, 1).mul(b);
                case 11 -> a.flip(1).exp().add(1).log();
                case 12 -> a.reshape(n * n).reshape(n, n).square();
                case 13 -> a.softmax(-1);
                case 14 -> checkpoint((Tensor t) -> t.tanh().mul(t), a);
                default -> a.mul(a.sum()).mul(0.01).abs();
            });
        }
        return known.getLast().mul(known.get(known.size() - 2)).sum();
    }

    /// Sizes below, at and above what is straight code, a vector and a tile.
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 9, 24, 33})
    void compiledAndOrdinaryRunsHaveTheSameBits(int n) {
        for (DType dtype : List.of(DType.F32, DType.F64)) {
            for (long seed = 0; seed < 12; seed++) {
                long s = seed;
                List<Tensor> in = List.of(RandomKey.of(seed).normal(Shape.of(n, n), dtype), RandomKey.of(-1 - seed).normal(Shape.of(n, n), dtype));
                Compiled<List<Tensor>, List<Tensor>> plan = Compiled.of(t -> grad((List<Tensor> v) -> random(new Random(s), v), t));
                List<Tensor> plain = grad((List<Tensor> v) -> random(new Random(s), v), in);
                for (int round = 0; round < 2; round++) {
                    List<Tensor> compiled = plan.apply(in);
                    for (int i = 0; i < 2; i++) {
                        assertThat(compiled.get(i).toDoubles()).as("n %s, %s, seed %s", n, dtype, seed).isEqualTo(plain.get(i).toDoubles());
                    }
                }
            }
        }
    }

    /// Lines that are taken some rows at a time, in blocks of any size, whatever hangs together.
    @ParameterizedTest
    @ValueSource(ints = {5, 6, 9, 24, 33})
    void rowsInBlocksHaveTheSameBits(int n) {
        for (DType dtype : List.of(DType.F32, DType.F64)) {
            for (long seed = 0; seed < 40; seed++) {
                long s = seed;
                List<Tensor> in = List.of(RandomKey.of(seed).normal(Shape.of(n, n), dtype), RandomKey.of(-1 - seed).normal(Shape.of(n, n), dtype));
                List<Tensor> plain = grad((List<Tensor> v) -> random(new Random(s), v), in);
                var trace = Trace.of((List<Tensor> t) -> grad((List<Tensor> v) -> random(new Random(s), v), t), in, Tensor::type);
                Listing listing = new Simplifier().listing(trace.body(), true);
                Listing rows = Rows.of(listing, 0, 8 * n * new Random(seed).nextInt(1, 60));
                Plan plan = new Plan(rows);
                for (int i = 0; i < 2; i++) plan.input(i, in.get(i));
                for (int i = 0; i < plan.results(); i++) if (plan.isGivable(i)) plan.give(i, Buffer.of(plan.type(i)).storage());
                for (int round = 0; round < 2; round++) plan.run();
                Tensor[] distinct = Trace.distinct(trace.result());
                for (int i = 0; i < 2; i++) {
                    int at = java.util.Arrays.asList(distinct).indexOf(trace.result().get(i));
                    assertThat(plan.result(at).toDoubles()).as("n %s, %s, seed %s", n, dtype, seed).isEqualTo(plain.get(i).toDoubles());
                }
                blocks += rows.lines().stream().filter(line -> line.op() instanceof RowBlocks).count();
            }
        }
        assertThat(blocks).isGreaterThan(20);
    }

    private long blocks;

    @Test
    void aNormalizationAndItsWayBackTakeSomeRowsAtATime() {
        Tensor x = RandomKey.of(1).normal(Shape.of(3001, 100), DType.F32);
        Tensor weight = RandomKey.of(2).normal(Shape.of(3001, 100), DType.F32);
        Tensor labels = RandomKey.of(3).integers(100, Shape.of(3001));
        Function<Tensor, Tensor> f = t -> t.standardize(1e-5, -1).mul(weight).softmax(-1).mul(2).add(t).logSoftmax(-1).pickEach(labels).mean();
        Compiled<Tensor, Tensor> compiled = Compiled.of(t -> grad(f, t));
        assertThat(compiled.describe(x)).contains("rows at a time");
        float[] plain = grad(f, x).toFloats();
        int before = Pool.threads();
        try {
            for (int threads : new int[] {1, 2, 3, 7}) {
                Pool.threads(threads);
                assertThat(compiled.apply(x).toFloats()).as("%s threads", threads).isEqualTo(plain);
            }
        } finally {
            Pool.threads(before);
        }
    }

    private static Tensor chain(Tensor x) { return x.gelu().mul(x.sigmoid()).add(x.tanh()).sum(); }

    @Test
    void elementwiseStepsAreOneLoopThereAndBack() {
        Tensor x = RandomKey.of(1).normal(Shape.of(40, 50), DType.F32);
        String text = Compiled.of((Tensor t) -> grad(FusionTest::chain, t)).describe(x);
        assertThat(text).contains("fused       1 group: loops 1, straight code 0, ops 0");
        assertThat(text.lines()).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
    }

    @Test
    void smallStepsAreStraightCode() {
        Tensor x = RandomKey.of(1).normal(Shape.of(2, 2), DType.F32);
        String text = Compiled.of((Tensor t) -> grad((Tensor v) -> v.matmul(v).tanh().sum(), t)).describe(x);
        assertThat(text).contains("fused       1 group: loops 0, straight code 1, ops 0");
    }

    /// A block that is computed again needs its numbers one layer at a time.
    @Test
    void checkpointsTradeTimeForMemory() {
        Tensor x = RandomKey.of(1).normal(Shape.of(64, 64), DType.F32);
        Tensor w = RandomKey.of(2).normal(Shape.of(64, 64), DType.F32);
        long kept = bytes((Tensor t) -> deep(t, w, false), x);
        long again = bytes((Tensor t) -> deep(t, w, true), x);
        assertThat(again).isLessThan(kept * 2 / 3);
        assertThat(Compiled.of((Tensor t) -> grad((Tensor v) -> deep(v, w, true), t)).apply(x).toFloats())
                .isEqualTo(grad((Tensor v) -> deep(v, w, false), x).toFloats());
    }

    private static Tensor deep(Tensor x, Tensor w, boolean again) {
        Tensor y = x;
        for (int i = 0; i < 6; i++) y = again ? checkpoint((Tensor t) -> block(t, w), y) : block(y, w);
        return y.sum();
    }

    private static Tensor block(Tensor x, Tensor w) {
        Tensor y = x;
        for (int i = 0; i < 5; i++) y = y.matmul(w).mul(0.1).tanh();
        return y;
    }

    private static long bytes(Function<Tensor, Tensor> f, Tensor x) {
        return Compiled.of((Tensor t) -> grad(f, t)).bytes(x);
    }

    /// Once everything is in place, loops and straight code take no memory.
    @Test
    void loopsAndStraightCodeAllocateNothing() {
        record State(Tensor w, Tensor v) {}
        State start = new State(RandomKey.of(1).normal(Shape.of(20, 20), DType.F32), RandomKey.of(2).normal(Shape.of(2, 2), DType.F32));
        Run<State, Tensor> run = Run.of(start, (s, x) -> {
            State g = grad((State t) -> x.mul(t.w()).tanh().square().sum().add(t.v().matmul(t.v()).sigmoid().sum()), s);
            return new Scan.Step<>(new State(s.w().sub(g.w().mul(0.01)), s.v().sub(g.v().mul(0.01))), s.v().sum());
        });
        Tensor batch = RandomKey.of(3).normal(Shape.of(20, 20), DType.F32);
        var bean = (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().threadId();
        long least = Long.MAX_VALUE;
        // the JIT compiler has to have seen the code before objects that never leave a method are left out
        for (int round = 0; round < 60 && least > 0; round++) {
            for (int i = 0; i < 500; i++) run.step(batch);
            long before = bean.getThreadAllocatedBytes(thread);
            for (int i = 0; i < 100; i++) run.step(batch);
            least = Math.min(least, bean.getThreadAllocatedBytes(thread) - before);
        }
        assertThat(least).isLessThan(100);                                   // for 100 steps: what asking for the count takes
    }
}
