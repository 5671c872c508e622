/// Reports for other places than a terminal.
@NullMarked
package dev.jacobi.explain.render;

import org.jspecify.annotations.NullMarked;
