package dev.jacobi.explain;

import dev.jacobi.explain.notation.Term;
import dev.jacobi.tensor.Tensor;

/// What one step hands back to one of the quantities that it is made from: downstream = upstream × local.
///
/// @param by the step
/// @param term the formula, made from the backward rule that ran: `∂L/∂ao ∘ ao (1 - ao)`
/// @param value what it came to
/// @param note what kind of product it is: "outer product", "distributor"; or empty
public record Contribution(Step by, Term term, Tensor value, String note) {}
