package dev.jacobi.explain.formula;

import dev.jacobi.tensor.Tensor;
import java.util.List;

/// A formula with its numbers.
///
/// @param steps the gates in the order in which they ran
/// @param result the value of the last statement
/// @param hints what is right as typed, and probably not what was meant
public record Evaluated(List<Gate> steps, Tensor result, List<String> hints) {
    public Evaluated {
        steps = List.copyOf(steps);
        hints = List.copyOf(hints);
    }
}
