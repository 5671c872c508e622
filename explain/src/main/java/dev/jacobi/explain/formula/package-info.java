/// The formula language: what stands on the whiteboard, typed as text, becomes named tensors.
@NullMarked
package dev.jacobi.explain.formula;

import org.jspecify.annotations.NullMarked;
