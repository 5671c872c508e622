package dev.jacobi.bench;

import dev.jacobi.kernel.Vectors;
import java.util.Locale;

/// Speed of the array kernels on one thread, in under 20 seconds: the best of several short runs of each, as time for a
/// call and as arithmetic or memory traffic a second.
///
/// ```
/// java --add-modules jdk.incubator.vector -cp core/target/classes:bench/target/classes dev.jacobi.bench.KernelBench
/// ```
///
/// Without the option, or with `-Djacobi.portable=true`, it measures the portable loops. With an argument, only those whose
/// names contain it.
public final class KernelBench {
    /// How long one may take, warm-up included.
    private static final long NANOS = 350_000_000;

    private KernelBench() {}

    public static void main(String[] args) {
        System.out.println(Vectors.warmUp() ? "products in the Vector API" : "portable products");
        for (Kernel k : Kernels.all()) {
            if (args.length > 0 && !k.name().contains(args[0])) continue;
            double best = Timing.best(k.prepared().get(), NANOS);
            System.out.printf(Locale.ROOT, "%-60s %12.3f us %8.1f %s%n", k.name(), best / 1000, k.rate(best), k.unit().title());
        }
    }
}
