package dev.jacobi.scalar;

import java.util.ArrayList;
import java.util.List;

/// A differentiable function of a few numbers: everything an elementwise op states
/// about itself. Implement it as a record and apply it with [dev.jacobi.tensor.ElementwiseOperations#apply].
///
/// ```java
/// record Softsign() implements ScalarFunction {
///     public int arity() { return 1; }
///     public Scalar formula(List<Scalar> x) { return x.getFirst().div(x.getFirst().abs().add(1)); }
/// }
/// ```
public interface ScalarFunction {

    /// Number of arguments.
    default int arity() { return 1; }

    /// The name that pictures, messages and printed formulas use.
    default String name() {
        String simple = getClass().getSimpleName();
        if (simple.isEmpty()) return "function";                            // of a class without a name
        return Character.toLowerCase(simple.charAt(0)) + simple.substring(1);
    }

    /// True for functions whose result is true (1) or false (0).
    default boolean isPredicate() { return false; }

    /// The value in terms of the arguments. A function that states `at` need not state it.
    default Scalar formula(List<Scalar> x) { return Scalar.call(this, x); }

    /// The value as a Java double, for functions without a formula.
    default double at(double... x) {
        throw new IllegalStateException(name() + " states neither formula(...) nor at(...); implement one of them");
    }

    /// The derivative by argument `i`, in the form that is numerically stable: it is what runs.
    /// Where it isn't stated it is the derivative of the formula.
    ///
    /// @param y the value, for slopes that are short in terms of it
    default Scalar slope(int i, List<Scalar> x, Scalar y) {
        List<Scalar> inputs = new ArrayList<>();
        for (int k = 0; k < arity(); k++) inputs.add(Scalar.input(k, x.get(k).precision()));
        Scalar body = formula(inputs);
        if (body.isCallOf(this)) {
            throw new IllegalStateException(name() + " states at(...) and no slope(...); state the derivative as well");
        }
        return body.derivative(i).substitute(x);
    }

    /// The derivative as people know it, for printing.
    default Scalar textbook(int i, List<Scalar> x, Scalar y) { return slope(i, x, y); }

    /// What it says about itself; functions of your own need not.
    default Words words() { return Words.of(name(), ""); }
}
