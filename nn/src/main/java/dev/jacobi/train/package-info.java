/// Training that can be interrupted, and models that go into files and into service.
@NullMarked
package dev.jacobi.train;

import org.jspecify.annotations.NullMarked;
