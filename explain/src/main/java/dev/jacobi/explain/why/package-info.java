/// Why a gradient is zero, missing or NaN.
@NullMarked
package dev.jacobi.explain.why;

import org.jspecify.annotations.NullMarked;
