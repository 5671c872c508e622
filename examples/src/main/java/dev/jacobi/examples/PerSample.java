package dev.jacobi.examples;

import module dev.jacobi;
import static dev.jacobi.Jacobi.*;

/// Which sample pulls hardest? The gradient of each sample of a batch in one pass: `vmap` of `grad`.
public final class PerSample {
    record Net(Tensor hidden, Tensor output) {
        Tensor apply(Tensor x) { return x.matmul(hidden).tanh().matmul(output); }
    }

    record Sample(Tensor x, Tensor y) {}

    static Tensor loss(Net net, Sample s) { return net.apply(s.x()).sub(s.y()).square().sum(); }

    /// For a batch of samples, a net whose tensors have the batch as their first axis.
    static Net gradients(Net net, Sample batch) {
        return vmap(one -> grad(n -> loss(n, one), net), batch);
    }

    /// The length of each sample's gradient.
    static Tensor lengths(Net perSample) {
        return perSample.hidden().square().sum(1, 2).add(perSample.output().square().sum(1, 2)).sqrt();
    }

    static Net start() {
        RandomKey key = RandomKey.of(1);
        return new Net(key.fold(0).normal(Shape.of(3, 5), DType.F64), key.fold(1).normal(Shape.of(5, 2), DType.F64));
    }

    static Sample batch() {
        RandomKey key = RandomKey.of(2);
        return new Sample(key.fold(0).normal(Shape.of(6, 3), DType.F64), key.fold(1).normal(Shape.of(6, 2), DType.F64));
    }

    static void main() {
        IO.println("per sample: gradient lengths " + lengths(gradients(start(), batch())));
    }
}
