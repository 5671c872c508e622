package dev.jacobi.diff;

import static dev.jacobi.Jacobi.checkpoint;
import static dev.jacobi.Jacobi.compile;
import static dev.jacobi.Jacobi.grad;
import static dev.jacobi.Jacobi.hessian;
import static dev.jacobi.Jacobi.jvp;
import static dev.jacobi.Jacobi.variable;
import static dev.jacobi.Jacobi.vjp;
import static dev.jacobi.Jacobi.vmap;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jacobi.tensor.DType;
import dev.jacobi.tensor.RandomKey;
import dev.jacobi.tensor.Shape;
import dev.jacobi.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Many threads at once give the bits of one.
class ThreadsTest {
    private static final int THREADS = 8;
    private static final Tensor W = RandomKey.of(1).normal(Shape.of(6, 6), DType.F64);
    private static final Tensor X = RandomKey.of(2).normal(Shape.of(6), DType.F64);

    /// The same work in all threads, begun together, again and again.
    private static List<double[]> together(int rounds, Callable<Tensor> work) throws Exception {
        CyclicBarrier start = new CyclicBarrier(THREADS);
        List<double[]> all = new ArrayList<>();
        try (var pool = Executors.newFixedThreadPool(THREADS)) {
            List<Future<List<double[]>>> futures = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                futures.add(pool.submit(() -> {
                    List<double[]> own = new ArrayList<>();
                    for (int r = 0; r < rounds; r++) {
                        start.await();
                        own.add(work.call().toDoubles());
                    }
                    return own;
                }));
            }
            for (Future<List<double[]>> f : futures) all.addAll(f.get());
        }
        return all;
    }

    @Test
    void everyTransformationAtOnce() throws Exception {
        Function<Tensor, Tensor> f = x -> W.matmul(x).tanh().mul(x).softmax().square().sum();
        List<Callable<Tensor>> works = List.of(
                () -> grad(f, X),
                () -> hessian(f::apply, X),
                () -> jvp((Tensor x) -> grad(f, x), X, X).tangent(),
                () -> vmap((Tensor x) -> grad(f, x), W),
                () -> grad((Tensor x) -> checkpoint(f, x), X),
                () -> {
                    Tensor v = variable("v", X);
                    return f.apply(v).backward().of(v);
                });
        for (Callable<Tensor> work : works) {
            double[] alone = work.call().toDoubles();
            assertThat(together(10, work)).allSatisfy(r -> assertThat(r).isEqualTo(alone));
        }
    }

    /// One compiled function, first called by all threads at once.
    @Test
    void aCompiledFunctionIsTracedOnceForAll() throws Exception {
        Function<Tensor, Tensor> f = x -> W.matmul(x).tanh().mul(x).sum();
        double[] alone = grad(f, X).toDoubles();
        var plan = compile((Tensor x) -> grad(f, x));
        assertThat(together(20, () -> plan.apply(X))).allSatisfy(r -> assertThat(r).isEqualTo(alone));
        assertThat(plan.plans()).isEqualTo(1);
    }

    @Test
    void theSameWayBackIsTakenByAll() throws Exception {
        var way = vjp((Tensor x) -> {
            Tensor y = x;
            for (int i = 0; i < 300; i++) y = y.mul(0.99).add(x).sin();
            return y;
        }, X);
        double[] alone = way.apply(X).toDoubles();
        assertThat(together(50, () -> way.apply(X))).allSatisfy(r -> assertThat(r).isEqualTo(alone));
    }

    /// Parts of one function, computed in parallel.
    @Test
    void aFunctionMayUseThreads() {
        Function<Tensor, Tensor> part = x -> W.matmul(x).tanh().sum();
        Tensor parallel = grad((Tensor x) -> {
            List<Tensor> parts = IntStream.range(0, 50).parallel().mapToObj(i -> part.apply(x.mul(i)).add(grad(part, x).sum())).toList();
            return parts.stream().reduce(Tensor::add).orElseThrow();
        }, X);
        Tensor serial = grad((Tensor x) -> {
            List<Tensor> parts = IntStream.range(0, 50).mapToObj(i -> part.apply(x.mul(i)).add(grad(part, x).sum())).toList();
            return parts.stream().reduce(Tensor::add).orElseThrow();
        }, X);
        assertThat(parallel.allClose(serial, 1e-13, 1e-13)).isTrue();
    }
}
