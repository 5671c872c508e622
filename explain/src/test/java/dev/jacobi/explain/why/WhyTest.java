package dev.jacobi.explain.why;

import static dev.jacobi.Jacobi.checkpoint;
import static dev.jacobi.Jacobi.valueAndGrad;
import static dev.jacobi.explain.why.Why.whyMissing;
import static dev.jacobi.explain.why.Why.whyNaN;
import static dev.jacobi.explain.why.Why.whyZero;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jacobi.diff.ValueAndGradient;
import dev.jacobi.explain.why.Why.Direction;
import dev.jacobi.explain.why.Why.Kind;
import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.Held;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WhyTest {
    /// The line that this is called from.
    private static int here() { return StackWalker.getInstance().walk(s -> s.skip(1).findFirst().orElseThrow().getLineNumber()); }

    private static void blames(Why why, Kind kind, String op, int line) {
        assertThat(why.kind()).as(why.toString()).isEqualTo(kind);
        assertThat(why.op()).as(why.toString()).isEqualTo(op);
        assertThat(why.place()).as(why.toString()).isNotNull();
        assertThat(why.place().getFileName()).isEqualTo("WhyTest.java");
        assertThat(why.place().getLineNumber()).isEqualTo(line);
        assertThat(why.advice()).isNotEmpty();
        assertThat(why.toString().lines()).allMatch(s -> s.codePointCount(0, s.length()) <= 80);
    }

    record Net(Tensor w, Tensor b, Held frozen, Tensor count) {
        static Net small() {
            return new Net(Tensor.of(Shape.of(2, 3), 1, -2, 3, 4, 5, -6), Tensor.of(1, 0, -10), new Held(Tensor.of(1, 2)), Tensor.ofInts(3));
        }
    }

    // ---- NaN

    @Test
    void nothingIsNaN() {
        Why why = whyNaN(x -> x.square().sum(), Tensor.of(1, 2));
        assertThat(why.kind()).isEqualTo(Kind.NOTHING_WRONG);
        assertThat(why).hasToString("Nothing is NaN: the result and all gradients are finite.\n");
    }

    @Test
    void logOfZero() {
        int[] line = new int[1];
        Why why = whyNaN(x -> {
            Tensor y = x.mul(2);
            line[0] = here(); Tensor z = y.log();
            return z.mul(0).exp().sum();
        }, Tensor.of(1, 0));
        blames(why, Kind.NOT_FINITE, "log", line[0]);
        assertThat(why.direction()).isEqualTo(Direction.FORWARD);
        assertThat(why.sentence()).contains("-Infinity at [1]");
        assertThat(why.inputs()).containsExactly(new Why.Input("the result of mul", Shape.of(2), "at [1] 0"));
        assertThat(why.advice()).contains("eps", "logSoftmax");
    }

    @Test
    void rootOfZeroOnTheWayBack() {
        int[] line = new int[1];
        Why why = whyNaN(x -> {
            line[0] = here(); return x.sqrt().sum();
        }, Tensor.of(4, 0));
        blames(why, Kind.NOT_FINITE, "sqrt", line[0]);
        assertThat(why.direction()).isEqualTo(Direction.BACKWARD);
        assertThat(why.sentence()).contains("Infinity at [1] where 1 arrives");
        assertThat(why.advice()).contains("sqrt(x + eps)");
    }

    @Test
    void quotientOverflowProductAndConstants() {
        int[] line = new int[1];
        Why div = whyNaN(x -> { line[0] = here(); return x.div(x.sub(x)).sum(); }, Tensor.of(1, 2));
        blames(div, Kind.NOT_FINITE, "div", line[0]);
        Why exp = whyNaN(x -> {
            line[0] = here(); Tensor e = x.exp();
            return e.div(e.sum()).log().sum();
        }, Tensor.of(1, 1000));
        blames(exp, Kind.NOT_FINITE, "exp", line[0]);
        assertThat(exp.advice()).contains("logSumExp");
        Tensor infinity = Tensor.scalar(Double.POSITIVE_INFINITY);
        Why mul = whyNaN(x -> { line[0] = here(); return x.mul(infinity); }, Tensor.scalar(0));
        blames(mul, Kind.ARGUMENT, "mul", line[0]);
        assertThat(mul.sentence()).contains("constant", "Infinity");
    }

    @Test
    void argumentsThatAreNaNAlready() {
        Why why = whyNaN(m -> m.get("a").mul(m.get("b")).sum(), Map.of("a", Tensor.of(1, 2), "b", Tensor.of(1, Double.NaN)));
        assertThat(why.kind()).isEqualTo(Kind.ARGUMENT);
        assertThat(why.sentence()).contains("argument b is NaN at [1]");
        Why held = whyNaN((Net n) -> n.frozen().tensor().add(n.b().sum()).sum(),
                new Net(Net.small().w(), Net.small().b(), new Held(Tensor.of(Double.NaN, 1)), Tensor.ofInts(1)));
        assertThat(held.kind()).isEqualTo(Kind.ARGUMENT);
    }

    @Test
    void whatIsNotFeltIsNotBlamed() {
        int[] line = new int[1];
        Function<Tensor, Tensor> safe = x -> x.gt(0).where(x.log(), Tensor.scalar(0)).sum();
        assertThat(whyNaN(safe, Tensor.of(-1, 2)).kind()).isEqualTo(Kind.NOTHING_WRONG);
        Why why = whyNaN(x -> {
            Tensor a = safe.apply(x);
            line[0] = here(); return a.add(x.sqrt().sum());
        }, Tensor.of(-1, 2));
        blames(why, Kind.NOT_FINITE, "sqrt", line[0]);
    }

    @Test
    void insideACheckpointAndInStreams() {
        int[] line = new int[1];
        Why stream = whyNaN((List<Tensor> all) -> {
            line[0] = here(); return Tensor.stack(all.stream().map(Tensor::log).toList()).sum();
        }, List.of(Tensor.of(1), Tensor.of(0)));
        blames(stream, Kind.NOT_FINITE, "log", line[0]);
        Why inside = whyNaN((Tensor x) -> checkpoint((Tensor t) -> t.sub(t).log(), x).sum(), Tensor.of(1, 2));
        assertThat(inside.kind()).isEqualTo(Kind.NOT_FINITE);
        assertThat(inside.op()).isEqualTo("checkpoint");
    }

    // ---- missing

    @Test
    void namesAndRoles() {
        Function<Net, Tensor> f = n -> n.w().sum().add(n.b().sum());
        Why name = whyMissing((Map<String, Net> m) -> f.apply(m.get("hidden")), Map.of("hidden", Net.small()), "hidden.ww");
        assertThat(name.kind()).isEqualTo(Kind.UNKNOWN_NAME);
        assertThat(name.advice()).contains("did you mean \"hidden.w\"?");
        assertThat(whyMissing(f, Net.small(), "frozen").kind()).isEqualTo(Kind.HELD);
        assertThat(whyMissing(f, Net.small(), "count").kind()).isEqualTo(Kind.WHOLE_NUMBERS);
        assertThat(whyMissing(f, Net.small(), "w").kind()).isEqualTo(Kind.NOTHING_WRONG);
        assertThat(whyMissing(n -> n.w().sum(), Net.small(), "b").kind()).isEqualTo(Kind.UNUSED);
    }

    @Test
    void cutConnections() {
        int[] line = new int[1];
        Why stopped = whyMissing((Net n) -> {
            line[0] = here(); Tensor b = n.b().stopGradient();
            return n.w().add(b).sum();
        }, Net.small(), "b");
        blames(stopped, Kind.STOPPED, "stopGradient", line[0]);
        Why number = whyMissing((Net n) -> {
            line[0] = here(); double b = n.b().sum().item();
            return n.w().add(b).sum();
        }, Net.small(), "b");
        blames(number, Kind.LOST, "sum", line[0]);
        assertThat(number.advice()).contains("item()");
        Why compared = whyMissing((Net n) -> {
            line[0] = here(); Tensor on = n.b().gt(0);
            return on.where(n.w().get(0), n.w().get(1)).sum();
        }, Net.small(), "b");
        blames(compared, Kind.NOT_DIFFERENTIABLE, "less", line[0]);
        Why index = whyMissing((Net n) -> {
            line[0] = here(); Tensor best = n.b().argMax(0);
            return n.w().gather(1, best).sum();
        }, Net.small(), "b");
        blames(index, Kind.NOT_DIFFERENTIABLE, "argMax", line[0]);
        Why whole = whyMissing((Net n) -> {
            line[0] = here(); Tensor k = n.b().to(DType.I32);
            return n.w().mul(k.add(1).to(DType.F64)).sum();
        }, Net.small(), "b");
        blames(whole, Kind.NOT_DIFFERENTIABLE, "cast", line[0]);
        Why sign = whyMissing((Net n) -> {
            line[0] = here(); return n.w().mul(n.b().sign()).sum();
        }, Net.small(), "b");
        blames(sign, Kind.FLAT, "sign", line[0]);
    }

    // ---- zero

    @Test
    void deadSaturatedFlatAndChosen() {
        Tensor x = Tensor.of(3, -10, 500);
        int[] line = new int[1];
        Why dead = whyZero(v -> { line[0] = here(); return v.mul(2).relu().mul(3).sum(); }, x, "x", 1);
        blames(dead, Kind.DEAD, "relu", line[0]);
        assertThat(dead.sentence()).contains("by x[1]", "dead: x = -20");
        Why far = whyZero(v -> { line[0] = here(); return v.tanh().sum(); }, x, "x", 2);
        blames(far, Kind.SATURATED, "tanh", line[0]);
        Why nearly = whyZero(v -> { line[0] = here(); return v.sigmoid().sum(); }, Tensor.of(30), "x", 0);
        blames(nearly, Kind.SATURATED, "sigmoid", line[0]);
        assertThat(nearly.sentence()).contains("not zero but almost");
        Why flat = whyZero(v -> { line[0] = here(); return v.sign().sum(); }, x, "x", 0);
        blames(flat, Kind.FLAT, "sign", line[0]);
        Why max = whyZero(v -> { line[0] = here(); return v.max(); }, x, "x", 0);
        blames(max, Kind.NOT_CHOSEN, "max", line[0]);
        Why clamp = whyZero(v -> { line[0] = here(); return v.clamp(0, 10).sum(); }, x, "x", 2);
        blames(clamp, Kind.NOT_CHOSEN, "clamp", line[0]);
        Why where = whyZero(v -> { line[0] = here(); return v.gt(0).where(v, v.stopGradient()).sum(); }, x, "x", 1);
        blames(where, Kind.STOPPED, "stopGradient", line[0]);
        Why square = whyZero(v -> { line[0] = here(); return v.sub(3).square().sum(); }, x, "x", 0);
        blames(square, Kind.STATIONARY, "square", line[0]);
    }

    @Test
    void factorsPartsSumsAndSmallNumbers() {
        Tensor x = Tensor.of(3, -10, 500);
        int[] line = new int[1];
        Why times = whyZero(v -> { line[0] = here(); return v.mul(Tensor.of(1, 0, 1)).sum(); }, x, "x", 1);
        blames(times, Kind.TIMES_ZERO, "mul", line[0]);
        Why product = whyZero(v -> { line[0] = here(); return Tensor.of(Shape.of(2, 3), 1, 0, 2, 1, 0, 2).matmul(v).sum(); }, x, "x", 1);
        blames(product, Kind.TIMES_ZERO, "matMul", line[0]);
        Why slice = whyZero(v -> { line[0] = here(); Tensor s = v.slice(0, 0, 2); return s.sum(); }, x, "x", 2);
        blames(slice, Kind.NOT_TAKEN, "slice", line[0]);
        Why gather = whyZero(v -> { line[0] = here(); return v.gather(0, Tensor.ofInts(2, 2)).sum(); }, x, "x", 0);
        blames(gather, Kind.NOT_TAKEN, "gather", line[0]);
        Why branches = whyZero(v -> v.mul(2).sub(v.mul(2)).sum(), x, "x", 0);
        assertThat(branches.kind()).isEqualTo(Kind.CANCELED);
        assertThat(branches.sentence()).contains("2", "(-2)", "= 0");
        Why soft = whyZero(v -> { line[0] = here(); return v.softmax().sum(); }, Tensor.of(2, 2), "x", 0);
        blames(soft, Kind.CANCELED, "softmax", line[0]);
        Why share = whyZero(v -> { line[0] = here(); return v.softmax().pick(0, 0); }, Tensor.of(2, -2000), "x", 1);
        blames(share, Kind.SATURATED, "softmax", line[0]);
        Why within = whyZero(v -> { line[0] = here(); return Tensor.of(Shape.of(2, 3), 1, 0, 2, -1, 0, 2).matmul(v).sum(); }, x, "x", 0);
        blames(within, Kind.CANCELED, "matMul", line[0]);
        assertThat(within.sentence()).contains("1 + (-1) = 0");
        Why under = whyZero(v -> {
            Tensor r = v;
            for (int i = 0; i < 5; i++) { line[0] = here(); r = r.mul(1e-80); }
            return r.sum();
        }, x, "x", 0);
        blames(under, Kind.UNDERFLOW, "mul", line[0]);
        assertThat(whyZero(v -> v.square().sum(), x, "x", 0).sentence()).isEqualTo("The gradient by x[0] isn't zero, it is 6.");
    }

    @Test
    void manyWaysOneOpen() {
        // half of a layer is off, and what is left cancels: the relu isn't to blame
        Tensor w = Tensor.of(Shape.of(3, 1), 1, 1, -1);
        Tensor out = Tensor.of(1, -1, 5);
        Why why = whyZero(v -> w.matmul(v).relu().mul(out).sum(), Tensor.of(2), "x", 0);
        assertThat(why.kind()).isEqualTo(Kind.CANCELED);
        assertThat(why.op()).isEqualTo("matMul");
    }

    @Test
    void errors() {
        assertThatThrownBy(() -> whyZero(v -> v, Tensor.of(1, 2), "x", 0)).hasMessageContaining("whyZero needs a function whose result is one");
        assertThatThrownBy(() -> whyZero(Tensor::sum, Tensor.of(1, 2), "x", 2)).hasMessageContaining("index 2 was asked of axis 0");
        assertThatThrownBy(() -> whyZero(v -> v.sum(), Tensor.of(1, 2), "x")).hasMessageContaining("one index per axis");
    }

    @Test
    void deepGraphs() {
        UnaryOperator<Tensor> deep = x -> {
            Tensor r = x;
            for (int i = 0; i < 50_000; i++) r = r.add(0.001).mul(0.9999);
            return r;
        };
        assertThat(whyNaN(x -> deep.apply(x).sum(), Tensor.of(1)).kind()).isEqualTo(Kind.NOTHING_WRONG);
        assertThat(whyZero(x -> deep.apply(x.relu()).sum(), Tensor.of(-1), "x", 0).kind()).isEqualTo(Kind.DEAD);
        assertThat(whyMissing((List<Tensor> x) -> deep.apply(x.get(0).stopGradient()).add(x.get(1)).sum(), List.of(Tensor.of(-1), Tensor.of(1)), "0").kind())
                .isEqualTo(Kind.STOPPED);
    }

    // ---- one cause, planted somewhere in a random graph

    private static final List<UnaryOperator<Tensor>> SMOOTH = List.of(t -> t.mul(1.3), t -> t.add(0.7), Tensor::sigmoid, t -> t.tanh().add(1.5),
            t -> t.square().add(t), t -> t.add(t.sin()).add(2), t -> t.reshape(2, 2).transpose().reshape(4), t -> t.flip(0),
            t -> t.softplus(), t -> t.unsqueeze(1).expand(4, 3).mean(1));

    private record Planted(UnaryOperator<Tensor> op, Kind kind, String name) {}

    private static final List<Planted> ZEROS = List.of(
            new Planted(t -> t.sub(1000).relu(), Kind.DEAD, "relu"),
            new Planted(t -> t.add(1000).tanh(), Kind.SATURATED, "tanh"),
            new Planted(t -> t.sign(), Kind.FLAT, "sign"),
            new Planted(t -> t.mul(0.01).maximum(2), Kind.NOT_CHOSEN, "maximum"),
            new Planted(t -> t.mul(0.01).clamp(-2, -1), Kind.NOT_CHOSEN, "clamp"),
            new Planted(t -> t.mul(0), Kind.TIMES_ZERO, "mul"),
            new Planted(t -> t.stopGradient(), Kind.STOPPED, "stopGradient"));

    private static final List<Planted> NANS = List.of(
            new Planted(t -> t.sub(1000).log(), Kind.NOT_FINITE, "log"),
            new Planted(t -> t.sub(1000).sqrt(), Kind.NOT_FINITE, "sqrt"),
            new Planted(t -> t.add(1000).exp(), Kind.NOT_FINITE, "exp"),
            new Planted(t -> t.div(t.sub(t)), Kind.NOT_FINITE, "div"));

    private static Function<Tensor, Tensor> graph(Random random, UnaryOperator<Tensor> planted) {
        int before = random.nextInt(4);
        int after = random.nextInt(4);
        List<UnaryOperator<Tensor>> chosen = random.ints(before + after, 0, SMOOTH.size()).mapToObj(SMOOTH::get).toList();
        return x -> {
            Tensor t = x;
            for (int i = 0; i < before; i++) t = chosen.get(i).apply(t);
            t = planted.apply(t);
            for (int i = before; i < before + after; i++) t = chosen.get(i).apply(t);
            return t.sum();
        };
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void aPlantedCauseIsFound(long seed) {
        Random random = new Random(seed);
        for (int n = 0; n < 150; n++) {
            Planted zero = ZEROS.get(random.nextInt(ZEROS.size()));
            Tensor x = Tensor.of(random.doubles(4, 0.2, 0.9).toArray());
            Why why = whyZero(graph(random, zero.op()), x, "x", random.nextInt(4));
            assertThat(why.kind()).as("seed %d, %d, %s", seed, n, why).isEqualTo(zero.kind());
            assertThat(why.op()).as(why.toString()).isEqualTo(zero.name());
            Planted nan = NANS.get(random.nextInt(NANS.size()));
            Function<Tensor, Tensor> f = graph(random, nan.op());
            Why bad = whyNaN(f, x);
            ValueAndGradient<Tensor> r = valueAndGrad(f, x);
            double felt = r.value().item() + r.gradient().abs().sum().item();         // sigmoid(exp(1000)) is 1 again
            boolean fine = Double.isFinite(felt);
            assertThat(bad.kind()).as("seed %d, %d, %s", seed, n, bad).isEqualTo(fine ? Kind.NOTHING_WRONG : nan.kind());
            if (!fine) assertThat(bad.op()).as("seed %d, %d, %s", seed, n, bad).isEqualTo(nan.name());
        }
    }

    @Test
    void asText() {
        Why why = whyNaN(x -> x.log().sum(), Tensor.of(1, 0));
        assertThat(why.toString().replaceAll(":\\d+, in .*", ":N")).isEqualTo("""
                log makes -Infinity at [1] from finite numbers, the first op that does.
                  op      log, forward
                  input 1 x (2): at [1] 0
                  at      WhyTest.java:N
                  to do   log needs numbers above 0: add a small eps, clamp(eps, 1), or take
                    logSoftmax instead of log of softmax
                """);
    }
}
