package dev.jacobi.examples;

import static dev.jacobi.Jacobi.grad;

import dev.jacobi.compile.Compiled;
import dev.jacobi.tensor.Tensor;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Supplier;

/// What every program of this module passes.
final class Programs {
    private Programs() {}

    /// Checks a program's gradient against two-sided differences, and the compiled gradient
    /// against that, and prints how long both take.
    ///
    /// @return the gradient
    static <T> T passes(String name, Function<? super T, Tensor> loss, T at, double tolerance) {
        T gradient = Numbers.gradientIsRight(loss, at, tolerance);
        Compiled<T, T> compiled = Compiled.of((T t) -> grad(loss, t));
        Numbers.sameBits(compiled.apply(at), gradient);
        System.out.printf(Locale.ROOT, "%-12s value %8.3f ms, gradient %8.3f ms, compiled %8.3f ms%n", name,
                milliseconds(() -> loss.apply(at)), milliseconds(() -> grad(loss, at)), milliseconds(() -> compiled.apply(at)));
        return gradient;
    }

    /// The shortest of a few runs; for readers, nothing depends on it.
    private static double milliseconds(Supplier<?> work) {
        long best = Long.MAX_VALUE;
        for (int i = 0; i < 30; i++) {
            long start = System.nanoTime();
            work.get();
            best = Math.min(best, System.nanoTime() - start);
        }
        return best / 1e6;
    }
}
