/// Samples to learn from: tables and images, encoded for a network.
@NullMarked
package dev.jacobi.data;

import org.jspecify.annotations.NullMarked;
