/// Lessons: networks from well-known texts as pages, whose commands are run when a page is printed.
@NullMarked
package dev.jacobi.explain.lesson;

import org.jspecify.annotations.NullMarked;
