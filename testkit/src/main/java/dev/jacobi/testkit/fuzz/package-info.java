/// Random graphs of the whole vocabulary, computed in ways that have nothing in common.
@NullMarked
package dev.jacobi.testkit.fuzz;

import org.jspecify.annotations.NullMarked;
