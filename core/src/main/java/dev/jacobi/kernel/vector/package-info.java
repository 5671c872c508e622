/// The arithmetic of products of matrices in the Vector API: the one package that is compiled against the
/// incubating module `jdk.incubator.vector`. Nothing here is loaded where the JVM hasn't got it; [dev.jacobi.kernel.Vectors] decides.
///
/// The results have the bits of the portable loops in `dev.jacobi.kernel`, for every shape: which of the two ran
/// can't be told but by the clock.
@NullMarked
package dev.jacobi.kernel.vector;

import org.jspecify.annotations.NullMarked;
