package dev.jacobi.explain.formula;

import dev.jacobi.tensor.Tensor;

/// One gate of an evaluated formula.
///
/// @param name what its value is called: as the formula says, or a letter where the step was inside another
/// @param text the right side, with the names of earlier steps in it: `a * b`
/// @param value the tensor, which bears the name
/// @param invented whether the name was made up
public record Gate(String name, String text, Tensor value, boolean invented) {}
