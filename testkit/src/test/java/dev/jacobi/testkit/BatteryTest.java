package dev.jacobi.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jacobi.diff.Body;
import dev.jacobi.diff.Reverse;
import dev.jacobi.diff.Trace;
import dev.jacobi.op.Call;
import dev.jacobi.op.Elementwise;
import dev.jacobi.op.Op;
import dev.jacobi.op.Variable;
import dev.jacobi.scalar.Precision;
import dev.jacobi.scalar.Scalar;
import dev.jacobi.scalar.ScalarFunction;
import dev.jacobi.scalar.WholeBits;
import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.RandomKey;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The battery for every op, and the proof that no op is left out.
class BatteryTest {
    static Stream<Sample> samples() { return Samples.all().stream(); }

    @ParameterizedTest
    @MethodSource("samples")
    void everythingHolds(Sample sample) {
        List<String> problems = RuleCheck.of(sample).problems();
        assertThat(problems).as("again: RuleCheck.of(Samples.named(\"%s\")).orThrow()", sample.name()).isEmpty();
    }

    @Test
    void namesAreDifferent() {
        assertThat(Samples.all()).extracting(Sample::name).doesNotHaveDuplicates();
        assertThat(Samples.named("softmax").inputs()).hasSize(1);
    }

    /// Values are worked out in another way for all samples but these.
    @Test
    void samplesHaveReferences() {
        assertThat(Samples.all().stream().filter(s -> s.reference() == null).map(Sample::name))
                .containsExactly("random");
    }

    /// Every class of an op or of a scalar function in the core must have run in some sample, its gradient
    /// or its gradient's gradient.
    @Test
    void noOpIsWithoutASample() throws IOException, URISyntaxException {
        Set<Class<?>> met = new HashSet<>(Set.of(Variable.class, Elementwise.class));
        Set<ScalarFunction> functions = new HashSet<>();
        Set<Scalar> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        met().forEach(op -> {
            met.add(op.getClass());
            if (op instanceof Elementwise e) collect(Scalar.call(e.function(), inputs(e.function())), functions, seen);
        });
        functions.forEach(f -> met.add(f.getClass()));
        Set<String> missing = new TreeSet<>();
        int ops = 0;
        for (Class<?> c : CoreClasses.all()) {
            boolean op = Op.class.isAssignableFrom(c) || ScalarFunction.class.isAssignableFrom(c);
            if (!op || c.isInterface() || Modifier.isAbstract(c.getModifiers())) continue;
            if (c.getPackageName().equals("dev.jacobi.compile")) continue;                // a part of a plan, in no graph
            ops++;
            if (!met.contains(c)) missing.add(c.getName());
        }
        assertThat(missing).isEmpty();
        assertThat(ops).isGreaterThan(60);
    }

    private static List<Scalar> inputs(ScalarFunction f) {
        return IntStream.range(0, f.arity()).mapToObj(i -> Scalar.input(i, Precision.F64)).toList();
    }

    /// A function and those that its formula calls.
    private static void collect(Scalar formula, Set<ScalarFunction> functions, Set<Scalar> seen) {
        if (!seen.add(formula)) return;
        if (formula.form() instanceof Scalar.Call(ScalarFunction f) && functions.add(f)) collect(f.formula(inputs(f)), functions, seen);
        for (Scalar part : formula.arguments()) collect(part, functions, seen);
    }

    /// The slope that is printed is the slope that runs, wherever the function has a value and neither has lost its digits.
    @Test
    void textbookSlopesEqualThoseThatRun() {
        Set<ScalarFunction> functions = new HashSet<>();
        met().forEach(op -> {
            boolean bits = op instanceof Elementwise e && e.function().getClass().getEnclosingClass() == WholeBits.class;  // have no slope
            if (op instanceof Elementwise e && !e.function().isPredicate() && !bits) functions.add(e.function());
        });
        Tensor points = RandomKey.of(3).normal(Shape.of(8, 200), DType.F64).mul(2);
        int different = 0;
        for (ScalarFunction f : functions) {
            Tensor outside = at(f, points).isNaN();
            Tensor nothing = Tensor.zeros(outside.shape(), DType.F64);
            for (int i = 0; i < f.arity(); i++) {
                Tensor runs = outside.where(nothing, at(new Slope(f, i, false), points));
                Tensor printed = outside.where(nothing, at(new Slope(f, i, true), points));
                if (!runs.allClose(printed, 1e-11, 1e-11)) throw new AssertionError(f.name() + " by argument " + i + ":\n" + runs + "\n" + printed);
                if (!Arrays.equals(runs.toDoubles(), printed.toDoubles())) different++;
            }
        }
        assertThat(different).as("slopes whose printed form computes otherwise, as those of tanh and sigmoid").isGreaterThanOrEqualTo(2);
    }

    /// What an op says about itself: what it is, what it means and, where gradients pass through it, by which rule.
    @Test
    void opsSayWhatTheyAre() {
        Set<String> silent = new TreeSet<>();
        met().filter(op -> op.getClass().getName().startsWith("dev.jacobi.")).forEach(op -> {
            if (op instanceof Elementwise e && e.function().getClass().getPackage() != ScalarFunction.class.getPackage()) return;
            if (op instanceof Call) return;                                     // its body says what it does
            if (op.words().formula().isBlank() || op.words().meaning().isBlank()) silent.add(op.name());
            if (!(op instanceof Elementwise) && op.words().derivative().isBlank()) silent.add(op.name() + " (its derivative)");
        });
        assertThat(silent).isEmpty();
    }

    /// What swallows NaN, and in which argument: a choice the side not taken and a condition, a slope where x is positive, a
    /// threshold what isn't above it, x⁰ every x; and what is there for NaN.
    private static final Set<String> SWALLOW_NAN = Set.of("Where 0", "Where 2", "ParametricRelu 1", "Step 0", "WholePower 0", "Fmax 0", "Fmax 1", "Fmin 0", "Fmin 1", "NanToNum 0");

    /// What isn't a number stays so, in every argument.
    @Test
    void nanInNanOut() {
        Set<String> swallowed = new TreeSet<>();
        Set<ScalarFunction> functions = new HashSet<>();
        met().forEach(op -> {
            if (op instanceof Elementwise e && !e.function().isPredicate() && Modifier.isPublic(e.function().getClass().getModifiers())) functions.add(e.function());
        });
        for (ScalarFunction f : functions) {
            for (int i = 0; i < f.arity(); i++) {
                double[] x = new double[f.arity()];
                Arrays.fill(x, 0.5);
                x[i] = Double.NaN;
                Tensor[] rest = Arrays.stream(x).skip(1).mapToObj(Tensor::scalar).toArray(Tensor[]::new);
                Tensor y;
                try {
                    y = Tensor.scalar(x[0]).apply(f, rest);
                } catch (IllegalArgumentException e) {
                    continue;                                                    // for whole numbers only
                }
                if (!Double.isNaN(y.item())) swallowed.add(f.getClass().getSimpleName() + " " + i);
            }
        }
        assertThat(swallowed).isSubsetOf(SWALLOW_NAN);
    }

    /// The slope of a function as a function of its arguments.
    private record Slope(ScalarFunction of, int input, boolean textbook) implements ScalarFunction {
        @Override public int arity() { return of.arity(); }

        @Override public Scalar formula(List<Scalar> x) {
            Scalar y = Scalar.call(of, x);
            return textbook ? of.textbook(input, x, y) : of.slope(input, x, y);
        }
    }

    private static Tensor at(ScalarFunction f, Tensor points) {
        Tensor[] others = new Tensor[f.arity() - 1];
        for (int i = 0; i < others.length; i++) others[i] = points.get(i + 1);
        return points.get(0).apply(f, others);
    }

    /// All ops that the samples, their gradients and the gradients of those run.
    private static Stream<Op> met() {
        return Samples.all().stream().flatMap(s -> {
            Trial trial = new Trial(s, s.inputs(), problem -> { });
            Body first = Trace.of(trial::all, s.inputs(), Tensor::type).body();
            Body second = Trace.of((List<Tensor> in) -> Reverse.grad(
                    (List<Tensor> v) -> trial.gradient(v).stream().map(Tensor::sum).reduce(Tensor::add).orElseThrow(), in), s.inputs(), Tensor::type).body();
            return Stream.concat(ops(first), ops(second));
        });
    }

    private static Stream<Op> ops(Body body) {
        return body.steps().stream().map(Body.Step::op).flatMap(op -> op instanceof Call c ? Stream.concat(Stream.of(op), ops(c.body())) : Stream.of(op));
    }
}
