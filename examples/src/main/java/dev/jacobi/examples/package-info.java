/// Small programs that use the library.
@NullMarked
package dev.jacobi.examples;

import org.jspecify.annotations.NullMarked;
