/// Neural networks whose layers are records.
@NullMarked
package dev.jacobi.nn;

import org.jspecify.annotations.NullMarked;
