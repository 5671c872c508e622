package dev.jacobi.explain.formula;

import java.util.List;
import java.util.Map;

/// What an expression does with its operands.
sealed interface Form {
    /// A number as typed, or worked out of such.
    record Constant(double value) implements Form {}

    /// An input or an earlier statement.
    record Reference(String name) implements Form {}

    /// The operands along a new first axis.
    record Array() implements Form {}

    /// The operand with the other sign.
    record Negation() implements Form {}

    /// Two operands and the sign between them.
    record Binary(String sign) implements Form {}

    /// Some entries of the operand: one part per axis.
    record Index(List<Part> parts) implements Form {}

    /// The last two axes exchanged.
    record Transpose() implements Form {}

    /// A function of the operands, and of numbers that are written in the formula.
    record Call(Function function, Map<String, double[]> numbers) implements Form {}

    /// One axis of an index: a single place, or a range with its step.
    sealed interface Part {
        /// Stands where a range is open.
        int OPEN = Integer.MAX_VALUE;

        /// One place; the axis goes.
        record Single(int place) implements Part {}

        /// From start up to, not including, end.
        record Slice(int start, int end, int step) implements Part {}
    }
}
