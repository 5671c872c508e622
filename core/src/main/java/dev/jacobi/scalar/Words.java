package dev.jacobi.scalar;

/// What an op says about itself, for the page of all ops.
///
/// @param formula as people write it, with x and y for the inputs: `x / (1 + |x|)`
/// @param meaning what it does, one sentence without the name of the op
/// @param derivative the rule of its gradient, g being the upstream gradient; empty for functions of one element,
///     whose slope is printed
/// @param kinks which derivative is taken where there is none, or at the ends of the domain; empty if nowhere
public record Words(String formula, String meaning, String derivative, String kinks) {

    /// A formula and what it does.
    public static Words of(String formula, String meaning) { return new Words(formula, meaning, "", ""); }

    /// These, with the rule of the gradient.
    public Words derivative(String rule) { return new Words(formula, meaning, rule, kinks); }

    /// These, with the rule where there is no derivative.
    public Words kinks(String rule) { return new Words(formula, meaning, derivative, rule); }
}
