package dev.jacobi.explain;

import dev.jacobi.explain.notation.Digits;
import dev.jacobi.explain.notation.Term;
import dev.jacobi.op.Elementwise;
import dev.jacobi.op.Placement;
import dev.jacobi.scalar.Scalar;
import dev.jacobi.scalar.ScalarFunction;
import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.Node;
import dev.jacobi.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Holds the derivative that is printed against the one that ran: what people know by heart, such as y (1 - y), is often
/// another form than the one that is numerically stable.
final class Slopes {
    private static final int LONGEST = 48;

    private Slopes() {}

    /// The textbook form of a slope as a function of the arguments and the value.
    private record Textbook(ScalarFunction of, int input) implements ScalarFunction {
        @Override public int arity() { return of.arity() + 1; }

        @Override public Scalar formula(List<Scalar> x) { return of.textbook(input, x.subList(0, of.arity()), x.getLast()); }
    }

    /// Whether the textbook form gives the numbers of the rule that ran, but for rounding.
    static boolean textbookIsRight(ScalarFunction f, Node node, int input) {
        if (!(node.op() instanceof Elementwise e)) return false;
        Ones ones = new Ones(node, input);
        e.vjp(ones);
        double[] ran = ones.given == null ? new double[node.output(0).size()] : ones.given.to(DType.F64).toDoubles();
        Tensor[] others = new Tensor[f.arity()];
        for (int i = 1; i < f.arity(); i++) others[i - 1] = node.input(i).bare();
        others[f.arity() - 1] = node.output(0).bare();
        double[] printed = node.input(0).bare().apply(new Textbook(f, input), others).to(DType.F64).toDoubles();
        for (int i = 0; i < ran.length; i++) if (!close(ran[i], printed[i])) return false;
        return true;
    }

    /// Whether two slopes are the same to the digits that matter on a page.
    static boolean close(double a, double b) { return a == b || Math.abs(a - b) <= 1e-7 + 1e-6 * Math.abs(b); }

    static boolean isShort(Term t) { return t.text(Digits.SIX).length() <= LONGEST; }

    private static final class Ones extends BareRule {
        private final int input;
        private final Tensor upstream;
        @Nullable Tensor given;

        Ones(Node node, int input) {
            super(node);
            this.input = input;
            this.upstream = Tensor.ones(node.output(0).shape(), node.output(0).dtype());
        }

        @Override public Tensor upstream(int index) { return upstream; }

        @Override public boolean wants(int i) { return i == input; }

        @Override public void give(int i, Tensor gradient, Placement placement, @Nullable Tensor index) { given = gradient; }
    }
}
