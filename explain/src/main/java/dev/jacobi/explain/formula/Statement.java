package dev.jacobi.explain.formula;

/// One statement of a formula: a name and what it stands for.
///
/// @param offset where the name stands
record Statement(String name, Expression value, int offset) {}
