package dev.jacobi.testkit;

import static dev.jacobi.testkit.Inputs.normal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jacobi.op.Axes;
import dev.jacobi.op.Cholesky;
import dev.jacobi.op.Concat;
import dev.jacobi.op.Conv;
import dev.jacobi.op.CumSum;
import dev.jacobi.op.Determinant;
import dev.jacobi.op.Elementwise;
import dev.jacobi.op.Extreme;
import dev.jacobi.op.Gather;
import dev.jacobi.op.Inverse;
import dev.jacobi.op.LogSoftmax;
import dev.jacobi.op.LogSumExp;
import dev.jacobi.op.MatMul;
import dev.jacobi.op.Movement;
import dev.jacobi.op.Op;
import dev.jacobi.op.Scatter;
import dev.jacobi.op.Softmax;
import dev.jacobi.op.Solve;
import dev.jacobi.op.Sum;
import dev.jacobi.op.Window;
import dev.jacobi.scalar.Activations;
import dev.jacobi.scalar.Arithmetic;
import dev.jacobi.tensor.Graph;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import dev.jacobi.testkit.Damaged.Mistake;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The mistakes that people make in backward rules, put into the rules of real ops: the battery alone must find every one.
class SeededMistakesTest {
    private static final Set<Mistake> ANYWHERE = EnumSet.of(Mistake.NONE, Mistake.SIGN, Mistake.FACTOR, Mistake.LAST_ELEMENT, Mistake.OFF_BY_ONE);
    private static final Tensor SQUARE = normal(3, 3);
    private static final Tensor OTHER = normal(1, 3, 3).reshape(3, 3).add(0.1);

    /// An op with a mistake, at inputs where the mistake matters.
    record Case(String name, Op op, Op rule, Mistake mistake, List<Tensor> inputs, boolean tied) {
        Sample sample() {
            Damaged damaged = new Damaged(op, rule, mistake);
            Sample s = Sample.of(name, in -> Graph.apply(damaged, prepared(in)), inputs.toArray(Tensor[]::new))
                    .as(in -> Plain.of(Graph.apply(op, prepared(in.stream().map(p -> Tensor.of(p.shape(), p.values())).toList()))));
            Tensor ties = Tensor.of(Shape.of(1, 3), 2, 2, 1);
            return tied ? s.kink(List.of(ties), List.of(Tensor.of(Shape.of(1, 3), 0.5, 0.5, 0))) : s;
        }

        /// What needs a matrix of full rank gets one, whatever the input.
        private Tensor[] prepared(List<Tensor> in) {
            Tensor[] all = in.toArray(Tensor[]::new);
            Tensor one = Tensor.eye(3, all[0].dtype());
            if (op instanceof Cholesky) all[0] = all[0].matmul(all[0].transpose()).add(one);
            if (op instanceof Solve || op instanceof Inverse || op instanceof Determinant) all[0] = all[0].tanh().mul(0.5).add(one.mul(2));
            return all;
        }

        @Override public String toString() { return name + " with " + mistake; }
    }

    private static void add(List<Case> cases, Op op, Set<Mistake> more, Tensor... inputs) {
        for (Mistake m : Mistake.values()) {
            if (ANYWHERE.contains(m) || more.contains(m)) cases.add(new Case(op.name(), op, op, m, List.of(inputs), op instanceof Extreme));
        }
    }

    /// The rule of an op of the same types, along another axis.
    private static void addWrongAxis(List<Case> cases, Op op, Op rule, Tensor... inputs) {
        cases.add(new Case(op.name(), op, rule, Mistake.WRONG_AXIS, List.of(inputs), false));
    }

    static Stream<Case> cases() {
        List<Case> r = new ArrayList<>();
        Axes last = Axes.of(SQUARE.shape(), -1);
        Axes first = Axes.of(SQUARE.shape(), -2);
        Set<Mistake> product = EnumSet.of(Mistake.TRANSPOSED, Mistake.SWAPPED_INPUTS, Mistake.STALE_INPUT, Mistake.MISSING_INPUT, Mistake.MISSING_CHAIN_TERM,
                Mistake.TAIL_OF_THE_VALUE);
        add(r, new MatMul(), product, SQUARE, OTHER);
        add(r, Elementwise.of(new Arithmetic.Mul()), product, SQUARE, OTHER);
        add(r, Elementwise.of(new Arithmetic.Div()), product, SQUARE, OTHER);
        add(r, Elementwise.of(new Activations.Tanh()), EnumSet.of(Mistake.STALE_INPUT, Mistake.MISSING_CHAIN_TERM, Mistake.TRANSPOSED), SQUARE);
        add(r, new Conv(Window.of(2, 2), 1), EnumSet.of(Mistake.STALE_INPUT, Mistake.MISSING_INPUT, Mistake.TRANSPOSED, Mistake.TAIL_OF_THE_VALUE),
                normal(1, 1, 4, 4), normal(1, 1, 2, 2));
        add(r, new Softmax(), EnumSet.of(Mistake.STALE_OUTPUT, Mistake.TRANSPOSED, Mistake.MISSING_CHAIN_TERM), SQUARE);
        add(r, new LogSoftmax(), EnumSet.of(Mistake.STALE_OUTPUT, Mistake.TRANSPOSED, Mistake.MISSING_CHAIN_TERM), SQUARE);
        add(r, new LogSumExp(), EnumSet.of(Mistake.STALE_INPUT, Mistake.MISSING_CHAIN_TERM), SQUARE);
        add(r, new Solve(), EnumSet.of(Mistake.STALE_INPUT, Mistake.STALE_OUTPUT, Mistake.TRANSPOSED, Mistake.MISSING_INPUT, Mistake.MISSING_CHAIN_TERM), SQUARE, OTHER);
        add(r, new Inverse("inverse"), EnumSet.of(Mistake.STALE_OUTPUT, Mistake.TRANSPOSED, Mistake.MISSING_CHAIN_TERM), SQUARE);
        add(r, new Determinant(), EnumSet.of(Mistake.MISSING_CHAIN_TERM), SQUARE);
        add(r, new Cholesky(), EnumSet.of(Mistake.STALE_OUTPUT, Mistake.MISSING_CHAIN_TERM), SQUARE);
        add(r, new Sum(last, false), EnumSet.of(Mistake.TAIL_OF_THE_VALUE), SQUARE);
        add(r, new Sum(last, true), EnumSet.noneOf(Mistake.class), SQUARE);
        add(r, new Extreme(last, true), EnumSet.of(Mistake.FIRST_WINNER_TAKES_ALL), SQUARE.add(Tensor.of(0, 0, 4)));
        add(r, new CumSum(), EnumSet.of(Mistake.TRANSPOSED, Mistake.TAIL_OF_THE_VALUE), SQUARE);
        add(r, new Concat(-1), EnumSet.of(Mistake.MISSING_INPUT), SQUARE, OTHER);
        add(r, new Movement.Expand(Shape.of(2, 3, 3)), EnumSet.of(Mistake.MISSING_REDUCTION), SQUARE);
        addWrongAxis(r, new Sum(last, false), new Sum(first, false), SQUARE);
        addWrongAxis(r, new Extreme(last, true), new Sum(first, true), SQUARE);
        return r.stream();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void everyMistakeIsFound(Case c) {
        List<String> problems = RuleCheck.of(c.sample()).problems();
        if (c.mistake() == Mistake.NONE) assertThat(problems).isEmpty();
        else assertThat(problems).isNotEmpty();
    }

    /// Mistakes that leave value and first derivative right are found by second derivatives; ties by the sample's own line.
    @Test
    void thePartThatIsThereForItFindsIt() {
        cases().filter(c -> c.mistake() == Mistake.MISSING_CHAIN_TERM).forEach(c ->
                assertThat(RuleCheck.of(c.sample()).problems()).as(c.toString()).anyMatch(p -> p.contains("second order") || p.contains("over")));
        cases().filter(c -> c.mistake() == Mistake.FIRST_WINNER_TAKES_ALL).forEach(c ->
                assertThat(RuleCheck.of(c.sample()).problems()).as(c.toString()).anyMatch(p -> p.contains("on a kink")));
    }

    /// Each kind of mistake is seeded somewhere.
    @Test
    void noMistakeIsForgotten() {
        assertThat(cases().map(Case::mistake).distinct()).containsExactlyInAnyOrder(Mistake.values());
    }
}
