package dev.jacobi.bench;

import static dev.jacobi.Jacobi.valueAndGrad;

import dev.jacobi.tensor.Tensor;

/// A chain of a million operations on one number, forward and backward: what a node costs in
/// time and memory, and that no walk is a recursion.
public final class ChainBench {
    private static final int LENGTH = 1_000_000;

    private ChainBench() {}

    public static void main(String[] arguments) {
        System.out.printf("%10s %12s %12s %14s%n", "ops", "forward s", "both s", "heap MB");
        for (int round = 0; round < 5; round++) {
            Tensor x = Tensor.scalar(0.5);
            long start = System.nanoTime();
            chain(x);
            long middle = System.nanoTime();
            long[] heap = {0};
            var r = valueAndGrad((Tensor t) -> {
                Tensor y = chain(t);
                heap[0] = used();
                return y;
            }, x);
            long end = System.nanoTime();
            System.out.printf("%10d %12.2f %12.2f %14d   value %.6f gradient %.6g%n", LENGTH, (middle - start) / 1e9,
                    (end - middle) / 1e9, heap[0] >> 20, r.value().item(), r.gradient().item());
        }
    }

    private static Tensor chain(Tensor x) {
        Tensor y = x;
        for (int i = 0; i < LENGTH / 2; i++) y = y.mul(0.999999).add(1e-6);
        return y;
    }

    private static long used() { return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory(); }
}
