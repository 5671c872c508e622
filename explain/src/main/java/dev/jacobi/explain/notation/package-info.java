/// Mathematics as a tree that can be printed as plain text and as LaTeX, and worked out.
@NullMarked
package dev.jacobi.explain.notation;

import org.jspecify.annotations.NullMarked;
