/// Tensors, tables and models in files.
@NullMarked
package dev.jacobi.io;

import org.jspecify.annotations.NullMarked;
