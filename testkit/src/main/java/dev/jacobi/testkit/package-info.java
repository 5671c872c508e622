/// Checks for operations and their gradients.
@NullMarked
package dev.jacobi.testkit;

import org.jspecify.annotations.NullMarked;
