/// The command line.
@NullMarked
package dev.jacobi.cli;

import org.jspecify.annotations.NullMarked;
