package dev.jacobi.explain;

import dev.jacobi.explain.notation.Term;
import dev.jacobi.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One line of the way back: what a step hands to one of the quantities that it is made from, or, where a quantity has
/// several uses, the sum of what arrived.
///
/// @param number of the step, at its first line; else empty
/// @param by the step, where the quantity has other uses as well; else null
/// @param term the formula; null for a sum
/// @param note what kind of product it is; or empty
/// @param delta the short name of the gradient from here on, `δo`; or empty
public record BackwardLine(String number, Quantity quantity, @Nullable Step by, @Nullable Term term, Tensor value, String note,
        String delta) {

    /// All lines, from the result down.
    public static List<BackwardLine> of(Explanation e) {
        List<BackwardLine> lines = new ArrayList<>();
        for (Step step : e.steps().reversed()) {
            String number = String.valueOf(step.number());
            for (Quantity q : step.inputs()) {
                int uses = q.contributions().size();
                for (Contribution c : q.contributions()) {
                    if (c.by() != step) continue;
                    lines.add(new BackwardLine(number, q, uses > 1 ? step : null, c.term(), c.value().bare(), c.note(), uses > 1 ? "" : q.delta()));
                    number = "";
                }
                if (uses > 1 && q.contributions().getLast().by() == step) {
                    lines.add(new BackwardLine("", q, null, null, e.gradient(q), uses + " branches, added", q.delta()));
                }
            }
        }
        return lines;
    }
}
