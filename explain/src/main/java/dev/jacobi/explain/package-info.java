/// Gradients taken apart into their local derivatives.
@NullMarked
package dev.jacobi.explain;

import org.jspecify.annotations.NullMarked;
