package dev.jacobi.explain;

import dev.jacobi.explain.notation.Term;
import dev.jacobi.op.Accumulate;
import dev.jacobi.tensor.Node;
import dev.jacobi.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A computation and its derivatives without intermediate variables: every name but those of the inputs is replaced by what
/// it stands for.
public final class ClosedForm {
    private ClosedForm() {}

    /// The result and the derivatives by all inputs, as equations: what stands on the left, and on the right. A right side
    /// that would fill pages is cut off with `…`.
    public static Map<Term, Term> of(Explanation explanation) {
        TensorTerm terms = explanation.terms().inlining();
        Map<Term, Term> r = new LinkedHashMap<>();
        Term.Name top = Term.name(explanation.resultName());
        r.put(top, terms.of(explanation.recordedResult()));
        if (explanation.upstream() == null) return r;
        for (Quantity q : explanation.inputs()) {
            Tensor g = q.recordedGradient();
            r.put(new Term.Partial(top, Term.name(q.name())), g == null ? Term.number(0) : terms.of(g));
        }
        return r;
    }

    /// The terms of a sum that an accumulation is; null where it puts its parts into places.
    static @Nullable Term sum(Node node, java.util.function.Function<Tensor, Term> term) {
        if (!(node.op() instanceof Accumulate)) return null;
        for (int k = 0; k < node.inputCount(); k++) {
            if (!node.input(k).shape().equals(node.output(0).shape())) return null;
        }
        Term sum = null;
        for (int k = 0; k < node.inputCount(); k++) {
            Term t = term.apply(node.input(k));
            sum = sum == null ? t : Term.sum(sum, t);
        }
        return sum;
    }
}
