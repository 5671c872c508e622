/// Values and gradients of Jacobi held against those of libtorch.
@NullMarked
package dev.jacobi.oracle;

import org.jspecify.annotations.NullMarked;
