/// Jacobi beside other libraries.
@NullMarked
package dev.jacobi.bench.peers;

import org.jspecify.annotations.NullMarked;
