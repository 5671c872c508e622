/// Measurements.
@NullMarked
package dev.jacobi.bench;

import org.jspecify.annotations.NullMarked;
